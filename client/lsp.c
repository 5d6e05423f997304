/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * tracuu lsp: for editors that start a language server and talk to its standard
 * input and output.  The daemon is the server; this only pumps, and understands
 * nothing of it.
 *
 * The end of standard input is passed on, and the daemon's last words are still
 * passed back: it ends when the daemon closes the connection, which it does after
 * `exit` too.
 */
#include "client/client.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <sys/socket.h>
#include <unistd.h>

/* A write of so much does not block after POLLOUT, which is why standard output,
 * a file description of others, is left as it is. */
#define WRITE_MAX 4096

struct flow {
	int from, to;
	char s[65536];
	size_t begin, end; /* what was read and not written yet */
	bool ended;	   /* nothing more will be read */
};

static bool is_empty(const struct flow *f)
{
	return f->begin == f->end;
}

static struct pollfd wanted(const struct flow *f)
{
	if (!is_empty(f))
		return (struct pollfd){ .fd = f->to, .events = POLLOUT };
	return (struct pollfd){ .fd = f->ended ? -1 : f->from,
				.events = POLLIN };
}

/* Read or write what poll() said that can be.  0, or errno. */
static int move(struct flow *f)
{
	bool reads = is_empty(f);
	size_t most = f->end - f->begin;
	ssize_t n;

	if (reads)
		n = read(f->from, f->s, sizeof(f->s));
	else
		n = write(f->to, f->s + f->begin,
			  most < WRITE_MAX ? most : WRITE_MAX);
	if (n < 0)
		return errno == EAGAIN || errno == EINTR ? 0 : errno;
	if (reads) {
		f->begin = 0;
		f->end = (size_t)n;
		f->ended = !n;
	} else {
		f->begin += (size_t)n;
	}
	return 0;
}

/* Until the daemon closes and all it said is written.  Its errno, or 0. */
static int pump(struct flow *up, struct flow *down)
{
	int r = 0;

	while (!r && !(down->ended && is_empty(down))) {
		struct pollfd p[] = { wanted(up), wanted(down) };
		bool ended = up->ended;

		if (poll(p, 2, -1) < 0) {
			if (errno == EINTR)
				continue;
			return errno;
		}
		if (p[0].revents && move(up)) {
			/* The daemon takes no more, or the editor is gone: what
			 * is left is to pass on what was said. */
			up->begin = up->end;
			up->ended = true;
		}
		if (up->ended && !ended)
			shutdown(up->to, SHUT_WR);
		if (p[1].revents)
			r = move(down);
	}
	return r;
}

int command_lsp(struct client *c)
{
	static struct flow up, down;
	struct err e;
	int r;

	signal(SIGPIPE, SIG_IGN);
	up = (struct flow){ .from = STDIN_FILENO, .to = c->session.fd };
	down = (struct flow){ .from = c->session.fd, .to = STDOUT_FILENO };
	r = pump(&up, &down);
	if (!r || r == EPIPE) /* the editor went away: there is nobody to tell */
		return EXIT_FOUND;
	c->session.lost = true;
	err_sys(&e, r, "the daemon at %s is gone", c->session.path);
	return client_fail(c, &e);
}
