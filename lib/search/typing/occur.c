/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "search/typing/occur.h"

#include <stdlib.h>
#include <string.h>

#include "search/query/parser.h"
#include "search/session.h"
#include "store/record.h"
#include "text/text.h"

/* Bytes read for the text of a place: an anchor is at most 32 positions away. */
#define TEXT_BYTES 640

struct finder {
	struct search *s;
	const struct occur_search *what;
	struct arena *arena;
	struct occurrences *to;
	bool capped; /* a report had more places than are told */

	/* the report at hand */
	struct record *record;
	const struct record_str *terms;
	const uint32_t *stream;
	size_t n_terms, len, title_end;
	uint8_t *is; /* bit k of is[i]: term i is word k */
	size_t rare; /* number of the word that comes least often ... */
	uint32_t rare_term; /* ... and its term, if it is one only */
};

/* --------------------------------------------------------------------- reports */

static struct store_query *occur_query(const struct occur_search *what)
{
	struct store_query *v[OCCUR_RUN];
	const struct occur_word *w = what->words;

	if (what->n == 1)
		return store_query_term(w->s, w->n, STORE_BY_LENGTH);
	for (size_t i = 0; i + 1 < what->n; i++) {
		char term[SCHEMA_TERM_MAX];
		size_t n = pair_term(SCHEMA_PAIR,
				     (struct base){ w[i].s, w[i].base_len },
				     (struct base){ w[i + 1].s,
						    w[i + 1].base_len },
				     term);

		v[i] = n ? store_query_term(term, n, STORE_BY_LENGTH)
			 : store_query_none();
	}
	return store_query_op(STORE_AND, v, what->n - 1);
}

/* The first reports that match: without weights, the match ends there. */
static int first_reports(struct search *s, const struct search_request *req,
			 const struct occur_search *what,
			 struct store_hits *ret, struct err *e)
{
	const struct store_match m = {
		.limit = what->reports,
		.exact_to = what->reports + 1,
		.bm25 = { .k1 = 1 },
		.deadline_ns = req->deadline_ns,
		.cancel = req->cancel,
	};
	struct store_query *q = occur_query(what);
	int r;

	if (q)
		q = store_query_scale(q, 0);
	r = q ? store_match(s->reader, q, &m, ret, e) : err_nomem(e);
	store_query_free(q);
	return r;
}

/* ---------------------------------------------------------------------- places */

static bool is_word(const struct occur_word *w, const struct record_str *term)
{
	if (w->exact)
		return w->n == term->n && !memcmp(w->s, term->s, w->n);
	return text_covers(w->s, w->n, term->s, term->n);
}

static int load_report(struct finder *f, uint32_t docid, struct err *e)
{
	struct search *s = f->s;
	int r = recent_load(&s->recent, s->reader, s->record, docid,
			    &f->record, e);

	if (!r)
		r = record_terms(f->record, &f->terms, &f->n_terms, e);
	if (!r)
		r = record_stream(f->record, &f->stream, &f->len,
				  &f->title_end, e);
	if (r)
		return r;
	free(f->is);
	f->is = calloc(f->n_terms + 1, 1);
	return f->is ? 0 : err_nomem(e);
}

/* Tell the terms of the report that are words; false: one of these is not there.
 * Most terms differ from all of them in their first byte. */
static bool find_words(struct finder *f)
{
	uint8_t first[256] = { 0 };
	unsigned found = 0, here;

	for (size_t k = 0; k < f->what->n; k++)
		first[(uint8_t)f->what->words[k].s[0]] |= (uint8_t)(1u << k);
	for (size_t i = 0; i < f->n_terms; i++) {
		unsigned may = first[(uint8_t)f->terms[i].s[0]];

		for (size_t k = 0; may >> k; k++)
			if (may >> k & 1 &&
			    is_word(&f->what->words[k], &f->terms[i]))
				f->is[i] |= (uint8_t)(1u << k);
		here = f->is[i] & ~found;
		for (size_t k = 0; here >> k; k++)
			if (here >> k & 1)
				f->rare = k; /* frequent terms come first */
		if (here)
			f->rare_term = (uint32_t)i;
		else if (f->is[i] >> f->rare & 1)
			f->rare_term = RECORD_BREAK;
		found |= here;
	}
	return found == (1u << f->what->n) - 1;
}

static bool stand_at(const struct finder *f, size_t at)
{
	for (size_t k = 0; k < f->what->n; k++) {
		uint32_t term = f->stream[at + k];

		if (term == RECORD_BREAK || !(f->is[term] & 1u << k))
			return false;
	}
	return true;
}

static int copy(struct arena *arena, const char *s, size_t n,
		struct written_term *ret)
{
	*ret = (struct written_term){ arena_dup(arena, s, n), n };
	return ret->s ? 0 : E_NOMEM;
}

static int add_place(struct finder *f, uint32_t docid, size_t at)
{
	struct occurrence *p = &f->to->v[f->to->n];
	size_t most = f->what->n + f->what->behind;

	p->terms = arena_alloc(f->arena, most * sizeof(*p->terms));
	if (!p->terms)
		return E_NOMEM;
	for (size_t i = at; i < f->len && p->n < most; i++) {
		const struct record_str *term;

		if (f->stream[i] == RECORD_BREAK)
			break;
		term = &f->terms[f->stream[i]];
		if (copy(f->arena, term->s, term->n, &p->terms[p->n++]))
			return E_NOMEM;
	}
	p->docid = docid;
	p->pos = (uint32_t)at;
	p->report = f->to->reports;
	p->title = at < f->title_end;
	p->start = !at || f->stream[at - 1] == RECORD_BREAK;
	f->to->n++;
	return 0;
}

/* The first position from i on, below `end`, where the word that comes least
 * often stands: most of the time goes here. */
static size_t next_rare(const struct finder *f, size_t i, size_t end)
{
	const uint32_t *stream = f->stream + f->rare;
	const uint8_t *is = f->is;
	const unsigned bit = 1u << f->rare;

	if (f->rare_term != RECORD_BREAK)
		while (i < end && stream[i] != f->rare_term)
			i++;
	else
		while (i < end && (stream[i] == RECORD_BREAK ||
				   !(is[stream[i]] & bit)))
			i++;
	return i;
}

static int find_places(struct finder *f, uint32_t docid)
{
	size_t end = f->len < f->what->n ? 0 : f->len - f->what->n + 1;
	size_t found = 0;

	if (!find_words(f))
		return 0;
	for (size_t i = 0; (i = next_rare(f, i, end)) < end; i++) {
		if (!stand_at(f, i))
			continue;
		if (found++ == OCCUR_EACH) {
			f->capped = true;
			break;
		}
		if (add_place(f, docid, i))
			return E_NOMEM;
	}
	return 0;
}

bool occur_same(const struct occurrence *a, const struct occurrence *b,
		size_t n)
{
	if (a->n < n || b->n < n)
		return false;
	for (size_t i = 0; i < n; i++)
		if (!written_same(a->terms[i], b->terms[i]))
			return false;
	return true;
}

static int see_report(struct finder *f, uint32_t docid, struct err *e)
{
	int r = load_report(f, docid, e);

	if (!r && find_places(f, docid))
		r = err_nomem(e);
	f->to->reports++;
	return r;
}

/* Whether no more reports need to be read. */
static bool is_enough(const struct finder *f)
{
	const struct occurrences *p = f->to;

	if (!f->what->enough || p->reports < f->what->enough || !p->n)
		return false;
	for (size_t i = 1; i < p->n; i++)
		if (!occur_same(&p->v[0], &p->v[i], f->what->n))
			return false;
	return true;
}

int occur_find(struct search *s, const struct search_request *req,
		const struct occur_search *what, struct arena *arena,
		struct occurrences *ret, struct err *e)
{
	struct occurrences to = { 0 };
	struct finder f = { .s = s, .what = what, .arena = arena, .to = &to };
	struct store_hits hits;
	int r = first_reports(s, req, what, &hits, e);

	if (r)
		return r;
	to.v = arena_alloc(arena, hits.n * OCCUR_EACH * sizeof(*to.v));
	if (!to.v)
		r = err_nomem(e);
	for (size_t i = 0; !r && i < hits.n && !is_enough(&f); i++) {
		r = search_in_time(req, e);
		if (!r)
			r = see_report(&f, hits.v[i].docid, e);
	}
	to.all = !f.capped && to.reports == hits.n &&
		 (hits.n < what->reports || hits.upper == hits.n);
	free(hits.v);
	free(f.is);
	if (!r)
		*ret = to;
	return r;
}

/* ------------------------------------------------------------------------ text */

static int read_words(struct search *s, struct occurrence *p, uint32_t from,
		      struct arena *arena, struct err *e)
{
	struct text_token t;
	size_t done = 0, end = 0;
	int r = 0;

	text_begin(s->analyzer, s->slice.s ? s->slice.s : "", s->slice.len,
		   from);
	while (done < p->n && (r = text_next(s->analyzer, &t, e)) > 0) {
		if (t.pos != p->pos + done)
			continue;
		if (done &&
		    !query_has_space(s->slice.s + end, t.begin - end) &&
		    copy(arena, s->slice.s + end, t.begin - end,
			 &p->signs[done]))
			return err_nomem(e);
		if (copy(arena, s->slice.s + t.begin, t.end - t.begin,
			 &p->texts[done++]))
			return err_nomem(e);
		end = t.end;
	}
	return r < 0 ? r : 0;
}

static int read_text(struct search *s, struct occurrence *p, struct arena *arena,
		     struct err *e)
{
	struct record_anchor anchor;
	struct record *record;
	int r = recent_load(&s->recent, s->reader, s->record, p->docid,
			    &record, e);

	if (!r)
		r = record_anchor(record, p->pos, &anchor, e);
	if (r)
		return r;
	buf_clear(&s->slice);
	r = record_text(record, anchor.byte, anchor.byte + TEXT_BYTES,
			&s->slice, e);
	if (r)
		return r;
	p->texts = arena_alloc(arena, p->n * sizeof(*p->texts));
	p->signs = arena_alloc(arena, p->n * sizeof(*p->signs));
	return p->texts && p->signs ? read_words(s, p, anchor.pos, arena, e)
				    : err_nomem(e);
}

/* The place to read of those from i on that are in the same report; *ret_next is
 * the first in another one. */
static struct occurrence *best_place(struct occurrence *const *v, size_t n,
				     size_t i, size_t *ret_next)
{
	struct occurrence *best = NULL;
	uint32_t report = v[i]->report;

	for (; i < n && v[i]->report == report; i++)
		if (!v[i]->title && (!best || (best->start && !v[i]->start)))
			best = v[i];
	*ret_next = i;
	return best;
}

int occur_read(struct search *s, struct occurrence *const *v, size_t n,
		struct arena *arena, struct err *e)
{
	size_t done = 0;
	int r = 0;

	for (size_t i = 0; !r && i < n && done < OCCUR_TEXTS;) {
		struct occurrence *p = best_place(v, n, i, &i);

		if (!p)
			continue;
		done++;
		if (!p->texts)
			r = read_text(s, p, arena, e);
	}
	return r;
}
