/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "daemon/lsp/documents.h"

#include <stdlib.h>
#include <string.h>

#include "base/bytes.h"
#include "base/path.h"

/* Bytes of text that the changes of one message may move, all on the loop: 80
 * changes of a report of 100 kB. */
#define WORK_MAX (8 * 1024 * 1024)

void documents_init(struct documents *d, const struct proto_limits *l)
{
	*d = (struct documents){ .limits = l };
	TAILQ_INIT(&d->list);
}

static void forget_text(struct documents *d, struct document *doc)
{
	d->bytes -= doc->n;
	free(doc->text);
	doc->text = NULL;
	doc->n = 0;
}

static void drop(struct documents *d, struct document *doc)
{
	forget_text(d, doc);
	d->bytes -= doc->name_n;
	d->count--;
	TAILQ_REMOVE(&d->list, doc, link);
	free(doc->name);
	free(doc);
}

void documents_release(struct documents *d)
{
	struct document *doc;

	while ((doc = TAILQ_FIRST(&d->list)))
		drop(d, doc);
}

int documents_name(const char *uri, size_t n, struct buf *name)
{
	int r = E_INVAL;

	if (n > 8 && !memcmp(uri, "file:///", 8))
		r = path_add_from_uri(name, uri, n);
	return r == E_INVAL ? buf_add(name, uri, n) : r;
}

struct document *documents_find(struct documents *d, const char *name, size_t n)
{
	struct document *doc;

	TAILQ_FOREACH(doc, &d->list, link)
		if (!bytes_compare(doc->name, doc->name_n, name, n))
			return doc;
	return NULL;
}

/* The head of the text, `text` and its tail instead of it; forgotten where it
 * would be too long. */
static int put_text(struct documents *d, struct document *doc, size_t head,
		    const char *text, size_t n, size_t tail)
{
	uint64_t size = (uint64_t)head + n + tail;
	char *s;

	if (d->bytes - doc->n + size > d->limits->open_bytes) {
		forget_text(d, doc);
		return 0;
	}
	s = malloc(size + 1);
	if (!s)
		return E_NOMEM;
	if (head)
		memcpy(s, doc->text, head);
	if (n)
		memcpy(s + head, text, n);
	if (tail)
		memcpy(s + head + n, doc->text + doc->n - tail, tail);
	forget_text(d, doc);
	doc->text = s;
	doc->n = size;
	d->bytes += size;
	return 0;
}

static struct document *add(struct documents *d, const char *name, size_t n)
{
	struct document *doc = calloc(1, sizeof(*doc));

	if (!doc)
		return NULL;
	doc->name = malloc(n + 1);
	if (!doc->name) {
		free(doc);
		return NULL;
	}
	memcpy(doc->name, name, n);
	doc->name_n = n;
	TAILQ_INSERT_TAIL(&d->list, doc, link);
	d->bytes += n;
	d->count++;
	return doc;
}

int documents_open(struct documents *d, const char *name, size_t name_n,
		   const char *text, size_t n)
{
	struct document *doc = documents_find(d, name, name_n);

	if (!doc && (d->count >= d->limits->open_documents ||
		     d->bytes + name_n > d->limits->open_bytes)) {
		d->one_too_many = true;
		return 0;
	}
	if (!doc)
		doc = add(d, name, name_n);
	return doc ? put_text(d, doc, 0, text, n, 0) : E_NOMEM;
}

void documents_close(struct documents *d, const char *name, size_t name_n)
{
	struct document *doc = documents_find(d, name, name_n);

	if (doc)
		drop(d, doc);
}

int documents_change(struct documents *d, struct document *doc,
		     enum position_encoding x, const struct lsp_change *c,
		     size_t *work)
{
	size_t begin, end;

	*work += doc->n;
	if (*work > WORK_MAX)
		forget_text(d, doc);
	if (c->whole)
		return put_text(d, doc, 0, c->text, c->n, 0);
	if (!doc->text)
		return 0; /* what would be changed is not known */
	begin = position_offset(x, doc->text, doc->n, c->range.start);
	end = position_offset(x, doc->text, doc->n, c->range.end);
	if (end < begin)
		end = begin;
	return put_text(d, doc, begin, c->text, c->n, doc->n - end);
}
