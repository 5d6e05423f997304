/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The pure parts of the indexer: decoding, names, the table of files, the plan.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/path.h"
#include "indexer/decode.h"
#include "indexer/files.h"
#include "indexer/filter.h"
#include "indexer/plan.h"
#include "indexer/roots.h"
#include "indexer/source.h"
#include "indexer/walk.h"

/* ---------------------------------------------------------------------- decode */

struct decoding {
	struct buf raw, scratch;
	struct decoded d;
	enum decode_result r;
};

static void decode_bytes(struct decoding *t, const void *s, size_t n)
{
	*t = (struct decoding){ 0 };
	assert_int_equal(buf_add(&t->raw, s, n), 0);
	t->r = decode(&t->raw, &t->scratch, &t->d);
}

static void release(struct decoding *t)
{
	buf_release(&t->raw);
	buf_release(&t->scratch);
}

static void assert_text(const struct decoding *t, const char *want,
			enum encoding encoding)
{
	assert_int_equal(t->r, DECODE_OK);
	assert_int_equal(t->d.n, strlen(want));
	assert_memory_equal(t->d.s, want, t->d.n);
	assert_int_equal(t->d.encoding, encoding);
}

static void utf8_is_taken_as_it_is(void **state)
{
	static const char text[] = "Đường về làng\r\n\tmới\f";
	struct decoding t;

	(void)state;
	decode_bytes(&t, text, strlen(text));
	assert_text(&t, text, ENCODING_UTF8);
	assert_int_equal(t.d.replaced, 0);
	assert_false(t.d.extracted);
	release(&t);
}

static void bom_stays_so_that_offsets_are_the_files(void **state)
{
	struct decoding t;

	(void)state;
	decode_bytes(&t, "\xef\xbb\xbfxã", 6);
	assert_text(&t, "\xef\xbb\xbfxã", ENCODING_UTF8_BOM);
	assert_false(t.d.extracted);
	release(&t);
}

static void ill_formed_bytes_are_replaced_in_place(void **state)
{
	char text[400];
	struct decoding t;

	(void)state;
	memset(text, 'a', sizeof(text));
	text[10] = (char)0xff;
	memcpy(text + 100, "\xe1\xbb", 2); /* a cut character */
	decode_bytes(&t, text, sizeof(text));
	assert_int_equal(t.r, DECODE_OK);
	assert_int_equal(t.d.n, sizeof(text));
	assert_int_equal(t.d.replaced, 3);
	assert_int_equal(t.d.s[10], 0x1a);
	assert_memory_equal(t.d.s + 100, "\x1a\x1a" "a", 3);
	assert_true(decode_confidence(t.d.n, t.d.replaced) < 1);
	release(&t);
}

static void legacy_bytes_are_no_utf8(void **state)
{
	/* "việt nam" in TCVN3 */
	static const char text[] = "vi\xd6t nam vi\xd6t nam vi\xd6t nam";
	struct decoding t;

	(void)state;
	decode_bytes(&t, text, strlen(text));
	assert_int_equal(t.r, DECODE_ENCODING);
	release(&t);
}

static void binary_is_refused(void **state)
{
	struct decoding t;

	(void)state;
	decode_bytes(&t, "abc\0def", 7);
	assert_int_equal(t.r, DECODE_BINARY);
	release(&t);
	decode_bytes(&t, "\x01\x02\x03\x04" "abcd", 8);
	assert_int_equal(t.r, DECODE_BINARY);
	release(&t);
	assert_true(decode_is_binary("a\0b", 3));
	assert_false(decode_is_binary("\xff\xfe" "a\0", 4));
	assert_false(decode_is_binary("", 0));
}

static void utf16_needs_its_bom(void **state)
{
	/* "Xã 1" */
	static const char le[] = "\xff\xfeX\0\xe3\0 \0" "1\0";
	static const char be[] = "\xfe\xff\0X\0\xe3\0 \0" "1";
	struct decoding t;

	(void)state;
	decode_bytes(&t, le, 10);
	assert_text(&t, "Xã 1", ENCODING_UTF16LE);
	assert_true(t.d.extracted);
	release(&t);
	decode_bytes(&t, be, 10);
	assert_text(&t, "Xã 1", ENCODING_UTF16BE);
	release(&t);
	decode_bytes(&t, le + 2, 8);
	assert_int_equal(t.r, DECODE_BINARY);
	release(&t);
}

static void broken_utf16_is_survived(void **state)
{
	char many[2 + 2 * 200];
	struct decoding t;

	(void)state;
	decode_bytes(&t, "\xff\xfe", 2);
	assert_text(&t, "", ENCODING_UTF16LE);
	release(&t);
	/* One lone surrogate in 200 letters, and half a unit at the end. */
	memcpy(many, "\xff\xfe", 2);
	for (size_t i = 2; i + 1 < sizeof(many); i += 2)
		memcpy(many + i, "a", 2);
	memcpy(many + 2, "\x00\xd8", 2);
	decode_bytes(&t, many, sizeof(many) - 1);
	assert_int_equal(t.r, DECODE_OK);
	assert_int_equal(t.d.replaced, 2);
	assert_memory_equal(t.d.s, "\xef\xbf\xbd" "aaa", 6);
	release(&t);
	decode_bytes(&t, "\xff\xfe\x00\xd8\x00\xd8", 6);
	assert_int_equal(t.r, DECODE_BINARY);
	release(&t);
}

/* ---------------------------------------------------------------------- filter */

static void filter_patterns(void **state)
{
	const char *include[] = { "*.txt", "2020/*" };
	const char *exclude[] = { "nhap*", "cu/*" };
	struct filter none = { 0 };
	struct filter f = { include, exclude, 2, 2 };

	(void)state;
	assert_int_equal(filter_file(&none, "a/b", "b"), FILTER_TAKE);
	assert_int_equal(filter_file(&none, "a/.b", ".b"), FILTER_HIDDEN);
	assert_int_equal(filter_file(&none, "a/b~", "b~"), FILTER_HIDDEN);
	assert_int_equal(filter_dir(&none, ".git", ".git"), FILTER_HIDDEN);
	assert_int_equal(filter_file(&f, "a/b.txt", "b.txt"), FILTER_TAKE);
	assert_int_equal(filter_file(&f, "2020/b.md", "b.md"), FILTER_TAKE);
	assert_int_equal(filter_file(&f, "a/b.md", "b.md"),
			 FILTER_NOT_INCLUDED);
	assert_int_equal(filter_file(&f, "a/nhap.txt", "nhap.txt"),
			 FILTER_EXCLUDED);
	assert_int_equal(filter_file(&f, "cu/b.txt", "b.txt"),
			 FILTER_EXCLUDED);
	/* --include is for files: a directory may hold some. */
	assert_int_equal(filter_dir(&f, "a", "a"), FILTER_TAKE);
	assert_int_equal(filter_dir(&f, "nhap", "nhap"), FILTER_EXCLUDED);
}

/* ----------------------------------------------------------------------- files */

static const struct file sample = {
	.size = 123456789,
	.mtime_ns = INT64_C(1700000000123456789),
	.inode = UINT64_MAX,
	.text_bytes = 123456780,
	.replaced = 3,
	.status = FILE_INDEXED,
	.reason = FILE_ILL_FORMED,
	.encoding = ENCODING_UTF16BE,
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
	assert_string_equal(f->hash, sample.hash);
	f = files_find(&back, "/b");
	assert_int_equal(f->mtime_ns, -5);
	assert_string_equal(f->hash, "");
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

/* ------------------------------------------------------------------------ roots */

static void roots_inside_others_are_dropped(void **state)
{
	const char *dir = *state;
	char *in = path_join(dir, "in"), *beside = path_join(dir, "in-2");
	char *file = path_join(dir, "file");
	const char *paths[] = { in, beside, in, dir };
	struct roots roots;
	struct err e;

	assert_int_equal(mkdir(in, 0777), 0);
	assert_int_equal(mkdir(beside, 0777), 0);
	assert_int_equal(roots_resolve(paths, 3, &roots, &e), 0);
	assert_int_equal(roots.n, 2);
	roots_release(&roots);
	assert_int_equal(roots_resolve(paths, 4, &roots, &e), 0);
	assert_int_equal(roots.n, 1);
	roots_release(&roots);
	assert_true(roots_holds("/a", "/a/b"));
	assert_true(roots_holds("/", "/a"));
	assert_false(roots_holds("/a", "/ab"));

	assert_int_equal(path_write_file(file, "x", 1, &e), 0);
	paths[0] = file;
	assert_int_equal(roots_resolve(paths, 1, &roots, &e), E_INVAL);
	unlink(file);
	assert_int_equal(roots_resolve(paths, 1, &roots, &e), E_NOTFOUND);
	rmdir(in);
	rmdir(beside);
	free(in);
	free(beside);
	free(file);
}

/* ------------------------------------------------------------- walk and source */

static void put_file(const char *dir, const char *name, const char *text)
{
	char *path = path_join(dir, name);
	struct err e;

	assert_int_equal(path_write_file(path, text, strlen(text), &e), 0);
	free(path);
}

static void walk_takes_files_and_follows_no_link(void **state)
{
	struct filter filter = { 0 };
	struct walk_rules rules = { .filter = &filter };
	const char *dir = *state;
	char *root = path_join(dir, "root"), *sub = path_join(root, "sub");
	char *index = path_join(root, "index"), *link = path_join(root, "link");
	char *fifo = path_join(root, "fifo");
	struct files fs = { 0 };
	struct stat st;
	struct err e;

	assert_int_equal(path_mkdirs(sub, &e), 0);
	assert_int_equal(path_mkdirs(index, &e), 0);
	put_file(root, "b.txt", "b");
	put_file(sub, "a.txt", "abc");
	put_file(root, ".hidden", "x");
	put_file(index, "manifest", "x");
	assert_int_equal(symlink("/", link), 0);
	assert_int_equal(mkfifo(fifo, 0666), 0);
	assert_int_equal(stat(index, &st), 0);
	rules.index_dev = st.st_dev;
	rules.index_inode = st.st_ino;
	assert_int_equal(walk_root(root, &rules, &fs, &e), 0);
	files_sort(&fs);
	assert_int_equal(fs.n, 2);
	assert_string_equal(strrchr(files_path(&fs, &fs.v[0]), '/'), "/b.txt");
	assert_string_equal(strstr(files_path(&fs, &fs.v[1]), "/sub"),
			    "/sub/a.txt");
	assert_int_equal(fs.v[1].size, 3);
	assert_int_equal(fs.v[1].status, FILE_SEEN);
	files_release(&fs);
	assert_int_equal(walk_root("/no/such", &rules, &fs, &e), E_NOTFOUND);
	path_remove_tree(root, &e);
	free(root);
	free(sub);
	free(index);
	free(link);
	free(fifo);
}

static void source_refuses_links_and_fifos(void **state)
{
	const char *dir = *state;
	char *real = realpath(dir, NULL);
	char *file = path_join(real, "f"), *link = path_join(real, "l");
	char *through = path_join(real, "d/f"), *d = path_join(real, "d");
	struct file f = { 0 };
	struct buf raw = BUF_INIT;

	put_file(real, "f", "đất đỏ");
	assert_true(source_read(file, &raw, &f));
	assert_int_equal(raw.len, strlen("đất đỏ"));
	assert_int_equal(f.size, raw.len);
	assert_int_equal(strlen(f.hash), HASH_HEX_LEN);

	assert_int_equal(symlink(file, link), 0);
	assert_false(source_read(link, &raw, &f));
	assert_int_equal(f.status, FILE_FAILED);
	assert_int_equal(symlink(real, d), 0);
	/* A link on the way, where the kernel can refuse it. */
	if (source_read(through, &raw, &f))
		print_message("# openat2 is not there: a weaker guard\n");
	assert_false(source_read(real, &raw, &f));
	assert_int_equal(f.status, FILE_SKIPPED);
	unlink(file);
	assert_false(source_read(file, &raw, &f));
	assert_int_equal(f.status, FILE_SKIPPED);
	assert_int_equal(f.reason, FILE_VANISHED);
	assert_int_equal(f.error, 0);
	unlink(link);
	unlink(d);
	buf_release(&raw);
	free(real);
	free(file);
	free(link);
	free(through);
	free(d);
}

/* ------------------------------------------------------------------------ plan */

static struct file seen(uint64_t size, int64_t mtime)
{
	return (struct file){
		.size = size,
		.mtime_ns = mtime,
		.inode = 7,
		.status = FILE_SEEN,
	};
}

static struct file known(uint64_t size, int64_t mtime, enum file_status status)
{
	struct file f = seen(size, mtime);

	f.status = status;
	f.text_bytes = size;
	strcpy(f.hash, "00");
	return f;
}

static void plan_keeps_what_it_cannot_see(void **state)
{
	struct file now = seen(10, 1), old = known(10, 1, FILE_INDEXED);
	struct file skipped = known(10, 1, FILE_SKIPPED);
	struct file unreadable = { .status = FILE_FAILED, .error = EACCES };
	struct file new = seen(11, 1); /* of no size that is gone: not read */
	struct plan p = { 0 };
	struct plan_counts c;
	struct err e;

	(void)state;
	add(&p.old, "/r/gone", &old);
	add(&p.old, "/r/kept", &old);
	add(&p.old, "/r/locked/a", &old);
	add(&p.old, "/r/locked-not", &old);
	add(&p.old, "/r/skipped", &skipped);
	files_sort(&p.old);
	add(&p.now, "/r/kept", &now);
	add(&p.now, "/r/locked", &unreadable);
	add(&p.now, "/r/skipped", &now);
	add(&p.now, "/r/new", &new);
	assert_int_equal(plan_make(&p, NULL, NULL, &e), 0);
	plan_count(&p, &c);
	/* What is below the unreadable directory stays. */
	assert_int_equal(c.unchanged, 2);
	assert_int_equal(c.removed, 2);
	assert_int_equal(c.added, 1);
	assert_int_equal(c.failed, 1);
	assert_int_equal(c.skipped, 1);
	assert_int_equal(c.skipped_new, 0);
	assert_true(plan_changes(&c));
	plan_release(&p);
}

static void add_real(struct files *fs, const char *dir, const char *name,
		     const struct file *f)
{
	char *path = path_join(dir, name);

	add(fs, path, f);
	free(path);
}

/* The entry that the last run would have for a file of the directory. */
static struct file remember(const char *dir, const char *name)
{
	char *path = path_join(dir, name);
	struct buf raw = BUF_INIT;
	struct file f = { 0 };

	assert_true(source_read(path, &raw, &f));
	f.status = FILE_INDEXED;
	f.mtime_ns = 1; /* not what the walk sees */
	buf_release(&raw);
	free(path);
	return f;
}

static void plan_reads_what_may_have_changed(void **state)
{
	char *dir = realpath(*state, NULL);
	struct file now = seen(4, 99), touched, moved, changed;
	struct plan p = { 0 };
	struct plan_counts c;
	struct err e;

	put_file(dir, "touched", "aaaa");
	put_file(dir, "moved-to", "bbbb");
	put_file(dir, "changed", "cccc");
	put_file(dir, "new", "dddd");
	touched = remember(dir, "touched");
	moved = remember(dir, "moved-to");
	changed = remember(dir, "changed");
	strcpy(changed.hash, "00");
	add_real(&p.old, dir, "changed", &changed);
	add_real(&p.old, dir, "moved-from", &moved);
	add_real(&p.old, dir, "touched", &touched);
	for (const char *const *n = (const char *const[]){ "changed",
	     "moved-to", "new", "touched", NULL }; *n; n++)
		add_real(&p.now, dir, *n, &now);
	assert_int_equal(plan_make(&p, NULL, NULL, &e), 0);
	plan_count(&p, &c);
	assert_int_equal(c.changed, 1);
	assert_int_equal(c.moved, 1);
	assert_int_equal(c.added, 1);
	assert_int_equal(c.unchanged, 1);
	assert_int_equal(c.removed, 0);
	assert_int_equal(p.items[1].action, PLAN_MOVE);
	assert_non_null(strstr(files_path(&p.old, p.items[1].old),
			       "moved-from"));
	plan_release(&p);
	free(dir);
}

/* ------------------------------------------------------------------------ main */

static int make_dir(void **state)
{
	char name[] = "/tmp/tracuu-unit.XXXXXX";

	*state = mkdtemp(name) ? strdup(name) : NULL;
	return *state ? 0 : -1;
}

static int remove_dir(void **state)
{
	struct err e;
	int r = path_remove_tree(*state, &e);

	free(*state);
	return r;
}

#define IN_DIR(test) \
	cmocka_unit_test_setup_teardown(test, make_dir, remove_dir)

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(utf8_is_taken_as_it_is),
		cmocka_unit_test(bom_stays_so_that_offsets_are_the_files),
		cmocka_unit_test(ill_formed_bytes_are_replaced_in_place),
		cmocka_unit_test(legacy_bytes_are_no_utf8),
		cmocka_unit_test(binary_is_refused),
		cmocka_unit_test(utf16_needs_its_bom),
		cmocka_unit_test(broken_utf16_is_survived),
		cmocka_unit_test(filter_patterns),
		IN_DIR(files_come_back_as_written),
		IN_DIR(damaged_files_are_found_out),
		cmocka_unit_test(files_sort_by_bytes_and_keep_one),
		IN_DIR(roots_inside_others_are_dropped),
		IN_DIR(walk_takes_files_and_follows_no_link),
		IN_DIR(source_refuses_links_and_fifos),
		cmocka_unit_test(plan_keeps_what_it_cannot_see),
		IN_DIR(plan_reads_what_may_have_changed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
