/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "search/telling.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/bytes.h"
#include "search/plan/pair.h"

#define NO_TERM UINT32_MAX

/* A word, a unit or a pair, while it is counted. */
struct candidate {
	uint32_t first, second; /* terms of the record; NO_TERM: no pair */
	uint32_t times;		/* in the title twice */
	uint32_t pos;		/* where it comes first */
};

/* The report, decoded. */
struct report {
	const struct record_str *terms;
	const uint32_t *stream;
	const struct record_unit *units;
	size_t n_terms, n, title_end, n_units;
	struct arena *arena;
};

static int read_report(struct search *s, struct report *r, struct err *e)
{
	int ret = record_terms(s->record, &r->terms, &r->n_terms, e);

	if (!ret)
		ret = record_stream(s->record, &r->stream, &r->n,
				    &r->title_end, e);
	if (!ret)
		ret = record_units(s->record, &r->units, &r->n_units, e);
	if (r->n > TELLING_POSITIONS)
		r->n = TELLING_POSITIONS;
	return ret;
}

/* -------------------------------------------------------------------- counting */

static void count(struct candidate *c, const struct report *r, uint32_t pos)
{
	if (!c->times || pos < c->pos)
		c->pos = pos;
	c->times += pos < r->title_end ? 2 : 1;
}

/* Every term of the record, its words and its units. */
static int count_words(const struct report *r, struct candidate **ret,
		       size_t *ret_n)
{
	struct candidate *v = arena_alloc(r->arena, r->n_terms * sizeof(*v));

	if (!v)
		return E_NOMEM;
	for (size_t i = 0; i < r->n_terms; i++) {
		v[i].first = (uint32_t)i;
		v[i].second = NO_TERM;
	}
	for (uint32_t i = 0; i < r->n; i++)
		if (r->stream[i] != RECORD_BREAK)
			count(&v[r->stream[i]], r, i);
	for (size_t i = 0; i < r->n_units; i++)
		if (r->units[i].pos < r->n)
			count(&v[r->units[i].term], r, r->units[i].pos);
	*ret = v;
	*ret_n = r->n_terms;
	return 0;
}

static int by_terms(const void *a, const void *b)
{
	const struct candidate *x = a, *y = b;

	if (x->first != y->first)
		return x->first < y->first ? -1 : 1;
	if (x->second != y->second)
		return x->second < y->second ? -1 : 1;
	return (x->pos > y->pos) - (x->pos < y->pos);
}

/* Each pair of neighbours once, from a list of all there are. */
static size_t count_same(struct candidate *v, size_t n, const struct report *r)
{
	size_t to = 0;

	qsort(v, n, sizeof(*v), by_terms);
	for (size_t i = 0; i < n; i++) {
		uint32_t pos = v[i].pos;

		if (!to || v[to - 1].first != v[i].first ||
		    v[to - 1].second != v[i].second)
			v[to++] = v[i];
		count(&v[to - 1], r, pos);
	}
	return to;
}

static int count_pairs(const struct report *r, struct candidate **ret,
		       size_t *ret_n)
{
	struct candidate *v = arena_alloc(r->arena, r->n * sizeof(*v));
	size_t n = 0;

	if (!v)
		return E_NOMEM;
	for (uint32_t i = 1; i < r->n; i++)
		if (r->stream[i - 1] != RECORD_BREAK &&
		    r->stream[i] != RECORD_BREAK)
			v[n++] = (struct candidate){
				.first = r->stream[i - 1],
				.second = r->stream[i],
				.pos = i,
			};
	*ret_n = n ? count_same(v, n, r) : 0;
	*ret = v;
	return 0;
}

/* -------------------------------------------------------------------- weighing */

/* The most frequent first; where equal what comes first in the report, since a
 * report begins with what it is about. */
static int by_times(const void *a, const void *b)
{
	const struct candidate *x = a, *y = b;

	if (x->times != y->times)
		return x->times < y->times ? 1 : -1;
	return (x->pos > y->pos) - (x->pos < y->pos);
}

/* The term in the index; n is 0 for a pair that has none. */
static int name(const struct report *r, const struct candidate *c,
		struct telling_term *t)
{
	const struct record_str *first = &r->terms[c->first];
	const struct record_str *second;
	char pair[SCHEMA_TERM_MAX];

	if (c->second == NO_TERM) {
		t->term = arena_dup(r->arena, first->s, first->n);
		t->n = first->n;
		t->norm = STORE_BY_LENGTH;
	} else {
		second = &r->terms[c->second];
		t->n = pair_term(SCHEMA_PAIR, term_base(first->s, first->n),
				 term_base(second->s, second->n), pair);
		t->term = arena_dup(r->arena, pair, t->n);
		t->norm = STORE_PAIR;
	}
	return t->term ? 0 : E_NOMEM;
}

/* What it counts: its frequency here, saturated, times its idf (store/weight.h);
 * 0: no other report has it. */
static int weigh(struct search *s, const struct candidate *c,
		 struct telling_term *t, struct err *e)
{
	double all = (double)s->stats.documents, often, idf;
	uint64_t df = 0;
	int r = t->n ? store_term_df(s->reader, t->term, t->n, &df, e) : 0;

	t->weight = 0;
	if (r || df < 2)
		return r;
	often = (double)c->times / (c->times + TELLING_OFTEN);
	idf = log(1 + (all - (double)df + 0.5) / ((double)df + 0.5));
	t->weight = often * idf *
		    (c->second == NO_TERM ? 1 : TELLING_PAIR);
	return 0;
}

/* Add the most frequent of n candidates to `to`. */
static int add(struct search *s, const struct search_request *req,
	       const struct report *r, struct candidate *v, size_t n,
	       struct telling_term *to, size_t *to_n, struct err *e)
{
	int ret = 0;

	if (n)
		qsort(v, n, sizeof(*v), by_times);
	if (n > TELLING_CANDIDATES)
		n = TELLING_CANDIDATES;
	for (size_t i = 0; !ret && i < n && v[i].times; i++) {
		struct telling_term *t = &to[*to_n];

		ret = search_in_time(req, e);
		if (!ret && name(r, &v[i], t))
			ret = err_nomem(e);
		if (!ret)
			ret = weigh(s, &v[i], t, e);
		*to_n += !ret && t->weight > 0;
	}
	return ret;
}

/* In byte order where equal, so that the answer does not change from run to
 * run. */
static int by_weight(const void *a, const void *b)
{
	const struct telling_term *x = a, *y = b;

	if (x->weight != y->weight)
		return x->weight < y->weight ? 1 : -1;
	return bytes_compare(x->term, x->n, y->term, y->n);
}

int telling_find(struct search *s, const struct search_request *req,
		 struct arena *arena, struct telling_term **ret, size_t *ret_n,
		 struct err *e)
{
	struct report report = { .arena = arena };
	struct candidate *words, *pairs;
	size_t n_words, n_pairs, n = 0;
	struct telling_term *v =
		arena_alloc(arena, 2 * TELLING_CANDIDATES * sizeof(*v));
	int r = v ? read_report(s, &report, e) : err_nomem(e);

	if (r)
		return r;
	if (count_words(&report, &words, &n_words) ||
	    count_pairs(&report, &pairs, &n_pairs))
		return err_nomem(e);
	r = add(s, req, &report, words, n_words, v, &n, e);
	if (!r)
		r = add(s, req, &report, pairs, n_pairs, v, &n, e);
	if (r)
		return r;
	if (n)
		qsort(v, n, sizeof(*v), by_weight);
	*ret = v;
	*ret_n = n < TELLING_TERMS ? n : TELLING_TERMS;
	return 0;
}
