/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "daemon/lsp/session.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "daemon/lsp/cursor.h"
#include "daemon/lsp/methods.h"
#include "daemon/server.h"

size_t lsp_message_max(const struct proto_limits *l)
{
	return (size_t)(l->request_bytes + 2 * l->open_bytes);
}

void lsp_free(struct lsp *l)
{
	if (!l)
		return;
	documents_release(&l->documents);
	free(l);
}

int lsp_check(const struct lsp *l, struct failure *f)
{
	if (!l)
		return failure_set(f, PROTO_E_NOT_INITIALIZED,
				   "the first request of LSP is initialize");
	if (l->shut_down)
		return failure_set(f, PROTO_E_INVALID_REQUEST,
				   "after shutdown there is only exit");
	return 0;
}

/* ------------------------------------------------------------------- lifecycle */

static int answer_initialize(struct conn *c, json_t *params, struct buf *json,
			     struct failure *f)
{
	const struct proto_limits *l = &c->server->config->limits;

	if (c->lsp)
		return failure_set(f, PROTO_E_INVALID_REQUEST,
				   "initialize was sent before");
	c->lsp = calloc(1, sizeof(*c->lsp));
	if (!c->lsp)
		return E_NOMEM;
	lsp_client_decode(params, &c->lsp->client);
	documents_init(&c->lsp->documents, l);
	c->frames.max = lsp_message_max(l);
	log_debug("client %d: speaks LSP, %s", (int)c->peer.pid,
		  position_encoding_name(c->lsp->client.encoding));
	return lsp_server_encode(c->lsp->client.encoding, TRACUU_VERSION, json);
}

static int answer_shutdown(struct conn *c, json_t *params, struct buf *json,
			   struct failure *f)
{
	(void)params;
	if (lsp_check(c->lsp, f))
		return -1;
	c->lsp->shut_down = true;
	documents_release(&c->lsp->documents);
	return lsp_null_encode(json);
}

static int heed_initialized(struct conn *c, json_t *params)
{
	(void)c;
	(void)params;
	return 0;
}

static int heed_exit(struct conn *c, json_t *params)
{
	(void)params;
	conn_finish(c);
	return 0;
}

/* ------------------------------------------------------------------- documents */

/* The document that a notification is about: its name for buf_release().
 * E_NOTFOUND where there is nothing to do, E_NOMEM. */
static int name_document(struct conn *c, json_t *params, struct buf *name)
{
	struct lsp_place p;
	const char *param;

	if (!c->lsp || c->lsp->shut_down ||
	    lsp_document_decode(params, &p, &param, NULL))
		return E_NOTFOUND;
	return documents_name(p.uri, p.uri_n, name);
}

static int done(int r, struct buf *name)
{
	buf_release(name);
	return r == E_NOMEM ? r : 0;
}

static int heed_open(struct conn *c, json_t *params)
{
	struct buf name = BUF_INIT;
	int r = name_document(c, params, &name);
	const char *text;
	size_t n;

	text = lsp_open_text(params, &n);
	if (!r && text)
		r = documents_open(&c->lsp->documents, name.s, name.len, text,
				   n);
	return done(r, &name);
}

static int heed_change(struct conn *c, json_t *params)
{
	struct buf name = BUF_INIT;
	int r = name_document(c, params, &name);
	struct lsp_change change;
	struct document *doc;
	size_t work = 0;

	if (r)
		return done(r, &name);
	doc = documents_find(&c->lsp->documents, name.s, name.len);
	for (size_t i = 0; doc && !r; i++) {
		r = lsp_change_decode(params, i, &change, NULL);
		if (!r)
			r = documents_change(&c->lsp->documents, doc,
					     c->lsp->client.encoding, &change,
					     &work);
	}
	return done(r, &name);
}

static int heed_close(struct conn *c, json_t *params)
{
	struct buf name = BUF_INIT;
	int r = name_document(c, params, &name);

	if (!r)
		documents_close(&c->lsp->documents, name.s, name.len);
	return done(r, &name);
}

/* ------------------------------------------------------------ places in documents */

/* What the editor told of the document, if it did. */
static int take_open(struct call *c, struct document *doc, struct failure *f)
{
	const struct documents *d = &c->lsp_session->documents;
	struct lsp_ask *ask = &c->lsp;
	size_t begin, end;

	if (!doc && d->one_too_many && d->count >= d->limits->open_documents) {
		err_limit(&f->e, "open_documents", d->limits->open_documents,
			  "more than %" PRIu64 " documents are open",
			  d->limits->open_documents);
		return failure_told(f);
	}
	if (!doc)
		return 0;
	if (!doc->text) {
		err_limit(&f->e, "open_bytes", d->limits->open_bytes,
			  "the open documents have more than %" PRIu64 " bytes",
			  d->limits->open_bytes);
		return failure_told(f);
	}
	position_line(doc->text, doc->n, ask->cursor.line, &begin, &end);
	ask->open = true;
	if (cursor_take_line(c, doc->text + begin, end - begin))
		return failure_set(f, PROTO_E_INTERNAL, "out of memory");
	return 0;
}

int lsp_prepare_place(struct call *c, const struct proto_limits *limits,
		      struct failure *f)
{
	struct buf name = BUF_INIT;
	const char *param = NULL;
	struct lsp_place p;
	int r;

	(void)limits;
	if (lsp_check(c->lsp_session, f))
		return -1;
	if (lsp_place_decode(c->params, &p, &param, &f->e))
		return failure_param(f, param);
	c->lsp = (struct lsp_ask){ .client = c->lsp_session->client,
				   .cursor = p.at };
	r = documents_name(p.uri, p.uri_n, &name);
	if (!r && name.len && name.s[0] == '/') {
		c->lsp.path = call_keep(c, "path", name.s, name.len);
		c->lsp.path_n = name.len;
	}
	if (r || (name.len && name.s[0] == '/' && !c->lsp.path))
		r = failure_set(f, PROTO_E_INTERNAL, "out of memory");
	else
		r = take_open(c, documents_find(&c->lsp_session->documents,
						name.s, name.len), f);
	buf_release(&name);
	return r;
}

const struct method method_lsp_initialize = { .answer = answer_initialize };
const struct method method_lsp_shutdown = { .answer = answer_shutdown };
const struct method method_lsp_initialized = { .heed = heed_initialized };
const struct method method_lsp_exit = { .heed = heed_exit };
const struct method method_lsp_open = { .heed = heed_open };
const struct method method_lsp_change = { .heed = heed_change };
const struct method method_lsp_close = { .heed = heed_close };
