/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "daemon/conn.h"

#include <errno.h>
#include <poll.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/log.h"
#include "daemon/lsp/session.h"
#include "daemon/server.h"

/* Messages taken from one client before the next one has its turn. */
#define TURN_MESSAGES 64
/* ... and of one that speaks LSP no more once they took so long: the text of a
 * document is read and changed on the loop. */
#define TURN_NS 1000000
/* Unsent bytes above which a client is not read from. */
#define HIGH_WATER (1024 * 1024)
/* How long one that was told `busy` is not read from. */
#define BUSY_PAUSE_MS 100
/* How long the error after a broken frame may take to be read. */
#define LINGER_MS 2000

static uv_stream_t *stream_of(struct conn *c)
{
	return (uv_stream_t *)&c->pipe;
}

static size_t unsent(struct conn *c)
{
	return uv_stream_get_write_queue_size(stream_of(c));
}

/* ---------------------------------------------------------------------- closing */

static void on_closed(uv_handle_t *handle)
{
	struct conn *c = handle->data;
	struct request *r;

	while ((r = TAILQ_FIRST(&c->requests)))
		request_abandon(r);
	reload_forget(&c->server->reload, &c->opening);
	if (c->set)
		reload_leave(c->set);
	frame_reader_release(&c->frames);
	lsp_free(c->lsp);
	peer_release(&c->peer);
	server_conn_gone(c->server, c);
	free(c);
}

void conn_close(struct conn *c)
{
	if (c->state == CONN_CLOSED)
		return;
	c->state = CONN_CLOSED;
	uv_close((uv_handle_t *)&c->pipe, on_closed);
}

/* Whether what it may see is there to be asked. */
static bool is_open(const struct conn *c)
{
	return !c->set || c->set->looked;
}

void conn_check_idle(struct conn *c, uint64_t now_ms)
{
	uint64_t max = c->state == CONN_LINGER ? LINGER_MS :
					  c->server->config->limits.idle_ms;

	/* Who speaks LSP says when it ends, and may think for hours. */
	if ((c->lsp && c->state == CONN_OPEN) || c->n_requests ||
	    !is_open(c) || now_ms - c->active_ms < max)
		return;
	log_debug("client %d: idle, closed", (int)c->peer.pid);
	conn_close(c);
}

/* ---------------------------------------------------------------------- sending */

struct sending {
	uv_write_t req;
	char *s;
};

static void on_sent(uv_write_t *req, int status)
{
	struct conn *c = req->handle->data;

	free(((struct sending *)req)->s);
	free(req);
	if (c->state == CONN_CLOSED)
		return;
	if (status) { /* the client is gone */
		conn_close(c);
		return;
	}
	c->active_ms = uv_now(&c->server->loop);
	conn_wake(c);
}

void conn_send(struct conn *c, struct buf *b)
{
	uint64_t max = c->server->config->limits.unsent_bytes;
	struct sending *w = malloc(sizeof(*w));
	uv_buf_t bytes;
	size_t n;

	if (c->state == CONN_CLOSED || !w) {
		free(w);
		conn_close(c);
		return;
	}
	w->s = buf_detach(b, &n);
	bytes = uv_buf_init(w->s, (unsigned)n); /* below reply_bytes */
	if (uv_write(&w->req, stream_of(c), &bytes, 1, on_sent)) {
		free(w->s);
		free(w);
		conn_close(c);
	} else if (unsent(c) > max) {
		log_warn("client %d: does not read its replies, closed with "
			 "%zu bytes unsent",
			 (int)c->peer.pid, unsent(c));
		conn_close(c);
	}
}

/* ---------------------------------------------------------------------- reading */

static void on_room(uv_handle_t *handle, size_t hint, uv_buf_t *ret)
{
	struct conn *c = handle->data;

	(void)hint;
	/* One for all: on_read() keeps nothing in it. */
	*ret = uv_buf_init(c->server->input, sizeof(c->server->input));
}

/* Whether the client is gone altogether, rather than done asking. */
static bool hung_up(struct conn *c)
{
	struct pollfd p = { 0 };

	return uv_fileno((uv_handle_t *)&c->pipe, &p.fd) ||
	       (poll(&p, 1, 0) > 0 && (p.revents & (POLLHUP | POLLERR)));
}

static void set_reading(struct conn *c, bool wanted);

static void on_end(struct conn *c)
{
	set_reading(c, false);
	if (c->state == CONN_LINGER || hung_up(c)) {
		conn_close(c);
		return;
	}
	c->input_ended = true;
	/* A person's last line may lack its end. */
	if (c->frames.kind != FRAME_HEADER && frame_feed(&c->frames, "\n", 1))
		conn_close(c);
	else
		conn_turn(c);
}

/* There is more where a whole buffer came from, and libuv would read 32 of them,
 * 2 MiB of JSON, before anybody else: the others first. */
static void turn_after(struct conn *c, size_t n)
{
	conn_turn(c);
	if (n < sizeof(c->server->input) || c->state != CONN_OPEN)
		return;
	set_reading(c, false);
	conn_wake(c);
}

static void on_read(uv_stream_t *stream, ssize_t n, const uv_buf_t *bytes)
{
	struct conn *c = stream->data;

	if (n == UV_EOF)
		on_end(c);
	else if (n < 0)
		conn_close(c);
	else if (n == 0 || c->broken)
		return; /* nothing yet, or the rest of a broken stream */
	else if (frame_feed(&c->frames, bytes->base, (size_t)n))
		conn_close(c);
	else
		turn_after(c, (size_t)n);
}

static void set_reading(struct conn *c, bool wanted)
{
	if (wanted == c->reading)
		return;
	c->reading = wanted;
	if (!wanted)
		uv_read_stop(stream_of(c));
	else if (uv_read_start(stream_of(c), on_room, on_read))
		conn_close(c);
}

/* ------------------------------------------------------------------------ a turn */

static bool may_ask(struct conn *c)
{
	return c->state == CONN_OPEN && !c->broken && is_open(c) &&
	       c->n_requests < c->server->config->limits.in_flight &&
	       unsent(c) <= HIGH_WATER;
}

static void set_broken(struct conn *c, struct failure *f)
{
	const struct proto_limits *l = &c->server->config->limits;

	if (f->e.code == E_LIMIT) {
		err_limit(&f->e, c->lsp ? "open_bytes" : "request_bytes",
			  c->lsp ? l->open_bytes : l->request_bytes,
			  "the request is longer than %zu bytes",
			  c->frames.max);
		failure_told(f);
	} else {
		f->kind = PROTO_E_PARSE;
	}
	c->broken = true;
	request_refuse(c, NULL, f);
}

/* Take messages; returns true when there is no whole one left. */
static bool take(struct conn *c)
{
	struct failure f = { 0 };
	const char *s;
	size_t n;
	uint64_t begin_ns = clock_now_ns();
	int r;

	if (c->paused)
		return false;
	for (int i = 0; i < TURN_MESSAGES && may_ask(c); i++) {
		if (i && c->lsp && clock_now_ns() - begin_ns > TURN_NS)
			break;
		r = frame_next(&c->frames, &s, &n, &f.e);
		if (r == 0)
			return true;
		if (r < 0) {
			set_broken(c, &f);
			return true;
		}
		c->active_ms = uv_now(&c->server->loop);
		request_take(c, s, n);
	}
	if (may_ask(c) && !c->paused) /* the others first */
		conn_wake(c);
	return false;
}

void conn_pause(struct conn *c)
{
	if (c->paused || c->state != CONN_OPEN)
		return;
	c->pause_ms = uv_now(&c->server->loop) + BUSY_PAUSE_MS;
	server_pause(c->server, c);
}

static void on_shutdown(uv_shutdown_t *req, int status)
{
	struct conn *c = req->handle->data;

	if (status)
		conn_close(c);
}

static void end(struct conn *c)
{
	if (!c->broken || c->input_ended ||
	    uv_shutdown(&c->shutdown, stream_of(c), on_shutdown)) {
		conn_close(c);
		return;
	}
	c->state = CONN_LINGER;
	set_reading(c, true);
}

void conn_turn(struct conn *c)
{
	bool stopping = c->server->state != SERVER_RUNNING;
	bool empty = c->broken || take(c);

	if (c->state != CONN_OPEN)
		return;
	set_reading(c, empty && !c->input_ended);
	if (empty && (c->input_ended || c->broken || stopping) &&
	    !c->n_requests && !unsent(c))
		end(c);
}

void conn_finish(struct conn *c)
{
	c->broken = c->input_ended = true; /* nothing of it will be read */
	conn_wake(c);
}

void conn_wake(struct conn *c)
{
	if (!c->awake && c->state == CONN_OPEN)
		server_wake(c->server, c);
}

void conn_add(struct conn *c, struct request *r)
{
	r->conn = c;
	TAILQ_INSERT_TAIL(&c->requests, r, link);
	c->n_requests++;
}

void conn_remove(struct conn *c, struct request *r)
{
	TAILQ_REMOVE(&c->requests, r, link);
	c->n_requests--;
	conn_wake(c);
}

/* -------------------------------------------------------------------- accepting */

static void read_peer(struct conn *c)
{
	int fd = -1;

	uv_fileno((uv_handle_t *)&c->pipe, &fd); /* else nobody: peer_read() */
	peer_read(fd, &c->peer);
	log_debug("client %d: connected, uid %u, gid %u", (int)c->peer.pid,
		  c->peer.uid, c->peer.gid);
}

static void on_opened(struct reload_waiter *w, const struct err *e)
{
	struct conn *c = (struct conn *)((char *)w -
					 offsetof(struct conn, opening));

	(void)e; /* if nothing of it could be opened, it has no index */
	if (is_open(c))
		conn_wake(c);
	else
		conn_close(c); /* there is no memory even to look */
}

/* What it may see is that of who it was when it connected. */
static bool join_set(struct conn *c)
{
	struct server *s = c->server;

	c->set = reload_join(&s->reload, config_allowed(s->config, &c->peer));
	if (!c->set)
		return false;
	c->opening.done = on_opened;
	if (!c->set->looked)
		reload_begin(&s->reload, &c->opening);
	return true;
}

bool conn_is_admin(const struct conn *c)
{
	return access_allows(&c->server->config->admins, &c->peer);
}

void conn_log_refusal(struct conn *c, const char *what)
{
	if (!c->refused)
		log_info("client %d: %s refused, uid %u, gid %u",
			 (int)c->peer.pid, what, c->peer.uid, c->peer.gid);
	c->refused = true;
}

/* Its framing cannot be known yet: a line is what most read. */
static void turn_away(struct conn *c)
{
	struct failure f = { 0 };

	failure_set(&f, PROTO_E_BUSY,
		    "%u clients are connected already: try again later",
		    c->server->n_conns - 1);
	request_refuse(c, NULL, &f);
	conn_finish(c);
}

void conn_accept(struct server *s, int fd)
{
	struct conn *c = calloc(1, sizeof(*c));
	int r;

	if (!c) {
		log_error("out of memory: a client was not let in");
		close(fd);
		return;
	}
	c->server = s;
	TAILQ_INIT(&c->requests);
	for (int i = 0; i < LANES; i++)
		queue_client_init(&c->clients[i]);
	frame_reader_init(&c->frames, FRAME_UNKNOWN,
			  s->config->limits.request_bytes);
	uv_pipe_init(&s->loop, &c->pipe, 0);
	c->pipe.data = c;
	c->active_ms = uv_now(&s->loop);
	server_conn_new(s, c);
	r = uv_pipe_open(&c->pipe, fd);
	if (r) {
		log_error("a client was not let in: %s", uv_strerror(r));
		close(fd);
		conn_close(c);
		return;
	}
	read_peer(c);
	if (s->n_conns > s->config->limits.clients)
		turn_away(c);
	else if (join_set(c))
		set_reading(c, true);
	else
		conn_close(c);
}
