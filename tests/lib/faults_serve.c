/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * What a daemon lives on: reading, looking, sockets, events, threads.
 */
#include "lib/faults.h"

#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/inotify.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

/* The system call, unless it is its turn to fail. */
#define CALL(kind, number, ...) \
	(faults_pass(kind, NULL) ? syscall(number, __VA_ARGS__) : -1)

/* -------------------------------------------------------------------- reading */

ssize_t read(int fd, void *s, size_t n)
{
	bool half = false;

	if (!faults_is_event(fd) && !faults_pass(FAULTS_READ, &half))
		return -1;
	return syscall(SYS_read, fd, s, half ? (n + 1) / 2 : n);
}

ssize_t pread(int fd, void *s, size_t n, off_t at)
{
	bool half = false;

	if (!faults_pass(FAULTS_READ, &half))
		return -1;
	return syscall(SYS_pread64, fd, s, half ? (n + 1) / 2 : n, at);
}
ssize_t pread64(int fd, void *s, size_t n, off_t at)
	__attribute__((alias("pread")));

ssize_t readv(int fd, const struct iovec *v, int n)
{
	return CALL(FAULTS_READ, SYS_readv, fd, v, n);
}

/* -------------------------------------------------------------------- looking */

int stat(const char *path, struct stat *st)
{
	return (int)CALL(FAULTS_LOOK, SYS_newfstatat, AT_FDCWD, path, st, 0);
}
int stat64(const char *path, struct stat64 *st) __attribute__((alias("stat")));

int lstat(const char *path, struct stat *st)
{
	return (int)CALL(FAULTS_LOOK, SYS_newfstatat, AT_FDCWD, path, st,
			 AT_SYMLINK_NOFOLLOW);
}
int lstat64(const char *path, struct stat64 *st)
	__attribute__((alias("lstat")));

int fstat(int fd, struct stat *st)
{
	return (int)CALL(FAULTS_LOOK, SYS_fstat, fd, st);
}
int fstat64(int fd, struct stat64 *st) __attribute__((alias("fstat")));

ssize_t readlink(const char *path, char *s, size_t n)
{
	return CALL(FAULTS_LOOK, SYS_readlink, path, s, n);
}

/* -------------------------------------------------------------------- sockets */

int socket(int domain, int type, int protocol)
{
	return (int)CALL(FAULTS_SOCKET, SYS_socket, domain, type, protocol);
}

int bind(int fd, const struct sockaddr *to, socklen_t n)
{
	return (int)CALL(FAULTS_SOCKET, SYS_bind, fd, to, n);
}

int listen(int fd, int backlog)
{
	return (int)CALL(FAULTS_SOCKET, SYS_listen, fd, backlog);
}

int connect(int fd, const struct sockaddr *to, socklen_t n)
{
	return (int)CALL(FAULTS_SOCKET, SYS_connect, fd, to, n);
}

int accept4(int fd, struct sockaddr *from, socklen_t *n, int flags)
{
	return (int)CALL(FAULTS_ACCEPT, SYS_accept4, fd, from, n, flags);
}

ssize_t sendmsg(int fd, const struct msghdr *m, int flags)
{
	return CALL(FAULTS_SEND, SYS_sendmsg, fd, m, flags);
}

ssize_t writev(int fd, const struct iovec *v, int n)
{
	return CALL(FAULTS_SEND, SYS_writev, fd, v, n);
}

/* --------------------------------------------------------------------- events */

int epoll_create1(int flags)
{
	return (int)CALL(FAULTS_EVENT, SYS_epoll_create1, flags);
}

int epoll_ctl(int epoll, int what, int fd, struct epoll_event *event)
{
	return (int)CALL(FAULTS_WATCH, SYS_epoll_ctl, epoll, what, fd, event);
}

int epoll_pwait(int epoll, struct epoll_event *events, int n, int ms,
		const sigset_t *mask)
{
	return (int)CALL(FAULTS_WAIT, SYS_epoll_pwait, epoll, events, n, ms,
			 mask, 8);
}

int epoll_wait(int epoll, struct epoll_event *events, int n, int ms)
{
	return epoll_pwait(epoll, events, n, ms, NULL);
}

int poll(struct pollfd *fds, nfds_t n, int ms)
{
	return (int)CALL(FAULTS_WAIT, SYS_poll, fds, n, ms);
}

int eventfd(unsigned n, int flags)
{
	return (int)CALL(FAULTS_EVENT, SYS_eventfd2, n, flags);
}

int pipe2(int fds[2], int flags)
{
	return (int)CALL(FAULTS_EVENT, SYS_pipe2, fds, flags);
}

int inotify_init1(int flags)
{
	return (int)CALL(FAULTS_EVENT, SYS_inotify_init1, flags);
}

int inotify_add_watch(int fd, const char *path, uint32_t mask)
{
	return (int)CALL(FAULTS_EVENT, SYS_inotify_add_watch, fd, path, mask);
}

/* The C library's own, or what a sanitizer has in front of it. */
int pthread_create(pthread_t *ret, const pthread_attr_t *attr,
		   void *(*run)(void *), void *arg)
{
	int (*real)(pthread_t *, const pthread_attr_t *, void *(*)(void *),
		    void *);

	*(void **)&real = dlsym(RTLD_NEXT, "pthread_create");
	if (!faults_pass(FAULTS_THREAD, NULL))
		return errno;
	return real(ret, attr, run, arg);
}
