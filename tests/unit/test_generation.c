/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <fcntl.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/path.h"
#include "store/generation.h"
#include "store/store.h"
#include "tests/unit/tmp_fixture.h"

/* ----------------------------------------------------------------- fixtures */

static bool exists(const char *name)
{
	struct stat st;

	return !lstat(in_tmp(name), &st);
}

static void make_dir(const char *name)
{
	assert_int_equal(mkdir(in_tmp(name), 0777), 0);
}

static void make_file(const char *name)
{
	assert_int_equal(path_write_file(in_tmp(name), "x", 1, NULL), 0);
}

/* Begin and publish the next generation, with a file in it. */
static uint64_t publish(void)
{
	char *path, *file;
	uint64_t number;
	struct err e;

	assert_int_equal(generation_begin(tmp, &path, &number, &e), 0);
	file = path_join(path, "file");
	assert_int_equal(path_write_file(file, "x", 1, &e), 0);
	assert_int_equal(generation_publish(tmp, number, &e), 0);
	free(file);
	free(path);
	return number;
}

static uint64_t current(void)
{
	uint64_t number;
	char *path;

	assert_int_equal(generation_current(tmp, &path, &number, NULL), 0);
	free(path);
	return number;
}

/* --------------------------------------------------------------- publishing */

static void nothing_was_published(void **state)
{
	uint64_t number;
	char *path;
	struct err e;

	(void)state;
	assert_int_equal(generation_current(tmp, &path, &number, &e), E_NODB);
	assert_non_null(strstr(e.msg, tmp));
	assert_int_equal(generation_current(in_tmp("none"), &path, &number,
					    &e), E_NODB);
	assert_int_equal(generation_rollback(tmp, &number, &e), E_NODB);
	assert_int_equal(generation_prune(tmp, 1, &e), E_NODB);
	assert_int_equal(generation_publish(tmp, 1, &e), E_NOTFOUND);
	assert_int_equal(generation_sweep(tmp, &e), 0);
}

static void generations_follow_one_another(void **state)
{
	uint64_t number;
	char *path, *real;

	(void)state;
	assert_int_equal(publish(), 1);
	assert_true(exists("gen-000001/file"));
	assert_false(exists("new-000001"));
	assert_int_equal(publish(), 2);
	assert_int_equal(generation_current(tmp, &path, &number, NULL), 0);
	assert_int_equal(number, 2);
	real = realpath(in_tmp("gen-000002"), NULL);
	assert_string_equal(path, real);
	assert_false(exists("current.new"));
	free(real);
	free(path);
}

/* The path that is handed out must not change its meaning later. */
static void the_path_is_real(void **state)
{
	uint64_t number;
	char *path, *link = path_join(tmp, "link");

	(void)state;
	publish();
	assert_int_equal(symlink(tmp, link), 0);
	assert_int_equal(generation_current(link, &path, &number, NULL), 0);
	assert_null(strstr(path, "link"));
	assert_null(strstr(path, "current"));
	free(path);
	free(link);
}

static void a_begun_generation_is_not_begun_again(void **state)
{
	uint64_t number;
	char *path, *again;
	struct err e;

	(void)state;
	assert_int_equal(generation_begin(tmp, &path, &number, NULL), 0);
	assert_int_equal(generation_begin(tmp, &again, &number, &e), E_IO);
	assert_int_equal(generation_sweep(tmp, &e), 0);
	free(path);
	assert_int_equal(generation_begin(tmp, &path, &number, NULL), 0);
	assert_int_equal(number, 1);
	free(path);
}

static void a_strange_current_is_not_followed(void **state)
{
	uint64_t number;
	char *path;
	struct err e;

	(void)state;
	assert_int_equal(symlink("/etc", in_tmp("current")), 0);
	assert_int_equal(generation_current(tmp, &path, &number, &e),
			 E_CORRUPT);
	make_dir("gen-000009");
	assert_int_equal(generation_sweep(tmp, &e), E_CORRUPT);
	assert_true(exists("gen-000009"));
	assert_int_equal(generation_begin(tmp, &path, &number, &e), E_CORRUPT);
	assert_int_equal(unlink(in_tmp("current")), 0);

	make_file("current");
	assert_int_equal(generation_current(tmp, &path, &number, &e),
			 E_CORRUPT);
	assert_int_equal(unlink(in_tmp("current")), 0);

	assert_int_equal(symlink("gen-000004", in_tmp("current")), 0);
	assert_int_equal(generation_current(tmp, &path, &number, &e),
			 E_CORRUPT);
}

/* ----------------------------------------------------------------- the lock */

static void one_indexer_at_a_time(void **state)
{
	const char *dir = in_tmp("a/b");
	int fd, other;
	struct err e;

	(void)state;
	assert_int_equal(generation_lock(dir, &fd, &e), 0);
	assert_int_equal(generation_lock(dir, &other, &e), E_LOCKED);
	assert_non_null(strstr(e.msg, dir));
	close(fd);
	assert_int_equal(generation_lock(dir, &fd, &e), 0);
	assert_true(fcntl(fd, F_GETFD) & FD_CLOEXEC);
	close(fd);
	make_file("file");
	assert_int_equal(generation_lock(in_tmp("file"), &fd, &e), E_IO);
}

static bool drops; /* the index, when somebody is about to lock it */

/* In the place of libc's. */
int flock(int fd, int operation)
{
	if (drops)
		assert_int_equal(rename(in_tmp("a"), in_tmp("dropped")), 0);
	drops = false;
	return (int)syscall(SYS_flock, fd, operation);
}

static void a_lock_of_what_was_dropped_is_none(void **state)
{
	const char *dir = in_tmp("a/b");
	struct err e;
	int fd;

	(void)state;
	drops = true;
	assert_int_equal(generation_lock(dir, &fd, &e), E_LOCKED);
	assert_int_equal(generation_lock(dir, &fd, &e), 0);
	close(fd);
	assert_true(exists("a/b/lock"));
}

/* --------------------------------------------------------- after a dead run */

static void litter_is_swept(void **state)
{
	(void)state;
	publish();
	publish();
	make_dir("new-000003");
	make_file("new-000003/half");
	make_dir("old-000001");
	make_dir("gen-000003");
	make_file("gen-000003/not current");
	/* These are nobody's litter. */
	make_dir("gen-3");
	make_dir("gen-000003.bak");
	make_dir("new-");
	make_file("tracuu.sock");
	assert_int_equal(generation_sweep(tmp, NULL), 0);
	assert_false(exists("new-000003"));
	assert_false(exists("old-000001"));
	assert_false(exists("gen-000003"));
	assert_true(exists("gen-000001"));
	assert_true(exists("gen-000002"));
	assert_true(exists("gen-3"));
	assert_true(exists("gen-000003.bak"));
	assert_true(exists("new-"));
	assert_true(exists("tracuu.sock"));
	assert_int_equal(current(), 2);
}

static void a_dead_first_run_is_swept(void **state)
{
	(void)state;
	make_dir("gen-000001"); /* renamed, not yet current */
	make_dir("new-000001");
	assert_int_equal(generation_sweep(tmp, NULL), 0);
	assert_false(exists("gen-000001"));
	assert_int_equal(publish(), 1);
}

static void a_left_link_does_not_hinder(void **state)
{
	(void)state;
	publish();
	assert_int_equal(symlink("gen-000009", in_tmp("current.new")), 0);
	assert_int_equal(publish(), 2);
	assert_int_equal(current(), 2);
}

/* A child publishes without end until it is killed; whenever that is, what is
 * current is whole, and the next run works. */
static void a_kill_leaves_an_index(void **state)
{
	(void)state;
	publish();
	for (int i = 0; i < 20; i++) {
		uint64_t number;
		pid_t pid = fork();
		char *path;

		assert_int_not_equal(pid, -1);
		if (!pid)
			for (;;) {
				generation_sweep(tmp, NULL);
				publish();
				generation_prune(tmp, 1, NULL);
			}
		usleep((useconds_t)(1000 + i * 700));
		kill(pid, SIGKILL);
		waitpid(pid, NULL, 0);
		assert_int_equal(generation_current(tmp, &path, &number, NULL),
				 0);
		assert_int_equal(access(path, F_OK), 0);
		free(path);
		assert_int_equal(generation_sweep(tmp, NULL), 0);
		assert_int_equal(publish(), number + 1);
	}
}

/* ----------------------------------------------------------- the older ones */

static void a_rollback_goes_one_back(void **state)
{
	uint64_t number;
	struct err e;

	(void)state;
	for (int i = 0; i < 3; i++)
		publish();
	assert_int_equal(generation_rollback(tmp, &number, &e), 0);
	assert_int_equal(number, 2);
	assert_int_equal(current(), 2);
	assert_int_equal(generation_rollback(tmp, &number, &e), 0);
	assert_int_equal(current(), 1);
	assert_int_equal(generation_rollback(tmp, &number, &e), E_NOTFOUND);
	assert_int_equal(current(), 1);
	/* The next run takes what was rolled back from for litter. */
	assert_int_equal(generation_sweep(tmp, &e), 0);
	assert_false(exists("gen-000003"));
	assert_int_equal(publish(), 2);
}

static void pruning_keeps_the_newest(void **state)
{
	uint64_t number;

	(void)state;
	for (int i = 0; i < 5; i++)
		publish();
	assert_int_equal(generation_prune(tmp, 2, NULL), 0);
	assert_false(exists("gen-000001"));
	assert_false(exists("gen-000002"));
	assert_true(exists("gen-000003"));
	assert_true(exists("gen-000004"));
	/* The current one stays, wherever it is. */
	assert_int_equal(generation_rollback(tmp, &number, NULL), 0);
	assert_int_equal(generation_rollback(tmp, &number, NULL), 0);
	assert_int_equal(generation_prune(tmp, 0, NULL), 0);
	assert_true(exists("gen-000003/file"));
	assert_false(exists("gen-000004"));
	assert_false(exists("gen-000005"));
	assert_false(exists("old-000004"));
}

/* ------------------------------------------------- reading across a publish */

static void add_database(const char *dir, const char *data)
{
	char *db = path_join(dir, "db");
	struct store_writer *w;

	assert_int_equal(store_writer_create(db, &w, NULL), 0);
	for (unsigned i = 0; i < 300; i++) {
		char id[16];

		snprintf(id, sizeof(id), "Q%u", i);
		store_doc_begin(w);
		assert_int_equal(store_doc_term(w, data, strlen(data), 1, NULL),
				 0);
		assert_int_equal(store_doc_data(w, data, strlen(data), NULL),
				 0);
		assert_int_equal(store_doc_append(w, id, strlen(id), NULL), 0);
	}
	assert_int_equal(store_commit(w, NULL), 0);
	store_writer_close(w);
	free(db);
}

static void publish_database(const char *data)
{
	uint64_t number;
	char *path;

	assert_int_equal(generation_begin(tmp, &path, &number, NULL), 0);
	add_database(path, data);
	assert_int_equal(generation_publish(tmp, number, NULL), 0);
	free(path);
}

static struct store_reader *open_current(void)
{
	struct store_reader *r;
	uint64_t number;
	char *path, *db;

	assert_int_equal(generation_current(tmp, &path, &number, NULL), 0);
	db = path_join(path, "db");
	assert_int_equal(store_reader_open((const char *const *)&db, 1, &r,
					   NULL), 0);
	free(db);
	free(path);
	return r;
}

/* All documents of the reader, and nothing else, are of this data. */
static void assert_all(struct store_reader *r, const char *data)
{
	struct store_query *q = store_query_term(data, strlen(data),
						 STORE_BY_LENGTH);
	struct store_match m = { .limit = 1000, .bm25 = { .k1 = 1.2, .b = 0.75 } };
	struct buf b = BUF_INIT;
	struct store_hits hits;

	assert_int_equal(store_match(r, q, &m, &hits, NULL), 0);
	assert_int_equal(hits.n, 300);
	for (size_t i = 0; i < hits.n; i++) {
		assert_int_equal(store_document(r, hits.v[i].docid, &b, NULL),
				 0);
		assert_string_equal(b.s, data);
	}
	free(hits.v);
	buf_release(&b);
	store_query_free(q);
}

static void a_reader_outlives_its_generation(void **state)
{
	struct store_reader *old, *new;

	(void)state;
	publish_database("old");
	old = open_current();
	publish_database("new");
	assert_all(old, "old");
	new = open_current();
	assert_int_equal(generation_prune(tmp, 0, NULL), 0);
	assert_false(exists("gen-000001"));
	assert_all(old, "old");
	assert_all(new, "new");
	store_reader_close(old);
	store_reader_close(new);
}

static void bytes_are_told_apart(void **state)
{
	uint64_t current = 0, older = 0;
	size_t others = 7;
	struct err e;

	(void)state;
	assert_int_equal(generation_bytes(tmp, &current, &older, &others, &e),
			 E_NODB);
	publish();
	assert_int_equal(generation_bytes(tmp, &current, &older, &others, &e),
			 0);
	assert_int_equal(current, 1);
	assert_int_equal(older, 0);
	assert_int_equal(others, 0);
	publish();
	publish();
	assert_int_equal(generation_bytes(tmp, &current, &older, &others, &e),
			 0);
	assert_int_equal(current, 1);
	assert_int_equal(older, 2);
	assert_int_equal(others, 2);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		IN_DIR(nothing_was_published),
		IN_DIR(generations_follow_one_another),
		IN_DIR(the_path_is_real),
		IN_DIR(a_begun_generation_is_not_begun_again),
		IN_DIR(a_strange_current_is_not_followed),
		IN_DIR(one_indexer_at_a_time),
		IN_DIR(a_lock_of_what_was_dropped_is_none),
		IN_DIR(litter_is_swept),
		IN_DIR(a_dead_first_run_is_swept),
		IN_DIR(a_left_link_does_not_hinder),
		IN_DIR(a_kill_leaves_an_index),
		IN_DIR(a_rollback_goes_one_back),
		IN_DIR(pruning_keeps_the_newest),
		IN_DIR(bytes_are_told_apart),
		IN_DIR(a_reader_outlives_its_generation),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
