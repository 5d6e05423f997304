/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * breakout - a library for LD_PRELOAD that stands for a hole in the program: once
 * the file $BREAKOUT exists, the next thread that reads an index tries what a
 * query server has no need of, and writes to standard error how each went.
 */
#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ptrace.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

static const char *trigger, *dir;
static atomic_bool done;

__attribute__((constructor)) static void begin(void)
{
	trigger = getenv("BREAKOUT");
	dir = getenv("T");
}

static void tell(const char *what, long result)
{
	dprintf(STDERR_FILENO, "breakout: %s: %s\n", what,
		result < 0 ? strerror(errno) : "done");
}

static void try_all(void)
{
	static char name[4096];
	char *argv[] = { (char *)"/bin/true", NULL };

	tell("read /etc/passwd", open("/etc/passwd", O_RDONLY));
	tell("list /", open("/", O_RDONLY | O_DIRECTORY));
	snprintf(name, sizeof(name), "%s/index/new", dir);
	tell("write into the index", open(name, O_WRONLY | O_CREAT, 0600));
	snprintf(name, sizeof(name), "%s/made", dir);
	tell("mkdir", mkdir(name, 0700));
	tell("internet", socket(AF_INET, SOCK_STREAM, 0));
	tell("fork", syscall(SYS_clone, SIGCHLD, 0, 0, 0, 0));
	tell("trace", ptrace(PTRACE_TRACEME, 0, NULL, NULL));
	tell("kill", kill(getppid(), 0));
	tell("namespace", unshare(CLONE_NEWUSER));
	tell("execute", execve(argv[0], argv, argv + 1));
}

static ssize_t read_at(int fd, void *to, size_t n, off_t at)
{
	if (trigger && !syscall(SYS_access, trigger, F_OK) &&
	    !atomic_exchange(&done, 1))
		try_all();
	return syscall(SYS_pread64, fd, to, n, at);
}

ssize_t pread(int fd, void *to, size_t n, off_t at)
{
	return read_at(fd, to, n, at);
}

ssize_t pread64(int fd, void *to, size_t n, off_t at)
{
	return read_at(fd, to, n, at);
}
