/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Any JSON as the parameters of LSP's requests, and lines of it, one message
 * each, as what an editor tells of its documents: they stay well-formed and
 * within their limits.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "daemon/lsp/documents.h"
#include "proto/lsp.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const struct proto_limits limits = { .open_documents = 2,
					    .open_bytes = 200 };

static void check(const struct documents *d)
{
	const struct document *doc;
	uint64_t bytes = 0, count = 0;

	TAILQ_FOREACH(doc, &d->list, link) {
		if (doc->text && utf8_valid_len(doc->text, doc->n) != doc->n)
			abort();
		bytes += doc->name_n + doc->n;
		count++;
	}
	if (bytes != d->bytes || count != d->count ||
	    bytes > limits.open_bytes || count > limits.open_documents)
		abort();
}

static void change(struct documents *d, struct document *doc,
		   const json_t *params)
{
	struct lsp_change c;
	size_t work = 0;

	for (size_t i = 0; !lsp_change_decode(params, i, &c, NULL); i++) {
		if (documents_change(d, doc, (enum position_encoding)(i % 2),
				     &c, &work))
			abort();
		check(d);
	}
}

/* One message: with a text it opens the document, with changes it changes it,
 * else it closes it. */
static void take(struct documents *d, const json_t *params)
{
	struct buf name = BUF_INIT;
	const char *param, *text;
	struct document *doc;
	struct lsp_place p;
	size_t n;

	if (lsp_place_decode(params, &p, &param, NULL) && !param)
		abort();
	if (lsp_document_decode(params, &p, &param, NULL))
		return;
	if (documents_name(p.uri, p.uri_n, &name))
		abort();
	text = lsp_open_text(params, &n);
	doc = documents_find(d, name.s, name.len);
	if (text && documents_open(d, name.s, name.len, text, n))
		abort();
	else if (!text && doc && json_object_get(params, "contentChanges"))
		change(d, doc, params);
	else if (!text)
		documents_close(d, name.s, name.len);
	buf_release(&name);
	check(d);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const char *s = (const char *)data, *end = s + size;
	struct lsp_client client;
	struct documents d;

	documents_init(&d, &limits);
	while (s < end) {
		const char *eol = memchr(s, '\n', (size_t)(end - s));
		size_t n = (size_t)((eol ? eol : end) - s);
		json_t *json = json_loadb(s, n, JSON_ALLOW_NUL, NULL);

		lsp_client_decode(json, &client);
		if (json)
			take(&d, json);
		json_decref(json);
		s += n + 1;
	}
	documents_release(&d);
	return 0;
}
