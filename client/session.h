/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * session - a connection to the daemon.  Requests are queued and sent while
 * answers are awaited, so that neither end waits for the other with both
 * sockets full.
 */
#ifndef TRACUU_CLIENT_SESSION_H
#define TRACUU_CLIENT_SESSION_H

#include <stdbool.h>

#include "base/buf.h"
#include "base/err.h"
#include "proto/frame.h"
#include "proto/message.h"

#define SESSION_REPLY_MAX (64u << 20) /* bytes of one reply that we take */

struct session {
	int fd; /* -1: not connected */
	const char *path;
	unsigned timeout_ms; /* without any progress; 0: for ever */
	struct buf out;	     /* not yet sent */
	struct frame_reader in;
	bool lost; /* a failure was that no daemon is there, or no longer */
};

/* Nothing is connected yet; `path` is kept. */
void session_init(struct session *s, const char *path, unsigned timeout_ms);
/* E_NOTFOUND: nobody listens there; E_IO; E_INVAL: no path for a socket;
 * E_DEADLINE. */
int session_connect(struct session *s, struct err *e);
void session_release(struct session *s);

/* Queue a request.  E_NOMEM. */
int session_send(struct session *s, long long id, enum proto_method m,
		 const struct buf *params, struct err *e);
/* The next reply that is here already: 1 with *ret, or 0.  E_INVAL (no reply),
 * E_LIMIT (too long), E_NOMEM. */
int session_next(struct session *s, struct proto_reply *ret, struct err *e);
/*
 * Wait until something could be sent or was received, or `input` (-1: none) can
 * be read, told in *ret_input (may be NULL).  With `expecting`, not longer than
 * the timeout: E_DEADLINE.  E_IO (the daemon hung up), E_NOMEM.
 */
int session_wait(struct session *s, int input, bool expecting, bool *ret_input,
		 struct err *e);
/* Wait for the next reply; errors as of the two. */
int session_receive(struct session *s, struct proto_reply *ret, struct err *e);

#endif
