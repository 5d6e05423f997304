/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * lsp - the forms of the Language Server Protocol 3.17, as far as the daemon
 * speaks it (docs/protocol.md), as C and as JSON.
 *
 * Decoders take NULL for `params` that were not sent.  On E_INVAL they name the
 * parameter at fault in *ret_param (static storage) and say in `e` what it must
 * be.  Strings point into the JSON.  Encoders append text, for
 * proto_result_add(): E_NOMEM, E_LIMIT, or nothing where a chain of them is
 * checked by json->failed.
 */
#ifndef TRACUU_PROTO_LSP_H
#define TRACUU_PROTO_LSP_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/err.h"
#include "proto/position.h"

#ifdef __cplusplus
extern "C" {
#endif

/* ------------------------------------------------------------------ parameters */

/* initialize: what we need to know of a client.  What it does not say, or says
 * in another way, is as in LSP for one that says nothing. */
struct lsp_client {
	enum position_encoding encoding; /* of those it offers, ours */
	bool markdown;			 /* for hover */
};
void lsp_client_decode(const json_t *params, struct lsp_client *ret);

/* A document and, but for didClose, didOpen and didChange, a place in it. */
struct lsp_place {
	const char *uri; /* uri_n bytes */
	size_t uri_n;
	struct position at;
};
int lsp_document_decode(const json_t *params, struct lsp_place *ret,
			const char **ret_param, struct err *e);
int lsp_place_decode(const json_t *params, struct lsp_place *ret,
		     const char **ret_param, struct err *e);

/* didOpen: the text.  NULL: it is none. */
const char *lsp_open_text(const json_t *params, size_t *ret_n);
/* didChange: change i of the list.  E_NOTFOUND behind the last; E_INVAL. */
struct lsp_change {
	bool whole; /* `text` is the whole document; else it takes the place of */
	struct position_range range;
	const char *text;
	size_t n;
};
int lsp_change_decode(const json_t *params, size_t i, struct lsp_change *ret,
		      struct err *e);

/* workspace/symbol: the query. */
int lsp_symbol_decode(const json_t *params, const char **ret_query,
		      size_t *ret_n, const char **ret_param, struct err *e);

/* --------------------------------------------------------------------- results */

/* initialize */
int lsp_server_encode(enum position_encoding encoding, const char *version,
		      struct buf *json);
/* Where there is nothing: shutdown, hover. */
int lsp_null_encode(struct buf *json);

/* Lists: begin, append each, end. */
void lsp_list_begin(struct buf *json);
void lsp_list_end(struct buf *json);
/* references, definition */
void lsp_location_append(const char *path, size_t n,
			 const struct position_range *range, struct buf *json);
/* workspace/symbol */
struct lsp_symbol {
	const char *name, *container; /* container: NULL: none */
	const char *path;
	size_t path_n;
	struct position_range range;
};
void lsp_symbol_append(const struct lsp_symbol *s, struct buf *json);

/* hover */
int lsp_hover_encode(const char *text, size_t n, bool markdown,
		     const struct position_range *range, struct buf *json);
/* Append n bytes so that Markdown shows them as they are. */
void lsp_add_markdown(struct buf *b, const char *s, size_t n);

/* completion: a list of items, each takes the place of `range`. */
struct lsp_completions {
	const char *typed; /* what stands there: clients filter by it */
	size_t typed_n;
	struct position_range range;
	size_t n; /* of those appended: they keep their order */
};
void lsp_completions_begin(struct buf *json);
void lsp_completion_append(struct lsp_completions *list, const char *text,
			   const char *detail, struct buf *json);
void lsp_completions_end(struct buf *json);

#ifdef __cplusplus
}
#endif
#endif
