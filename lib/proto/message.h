/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * message - JSON-RPC 2.0 envelopes: requests, replies, errors.
 *
 * Both ends use this pair of encoder and decoder, so that they cannot differ.
 * In FRAME_VIM a request is [n, {"method":..., "params":...}] and its reply
 * [n, {"result":...}] or [n, {"error":...}]: n is the id, 0 where JSON-RPC has
 * null.  "jsonrpc" may be left out of a request, since a person types some.
 */
#ifndef TRACUU_PROTO_MESSAGE_H
#define TRACUU_PROTO_MESSAGE_H

#include <jansson.h>
#include <stdbool.h>

#include "base/buf.h"
#include "base/err.h"
#include "proto/frame.h"

#ifdef __cplusplus
extern "C" {
#endif

#define PROTO_VERSION 1

enum proto_method {
	PROTO_HELLO,
	PROTO_SEARCH,
	PROTO_COUNT,
	PROTO_SUGGEST,
	PROTO_COMPLETE,
	PROTO_SIMILAR,
	PROTO_SHOW,
	PROTO_ANALYZE,
	PROTO_EXPLAIN,
	PROTO_STATS,
	PROTO_PING,
	PROTO_RELOAD,
	/* Of the Language Server Protocol (lsp.h). */
	PROTO_LSP_INITIALIZE,
	PROTO_LSP_SHUTDOWN,
	PROTO_LSP_SYMBOL,
	PROTO_LSP_REFERENCES,
	PROTO_LSP_DEFINITION,
	PROTO_LSP_HOVER,
	PROTO_LSP_COMPLETION,
	/* Notifications: they have no reply, whatever id they come with. */
	PROTO_LSP_INITIALIZED,
	PROTO_LSP_EXIT,
	PROTO_LSP_OPEN,
	PROTO_LSP_CHANGE,
	PROTO_LSP_CLOSE,
	PROTO_CANCEL, /* $/cancelRequest */
	PROTO_UNKNOWN,
};
#define PROTO_FIRST_NOTIFICATION PROTO_LSP_INITIALIZED
const char *proto_method_name(enum proto_method m);
enum proto_method proto_method_parse(const char *name);

/* The kinds of error that a program can switch on, with their JSON-RPC code. */
enum proto_kind {
	PROTO_E_PARSE,		  /* -32700 */
	PROTO_E_INVALID_REQUEST,  /* -32600 */
	PROTO_E_METHOD_NOT_FOUND, /* -32601 */
	PROTO_E_INVALID_PARAMS,	  /* -32602, data.param */
	PROTO_E_INTERNAL,	  /* -32603 */
	PROTO_E_BUSY,		  /* -32000 */
	PROTO_E_DEADLINE,	  /* -32001 */
	PROTO_E_NO_INDEX,	  /* -32002 */
	PROTO_E_SCHEMA,		  /* -32003 */
	PROTO_E_TOO_LARGE,	  /* -32004, data.limit, data.value */
	PROTO_E_NOT_FOUND,	  /* -32005 */
	PROTO_E_SHUTTING_DOWN,	  /* -32006 */
	PROTO_E_FORBIDDEN,	  /* -32007 */
	PROTO_E_NOT_INITIALIZED,  /* -32002, as LSP has it */
	PROTO_E_CANCELLED,	  /* -32800 */
	PROTO_KINDS,		  /* how many there are */
};
int proto_kind_code(enum proto_kind k);
const char *proto_kind_name(enum proto_kind k);
/* The kind that a failure of the library is told as. */
enum proto_kind proto_kind_of(int err_code);

struct proto_request {
	json_t *id; /* an integer, a string or null, to be sent back as it is;
		       NULL: a notification, gets no reply */
	enum proto_method method;
	char method_name[64]; /* as sent, cut: for messages */
	json_t *params;	      /* an object, or NULL */
	json_t *root;	      /* owns the above */
};
/*
 * Decode one message.  On failure returns E_INVAL with *ret_kind and ret->id,
 * which is null when it could not be read, so that the error can be told to its
 * sender; it is NULL for a notification, whose sender is told nothing.  A method that does not exist is no failure here: PROTO_UNKNOWN.
 * E_NOMEM is told as PROTO_E_INTERNAL.  Release in either case.
 */
int proto_request_decode(const char *s, size_t n, enum frame_kind framing,
			 struct proto_request *ret, enum proto_kind *ret_kind,
			 struct err *e);
void proto_request_release(struct proto_request *r);

/*
 * Each appends one framed message, whole or not at all: after a failure `out`
 * is as it was and takes another message.  E_NOMEM; E_LIMIT (above the max of
 * `out`).
 */

/* A request with an integer id; `params` is an object as text (params.h), NULL
 * for none. */
int proto_request_add(struct buf *out, enum frame_kind framing, long long id,
		      enum proto_method m, const struct buf *params,
		      struct err *e);
/* A reply; `result` is an object as text (result.h).  `id` NULL is sent as
 * null. */
int proto_result_add(struct buf *out, enum frame_kind framing, const json_t *id,
		     const struct buf *result, struct err *e);
/* An error; steals `data` (may be NULL), also on failure, and adds the kind to
 * it. */
int proto_error_add(struct buf *out, enum frame_kind framing, const json_t *id,
		    enum proto_kind kind, const char *message, json_t *data,
		    struct err *e);

struct proto_reply {
	json_t *root;	/* owns all below */
	json_t *id;
	json_t *result; /* NULL for an error: */
	json_t *error;	/* the whole object, */
	int code;	/* and its parts; strings are "" when missing */
	const char *kind, *message;
};
/* E_INVAL when it is no reply. */
int proto_reply_decode(const char *s, size_t n, enum frame_kind framing,
		       struct proto_reply *ret, struct err *e);
void proto_reply_release(struct proto_reply *r);

#ifdef __cplusplus
}
#endif
#endif
