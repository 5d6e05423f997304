/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Finding files and what changed of them: roots, names, the walk, the plan.
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
#include "indexer/filter.h"
#include "indexer/plan.h"
#include "indexer/roots.h"
#include "indexer/source.h"
#include "indexer/walk.h"
#include "tests/unit/tmp_fixture.h"

static void add(struct files *fs, const char *path, const struct file *from)
{
	assert_int_equal(files_add(fs, path, strlen(path), from, NULL), 0);
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

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(filter_patterns),
		IN_DIR(roots_inside_others_are_dropped),
		IN_DIR(walk_takes_files_and_follows_no_link),
		IN_DIR(source_refuses_links_and_fifos),
		cmocka_unit_test(plan_keeps_what_it_cannot_see),
		IN_DIR(plan_reads_what_may_have_changed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
