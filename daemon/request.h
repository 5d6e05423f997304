/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * request - one question of a client, from its message to its reply.
 *
 * A request that the loop can answer is answered at once and leaves nothing
 * behind.  Others are kept in their connection's list until their reply is
 * handed to it; then they free themselves.  The connection may be gone before:
 * it abandons its requests, which then end without a reply.
 */
#ifndef TRACUU_DAEMON_REQUEST_H
#define TRACUU_DAEMON_REQUEST_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/queue.h>

#include "base/buf.h"
#include "daemon/answer.h"
#include "daemon/method.h"
#include "daemon/reload.h"
#include "daemon/snapshot.h"
#include "daemon/work.h"
#include "proto/message.h"

struct conn;
struct server;

struct request {
	TAILQ_ENTRY(request) link; /* in its connection */
	struct conn *conn;	   /* NULL: abandoned */
	struct server *server;
	struct proto_request rpc;
	const struct method *method; /* NULL: reload */
	struct call call;
	struct buf reply; /* framed */
	/* Of answer.c: */
	struct work_item item;
	struct flight_member member;
	struct buf key;		   /* empty: it is shared with nobody */
	struct reload_set *set;	   /* what its client may see */
	struct snapshot *snapshot; /* while it runs */
	struct buf result;	   /* the worker's, as is ... */
	struct failure failure;	   /* ... why there is none */
	struct reload_waiter waiter;
	/* For the worker, which must not look at the connection: */
	enum frame_kind framing;
	pid_t pid;
	uid_t uid;
};
TAILQ_HEAD(requests, request);

/* A whole message came: answer it, queue it, or say why not. */
void request_take(struct conn *c, const char *s, size_t n);
/* Its connection is closing: take it off the list, and cancel it. */
void request_abandon(struct request *r);

/* Take it off its connection, if that is there yet, and send the reply, or what
 * `f` (may be NULL) says.  Frees it; f->data is stolen. */
void request_finish(struct request *r, struct failure *f);

/* Why it has no answer. */
void request_set_stopping(struct failure *f);
void request_set_cancelled(struct failure *f);
/* The same sentence whether it waited too long or ran too long. */
void request_set_late(const struct request *r, struct failure *f);
/* Any thread: `code` came from writing the reply, of at most `max` bytes; it is
 * passed over when *f says more. */
void request_set_untold(int code, uint64_t max, struct failure *f);

/* Send an error to a client.  f->data is stolen; `id` NULL is sent as null. */
void request_refuse(struct conn *c, json_t *id, struct failure *f);

#endif
