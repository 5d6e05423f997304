/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * ask - what an LSP request asks, as its worker needs it.
 */
#ifndef TRACUU_DAEMON_LSP_ASK_H
#define TRACUU_DAEMON_LSP_ASK_H

#include <stdbool.h>
#include <stddef.h>

#include "proto/lsp.h"

/*
 * A line of a document round the cursor.  Of a long one a part: `before` units of
 * the line stand before it.
 */
struct lsp_line {
	const char *s; /* n bytes of UTF-8 */
	size_t n;
	size_t at; /* the byte that the cursor is on, or n */
	uint32_t before;
};

/* Strings belong to the parameters of the request. */
struct lsp_ask {
	struct lsp_client client;
	uint32_t reports; /* the most to look through */
	size_t prefix_max; /* completion: bytes before the cursor */
	/* All but workspace/symbol: */
	const char *path; /* of the document, path_n bytes; NULL: no file */
	size_t path_n;
	struct position cursor;
	bool open;	      /* the editor told its text: */
	struct lsp_line line; /* else it is to be read from the index */
};

#endif
