/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The pure parts of the indexer: the table of files, limits.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/path.h"
#include "indexer/decode.h"
#include "indexer/files.h"
#include "indexer/lines.h"
#include "indexer/terms.h"
#include "store/schema.h"
#include "tests/unit/tmp_fixture.h"

/* ----------------------------------------------------------------------- files */

static const struct file sample = {
	.size = 123456789,
	.mtime_ns = INT64_C(1700000000123456789),
	.inode = UINT64_MAX,
	.text_bytes = 123456780,
	.replaced = 3,
	.status = FILE_INDEXED,
	.reason = FILE_ILL_FORMED,
	.encoding = ENCODING_VPS,
	.confidence = .25,
	.generation = 7,
	.time = 1763800000,
	.moved_from = "/before/đường",
	.hash = "0123456789abcdef0123456789abcdef",
};

static void add(struct files *fs, const char *path, const struct file *from)
{
	assert_int_equal(files_add(fs, path, strlen(path), from, NULL), 0);
}

static void files_come_back_as_written(void **state)
{
	static const char odd[] = "/a/\x01 \xff\n\"đường\"";
	const char *dir = *state;
	char *path = path_join(dir, "files");
	struct files fs = { 0 }, back = { 0 };
	const struct file *f;
	struct file old = { .mtime_ns = -5, .status = FILE_SKIPPED };
	struct err e;

	add(&fs, "/b", &old);
	add(&fs, odd, &sample);
	files_sort(&fs);
	assert_int_equal(files_write(&fs, path, &e), 0);
	assert_int_equal(files_read(path, &back, &e), 0);
	assert_int_equal(back.n, 2);
	f = files_find(&back, odd);
	assert_non_null(f);
	assert_string_equal(files_path(&back, f), odd);
	assert_int_equal(f->size, sample.size);
	assert_int_equal(f->mtime_ns, sample.mtime_ns);
	assert_true(f->inode == sample.inode);
	assert_int_equal(f->text_bytes, sample.text_bytes);
	assert_int_equal(f->replaced, sample.replaced);
	assert_int_equal(f->status, sample.status);
	assert_int_equal(f->reason, sample.reason);
	assert_int_equal(f->encoding, sample.encoding);
	assert_true(f->confidence == sample.confidence);
	assert_string_equal(f->hash, sample.hash);
	assert_int_equal(f->generation, 7);
	assert_int_equal(f->time, 1763800000);
	assert_string_equal(f->moved_from, "/before/đường");
	f = files_find(&back, "/b");
	assert_int_equal(f->mtime_ns, -5);
	assert_string_equal(f->hash, "");
	assert_null(f->moved_from);
	assert_null(files_find(&back, "/c"));
	assert_int_equal(files_count(&back, FILE_INDEXED), 1);
	files_release(&fs);
	files_release(&back);
	free(path);
}

/* Every way to cut or change the table is found out, and nothing crashes. */
static void damaged_files_are_found_out(void **state)
{
	const char *dir = *state;
	char *path = path_join(dir, "files");
	struct files fs = { 0 }, back = { 0 };
	struct buf b = BUF_INIT;
	struct err e;

	add(&fs, "/a", &sample);
	add(&fs, "/b", &sample);
	assert_int_equal(files_write(&fs, path, &e), 0);
	assert_int_equal(path_read_file(path, &b, &e), 0);
	for (size_t i = 0; i < b.len; i++) {
		assert_int_equal(path_write_file(path, b.s, i, &e), 0);
		assert_int_equal(files_read(path, &back, &e), E_CORRUPT);
		b.s[i] ^= 0x55;
		assert_int_equal(path_write_file(path, b.s, b.len, &e), 0);
		assert_int_equal(files_read(path, &back, &e), E_CORRUPT);
		b.s[i] ^= 0x55;
	}
	assert_int_equal(back.n, 0);
	assert_int_equal(unlink(path), 0);
	assert_int_equal(files_read(path, &back, &e), E_NOTFOUND);
	buf_release(&b);
	files_release(&fs);
	free(path);
}

static void files_sort_by_bytes_and_keep_one(void **state)
{
	struct files fs = { 0 };
	struct file seen = { .status = FILE_SEEN };

	(void)state;
	add(&fs, "/a/b", &sample);
	add(&fs, "/a-b", &seen);
	add(&fs, "/a/b", &seen);
	add(&fs, "/\xff", &seen);
	add(&fs, "/a", &seen);
	files_sort(&fs);
	assert_int_equal(fs.n, 4);
	assert_string_equal(files_path(&fs, &fs.v[0]), "/a");
	assert_string_equal(files_path(&fs, &fs.v[1]), "/a-b");
	assert_string_equal(files_path(&fs, &fs.v[2]), "/a/b");
	assert_string_equal(files_path(&fs, &fs.v[3]), "/\xff");
	/* What the walk saw now counts, not what was known. */
	assert_int_equal(fs.v[2].status, FILE_SEEN);
	files_release(&fs);
}

/* ---------------------------------------------------------------------- limits */

static void lines_are_bounded(void **state)
{
	size_t n = (size_t)LINES_MAX + 1;
	char *text = malloc(n);
	struct lines l = { 0 };

	(void)state;
	assert_non_null(text);
	memset(text, '\n', n);
	assert_int_equal(lines_split(&l, text, n - 1), 0);
	assert_int_equal(l.n, LINES_MAX);
	assert_int_equal(lines_split(&l, text, n), E_LIMIT);
	lines_release(&l);
	free(text);
}

static void terms_are_bounded(void **state)
{
	struct terms t = { 0 };
	char longest[SCHEMA_TERM_MAX];

	(void)state;
	memset(longest, 'x', sizeof(longest));
	assert_int_equal(terms_add(&t, "", longest, sizeof(longest), 1), 0);
	assert_int_equal(t.n, 1);
	/* Too long for a term: left out. */
	assert_int_equal(terms_add(&t, "S", longest, sizeof(longest), 1), 0);
	assert_int_equal(t.n, 1);
	while (t.n < TERMS_MAX)
		assert_int_equal(terms_add(&t, "XP", "x", 1, 1), 0);
	assert_int_equal(terms_add(&t, "XP", "x", 1, 1), E_LIMIT);
	terms_clear(&t);
	assert_int_equal(terms_add(&t, "XP", "x", 1, 1), 0);
	terms_release(&t);
}

/* ------------------------------------------------------------------------ main */

int main(void)
{
	const struct CMUnitTest tests[] = {
		IN_DIR(files_come_back_as_written),
		IN_DIR(damaged_files_are_found_out),
		cmocka_unit_test(files_sort_by_bytes_and_keep_one),
		cmocka_unit_test(lines_are_bounded),
		cmocka_unit_test(terms_are_bounded),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
