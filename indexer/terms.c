/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base/room.h"
#include "indexer/terms.h"

#include <stdlib.h>
#include <string.h>

#include "base/bytes.h"
#include "store/schema.h"

struct term {
	const char *s; /* set when all are there */
	size_t at;     /* of terms->bytes */
	uint64_t head; /* its first bytes as a number, for the comparison */
	uint32_t n, wdf;
};

void terms_release(struct terms *t)
{
	free(t->v);
	buf_release(&t->bytes);
	*t = (struct terms){ 0 };
}

void terms_clear(struct terms *t)
{
	t->n = 0;
	buf_clear(&t->bytes);
}

static uint64_t head_of(const char *s, size_t n)
{
	uint64_t head = 0;

	for (size_t i = 0; i < sizeof(head); i++)
		head = head << 8 | (i < n ? (unsigned char)s[i] : 0);
	return head;
}

int terms_add(struct terms *t, const char *prefix, const char *s, size_t n,
	      uint32_t wdf)
{
	size_t at = t->bytes.len, prefix_n = strlen(prefix);
	struct term *v;

	if (prefix_n + n > SCHEMA_TERM_MAX)
		return 0;
	if (t->n >= TERMS_MAX)
		return E_LIMIT;
	v = room(t->v, t->n + 1, &t->cap, sizeof(*v));
	if (!v)
		return E_NOMEM;
	t->v = v;
	if (buf_add(&t->bytes, prefix, prefix_n) || buf_add(&t->bytes, s, n))
		return E_NOMEM;
	n += prefix_n;
	v[t->n++] = (struct term){
		.at = at,
		.head = head_of(t->bytes.s + at, n),
		.n = (uint32_t)n,
		.wdf = wdf,
	};
	return 0;
}

static int compare(const void *pa, const void *pb)
{
	const struct term *a = pa, *b = pb;

	if (a->head != b->head)
		return a->head < b->head ? -1 : 1;
	return bytes_compare(a->s, a->n, b->s, b->n);
}

int terms_put(struct terms *t, struct store_writer *w, struct err *e)
{
	int r = 0;

	for (size_t i = 0; i < t->n; i++)
		t->v[i].s = t->bytes.s + t->v[i].at;
	if (t->n)
		qsort(t->v, t->n, sizeof(*t->v), compare);
	for (size_t i = 0; !r && i < t->n; i++)
		r = store_doc_term(w, t->v[i].s, t->v[i].n, t->v[i].wdf, e);
	return r;
}

int terms_remove(const struct terms *t, struct store_writer *w, struct err *e)
{
	int r = 0;

	for (size_t i = 0; !r && i < t->n; i++)
		r = store_doc_remove_term(w, t->bytes.s + t->v[i].at,
					  t->v[i].n, e);
	return r;
}
