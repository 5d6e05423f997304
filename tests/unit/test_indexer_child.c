/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Running a hostile program, with all layers of confinement that the kernel has,
 * and with as few as it may have.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/cancel.h"
#include "indexer/child/child.h"
#include "tests/unit/tmp_fixture.h"

#define LIMITS { .ms = 20000, .memory = 512u << 20, .output = 1u << 20, \
		 .scratch = 1u << 20, .files = 32, .processes = 16 }

static struct child_box *box;
static struct child_limits limits;
static struct buf out;
static struct child_result result;

static void run_argv(const char *const *argv, int in_fd)
{
	struct err e = { 0 };

	buf_clear(&out);
	if (child_run(box, argv, in_fd, &limits, &out, &result, &e))
		fail_msg("%s", e.msg);
	buf_addc(&out, '\0');
}

static void sh(const char *script)
{
	const char *const argv[] = { "/bin/sh", "-c", script, NULL };

	run_argv(argv, -1);
}

static void perl(const char *script)
{
	const char *const argv[] = { "/usr/bin/perl", "-e", script, NULL };

	run_argv(argv, -1);
}

static bool has(enum child_layer layer)
{
	return child_box_layers(box) & layer;
}

/* Whether a process whose command line begins so is there. */
static bool runs(const char *words)
{
	char command[256];

	snprintf(command, sizeof(command), "pgrep -f '^%s' >/dev/null", words);
	return system(command) == 0;
}

static void ended(enum child_end end, int value)
{
	if (result.end != end || result.value != value)
		print_message("message: %s\n", result.message);
	assert_int_equal(result.end, end);
	assert_int_equal(result.value, value);
}

/* ------------------------------------------------------------------- well-behaved */

static void output_and_status_come_back(void **state)
{
	(void)state;
	sh("printf 'xin chào'");
	ended(CHILD_EXITED, 0);
	assert_string_equal(out.s, "xin chào");
	assert_string_equal(result.message, "");
	sh("printf 'một\\n'; printf '\\n\\033[1mhỏng\\nrồi\\n' >&2; exit 3");
	ended(CHILD_EXITED, 3);
	assert_string_equal(out.s, "một\n");
	assert_string_equal(result.message, "?[1mhỏng");
}

static void input_is_read_by_either_name(void **state)
{
	int fd = memfd_create("input", MFD_CLOEXEC);

	(void)state;
	assert_int_equal(write(fd, "một hai", 9), 9);
	lseek(fd, 0, SEEK_SET);
	run_argv((const char *const[]){ "/bin/cat", NULL }, fd);
	assert_string_equal(out.s, "một hai");
	run_argv((const char *const[]){ "/bin/cat", "/dev/stdin", NULL }, fd);
	assert_string_equal(out.s, "một hai");
	close(fd);
	sh("cat; echo end");
	assert_string_equal(out.s, "end\n");
}

static void nothing_of_ours_is_inherited(void **state)
{
	int fd = open("/etc/passwd", O_RDONLY); /* without O_CLOEXEC */

	(void)state;
	setenv("TRACUU_SECRET", "1", 1);
	signal(SIGXFSZ, SIG_IGN);
	sh("ls /proc/self/fd 2>/dev/null | tr '\\n' ' '");
	/* 3 is ls's own */
	if (!has(CHILD_LANDLOCK))
		assert_string_equal(out.s, "0 1 2 3 ");
	sh("for i in 3 4 5 6 7 8 9; do { : <&$i; } 2>/dev/null && echo $i; done; true");
	assert_string_equal(out.s, "");
	sh("env | sed 's/=.*//' | sort | tr '\\n' ' '");
	assert_string_equal(out.s, "HOME LANG PATH PWD TMPDIR ");
	perl("print $SIG{XFSZ} // 'default'; print ' ', getpgrp() == $$");
	assert_string_equal(out.s, "default 1");
	unsetenv("TRACUU_SECRET");
	close(fd);
}

static void what_cannot_be_run_is_said(void **state)
{
	(void)state;
	run_argv((const char *const[]){ "/usr/bin/none-such", NULL }, -1);
	ended(CHILD_NOT_STARTED, ENOENT);
	run_argv((const char *const[]){ "/etc/passwd", NULL }, -1);
	ended(CHILD_NOT_STARTED, EACCES);
}

/* --------------------------------------------------------------------- hostile */

static void a_hanging_one_is_ended_in_time(void **state)
{
	uint64_t begun = clock_now_ns();

	(void)state;
	limits.ms = 300;
	sh("trap '' TERM HUP INT; sleep 7654.1 & sleep 7654.2");
	assert_int_equal(result.end, CHILD_TIMEOUT);
	assert_true(clock_now_ns() - begun < 10000000000);
	assert_false(runs("sleep 7654"));
	sh("while :; do :; done");
	assert_int_equal(result.end, CHILD_TIMEOUT);
}

static void a_daemon_does_not_stay(void **state)
{
	(void)state;
	sh("(setsid sleep 8765.1 >/dev/null 2>&1 &) ; "
	   "(setsid sh -c 'setsid sleep 8765.2 & setsid sleep 8765.3' &); "
	   "echo done");
	ended(CHILD_EXITED, 0);
	assert_string_equal(out.s, "done\n");
	assert_false(runs("sleep 8765"));
}

static void a_fork_bomb_is_bounded(void **state)
{
	(void)state;
	perl("$n = 0; while ($n < 1000) { my $p = fork; last unless defined $p;"
	     " if (!$p) { sleep 9876; exit } $n++ } print $n");
	ended(CHILD_EXITED, 0);
	/* Elsewhere others of the user count, who may end meanwhile */
	if (has(CHILD_NAMESPACES))
		assert_in_range(atoi(out.s), 5, 16);
	else if (has(CHILD_NOT_ROOT))
		assert_in_range(atoi(out.s), 5, 500);
	limits.ms = 300;
	perl("$0 = 'bomb9876'; while (1) { fork; setpgrp; }");
	assert_int_equal(result.end, CHILD_TIMEOUT);
	assert_false(runs("bomb9876"));
}

static void endless_output_is_cut(void **state)
{
	(void)state;
	sh("exec cat /dev/zero");
	assert_int_equal(result.end, CHILD_TOO_LARGE);
	assert_true(out.len <= limits.output + 1);
	/* Nobody keeps more of stderr than its beginning: time ends it. */
	limits.ms = 300;
	sh("exec cat /dev/zero >&2");
	assert_int_equal(result.end, CHILD_TIMEOUT);
}

static void disks_are_not_filled(void **state)
{
	(void)state;
	sh("for i in 1 2 3 4 5; do dd if=/dev/zero bs=1000000 count=1 "
	   "of=$TMPDIR/$i 2>/dev/null && echo $i; done; true");
	ended(CHILD_EXITED, 0);
	if (has(CHILD_NAMESPACES))
		assert_string_equal(out.s, "1\n");
	else
		assert_string_equal(out.s, "");
	sh("exec 2>/dev/null; for d in /tmp /var/tmp /dev/shm $PWD/..; do "
	   "echo x >$d/tracuu-outside && echo $d; done; true");
	if (has(CHILD_NAMESPACES) || has(CHILD_LANDLOCK))
		assert_string_equal(out.s, "");
	unlink("/tmp/tracuu-outside");
	unlink("/var/tmp/tracuu-outside");
	unlink("/dev/shm/tracuu-outside");
	if (!has(CHILD_NAMESPACES))
		return;
	sh("echo $TMPDIR; echo 1 >a; cat $TMPDIR/a; umask");
	assert_non_null(strstr(out.s, "\n1\n0077\n"));
	sh("ls");
	assert_string_equal(out.s, "");
}

static void memory_is_bounded(void **state)
{
	(void)state;
	perl("my $s = 'x' x (1 << 30); print length $s");
	assert_true(result.end == CHILD_KILLED || result.value);
}

static void a_crash_is_told(void **state)
{
	(void)state;
	perl("unpack('p', pack('J', 1))");
	ended(CHILD_KILLED, SIGSEGV);
	if (has(CHILD_NAMESPACES)) {
		sh("kill -ABRT $$");
		ended(CHILD_KILLED, SIGABRT);
	}
}

static void there_is_no_network(void **state)
{
	(void)state;
	perl("use Socket; my ($s, $u); print socket($s, PF_INET, SOCK_STREAM, 0) && "
	     "connect($s, sockaddr_in(53, INADDR_LOOPBACK)) ? 'yes' : \"no $!\";"
	     "print socket($u, PF_UNIX, SOCK_STREAM, 0) ? ' yes' : ' no'");
	ended(CHILD_EXITED, 0);
	if (has(CHILD_SECCOMP))
		assert_string_equal(out.s, "no Operation not permitted no");
	else if (has(CHILD_NAMESPACES))
		assert_string_equal(out.s, "no Network is unreachable yes");
}

static void others_files_are_not_read(void **state)
{
	const char *secret = in_tmp("secret");
	char script[256];
	int fd = open(secret, O_WRONLY | O_CREAT, 0644);

	(void)state;
	assert_int_equal(write(fd, "bí mật", 8), 8);
	close(fd);
	chmod(in_tmp("."), 0755);
	snprintf(script, sizeof(script), "cat %s", secret);
	sh(script);
	if (has(CHILD_LANDLOCK)) {
		assert_string_equal(out.s, "");
		assert_int_equal(result.value, 1);
		assert_non_null(strstr(result.message, "Permission denied"));
	}
	chmod(secret, 0600);
	sh(script);
	if (!geteuid() && has(CHILD_NOT_ROOT))
		assert_string_equal(out.s, "");
}

static void others_processes_are_not_killed(void **state)
{
	char script[64];

	(void)state;
	if (!has(CHILD_SECCOMP) && !has(CHILD_NAMESPACES))
		return;
	snprintf(script, sizeof(script), "kill -9 %d", (int)getpid());
	sh(script);
	assert_int_not_equal(result.value, 0);
}

/* The keeper and the indexer are the same user, where they are not root. */
static void others_memory_is_not_written(void **state)
{
	char script[128];

	(void)state;
	snprintf(script, sizeof(script), "exec 2>/dev/null; "
		 "for p in $PPID %d; do : 3<>/proc/$p/mem && echo $p; done; :",
		 (int)getpid());
	sh(script);
	if (has(CHILD_LANDLOCK) || has(CHILD_NAMESPACES))
		assert_string_equal(out.s, "");
}

static void it_is_the_first_to_go_when_memory_is_short(void **state)
{
	(void)state;
	if (!has(CHILD_LANDLOCK)) {
		sh("cat /proc/self/oom_score_adj");
		assert_string_equal(out.s, "1000\n");
	}
}

static void no_namespace_is_made(void **state)
{
	(void)state;
	if (!has(CHILD_SECCOMP))
		return;
	sh("unshare -Ur true");
	assert_int_not_equal(result.value, 0);
}

/* ------------------------------------------------------------------------ layers */

static int with_layers(unsigned layers, void **state)
{
	struct err e;

	limits = (struct child_limits)LIMITS;
	if (child_box_open(layers, &box, &e)) {
		print_error("%s\n", e.msg);
		return -1;
	}
	return enter(state);
}

static int all_layers(void **state)
{
	return with_layers(CHILD_ALL_LAYERS, state);
}

static int no_namespaces(void **state)
{
	return with_layers(CHILD_ALL_LAYERS & ~(unsigned)CHILD_NAMESPACES,
			   state);
}

static int namespaces_only(void **state)
{
	return with_layers(CHILD_NAMESPACES, state);
}

/* But tests run by root are not to fork without a bound. */
static int no_layers(void **state)
{
	return with_layers(CHILD_NOT_ROOT, state);
}

static int end(void **state)
{
	child_box_close(box);
	box = NULL;
	buf_release(&out);
	return leave(state);
}

static void layers_have_names(void **state)
{
	(void)state;
	for (unsigned bit = 1; bit < CHILD_ALL_LAYERS; bit <<= 1) {
		assert_non_null(child_layer_name((enum child_layer)bit));
		assert_non_null(child_layer_text((enum child_layer)bit));
	}
	assert_null(child_layer_name(CHILD_ALL_LAYERS));
}

#define TEST(test, layers) { #test " (" #layers ")", test, layers, end, NULL }
#define TESTS(layers)                                  \
	TEST(output_and_status_come_back, layers),     \
	TEST(input_is_read_by_either_name, layers),    \
	TEST(nothing_of_ours_is_inherited, layers),    \
	TEST(what_cannot_be_run_is_said, layers),      \
	TEST(a_hanging_one_is_ended_in_time, layers),  \
	TEST(a_daemon_does_not_stay, layers),          \
	TEST(a_fork_bomb_is_bounded, layers),          \
	TEST(endless_output_is_cut, layers),           \
	TEST(disks_are_not_filled, layers),            \
	TEST(memory_is_bounded, layers),               \
	TEST(a_crash_is_told, layers),                 \
	TEST(there_is_no_network, layers),             \
	TEST(others_files_are_not_read, layers),       \
	TEST(others_processes_are_not_killed, layers), \
	TEST(others_memory_is_not_written, layers),    \
	TEST(it_is_the_first_to_go_when_memory_is_short, layers), \
	TEST(no_namespace_is_made, layers)

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(layers_have_names),
		TESTS(all_layers),
		TESTS(no_namespaces),
		TESTS(namespaces_only),
		TESTS(no_layers),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
