/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "client/session.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdbool.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/un.h>
#include <unistd.h>

#define READ_CHUNK 65536

void session_init(struct session *s, const char *path, unsigned timeout_ms)
{
	*s = (struct session){ .fd = -1, .path = path,
			       .timeout_ms = timeout_ms };
	frame_reader_init(&s->in, FRAME_LINE, SESSION_REPLY_MAX);
}

void session_release(struct session *s)
{
	if (s->fd >= 0)
		close(s->fd);
	s->fd = -1;
	buf_release(&s->out);
	frame_reader_release(&s->in);
}

static int late(struct session *s, struct err *e)
{
	s->lost = true;
	return err_set(e, E_DEADLINE, "the daemon at %s did not answer within "
		       "%u ms (--timeout)", s->path, s->timeout_ms);
}

static int connect_error(struct session *s, int errnum, struct err *e)
{
	s->lost = true;
	switch (errnum) {
	case ENOENT:
	case ENOTDIR:
	case ECONNREFUSED:
		return err_set(e, E_NOTFOUND, "no daemon listens at %s; start "
			       "one with: tracuud --index DIR --socket %s",
			       s->path, s->path);
	case EAGAIN: /* SO_SNDTIMEO passed: its backlog is full */
		return late(s, e);
	default:
		return err_sys(e, errnum, "%s: cannot connect", s->path);
	}
}

/* A full backlog makes connect() wait: for that, the only way to bound it. */
static void set_connect_timeout(const struct session *s)
{
	struct timeval t = {
		.tv_sec = s->timeout_ms / 1000,
		.tv_usec = (suseconds_t)(s->timeout_ms % 1000) * 1000,
	};

	setsockopt(s->fd, SOL_SOCKET, SO_SNDTIMEO, &t, sizeof(t));
}

int session_connect(struct session *s, struct err *e)
{
	struct sockaddr_un addr = { .sun_family = AF_UNIX };
	size_t n = strlen(s->path);

	if (n >= sizeof(addr.sun_path))
		return err_set(e, E_INVAL, "%s: a socket path may have at most "
			       "%zu bytes", s->path, sizeof(addr.sun_path) - 1);
	memcpy(addr.sun_path, s->path, n);
	s->fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (s->fd < 0)
		return err_sys(e, errno, "cannot make a socket");
	set_connect_timeout(s);
	if (connect(s->fd, (struct sockaddr *)&addr, sizeof(addr)))
		return connect_error(s, errno, e);
	if (fcntl(s->fd, F_SETFL, O_NONBLOCK))
		return err_sys(e, errno, "%s: cannot be used", s->path);
	return 0;
}

int session_send(struct session *s, long long id, enum proto_method m,
		 const struct buf *params, struct err *e)
{
	return proto_request_add(&s->out, FRAME_LINE, id, m, params, e);
}

static bool again(void)
{
	return errno == EAGAIN || errno == EINTR;
}

static int hung_up(struct session *s, struct err *e)
{
	s->lost = true;
	return err_set(e, E_IO, "the daemon at %s closed the connection",
		       s->path);
}

static void send_some(struct session *s)
{
	ssize_t k = send(s->fd, s->out.s, s->out.len, MSG_NOSIGNAL);

	if (k >= 0)
		buf_consume(&s->out, (size_t)k);
	else if (!again())
		/* It may have said why before it hung up: go on reading. */
		buf_clear(&s->out);
}

static int receive_some(struct session *s, struct err *e)
{
	char chunk[READ_CHUNK];
	ssize_t k = recv(s->fd, chunk, sizeof(chunk), 0);

	if (k > 0)
		return frame_feed(&s->in, chunk, (size_t)k) ? err_nomem(e) : 0;
	return k < 0 && again() ? 0 : hung_up(s, e);
}

int session_wait(struct session *s, int input, bool expecting, bool *ret_input,
		 struct err *e)
{
	int timeout = expecting && s->timeout_ms ? (int)s->timeout_ms : -1;
	struct pollfd p[] = {
		{ .fd = s->fd, .events = POLLIN },
		{ .fd = input, .events = POLLIN }, /* -1 is left out */
	};
	int n;

	if (s->out.len)
		p[0].events |= POLLOUT;
	n = poll(p, 2, timeout);
	if (ret_input)
		*ret_input = n > 0 && p[1].revents;
	if (n < 0 && errno != EINTR)
		return err_sys(e, errno, "cannot wait for the daemon");
	if (n == 0)
		return late(s, e);
	if (n > 0 && (p[0].revents & POLLOUT))
		send_some(s);
	if (n > 0 && (p[0].revents & ~POLLOUT))
		return receive_some(s, e);
	return 0;
}

int session_next(struct session *s, struct proto_reply *ret, struct err *e)
{
	const char *text;
	size_t n;
	int r = frame_next(&s->in, &text, &n, e);

	if (r <= 0)
		return r;
	r = proto_reply_decode(text, n, FRAME_LINE, ret, e);
	return r ? r : 1;
}

int session_receive(struct session *s, struct proto_reply *ret, struct err *e)
{
	int r;

	while (!(r = session_next(s, ret, e))) {
		r = session_wait(s, -1, true, NULL, e);
		if (r)
			return r;
	}
	return r < 0 ? r : 0;
}
