/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The calls themselves are made as system calls: nothing has to be looked up,
 * and what a sanitizer has in front of the C library is left alone.
 */
#include "lib/faults.h"

#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/fs.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#define LINE_MAX_LEN 8192 /* bytes of the log */

static struct faults *state;
static int log_fd = -1;

__attribute__((constructor)) static void begin(void)
{
	const char *path = getenv("FAULTS"), *log = getenv("FAULTS_LOG");
	long fd;
	void *map;

	if (!path)
		return;
	fd = syscall(SYS_openat, AT_FDCWD, path, O_RDWR | O_CLOEXEC);
	if (fd < 0)
		abort();
	map = (void *)syscall(SYS_mmap, NULL, sizeof(*state),
			      PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
	if (map == MAP_FAILED)
		abort();
	syscall(SYS_close, fd);
	if (log)
		log_fd = (int)syscall(SYS_openat, AT_FDCWD, log, O_WRONLY |
				      O_APPEND | O_CREAT | O_CLOEXEC, 0666);
	state = map;
}

bool faults_pass(enum faults_kind kind, bool *ret_short)
{
	unsigned long long n;

	if (!state || !(state->kinds & kind))
		return true;
	n = atomic_fetch_add(&state->calls, 1) + 1;
	if (!state->at || n < state->at ||
	    (n > state->at && !(state->lasting & kind)))
		return true;
	state->fired++;
	if (state->action == FAULTS_KILL)
		syscall(SYS_kill, getpid(), SIGKILL);
	if (state->action == FAULTS_SHORT) {
		if (ret_short)
			*ret_short = true;
		return true;
	}
	errno = state->action;
	return false;
}

bool faults_is_event(int fd)
{
	struct stat st;

	return !syscall(SYS_fstat, fd, &st) && (!(st.st_mode & S_IFMT) ||
							S_ISFIFO(st.st_mode));
}

static void tell(const char *kind, const char *path, const char *to)
{
	char line[LINE_MAX_LEN];
	int n;

	if (log_fd < 0)
		return;
	n = snprintf(line, sizeof(line), "%llu\t%s\t%s%s%s\n",
		     state ? atomic_load(&state->calls) : 0, kind, path,
		     to ? "\t" : "", to ? to : "");
	if (n > 0 && (size_t)n < sizeof(line))
		syscall(SYS_write, log_fd, line, n);
}

static void tell_fd(const char *kind, int fd)
{
	char link[64], path[LINE_MAX_LEN / 2];
	ssize_t n;

	if (log_fd < 0)
		return;
	snprintf(link, sizeof(link), "/proc/self/fd/%d", fd);
	n = readlink(link, path, sizeof(path) - 1);
	path[n < 0 ? 0 : n] = '\0';
	tell(kind, path, NULL);
}

/* ---------------------------------------------------------------------- opens */

static int open_at(int dir, const char *path, int flags, mode_t mode)
{
	bool writes = (flags & O_ACCMODE) != O_RDONLY || flags & O_CREAT;
	long fd;

	if (!faults_pass(writes ? FAULTS_OPEN : FAULTS_LOOK, NULL))
		return -1;
	fd = syscall(SYS_openat, dir, path, flags, mode);
	if (writes && fd >= 0)
		tell_fd(flags & (O_CREAT | O_TRUNC) ? "create" : "open",
			(int)fd);
	return (int)fd;
}

static mode_t mode_of(int flags, va_list ap)
{
	return flags & (O_CREAT | O_TMPFILE) ? va_arg(ap, mode_t) : 0;
}

int open(const char *path, int flags, ...)
{
	va_list ap;
	mode_t mode;

	va_start(ap, flags);
	mode = mode_of(flags, ap);
	va_end(ap);
	return open_at(AT_FDCWD, path, flags, mode);
}

int open64(const char *path, int flags, ...) __attribute__((alias("open")));

int openat(int dir, const char *path, int flags, ...)
{
	va_list ap;
	mode_t mode;

	va_start(ap, flags);
	mode = mode_of(flags, ap);
	va_end(ap);
	return open_at(dir, path, flags, mode);
}

/* --------------------------------------------------------------------- writes */

ssize_t write(int fd, const void *s, size_t n)
{
	bool half = false;

	if (!faults_is_event(fd) && !faults_pass(FAULTS_WRITE, &half))
		return -1;
	tell_fd("write", fd);
	return syscall(SYS_write, fd, s, half ? (n + 1) / 2 : n);
}

ssize_t pwrite(int fd, const void *s, size_t n, off_t at)
{
	bool half = false;

	if (!faults_pass(FAULTS_WRITE, &half))
		return -1;
	tell_fd("write", fd);
	return syscall(SYS_pwrite64, fd, s, half ? (n + 1) / 2 : n, at);
}

ssize_t copy_file_range(int in, off_t *in_at, int out, off_t *out_at, size_t n,
			unsigned flags)
{
	if (!faults_pass(FAULTS_COPY, NULL))
		return -1;
	tell_fd("write", out);
	return syscall(SYS_copy_file_range, in, in_at, out, out_at, n, flags);
}

int ioctl(int fd, unsigned long request, ...)
{
	va_list ap;
	void *arg;

	va_start(ap, request);
	arg = va_arg(ap, void *);
	va_end(ap);
	if (request == FICLONE) {
		if (!faults_pass(FAULTS_COPY, NULL))
			return -1;
		tell_fd("write", fd);
	}
	return (int)syscall(SYS_ioctl, fd, request, arg);
}

int ftruncate(int fd, off_t size)
{
	if (!faults_pass(FAULTS_TRUNCATE, NULL))
		return -1;
	tell_fd("write", fd);
	return (int)syscall(SYS_ftruncate, fd, size);
}

int fallocate(int fd, int mode, off_t at, off_t n)
{
	if (!faults_pass(FAULTS_TRUNCATE, NULL))
		return -1;
	tell_fd("write", fd);
	return (int)syscall(SYS_fallocate, fd, mode, at, n);
}

/* ---------------------------------------------------------------------- syncs */

int fsync(int fd)
{
	if (!faults_pass(FAULTS_SYNC, NULL))
		return -1;
	tell_fd("sync", fd);
	return (int)syscall(SYS_fsync, fd);
}

int fdatasync(int fd)
{
	if (!faults_pass(FAULTS_SYNC, NULL))
		return -1;
	tell_fd("sync", fd);
	return (int)syscall(SYS_fdatasync, fd);
}

/* ---------------------------------------------------------------------- names */

int rename(const char *from, const char *to)
{
	if (!faults_pass(FAULTS_RENAME, NULL))
		return -1;
	tell("rename", from, to);
	return (int)syscall(SYS_renameat2, AT_FDCWD, from, AT_FDCWD, to, 0);
}

static int remove_name(int dir, const char *path, int flags)
{
	if (!faults_pass(FAULTS_REMOVE, NULL))
		return -1;
	tell("remove", path, NULL);
	return (int)syscall(SYS_unlinkat, dir, path, flags);
}

int unlink(const char *path)
{
	return remove_name(AT_FDCWD, path, 0);
}

int unlinkat(int dir, const char *path, int flags)
{
	return remove_name(dir, path, flags);
}

int rmdir(const char *path)
{
	return remove_name(AT_FDCWD, path, AT_REMOVEDIR);
}

int mkdir(const char *path, mode_t mode)
{
	if (!faults_pass(FAULTS_MKDIR, NULL))
		return -1;
	tell("mkdir", path, NULL);
	return (int)syscall(SYS_mkdirat, AT_FDCWD, path, mode);
}

int symlink(const char *target, const char *path)
{
	if (!faults_pass(FAULTS_SYMLINK, NULL))
		return -1;
	tell("symlink", path, NULL);
	return (int)syscall(SYS_symlinkat, target, AT_FDCWD, path);
}

/* --------------------------------------------------------- processes and memory */

int flock(int fd, int how)
{
	if (!faults_pass(FAULTS_LOCK, NULL))
		return -1;
	return (int)syscall(SYS_flock, fd, how);
}

/* The C library's own, for what it does around the system call. */
pid_t fork(void)
{
	pid_t (*real)(void);

	*(void **)&real = dlsym(RTLD_NEXT, "fork");
	if (!faults_pass(FAULTS_FORK, NULL))
		return -1;
	return real();
}

void *mmap(void *at, size_t n, int prot, int flags, int fd, off_t offset)
{
	if (!faults_pass(FAULTS_MMAP, NULL))
		return MAP_FAILED;
	return (void *)syscall(SYS_mmap, at, n, prot, flags, fd, offset);
}
