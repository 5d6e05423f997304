/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <stdlib.h>
#include <string.h>

#include "search/written.h"
#include "store/schema.h"
#include "text/syllable.h"

/* Reports read to see how words are spelled, and bytes of text of each. */
#define SPELLED_IN 3
#define SPELLED_BYTES 2048

static bool same(struct written_term a, const struct record_str *b)
{
	return written_same(a, (struct written_term){ b->s, b->n });
}

static struct base base_of(struct written_term t)
{
	const char *colon = t.n ? memrchr(t.s, ':', t.n) : NULL;

	return (struct base){ t.s, colon ? (size_t)(colon - t.s) : t.n };
}

/* ------------------------------------------------------------------- documents */

static struct store_query *pair_query(struct base a, struct base b)
{
	char term[SCHEMA_TERM_MAX];
	size_t n = pair_term(SCHEMA_PAIR, a, b, term);

	return n ? store_query_term(term, n, STORE_BY_LENGTH)
		 : store_query_none();
}

/* The first documents that match: without weights, the match ends there. */
static int first_documents(struct search *s, const struct search_request *req,
			   struct store_query *q, uint32_t n,
			   struct store_hits *ret, struct err *e)
{
	const struct store_match m = {
		.limit = n,
		.exact_to = n + 1,
		.bm25 = { .k1 = 1 },
		.deadline_ns = req->deadline_ns,
		.cancel = req->cancel,
	};
	int r;

	if (q)
		q = store_query_scale(q, 0);
	r = q ? store_match(s->reader, q, &m, ret, e) : err_nomem(e);
	store_query_free(q);
	return r;
}

/* ----------------------------------------------------------------------- pairs */

struct pairs {
	struct search *s;
	struct base first, second;
	struct arena *arena;
	struct written *to;
};

static int count_pair(struct pairs *p, const struct record_str *a,
		      const struct record_str *b)
{
	struct written *w = p->to;
	struct written_pair *v;

	for (size_t i = 0; i < w->n; i++)
		if (same(w->v[i].first, a) && same(w->v[i].second, b)) {
			w->v[i].n++;
			return 0;
		}
	if (w->n == w->cap) {
		size_t cap = w->cap ? 2 * w->cap : 8;

		v = arena_alloc(p->arena, cap * sizeof(*v));
		if (!v)
			return E_NOMEM;
		if (w->n)
			memcpy(v, w->v, w->n * sizeof(*v));
		w->v = v;
		w->cap = cap;
	}
	v = &w->v[w->n];
	v->first.s = arena_dup(p->arena, a->s, a->n);
	v->second.s = arena_dup(p->arena, b->s, b->n);
	if (!v->first.s || !v->second.s)
		return E_NOMEM;
	v->first.n = a->n;
	v->second.n = b->n;
	v->n = 1;
	w->n++;
	return 0;
}

static bool has_base(const struct record_str *term, struct base base)
{
	return term->n > base.n && term->s[base.n] == ':' &&
	       !memcmp(term->s, base.s, base.n);
}

/* Every place of the record that is loaded counts, a report at most a few
 * times: one long report is no usage. */
static int see_record(struct pairs *p, struct err *e)
{
	const struct record_str *terms;
	const uint32_t *stream;
	size_t n_terms, n, title_end, seen = 0;
	int r = record_terms(p->s->record, &terms, &n_terms, e);

	if (!r)
		r = record_stream(p->s->record, &stream, &n, &title_end, e);
	for (size_t i = 1; !r && i < n && seen < 4; i++) {
		const struct record_str *a, *b;

		if (stream[i] == RECORD_BREAK || stream[i - 1] == RECORD_BREAK)
			continue;
		a = &terms[stream[i - 1]];
		b = &terms[stream[i]];
		if (!has_base(a, p->first) || !has_base(b, p->second))
			continue;
		if (count_pair(p, a, b))
			r = err_nomem(e);
		seen++;
	}
	return r;
}

static int more_frequent(const void *a, const void *b)
{
	const struct written_pair *x = a, *y = b;

	return (x->n < y->n) - (x->n > y->n);
}

int written_pairs(struct search *s, const struct search_request *req,
		  struct base first, struct base second, uint32_t reports,
		  struct arena *arena, struct written *ret, struct err *e)
{
	struct written w = { 0 };
	struct pairs p = { s, first, second, arena, &w };
	struct store_hits hits;
	int r = first_documents(s, req, pair_query(first, second), reports,
				&hits, e);

	if (r)
		return r;
	for (size_t i = 0; !r && i < hits.n; i++) {
		r = search_in_time(req, e);
		if (!r)
			r = session_load(s, hits.v[i].docid, e);
		if (!r)
			r = see_record(&p, e);
	}
	w.reports = (uint32_t)hits.n;
	w.all = hits.n < reports || hits.upper == hits.n;
	free(hits.v);
	if (r)
		return r;
	if (w.n)
		qsort(w.v, w.n, sizeof(*w.v), more_frequent);
	*ret = w;
	return 0;
}

/* ------------------------------------------------------------------------ text */

/* Words of a report, spelled. */
struct spelled {
	struct buf lower, written; /* in lower case; with capitals */
	bool capital;		   /* each of them begins with one */
};

static int add_word(struct spelled *to, const char *s, size_t n)
{
	struct syllable y;
	int r;

	if (!syllable_read(&y, s, n)) {
		to->capital = false;
		r = buf_add(&to->lower, s, n);
		return r ? r : buf_add(&to->written, s, n);
	}
	to->capital &= y.n && y.letters[0].upper;
	to->capital &= y.n < 2 || !y.letters[1].upper;
	r = syllable_write(&y, &to->written);
	for (size_t i = 0; i < y.n; i++)
		y.letters[i].upper = 0;
	return r ? r : syllable_write(&y, &to->lower);
}

/* Words [from, from + n) of the text of the record that is loaded. */
static int spell_at(struct search *s, uint32_t from, size_t n,
		    struct spelled *to, bool *ret_whole, struct err *e)
{
	struct record_anchor at;
	struct text_token t;
	size_t done = 0;
	int r = record_anchor(s->record, from, &at, e);

	buf_clear(&s->slice);
	if (!r)
		r = record_text(s->record, at.byte, at.byte + SPELLED_BYTES,
				&s->slice, e);
	if (r)
		return r;
	text_begin(s->analyzer, s->slice.s ? s->slice.s : "", s->slice.len,
		   at.pos);
	while (done < n && (r = text_next(s->analyzer, &t, e)) > 0) {
		if (t.pos < from)
			continue;
		r = done ? buf_addc(&to->lower, ' ') : 0;
		if (!r && done)
			r = buf_addc(&to->written, ' ');
		if (!r)
			r = add_word(to, s->slice.s + t.begin, t.end - t.begin);
		if (r)
			return err_nomem(e);
		done++;
	}
	*ret_whole = done == n;
	return r < 0 ? r : 0;
}

/* The first place of the body where the terms stand side by side. */
static int find_run(struct search *s, const struct written_term *terms,
		    size_t n, uint32_t *ret_pos, struct err *e)
{
	const struct record_str *v;
	const uint32_t *stream;
	size_t n_terms, len, title_end = 0;
	int r = record_terms(s->record, &v, &n_terms, e);

	if (!r)
		r = record_stream(s->record, &stream, &len, &title_end, e);
	for (size_t i = r ? 0 : title_end; !r && i + n <= len; i++) {
		size_t k = 0;

		while (k < n && stream[i + k] != RECORD_BREAK &&
		       same(terms[k], &v[stream[i + k]]))
			k++;
		if (k == n) {
			*ret_pos = (uint32_t)i;
			return 0;
		}
	}
	return r ? r : E_NOTFOUND;
}

/* All pairs of the terms, or the one term. */
static struct store_query *run_query(const struct written_term *terms, size_t n)
{
	struct store_query *v[WRITTEN_MAX];

	if (n == 1)
		return store_query_term(terms->s, terms->n, STORE_BY_LENGTH);
	for (size_t i = 0; i + 1 < n; i++)
		v[i] = pair_query(base_of(terms[i]), base_of(terms[i + 1]));
	return store_query_op(STORE_AND, v, n - 1);
}

/* What a term says without having seen it written. */
static int spell_term(struct written_term t, struct buf *out)
{
	size_t base = base_of(t).n;
	struct syllable y;

	if (!syllable_read(&y, t.s, base))
		return buf_add(out, t.s, base);
	for (size_t i = base + 1; i < t.n; i++) {
		char c = t.s[i];

		if (c >= '1' && c <= '5')
			y.tone = (uint8_t)(c - '0');
		else if (c >= 'A' && c < 'A' + y.n)
			y.letters[c - 'A'].shape = 1;
		else if (c >= 'a' && c < 'a' + y.n)
			y.letters[c - 'a'].shape = 2;
	}
	return syllable_write(&y, out);
}

static int spell_terms(const struct written_term *terms, size_t n,
		       struct buf *out)
{
	int r = 0;

	for (size_t i = 0; !r && i < n; i++) {
		if (i)
			r = buf_addc(out, ' ');
		if (!r)
			r = spell_term(terms[i], out);
	}
	return r;
}

/* The words as one report has them, added to what others had. */
static int spell_in(struct search *s, uint32_t docid,
		    const struct written_term *terms, size_t n,
		    struct spelled *first, bool *found, struct err *e)
{
	struct spelled here = { BUF_INIT, BUF_INIT, true };
	uint32_t pos = 0;
	bool whole = false;
	int r = session_load(s, docid, e);

	if (!r)
		r = find_run(s, terms, n, &pos, e);
	if (!r)
		r = spell_at(s, pos, n, &here, &whole, e);
	if (!r && whole && !*found) {
		*first = here;
		*found = true;
		return 0;
	}
	if (!r && whole)
		first->capital &= here.capital;
	buf_release(&here.lower);
	buf_release(&here.written);
	return r == E_NOTFOUND ? 0 : r;
}

int written_text(struct search *s, const struct search_request *req,
		 const struct written_term *terms, size_t n, struct buf *out,
		 struct err *e)
{
	struct spelled first = { BUF_INIT, BUF_INIT, false };
	struct store_hits hits = { 0 };
	bool found = false;
	int r;

	if (!n || n > WRITTEN_MAX)
		return spell_terms(terms, n, out) ? err_nomem(e) : 0;
	r = first_documents(s, req, run_query(terms, n), SPELLED_IN, &hits, e);
	for (size_t i = 0; !r && i < hits.n; i++) {
		r = search_in_time(req, e);
		if (!r)
			r = spell_in(s, hits.v[i].docid, terms, n, &first,
				     &found, e);
	}
	free(hits.v);
	if (!r && found) {
		const struct buf *b =
			first.capital ? &first.written : &first.lower;

		r = buf_add(out, b->s, b->len) ? err_nomem(e) : 0;
	} else if (!r) {
		r = spell_terms(terms, n, out) ? err_nomem(e) : 0;
	}
	buf_release(&first.lower);
	buf_release(&first.written);
	return r;
}
