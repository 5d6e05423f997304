/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "daemon/request.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "daemon/conn.h"
#include "daemon/lsp/methods.h"
#include "daemon/server.h"

static const struct method *const methods[] = {
	[PROTO_HELLO] = &method_hello,	   [PROTO_SEARCH] = &method_search,
	[PROTO_SUGGEST] = &method_suggest, [PROTO_COMPLETE] = &method_complete,
	[PROTO_SIMILAR] = &method_similar,
	[PROTO_COUNT] = &method_count,	   [PROTO_SHOW] = &method_show,
	[PROTO_ANALYZE] = &method_analyze, [PROTO_EXPLAIN] = &method_explain,
	[PROTO_STATS] = &method_stats,	   [PROTO_PING] = &method_ping,
	[PROTO_RELOAD] = NULL,
	[PROTO_LSP_INITIALIZE] = &method_lsp_initialize,
	[PROTO_LSP_SHUTDOWN] = &method_lsp_shutdown,
	[PROTO_LSP_SYMBOL] = &method_lsp_symbol,
	[PROTO_LSP_REFERENCES] = &method_lsp_references,
	[PROTO_LSP_DEFINITION] = &method_lsp_definition,
	[PROTO_LSP_HOVER] = &method_lsp_hover,
	[PROTO_LSP_COMPLETION] = &method_lsp_completion,
	[PROTO_LSP_INITIALIZED] = &method_lsp_initialized,
	[PROTO_LSP_EXIT] = &method_lsp_exit,
	[PROTO_LSP_OPEN] = &method_lsp_open,
	[PROTO_LSP_CHANGE] = &method_lsp_change,
	[PROTO_LSP_CLOSE] = &method_lsp_close,
	[PROTO_CANCEL] = NULL,
	[PROTO_UNKNOWN] = NULL,
};

void request_refuse(struct conn *c, json_t *id, struct failure *f)
{
	struct buf b = BUF_INIT;

	stats_error(&c->server->stats, f->kind);
	if (proto_error_add(&b, c->frames.kind, id, f->kind, f->e.msg, f->data,
			    NULL))
		conn_close(c); /* no memory even for that */
	else
		conn_send(c, &b);
	if (f->kind == PROTO_E_BUSY)
		conn_pause(c);
	buf_release(&b);
}

void request_set_stopping(struct failure *f)
{
	failure_set(f, PROTO_E_SHUTTING_DOWN, "the daemon is stopping");
}

void request_set_cancelled(struct failure *f)
{
	json_decref(f->data);
	f->data = NULL;
	failure_set(f, PROTO_E_CANCELLED, "cancelled");
}

void request_set_late(const struct request *r, struct failure *f)
{
	failure_set(f, PROTO_E_DEADLINE, "no answer within %" PRIu64 " ms",
		    r->server->config->limits.deadline_ms);
}

void request_set_untold(int code, uint64_t max, struct failure *f)
{
	if (f->e.code)
		return;
	if (code == E_LIMIT)
		err_limit(&f->e, "reply_bytes", max,
			  "the reply would be longer than %" PRIu64 " bytes: "
			  "ask for fewer reports", max);
	else
		err_nomem(&f->e);
	failure_told(f);
}

/* Frame the result, unless there is a failure to frame. */
static void add_reply(struct buf *out, enum frame_kind framing,
		      const json_t *id, int code, const struct buf *json,
		      struct failure *f)
{
	if (!code)
		code = proto_result_add(out, framing, id, json, NULL);
	if (code)
		request_set_untold(code, out->max, f);
}

/* ------------------------------------------------------------------ on the loop */

void request_finish(struct request *r, struct failure *f)
{
	struct conn *c = r->conn;

	if (c)
		conn_remove(c, r);
	if (c && f)
		request_refuse(c, r->rpc.id, f);
	else if (c)
		conn_send(c, &r->reply);
	else if (f)
		json_decref(f->data);
	buf_release(&r->reply);
	buf_release(&r->result);
	buf_release(&r->key);
	buf_release(&r->call.normal);
	buf_release(&r->call.read_as);
	proto_request_release(&r->rpc);
	reload_leave(r->set);
	free(r);
}

static void reloaded(struct reload_waiter *w, const struct err *e)
{
	struct request *r = (struct request *)((char *)w -
					       offsetof(struct request, waiter));
	const struct snapshot *s = r->set->snapshot;
	struct proto_reload out = { .generation = s ? s->number : 0 };
	struct failure f = { .e = *e };
	struct buf json = BUF_INIT;

	if (r->server->state != SERVER_RUNNING)
		request_set_stopping(&f);
	else if (f.e.code)
		failure_told(&f);
	else
		add_reply(&r->reply, r->framing, r->rpc.id,
			  proto_reload_encode(&out, &json), &json, &f);
	buf_release(&json);
	stats_answer(&r->server->stats, PROTO_RELOAD,
		     (clock_now_ns() - r->call.arrived_ns) / 1000);
	request_finish(r, f.e.code ? &f : NULL);
}

/* -------------------------------------------------------------------- arriving */

static struct request *keep(struct conn *c, struct proto_request *rpc)
{
	const struct proto_limits *l = &c->server->config->limits;
	struct request *r = calloc(1, sizeof(*r));

	if (!r)
		return NULL;
	r->server = c->server;
	r->rpc = *rpc;
	*rpc = (struct proto_request){ 0 };
	r->method = methods[r->rpc.method];
	r->framing = c->frames.kind;
	r->set = c->set;
	reload_share(r->set);
	r->pid = c->peer.pid;
	r->uid = c->peer.uid;
	r->call.params = r->rpc.params;
	r->call.lsp_session = c->lsp;
	r->call.arrived_ns = clock_now_ns();
	r->call.deadline_ns = r->call.arrived_ns + l->deadline_ms * 1000000;
	r->call.cancel = &r->item.cancel;
	r->waiter.done = reloaded;
	conn_add(c, r);
	return r;
}

/* The newest of one name takes the place of all older ones. */
static void cancel_older(const struct request *newest)
{
	const char *name = newest->call.latest;
	struct request *r = TAILQ_FIRST(&newest->conn->requests);

	while (name && r) {
		struct request *next = TAILQ_NEXT(r, link);

		if (r != newest && r->call.latest &&
		    !strcmp(r->call.latest, name))
			answer_cancel(r);
		r = next;
	}
}

/* Have it answered, or say why not. */
static int begin(struct request *r, struct failure *f)
{
	struct server *s = r->server;

	if (r->method->prepare(&r->call, &s->config->limits, f))
		return -1;
	if (!r->set->snapshot) {
		reload_explain(&s->reload, &f->e);
		return failure_told(f);
	}
	cancel_older(r);
	return answer_begin(r, f);
}

static void start_run(struct conn *c, struct proto_request *rpc)
{
	struct request *r = keep(c, rpc);
	struct failure f = { 0 };

	if (!r)
		conn_close(c);
	else if (begin(r, &f))
		request_finish(r, &f);
}

static void start_reload(struct conn *c, struct proto_request *rpc)
{
	struct server *s = c->server;
	struct request *r;

	if (!rpc->id) { /* a notification: nobody waits */
		reload_begin(&s->reload, NULL);
		return;
	}
	r = keep(c, rpc);
	if (r)
		reload_begin(&s->reload, &r->waiter);
	else
		conn_close(c);
}

static void answer_now(struct conn *c, struct proto_request *rpc)
{
	struct failure f = { 0 };
	struct buf json = BUF_INIT, b = BUF_INIT;
	uint64_t begun = clock_now_ns();
	int r;

	r = methods[rpc->method]->answer(c, rpc->params, &json, &f);
	add_reply(&b, c->frames.kind, rpc->id, r, &json, &f);
	buf_release(&json);
	stats_answer(&c->server->stats, rpc->method,
		     (clock_now_ns() - begun) / 1000);
	if (f.e.code)
		request_refuse(c, rpc->id, &f);
	else
		conn_send(c, &b);
	buf_release(&b);
}

static void cancel(struct conn *c, const json_t *params)
{
	const json_t *id = json_object_get(params, "id");
	struct request *r;

	TAILQ_FOREACH(r, &c->requests, link) {
		if (r->method && json_equal(r->rpc.id, id)) {
			answer_cancel(r);
			return;
		}
	}
}

static void heed(struct conn *c, const struct method *m, json_t *params)
{
	if (m->heed(c, params))
		conn_close(c); /* out of memory */
}

static void forbid(struct conn *c, const char *what, struct failure *f)
{
	conn_log_refusal(c, what);
	failure_set(f, PROTO_E_FORBIDDEN,
		    "%s is for root, the user of the daemon and its "
		    "admin_group", what);
}

static void dispatch(struct conn *c, struct proto_request *rpc)
{
	const struct method *m = methods[rpc->method];
	struct failure f = { 0 };

	if (rpc->method == PROTO_CANCEL)
		cancel(c, rpc->params);
	else if (m && m->heed)
		heed(c, m, rpc->params);
	else if (!rpc->id && rpc->method != PROTO_RELOAD)
		return; /* nobody would hear the answer */
	else if (c->server->state != SERVER_RUNNING)
		request_set_stopping(&f);
	else if (rpc->method == PROTO_UNKNOWN)
		failure_set(&f, PROTO_E_METHOD_NOT_FOUND,
			    "there is no method %s", rpc->method_name);
	else if (rpc->method == PROTO_RELOAD && !conn_is_admin(c))
		forbid(c, "reload", &f);
	else if (rpc->method == PROTO_RELOAD)
		start_reload(c, rpc);
	else if (m->answer)
		answer_now(c, rpc);
	else
		start_run(c, rpc);
	if (f.e.code && rpc->id)
		request_refuse(c, rpc->id, &f);
}

void request_take(struct conn *c, const char *s, size_t n)
{
	struct proto_request rpc;
	struct failure f = { 0 };

	if (!proto_request_decode(s, n, c->frames.kind, &rpc, &f.kind, &f.e))
		dispatch(c, &rpc);
	else if (rpc.id)
		request_refuse(c, rpc.id, &f);
	proto_request_release(&rpc);
}

void request_abandon(struct request *r)
{
	conn_remove(r->conn, r);
	r->conn = NULL;
	if (r->method)
		answer_cancel(r);
}
