/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "daemon/listen.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "base/log.h"
#include "base/number.h"
#include "base/path.h"

#define BACKLOG 511	   /* connections that wait to be accepted */
#define TURN_CLIENTS 64	   /* let in before others have their turn */
#define AGAIN_MS 100	   /* when none could be */
#define TELL_MS 10000
#define SYSTEMD_FIRST_FD 3 /* SD_LISTEN_FDS_START of sd_listen_fds(3) */

/* uv_pipe_bind() would cut a longer path without a word. */
static int check_length(const char *path, struct err *e)
{
	const size_t max = sizeof(((struct sockaddr_un *)0)->sun_path) - 1;

	if (strlen(path) <= max)
		return 0;
	return err_set(e, E_INVAL,
		       "the socket path is %zu bytes long and the system takes "
		       "%zu: choose a shorter one with --socket (%s)",
		       strlen(path), max, path);
}

static int make_parent(const char *path, struct err *e)
{
	const char *slash = strrchr(path, '/');
	char *dir;
	int r;

	if (!slash || slash == path)
		return 0;
	dir = strndup(path, (size_t)(slash - path));
	if (!dir)
		return err_nomem(e);
	r = path_mkdirs(dir, e);
	free(dir);
	return r;
}

static int take_lock(const char *path, int *ret_fd, struct err *e)
{
	char name[sizeof(((struct sockaddr_un *)0)->sun_path) + 8];
	int fd;

	snprintf(name, sizeof(name), "%s.lock", path);
	fd = open(name, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
	if (fd < 0)
		return err_sys(e, errno, "%s", name);
	if (flock(fd, LOCK_EX | LOCK_NB)) {
		int saved = errno;

		close(fd);
		if (saved != EWOULDBLOCK)
			return err_sys(e, saved, "%s", name);
		return err_set(e, E_LOCKED,
			       "%s: socket in use, another tracuud has it", path);
	}
	*ret_fd = fd;
	return 0;
}

/* Whether anybody answers on the socket: 0 or an errno. */
static int probe(const char *path)
{
	struct sockaddr_un to = { .sun_family = AF_UNIX };
	int fd, r = 0;

	memcpy(to.sun_path, path, strlen(path) + 1);
	fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	if (fd < 0 || connect(fd, (struct sockaddr *)&to, sizeof(to)))
		r = errno;
	if (fd >= 0)
		close(fd);
	return r;
}

static int remove_stale(const char *path, struct err *e)
{
	struct stat st;
	int r;

	if (lstat(path, &st))
		return errno == ENOENT ? 0 : err_sys(e, errno, "%s", path);
	if (!S_ISSOCK(st.st_mode))
		return err_set(e, E_INVAL,
			       "%s: this is a file and no socket: remove it, or "
			       "choose another name with --socket",
			       path);
	r = probe(path);
	if (!r || r == EAGAIN) /* EAGAIN: its backlog is full */
		return err_set(e, E_LOCKED,
			       "%s: socket in use by another program", path);
	if (r != ECONNREFUSED && r != ENOENT)
		return err_sys(e, r, "%s", path);
	if (unlink(path) && errno != ENOENT)
		return err_sys(e, errno, "%s", path);
	return 0;
}

/* By a descriptor: what stands at `path` might be exchanged meanwhile. */
static int set_owner(const char *path, const struct socket_owner *o,
		     struct err *e)
{
	int fd = open(path, O_PATH | O_NOFOLLOW | O_CLOEXEC), r = 0;
	char self[32];
	struct stat st;

	snprintf(self, sizeof(self), "/proc/self/fd/%d", fd);
	if (fd < 0 || fstat(fd, &st))
		r = err_sys(e, errno, "%s", path);
	else if (!S_ISSOCK(st.st_mode) || st.st_uid != geteuid())
		r = err_set(e, E_IO, "%s: no longer the socket that was made "
			    "there", path);
	else if (fchownat(fd, "", o->uid, o->gid, AT_EMPTY_PATH))
		r = err_sys(e, errno, "%s: cannot be given to socket_user and "
			    "socket_group", path);
	else if (chmod(self, o->mode))
		r = err_sys(e, errno, "%s: cannot be given its socket_mode",
			    path);
	if (fd >= 0)
		close(fd);
	return r;
}

static int bind_path(struct listener *l, const char *path,
		     const struct socket_owner *owner, struct err *e)
{
	int r;

	if ((r = check_length(path, e)) || (r = make_parent(path, e)) ||
	    (r = take_lock(path, &l->lock_fd, e)))
		return r;
	snprintf(l->name, sizeof(l->name), "%s", path);
	r = remove_stale(path, e);
	if (!r) {
		mode_t old = umask(077);
		int code = uv_pipe_bind(&l->pipe, path);

		umask(old);
		if (code)
			r = err_sys(e, -code, "%s", path);
	}
	if (!r && (r = set_owner(path, owner, e)))
		unlink(path);
	if (r)
		listener_unlock(l);
	return r;
}

/* ------------------------------------------------------------------- systemd */

/* How many sockets systemd left for this process. */
static uint64_t handed_over(void)
{
	const char *pid = getenv("LISTEN_PID"), *fds = getenv("LISTEN_FDS");
	uint64_t n = 0, p;

	if (!pid || !fds ||
	    number_parse(pid, (uint64_t)getpid(), (uint64_t)getpid(), &p) ||
	    number_parse(fds, 0, INT32_MAX, &n))
		return 0;
	return n;
}

static int option_of(int fd, int name)
{
	int v = -1;
	socklen_t n = sizeof(v);

	return getsockopt(fd, SOL_SOCKET, name, &v, &n) ? -1 : v;
}

static int take_over(struct listener *l, uint64_t n,
		     const struct socket_owner *owner, struct err *e)
{
	const int fd = SYSTEMD_FIRST_FD;
	int r;

	if (n != 1)
		return err_set(e, E_INVAL,
			       "systemd passed %d sockets: name one "
			       "ListenStream= in the socket unit",
			       (int)n);
	if (option_of(fd, SO_DOMAIN) != AF_UNIX ||
	    option_of(fd, SO_TYPE) != SOCK_STREAM ||
	    option_of(fd, SO_ACCEPTCONN) != 1)
		return err_set(e, E_INVAL,
			       "the socket that systemd passed is no listening "
			       "Unix stream socket: see ListenStream=");
	if (owner->given)
		log_warn("socket_mode, socket_user and socket_group do not "
			 "apply to the socket that systemd passed: see "
			 "SocketMode=, SocketUser=, SocketGroup=");
	fcntl(fd, F_SETFD, FD_CLOEXEC);
	r = uv_pipe_open(&l->pipe, fd);
	if (r)
		return err_sys(e, -r, "the socket that systemd passed");
	snprintf(l->name, sizeof(l->name), "systemd:%d", fd);
	return 0;
}

/* ------------------------------------------------------------------ letting in */

static void on_waiting(uv_poll_t *poll, int status, int events);

static void on_again(uv_timer_t *timer)
{
	struct listener *l = timer->data;

	uv_poll_start(&l->poll, UV_READABLE, on_waiting);
}

static void hold(struct listener *l, int code)
{
	uint64_t now = uv_now(l->poll.loop);

	if (!l->told_ms || now - l->told_ms >= TELL_MS) {
		log_error("clients wait, none can be let in: %s",
			  strerror(code));
		l->told_ms = now;
	}
	uv_poll_stop(&l->poll);
	uv_timer_start(&l->again, on_again, AGAIN_MS, 0);
}

static void on_waiting(uv_poll_t *poll, int status, int events)
{
	struct listener *l = poll->data;

	(void)events;
	if (status) {
		hold(l, -status);
		return;
	}
	for (int i = 0; i < TURN_CLIENTS; i++) {
		int fd = accept4(l->fd, NULL, NULL,
				 SOCK_CLOEXEC | SOCK_NONBLOCK);

		if (fd >= 0) {
			l->client(l, fd);
		} else if (errno == EAGAIN) {
			return;
		} else if (errno != EINTR && errno != ECONNABORTED) {
			hold(l, errno);
			return;
		}
	}
}

static int watch(struct listener *l, uv_loop_t *loop, struct err *e)
{
	int r = uv_fileno((uv_handle_t *)&l->pipe, &l->fd);

	if (!r)
		r = uv_poll_init(loop, &l->poll, l->fd);
	if (r)
		return err_sys(e, -r, "%s", l->name);
	uv_timer_init(loop, &l->again);
	l->poll.data = l->again.data = l;
	return 0;
}

/* ---------------------------------------------------------------------- public */

int listener_open(struct listener *l, uv_loop_t *loop, const char *path,
		  const struct socket_owner *owner, struct err *e)
{
	uint64_t n = handed_over();
	int r;

	l->lock_fd = -1;
	uv_pipe_init(loop, &l->pipe, 0);
	r = n ? take_over(l, n, owner, e) : bind_path(l, path, owner, e);
	if (!r && (r = watch(l, loop, e)))
		listener_unlock(l);
	if (r)
		uv_close((uv_handle_t *)&l->pipe, NULL);
	return r;
}

int listener_start(struct listener *l,
		   void (*client)(struct listener *, int fd), struct err *e)
{
	int r;

	l->client = client;
	if (listen(l->fd, BACKLOG))
		return err_sys(e, errno, "%s", l->name);
	r = uv_poll_start(&l->poll, UV_READABLE, on_waiting);
	return r ? err_sys(e, -r, "%s", l->name) : 0;
}

void listener_close(struct listener *l)
{
	uv_close((uv_handle_t *)&l->again, NULL);
	uv_close((uv_handle_t *)&l->poll, NULL); /* before its descriptor is */
	uv_close((uv_handle_t *)&l->pipe, NULL);
}

void listener_unlock(struct listener *l)
{
	if (l->lock_fd >= 0)
		close(l->lock_fd);
	l->lock_fd = -1;
}
