/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/path.h"

static char dir[] = "/tmp/tracuu-test-XXXXXX";

static int make_dir(void **state)
{
	(void)state;
	return mkdtemp(dir) ? 0 : -1;
}

static int remove_dir(void **state)
{
	(void)state;
	return path_remove_tree(dir, NULL);
}

/* A name in the directory of this test; freed with the test program. */
static const char *in_dir(const char *name)
{
	static char s[8][256];
	static unsigned i;

	snprintf(s[++i % 8], sizeof(s[0]), "%s/%s", dir, name);
	return s[i % 8];
}

static void assert_content(const char *path, const char *want)
{
	struct buf b = BUF_INIT;
	struct err e;

	assert_int_equal(path_read_file(path, &b, &e), 0);
	assert_string_equal(b.s ? b.s : "", want);
	buf_release(&b);
}

static void assert_join(const char *a, const char *b, const char *want)
{
	char *s = path_join(a, b);

	assert_string_equal(s, want);
	free(s);
}

static void paths_are_joined(void **state)
{
	(void)state;
	assert_join("a", "b", "a/b");
	assert_join("a/", "b", "a/b");
	assert_join("/", "b", "/b");
}

static void assert_index(const char *want)
{
	char *s = NULL;

	assert_int_equal(path_default_index(&s, NULL), 0);
	assert_string_equal(s, want);
	free(s);
}

static void assert_socket(const char *want)
{
	char *s = NULL;

	assert_int_equal(path_default_socket("/i", &s, NULL), 0);
	assert_string_equal(s, want);
	free(s);
}

/* Root has other defaults, so the tests act for a while as one or the other. */
static void become(uid_t uid)
{
	if (getuid() == 0)
		assert_int_equal(seteuid(uid), 0);
}

static void defaults_follow_the_environment(void **state)
{
	(void)state;
	become(65534);
	unsetenv("TRACUU_INDEX");
	setenv("XDG_STATE_HOME", "", 1); /* as if it were not there */
	setenv("HOME", "/home/x", 1);
	assert_index("/home/x/.local/state/tracuu");
	setenv("XDG_STATE_HOME", "/st", 1);
	assert_index("/st/tracuu");
	unsetenv("TRACUU_SOCKET");
	unsetenv("XDG_RUNTIME_DIR");
	assert_socket("/i/tracuu.sock");
	setenv("XDG_RUNTIME_DIR", "/rt", 1);
	assert_socket("/rt/tracuu.sock");
	become(0);
}

static void defaults_of_root_and_variables(void **state)
{
	char *s = NULL;
	struct err e;

	(void)state;
	unsetenv("TRACUU_INDEX");
	unsetenv("TRACUU_SOCKET");
	if (geteuid() == 0) {
		assert_index("/var/lib/tracuu");
		assert_socket("/run/tracuu/tracuu.sock");
	}
	setenv("TRACUU_INDEX", "/i", 1);
	assert_index("/i");
	setenv("TRACUU_SOCKET", "/s", 1);
	assert_socket("/s");
	become(65534);
	unsetenv("TRACUU_INDEX");
	unsetenv("XDG_STATE_HOME");
	unsetenv("HOME");
	assert_int_equal(path_default_index(&s, &e), E_NOTFOUND);
	assert_non_null(strstr(e.msg, "--index"));
	become(0);
}

static void assert_uri(const char *path, const char *want)
{
	struct buf uri = BUF_INIT, back = BUF_INIT;

	assert_int_equal(path_add_uri(&uri, path, strlen(path)), 0);
	assert_string_equal(uri.s, want);
	assert_int_equal(path_add_from_uri(&back, uri.s, uri.len), 0);
	assert_string_equal(back.s, path);
	buf_release(&uri);
	buf_release(&back);
}

static void uris_are_exact(void **state)
{
	(void)state;
	assert_uri("/a-b_c.d~e", "file:///a-b_c.d~e");
	assert_uri("/Hạ Long/5%.txt", "file:///H%E1%BA%A1%20Long/5%25.txt");
	assert_uri("/\xff\n", "file:///%FF%0A");
	assert_uri("a b", "a%20b");
}

static void broken_uris_are_refused(void **state)
{
	static const char *const bad[] = { "file:///%", "file:///%4",
					   "file:///%g1", "file:///%4g",
					   "file://host/x", "file://" };
	struct buf b = BUF_INIT;

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		assert_int_equal(path_add_from_uri(&b, bad[i], strlen(bad[i])),
				 E_INVAL);
	buf_clear(&b);
	assert_int_equal(path_add_from_uri(&b, "file:///%c4%90", 14), 0);
	assert_string_equal(b.s, "/Đ");
	buf_release(&b);
}

static void files_are_written_whole(void **state)
{
	const char *path = in_dir("written");
	struct err e;

	(void)state;
	assert_int_equal(path_write_file(path, "one", 3, &e), 0);
	assert_content(path, "one");
	assert_int_equal(path_write_file(path, "", 0, &e), 0);
	assert_content(path, "");
	assert_int_equal(access(in_dir("written.tmp"), F_OK), -1);
	assert_int_equal(path_write_file(in_dir("no/dir"), "x", 1, &e),
			 E_NOTFOUND);
	/* The name is taken by a directory: nothing is left beside it. */
	assert_int_equal(mkdir(in_dir("taken"), 0777), 0);
	assert_int_equal(path_write_file(in_dir("taken"), "x", 1, &e), E_IO);
	assert_int_equal(access(in_dir("taken.tmp"), F_OK), -1);
}

static void files_are_read_within_bounds(void **state)
{
	const char *path = in_dir("read");
	struct buf b;
	struct err e;

	(void)state;
	assert_int_equal(path_write_file(path, "12345", 5, &e), 0);
	buf_init(&b, 4);
	assert_int_equal(path_read_file(path, &b, &e), E_LIMIT);
	assert_non_null(strstr(e.msg, "larger than 4 bytes"));
	buf_release(&b);
	buf_init(&b, 5);
	assert_int_equal(path_read_file(path, &b, &e), 0);
	assert_int_equal(b.len, 5);
	buf_release(&b);
	assert_int_equal(path_read_file(in_dir("none"), &b, &e), E_NOTFOUND);
	assert_int_equal(path_read_file(dir, &b, &e), E_IO);
	buf_release(&b);
}

static void files_are_copied(void **state)
{
	struct buf text = BUF_INIT;
	const char *from = in_dir("from"), *to = in_dir("to");
	struct err e;

	(void)state;
	for (int i = 0; i < 30000; i++)
		buf_addf(&text, "dòng %d\n", i);
	assert_int_equal(path_write_file(from, text.s, text.len, &e), 0);
	assert_int_equal(path_copy_file(from, to, &e), 0);
	assert_content(to, text.s);
	buf_release(&text);
	assert_int_equal(path_copy_file(from, to, &e), E_IO); /* exists */
	assert_int_equal(path_copy_file(dir, in_dir("to2"), &e), E_IO);
	assert_int_equal(path_copy_file(in_dir("none"), in_dir("to2"), &e),
			 E_NOTFOUND);
	assert_int_equal(access(in_dir("to2"), F_OK), -1);
	/* A file that has no size, and no reflink. */
	assert_int_equal(path_copy_file("/proc/self/status", in_dir("to3"),
					&e), 0);
	assert_int_equal(access(in_dir("to3"), F_OK), 0);
}

static void assert_size(const char *path, off_t want)
{
	struct stat st;

	assert_int_equal(stat(path, &st), 0);
	assert_true(want < 0 ? st.st_size > 0 : st.st_size == want);
}

static void trees_are_made_and_removed(void **state)
{
	uint64_t bytes = 9;
	struct err e;

	(void)state;
	assert_int_equal(path_mkdirs(in_dir("t/a//b/"), &e), 0);
	assert_int_equal(path_mkdirs(in_dir("t/a/b"), &e), 0);
	assert_int_equal(path_write_file(in_dir("t/a/f"), "x", 1, &e), 0);
	assert_int_equal(path_write_file(in_dir("kept"), "x", 1, &e), 0);
	assert_int_equal(symlink(in_dir("kept"), in_dir("t/link")), 0);
	assert_int_equal(symlink(dir, in_dir("t/dirlink")), 0);
	assert_int_equal(path_fsync_tree(in_dir("t"), &e), 0);
	assert_int_equal(path_mkdirs(in_dir("t/a/f/g"), &e), E_IO);
	assert_non_null(strstr(e.msg, "t/a/f"));
	assert_int_equal(path_tree_bytes(in_dir("t"), &bytes, &e), 0);
	assert_int_equal(bytes, 1); /* no link is followed */
	assert_int_equal(path_remove_tree(in_dir("t"), &e), 0);
	assert_int_equal(path_remove_tree(in_dir("t"), &e), 0);
	assert_int_equal(path_tree_bytes(in_dir("t"), &bytes, &e), E_NOTFOUND);
	assert_int_equal(access(in_dir("t"), F_OK), -1);
	assert_size(in_dir("kept"), 1);
	assert_int_equal(path_fsync_tree(in_dir("t"), &e), E_NOTFOUND);
}

/* One sweeps away what another is about to remove. */
static void a_tree_is_removed_by_two(void **state)
{
	enum { FILES = 2000 };
	struct err e;
	int status, r;
	pid_t pid;

	(void)state;
	assert_int_equal(path_mkdirs(in_dir("both/sub"), &e), 0);
	for (int i = 0; i < FILES; i++) {
		char name[64];
		int fd;

		snprintf(name, sizeof(name), "both/sub/%d", i);
		fd = open(in_dir(name), O_WRONLY | O_CREAT, 0666);
		assert_true(fd >= 0);
		close(fd);
	}
	pid = fork();
	assert_true(pid >= 0);
	r = path_remove_tree(in_dir("both"), &e);
	if (!pid)
		_exit(r ? 1 : 0);
	assert_int_equal(r, 0);
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_int_equal(status, 0);
	assert_int_equal(access(in_dir("both"), F_OK), -1);
}

static void links_are_removed_not_followed(void **state)
{
	struct err e;

	(void)state;
	assert_int_equal(path_mkdirs(in_dir("real/sub"), &e), 0);
	assert_int_equal(symlink(in_dir("real"), in_dir("alias")), 0);
	assert_int_equal(path_remove_tree(in_dir("alias"), &e), 0);
	assert_int_equal(access(in_dir("real/sub"), F_OK), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(paths_are_joined),
		cmocka_unit_test(defaults_follow_the_environment),
		cmocka_unit_test(defaults_of_root_and_variables),
		cmocka_unit_test(uris_are_exact),
		cmocka_unit_test(broken_uris_are_refused),
		cmocka_unit_test(files_are_written_whole),
		cmocka_unit_test(files_are_read_within_bounds),
		cmocka_unit_test(files_are_copied),
		cmocka_unit_test(trees_are_made_and_removed),
		cmocka_unit_test(a_tree_is_removed_by_two),
		cmocka_unit_test(links_are_removed_not_followed),
	};

	return cmocka_run_group_tests_name("path", tests, make_dir, remove_dir);
}
