/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * session - a connection that speaks the Language Server Protocol: from its
 * `initialize` to `exit`.  The other methods of the daemon are answered on it as
 * on any.
 *
 * A session is of the loop thread.  What a worker needs of it is copied into a
 * struct lsp_ask when its request is prepared.
 */
#ifndef TRACUU_DAEMON_LSP_SESSION_H
#define TRACUU_DAEMON_LSP_SESSION_H

#include <stdbool.h>

#include "daemon/lsp/ask.h"
#include "daemon/lsp/documents.h"
#include "daemon/method.h"

struct lsp {
	struct lsp_client client;
	bool shut_down; /* only `exit` is still expected */
	struct documents documents;
};
void lsp_free(struct lsp *l); /* NULL is fine */

/* The most that one message of such a connection may have: a document comes
 * whole, and may take more bytes in JSON than it has. */
size_t lsp_message_max(const struct proto_limits *l);

/* For prepare(): 0 where the session takes requests, else as failure_set(). */
int lsp_check(const struct lsp *l, struct failure *f);
/* For prepare() of a request about a place in a document. */
int lsp_prepare_place(struct call *c, const struct proto_limits *limits,
		      struct failure *f);

#endif
