/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "proto/message.h"

#include <stdio.h>
#include <string.h>

#include "base/utf8.h"
#include "proto/emit.h"

#define DUMP_FLAGS (JSON_COMPACT | JSON_ENCODE_ANY)
#define LOAD_FLAGS (JSON_DECODE_ANY | JSON_ALLOW_NUL)

static const char *const method_names[] = {
	[PROTO_HELLO] = "hello",
	[PROTO_SEARCH] = "search",
	[PROTO_COUNT] = "count",
	[PROTO_SUGGEST] = "suggest",
	[PROTO_COMPLETE] = "complete",
	[PROTO_SIMILAR] = "similar",
	[PROTO_SHOW] = "show",
	[PROTO_ANALYZE] = "analyze",
	[PROTO_EXPLAIN] = "explain",
	[PROTO_STATS] = "stats",
	[PROTO_PING] = "ping",
	[PROTO_RELOAD] = "reload",
	[PROTO_LSP_INITIALIZE] = "initialize",
	[PROTO_LSP_SHUTDOWN] = "shutdown",
	[PROTO_LSP_SYMBOL] = "workspace/symbol",
	[PROTO_LSP_REFERENCES] = "textDocument/references",
	[PROTO_LSP_DEFINITION] = "textDocument/definition",
	[PROTO_LSP_HOVER] = "textDocument/hover",
	[PROTO_LSP_COMPLETION] = "textDocument/completion",
	[PROTO_LSP_INITIALIZED] = "initialized",
	[PROTO_LSP_EXIT] = "exit",
	[PROTO_LSP_OPEN] = "textDocument/didOpen",
	[PROTO_LSP_CHANGE] = "textDocument/didChange",
	[PROTO_LSP_CLOSE] = "textDocument/didClose",
	[PROTO_CANCEL] = "$/cancelRequest",
	[PROTO_UNKNOWN] = "unknown",
};

const char *proto_method_name(enum proto_method m)
{
	return method_names[m];
}

enum proto_method proto_method_parse(const char *name)
{
	for (int m = PROTO_HELLO; m < PROTO_UNKNOWN; m++)
		if (!strcmp(method_names[m], name))
			return (enum proto_method)m;
	return PROTO_UNKNOWN;
}

static const struct {
	int code;
	const char *name;
} kinds[] = {
	[PROTO_E_PARSE] = { -32700, "parse" },
	[PROTO_E_INVALID_REQUEST] = { -32600, "invalid_request" },
	[PROTO_E_METHOD_NOT_FOUND] = { -32601, "method_not_found" },
	[PROTO_E_INVALID_PARAMS] = { -32602, "invalid_params" },
	[PROTO_E_INTERNAL] = { -32603, "internal" },
	[PROTO_E_BUSY] = { -32000, "busy" },
	[PROTO_E_DEADLINE] = { -32001, "deadline" },
	[PROTO_E_NO_INDEX] = { -32002, "no_index" },
	[PROTO_E_SCHEMA] = { -32003, "schema" },
	[PROTO_E_TOO_LARGE] = { -32004, "too_large" },
	[PROTO_E_NOT_FOUND] = { -32005, "not_found" },
	[PROTO_E_SHUTTING_DOWN] = { -32006, "shutting_down" },
	[PROTO_E_FORBIDDEN] = { -32007, "forbidden" },
	[PROTO_E_NOT_INITIALIZED] = { -32002, "not_initialized" },
	[PROTO_E_CANCELLED] = { -32800, "cancelled" },
};

int proto_kind_code(enum proto_kind k)
{
	return kinds[k].code;
}

const char *proto_kind_name(enum proto_kind k)
{
	return kinds[k].name;
}

enum proto_kind proto_kind_of(int err_code)
{
	switch (err_code) {
	case E_INVAL: return PROTO_E_INVALID_PARAMS;
	case E_NOTFOUND: return PROTO_E_NOT_FOUND;
	case E_LOCKED: return PROTO_E_BUSY;
	case E_NODB: return PROTO_E_NO_INDEX;
	case E_SCHEMA: return PROTO_E_SCHEMA;
	case E_DEADLINE: return PROTO_E_DEADLINE;
	case E_CANCELLED: return PROTO_E_CANCELLED;
	case E_LIMIT: return PROTO_E_TOO_LARGE;
	default: return PROTO_E_INTERNAL;
	}
}

/* -------------------------------------------------------------------- encoding */

static int sink(const char *s, size_t n, void *out)
{
	return buf_add(out, s, n) ? -1 : 0;
}

/* For ids and errors, which are small and made of what others sent. */
static void emit_json(struct buf *out, const json_t *json)
{
	if (json_dump_callback(json, sink, out, DUMP_FLAGS) && !out->failed)
		out->failed = E_NOMEM;
}

static void emit_id(struct buf *out, enum frame_kind framing, const json_t *id)
{
	if (id && !json_is_null(id))
		emit_json(out, id);
	else
		buf_adds(out, framing == FRAME_VIM ? "0" : "null");
}

/* The envelope around the members that a caller adds. */
static void emit_open(struct buf *out, enum frame_kind framing,
		      const json_t *id)
{
	if (framing == FRAME_VIM) {
		buf_addc(out, '[');
		emit_id(out, framing, id);
		buf_adds(out, ",{");
	} else {
		buf_adds(out, "{\"jsonrpc\":\"2.0\",\"id\":");
		emit_id(out, framing, id);
	}
}

static int emit_close(struct buf *out, enum frame_kind framing, size_t at,
		      struct err *e)
{
	int r;

	buf_adds(out, framing == FRAME_VIM ? "}]" : "}");
	r = frame_wrap(out, framing, at);
	if (r == E_LIMIT)
		return err_set(e, r, "a message may have at most %zu bytes",
			       out->max);
	return r ? err_nomem(e) : 0;
}

int proto_request_add(struct buf *out, enum frame_kind framing, long long id,
		      enum proto_method m, const struct buf *params,
		      struct err *e)
{
	const char *name = proto_method_name(m);
	json_t *number = json_integer(id);
	size_t at = out->len;

	if (!number)
		return err_nomem(e);
	emit_open(out, framing, number);
	json_decref(number);
	emit_key(out, "method");
	emit_text(out, name, strlen(name));
	if (params) {
		emit_key(out, "params");
		buf_add(out, params->s, params->len);
	}
	return emit_close(out, framing, at, e);
}

int proto_result_add(struct buf *out, enum frame_kind framing, const json_t *id,
		     const struct buf *result, struct err *e)
{
	size_t at = out->len;

	emit_open(out, framing, id);
	emit_key(out, "result");
	buf_add(out, result->s, result->len);
	return emit_close(out, framing, at, e);
}

int proto_error_add(struct buf *out, enum frame_kind framing, const json_t *id,
		    enum proto_kind kind, const char *message, json_t *data,
		    struct err *e)
{
	size_t at = out->len;

	if (!data)
		data = json_object();
	if (json_object_set_new(data, "kind",
				json_string(proto_kind_name(kind)))) {
		json_decref(data);
		return err_nomem(e);
	}
	emit_open(out, framing, id);
	emit_key(out, "error");
	buf_addf(out, "{\"code\":%d", proto_kind_code(kind));
	emit_key(out, "message");
	emit_text(out, message, strlen(message));
	emit_key(out, "data");
	emit_json(out, data);
	buf_addc(out, '}');
	json_decref(data);
	return emit_close(out, framing, at, e);
}

/* -------------------------------------------------------------------- decoding */

static int load(const char *s, size_t n, json_t **ret,
		enum proto_kind *ret_kind, struct err *e)
{
	const char *nul = n ? memchr(s, '\0', n) : NULL;
	json_error_t error;

	*ret = NULL;
	*ret_kind = PROTO_E_PARSE;
	if (nul) /* which jansson passes over behind a number */
		return err_set(e, E_INVAL, "not JSON at byte %zu: a NUL",
			       (size_t)(nul - s) + 1);
	*ret = json_loadb(s, n, LOAD_FLAGS, &error);
	if (*ret)
		return 0;
	/* Without memory jansson does not always say why. */
	if (json_error_code(&error) == json_error_out_of_memory ||
	    !error.text[0]) {
		*ret_kind = PROTO_E_INTERNAL;
		return err_nomem(e);
	}
	return err_set(e, E_INVAL, "not JSON at byte %d: %s", error.position,
		       error.text);
}

/* The object inside the framing, and its id (NULL: there is none). */
static json_t *unwrap(const json_t *root, enum frame_kind framing,
		      json_t **ret_id)
{
	*ret_id = NULL;
	if (framing != FRAME_VIM) {
		*ret_id = json_object_get(root, "id");
		return json_is_object(root) ? (json_t *)root : NULL;
	}
	if (json_array_size(root) != 2 ||
	    !json_is_integer(json_array_get(root, 0)))
		return NULL;
	*ret_id = json_array_get(root, 0);
	return json_is_object(json_array_get(root, 1)) ?
		       json_array_get(root, 1) : NULL;
}

static int invalid(enum proto_kind kind, enum proto_kind *ret_kind,
		   struct err *e, const char *why)
{
	*ret_kind = kind;
	return err_set(e, E_INVAL, "%s", why);
}

static const char *shape_error(const json_t *root, enum frame_kind framing)
{
	if (json_is_object(json_array_get(root, 0)))
		return "batches are not served: send one request a line";
	if (framing == FRAME_VIM)
		return "a request must be [NUMBER, {\"method\": ...}]";
	return "a request must be a JSON object";
}

/* A NUL inside makes it another string. */
static bool is_string(const json_t *json, const char *s)
{
	return json_is_string(json) && json_string_length(json) == strlen(s) &&
	       !memcmp(json_string_value(json), s, strlen(s));
}

static const char *envelope_error(const json_t *body, const json_t *id)
{
	const json_t *version = json_object_get(body, "jsonrpc");

	if (version && !is_string(version, "2.0"))
		return "jsonrpc: must be \"2.0\"";
	if (id && !json_is_integer(id) && !json_is_string(id) &&
	    !json_is_null(id))
		return "id: must be an integer, a string or null";
	if (!json_is_string(json_object_get(body, "method")))
		return "method: must be a string";
	return NULL;
}

static void set_method(struct proto_request *r, const json_t *method)
{
	const char *s = json_string_value(method);
	size_t n = utf8_floor(s, json_string_length(method),
			      sizeof(r->method_name) - 1);

	memcpy(r->method_name, s, n);
	n = utf8_make_printable(r->method_name, n, '?');
	r->method_name[n] = '\0';
	if (json_string_length(method) == strlen(s))
		r->method = proto_method_parse(s);
}

static int decode_body(const json_t *body, struct proto_request *r,
		       enum proto_kind *ret_kind, struct err *e)
{
	json_t *id = r->id, *params = json_object_get(body, "params");
	const char *why = envelope_error(body, id);

	if (why) {
		if (!id || (!json_is_integer(id) && !json_is_string(id)))
			r->id = json_null();
		return invalid(PROTO_E_INVALID_REQUEST, ret_kind, e, why);
	}
	set_method(r, json_object_get(body, "method"));
	if (r->method >= PROTO_FIRST_NOTIFICATION && r->method != PROTO_UNKNOWN)
		r->id = NULL; /* Vim numbers every message */
	if (params && !json_is_null(params) && !json_is_object(params))
		return invalid(PROTO_E_INVALID_PARAMS, ret_kind, e,
			       "params: must be an object");
	r->params = json_is_object(params) ? params : NULL;
	return 0;
}

int proto_request_decode(const char *s, size_t n, enum frame_kind framing,
			 struct proto_request *ret, enum proto_kind *ret_kind,
			 struct err *e)
{
	json_t *body;
	int r;

	*ret = (struct proto_request){ .method = PROTO_UNKNOWN };
	ret->id = json_null();
	r = load(s, n, &ret->root, ret_kind, e);
	if (r)
		return r;
	body = unwrap(ret->root, framing, &ret->id);
	if (body)
		return decode_body(body, ret, ret_kind, e);
	if (!ret->id)
		ret->id = json_null();
	return invalid(PROTO_E_INVALID_REQUEST, ret_kind, e,
		       shape_error(ret->root, framing));
}

void proto_request_release(struct proto_request *r)
{
	if (!r)
		return;
	json_decref(r->root);
	*r = (struct proto_request){ .method = PROTO_UNKNOWN };
}

static const char *string_or_empty(const json_t *json)
{
	return json_is_string(json) ? json_string_value(json) : "";
}

int proto_reply_decode(const char *s, size_t n, enum frame_kind framing,
		       struct proto_reply *ret, struct err *e)
{
	struct proto_reply reply = { 0 };
	enum proto_kind kind;
	const json_t *error;
	json_t *body;
	int r = load(s, n, &reply.root, &kind, e);

	if (r)
		return r;
	body = unwrap(reply.root, framing, &reply.id);
	reply.result = json_object_get(body, "result");
	reply.error = json_object_get(body, "error");
	if (!reply.result == !json_is_object(reply.error)) {
		json_decref(reply.root);
		return err_set(e, E_INVAL, "not a reply");
	}
	error = reply.error;
	reply.code = (int)json_integer_value(json_object_get(error, "code"));
	reply.message = string_or_empty(json_object_get(error, "message"));
	reply.kind = string_or_empty(
		json_object_get(json_object_get(error, "data"), "kind"));
	*ret = reply;
	return 0;
}

void proto_reply_release(struct proto_reply *r)
{
	if (!r)
		return;
	json_decref(r->root);
	*r = (struct proto_reply){ 0 };
}
