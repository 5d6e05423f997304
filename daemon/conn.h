/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * conn - one client: bytes in, requests out; replies in, bytes out.
 *
 * OPEN	   reads, as long as the client may have more in flight, takes its
 *	   replies and was not told a moment ago that we are busy.  It is not read from otherwise: what it sends then stays in
 *	   the socket, which is the backpressure.  After the end of its input (a
 *	   client may shut down its writing side and still get its replies), or
 *	   when the server stops, it is closed once all is answered and sent.
 *	   A client that is the first to see its set of collections is not read
 *	   from before that is open.
 * LINGER  after a broken frame and its error: our side is shut down, and what
 *	   still comes is thrown away until the client closes, so that the error
 *	   reaches a client that is not done writing.
 * CLOSED  uv_close() was called; in its callback the requests in flight are
 *	   cancelled and the memory goes.
 *
 * So no function frees a conn or its requests at once: after any call a conn
 * may be CLOSED, but all can be looked at until the loop turns.
 */
#ifndef TRACUU_DAEMON_CONN_H
#define TRACUU_DAEMON_CONN_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/queue.h>
#include <uv.h>

#include "base/buf.h"
#include "daemon/access.h"
#include "daemon/request.h"
#include "proto/frame.h"

struct lsp;
struct server;

enum conn_state { CONN_OPEN, CONN_LINGER, CONN_CLOSED };

struct conn {
	struct server *server;
	enum conn_state state;
	struct frame_reader frames;
	struct peer peer;
	struct reload_set *set; /* what it may see */
	struct requests requests; /* unanswered */
	unsigned n_requests;
	struct queue_client clients[LANES]; /* itself, in each queue */
	struct lsp *lsp; /* NULL: it speaks no LSP, or not yet */
	/* Private. */
	uv_pipe_t pipe;
	uv_shutdown_t shutdown;
	bool reading;
	bool input_ended; /* the client shut down its side */
	bool broken;	  /* the rest of its input has no meaning */
	bool awake;	  /* in the server's list of those */
	bool refused;	  /* it asked for what it may not have, and was logged */
	struct reload_waiter opening; /* for `set`, which is not open yet */
	uint64_t active_ms; /* uv_now() of the last request or reply */
	bool paused;	    /* in the server's list of those */
	uint64_t pause_ms;  /* uv_now() of its end */
	TAILQ_ENTRY(conn) link, awake_link, pause_link;
};
TAILQ_HEAD(conns, conn);

/* Serve the client at `fd`, which is the conn's then; one above the limit is told so.
 * A failure is logged. */
void conn_accept(struct server *s, int fd);

/* Whether this client may do what only root, the daemon's own user and the
 * admin_group may. */
bool conn_is_admin(const struct conn *c);
/* It may not do `what` ("reload"): to the log, the first time in its life, so
 * that one that asks again and again does not fill it. */
void conn_log_refusal(struct conn *c, const char *what);

/* Send the framed bytes of b, which is empty then. */
void conn_send(struct conn *c, struct buf *b);
/* Enter a request into the list, take it off. */
void conn_add(struct conn *c, struct request *r);
void conn_remove(struct conn *c, struct request *r);

/* It was told `busy`: what else it wants is looked at some time later.  One that
 * tries again and again would take the time from those who are served. */
void conn_pause(struct conn *c);

/* See at the next turn of the loop what there is to read, or to end. */
void conn_wake(struct conn *c);
/* That turn: called by the server for those that are awake. */
void conn_turn(struct conn *c);
/* Close it when it has been idle too long.  `now_ms` is uv_now(). */
void conn_check_idle(struct conn *c, uint64_t now_ms);
/* It said that nothing more will come: close it when all is answered. */
void conn_finish(struct conn *c);
/* Close without sending what is unsent. */
void conn_close(struct conn *c);

#endif
