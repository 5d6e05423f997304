/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * documents - the texts that an editor has open, as it tells of them: what is
 * under its cursor may not be saved yet.  Of one connection; loop thread.
 *
 * Their number and their bytes are bounded (open_documents, open_bytes).  One
 * too many is not kept, a text too long is forgotten until it is told anew: what
 * is asked about them is then answered with the limit.
 */
#ifndef TRACUU_DAEMON_LSP_DOCUMENTS_H
#define TRACUU_DAEMON_LSP_DOCUMENTS_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/queue.h>

#include "proto/lsp.h"
#include "proto/result.h"

struct document {
	TAILQ_ENTRY(document) link;
	char *name; /* name_n bytes: see documents_name() */
	size_t name_n;
	char *text; /* n bytes of UTF-8; NULL: it was too long */
	size_t n;
};

struct documents {
	const struct proto_limits *limits;
	TAILQ_HEAD(document_list, document) list;
	uint64_t count, bytes; /* of names and texts */
	bool one_too_many;     /* a document was not kept */
};

void documents_init(struct documents *d, const struct proto_limits *l);
void documents_release(struct documents *d);

/*
 * What a document is known by: of a file URI the bytes of its path, however its
 * URI is written, of any other the URI.  Append it to `name`.  E_NOMEM.
 */
int documents_name(const char *uri, size_t n, struct buf *name);

struct document *documents_find(struct documents *d, const char *name,
				size_t n); /* NULL: it is not open */
/* It is open with this text from now on.  E_NOMEM. */
int documents_open(struct documents *d, const char *name, size_t name_n,
		   const char *text, size_t n);
void documents_close(struct documents *d, const char *name, size_t name_n);
/* One change of several in a message, for which `*work` is 0 at first: where they
 * would take too long, the text is forgotten.  E_NOMEM. */
int documents_change(struct documents *d, struct document *doc,
		     enum position_encoding x, const struct lsp_change *c,
		     size_t *work);

#endif
