/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * remote_fixture - a database served by xapian-tcpsrv, as a remote shard.
 */
#ifndef TESTS_UNIT_REMOTE_FIXTURE_H
#define TESTS_UNIT_REMOTE_FIXTURE_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <arpa/inet.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

static inline bool can_serve(void)
{
	return !system("command -v xapian-tcpsrv >/dev/null");
}

/* A port that was free a moment ago. */
static inline unsigned free_port(void)
{
	struct sockaddr_in a = { .sin_family = AF_INET };
	socklen_t n = sizeof(a);
	int fd = socket(AF_INET, SOCK_STREAM, 0);

	a.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	assert_int_equal(bind(fd, (struct sockaddr *)&a, sizeof(a)), 0);
	assert_int_equal(getsockname(fd, (struct sockaddr *)&a, &n), 0);
	close(fd);
	return ntohs(a.sin_port);
}

/* Start xapian-tcpsrv on a database and wait until it listens.  Its output must
 * stay open while it runs. */
static inline pid_t serve(const char *dir, unsigned port, FILE **ret_output)
{
	char arg[16], line[256];
	int fds[2];
	FILE *out;
	pid_t pid;

	snprintf(arg, sizeof(arg), "%u", port);
	assert_int_equal(pipe(fds), 0);
	pid = fork();
	assert_int_not_equal(pid, -1);
	if (!pid) {
		setpgid(0, 0); /* it passes SIGTERM on to its whole group */
		prctl(PR_SET_PDEATHSIG, SIGKILL);
		dup2(fds[1], 1);
		close(fds[0]);
		execlp("xapian-tcpsrv", "xapian-tcpsrv", "--interface",
		       "127.0.0.1", "--port", arg, dir, (char *)NULL);
		_exit(127);
	}
	close(fds[1]);
	out = fdopen(fds[0], "r");
	while (fgets(line, sizeof(line), out) && !strstr(line, "Listening"))
		;
	*ret_output = out;
	return pid;
}

static inline void stop_serving(pid_t pid, FILE *output)
{
	kill(pid, SIGTERM);
	waitpid(pid, NULL, 0);
	fclose(output);
}

#endif
