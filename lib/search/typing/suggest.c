/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "search/typing/suggest.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/room.h"
#include "search/query/parser.h"

/* A query of more words is only corrected where a word is not in the archive. */
#define ALL_WORDS 6
/* Half-made readings that are kept, and what is told of them. */
#define BEAM 24
#define SUGGESTIONS_MAX 5
/* Pairs of bases that are looked up in reports, and in how many of these. */
#define PAIRS_MAX 48
#define PAIR_REPORTS 8

/* Logarithms of how unlikely it is: a word that is nowhere, two words that never
 * stand side by side. */
#define NOWHERE 6.0
#define NEVER 4.0
#define UNREAD 0.02 /* of a pair that is not looked up: reports with its marks */
#define USE 0.15 /* what the frequency of the word itself counts */

struct pair {
	struct base first, second;
	uint64_t df;
	struct written written;
	bool read;
};

struct reading {
	uint8_t choice[QUERY_WORDS_MAX];
	double score;
};

struct suggest {
	struct search *s;
	const struct search_request *req;
	struct query query;
	struct arena arena;
	struct candidates *words; /* of each word of the query */
	struct pair *pairs;
	size_t n_pairs, cap_pairs, n_read;
	size_t step; /* pairs from here on end with the word at hand */
	struct reading *beam, *next; /* BEAM of each, and one */
	size_t n_beam;
};

/* ----------------------------------------------------------------------- pairs */

static struct base base_of(const struct candidate *c)
{
	return (struct base){ c->term.s, c->base_len };
}

static bool same_base(struct base a, struct base b)
{
	return a.n == b.n && !memcmp(a.s, b.s, a.n);
}

static int find_pair(struct suggest *g, struct base a, struct base b,
		     struct pair **ret, struct err *e)
{
	struct pair *p;
	int r;

	for (size_t i = g->step; i < g->n_pairs; i++)
		if (same_base(g->pairs[i].first, a) &&
		    same_base(g->pairs[i].second, b)) {
			*ret = &g->pairs[i];
			return 0;
		}
	p = room(g->pairs, g->n_pairs + 1, &g->cap_pairs, sizeof(*p));
	if (!p)
		return err_nomem(e);
	g->pairs = p;
	p += g->n_pairs;
	*p = (struct pair){ .first = a, .second = b };
	r = pair_df(g->s->reader, a, b, &p->df, e);
	if (r)
		return r;
	g->n_pairs++;
	*ret = p;
	return 0;
}

/* About how many of the reports with the pair have it with these marks. */
static double share_of(const struct pair *p, const struct candidate *a,
		       const struct candidate *b)
{
	uint32_t sum = 0, here = 0;

	for (size_t i = 0; i < p->written.n; i++) {
		const struct written_pair *w = &p->written.v[i];

		sum += w->n;
		if (text_covers(a->term.s, a->term.n, w->first.s, w->first.n) &&
		    text_covers(b->term.s, b->term.n, w->second.s,
				w->second.n))
			here += written_same(a->term, w->first) &&
						written_same(b->term, w->second)
					? 8 * w->n
					: w->n;
	}
	return sum ? here / (8.0 * sum) : 0;
}

/* What it tells of two words that they stand side by side in so many reports. */
static double worth_of(double use)
{
	return use > 0 ? log1p(use) : -NEVER;
}

/* That of their pair whatever its marks, which is the most that it can be. */
static int pair_bound(struct suggest *g, const struct candidate *a,
		      const struct candidate *b, double *ret, struct err *e)
{
	struct pair *p;
	int r = find_pair(g, base_of(a), base_of(b), &p, e);

	if (!r)
		*ret = worth_of((double)p->df);
	return r;
}

/* That of the pair with its marks: reports are read to know it. */
static int pair_worth(struct suggest *g, const struct candidate *a,
		      const struct candidate *b, double *ret, struct err *e)
{
	struct pair *p;
	int r = find_pair(g, base_of(a), base_of(b), &p, e);

	if (!r && p->df && !p->read && g->n_read < PAIRS_MAX) {
		r = written_pairs(g->s, g->req, p->first, p->second,
				  PAIR_REPORTS, &g->arena, &p->written, e);
		p->read = true;
		g->n_read++;
	}
	if (!r)
		*ret = worth_of((double)p->df *
				(p->read ? share_of(p, a, b) : UNREAD));
	return r;
}

/* -------------------------------------------------------------------- readings */

static double word_score(const struct candidate *c)
{
	return (c->df ? USE * log1p((double)c->df) : -NOWHERE) - c->cost;
}

static const struct candidate *last_word(const struct suggest *g,
					 const struct reading *x, size_t i)
{
	return &g->words[i - 1].v[x->choice[i - 1]];
}

static int by_score(const void *a, const void *b)
{
	const struct reading *x = a, *y = b;

	return (x->score < y->score) - (x->score > y->score);
}

/* Every reading of the words before i goes on with every candidate of i, for
 * the most that this can be worth. */
static int all_steps(struct suggest *g, size_t i, size_t *ret_n, struct err *e)
{
	const struct candidates *here = &g->words[i];
	bool joined = i && g->query.words[i].joined;
	size_t n = 0;
	int r = 0;

	for (size_t k = 0; k < here->n; k++)
		for (size_t b = 0; !r && b < g->n_beam; b++) {
			struct reading *to = &g->next[n++];
			double most = 0;

			*to = g->beam[b];
			to->choice[i] = (uint8_t)k;
			if (joined)
				r = pair_bound(g, last_word(g, to, i),
					       &here->v[k], &most, e);
			to->score += word_score(&here->v[k]) + most;
		}
	*ret_n = n;
	return r;
}

/* What the last step of a reading is worth, in place of the most it can be. */
static int weigh_step(struct suggest *g, size_t i, struct reading *x,
		      struct err *e)
{
	const struct candidate *a = last_word(g, x, i);
	const struct candidate *b = &g->words[i].v[x->choice[i]];
	double most, worth;
	int r = pair_bound(g, a, b, &most, e);

	if (!r)
		r = pair_worth(g, a, b, &worth, e);
	if (!r)
		x->score += worth - most;
	return r;
}

/* Put it among the best, which are in order. */
static void keep(struct suggest *g, const struct reading *x)
{
	size_t at = g->n_beam < BEAM ? g->n_beam++ : BEAM - 1;

	for (; at > 0 && g->beam[at - 1].score < x->score; at--)
		g->beam[at] = g->beam[at - 1];
	g->beam[at] = *x;
}

/* The best readings of the words up to i.  A step is only weighed, for which
 * reports are read, while it may still be among them. */
static int extend(struct suggest *g, size_t i, struct err *e)
{
	bool joined = i && g->query.words[i].joined;
	size_t n;
	int r;

	g->step = g->n_pairs;
	r = all_steps(g, i, &n, e);
	if (r)
		return r;
	qsort(g->next, n, sizeof(*g->next), by_score);
	g->n_beam = 0;
	for (size_t k = 0; !r && k < n; k++) {
		struct reading *x = &g->next[k];

		if (g->n_beam == BEAM && x->score <= g->beam[BEAM - 1].score)
			break;
		if (joined)
			r = weigh_step(g, i, x, e);
		if (g->n_beam < BEAM || x->score > g->beam[BEAM - 1].score)
			keep(g, x);
	}
	return r ? r : search_in_time(g->req, e);
}

/* The name of a field with nothing that is a value behind it; a single letter. */
static bool is_no_word(const struct suggest *g, const struct query_word *w)
{
	const char *s = g->req->query;
	size_t n = w->end - w->begin;

	return w->base_len < 2 ||
	       (w->end < g->req->query_len && s[w->end] == ':' &&
		query_is_field(s + w->begin, n));
}

/* Words of a long query that are in the archive stay what they are: without a
 * look at what else they might have been, which takes a millisecond each. */
static int find_candidates(struct suggest *g, size_t i, struct err *e)
{
	const struct query_word *w = &g->query.words[i];
	struct candidates *to = &g->words[i];
	int r;

	to->n = 1;
	to->v[0] = (struct candidate){ .term = { w->term, w->term_len },
				       .base_len = w->base_len };
	/* What is beside the text has other words than it. */
	if (query_fields[w->field].beside)
		return 0;
	r = store_term_df(g->s->reader, w->term, w->term_len, &to->v[0].df, e);
	if (r || w->exact || w->prefix || w->unwanted || is_no_word(g, w) ||
	    (to->v[0].df && g->query.n_words > ALL_WORDS))
		return r;
	return suggest_candidates(g->s, &g->query, i, g->req->query, &g->arena,
				  to, e);
}

static int find_readings(struct suggest *g, struct err *e)
{
	size_t n = g->query.n_words;
	int r = 0;

	g->words = calloc(n + 1, sizeof(*g->words));
	g->beam = calloc(BEAM, sizeof(*g->beam));
	g->next = calloc((size_t)BEAM * CANDIDATES_MAX, sizeof(*g->next));
	if (!g->words || !g->beam || !g->next)
		return err_nomem(e);
	g->n_beam = 1;
	for (size_t i = 0; !r && i < n; i++) {
		r = find_candidates(g, i, e);
		if (!r)
			r = extend(g, i, e);
	}
	return r;
}

/* --------------------------------------------------------------------- queries */

/* Whether the reading says something else than was typed. */
static bool differs(const struct reading *x, size_t from, size_t to)
{
	for (size_t i = from; i < to; i++)
		if (x->choice[i])
			return true;
	return false;
}

/* Words that stand together, [from, *ret_to): as the archive writes them. */
static size_t run_end(const struct query *q, size_t from)
{
	size_t to = from + 1;

	while (to < q->n_words && q->words[to].joined)
		to++;
	return to;
}

static int write_run(struct suggest *g, const struct reading *x, size_t from,
		     size_t to, struct buf *out, struct err *e)
{
	struct written_term terms[QUERY_WORDS_MAX];

	for (size_t i = from; i < to; i++)
		terms[i - from] = g->words[i].v[x->choice[i]].term;
	return written_text(g->s, g->req, terms, to - from, out, e);
}

/* The query with what was meant in place of what was typed. */
static int write_query(struct suggest *g, const struct reading *x,
		       struct buf *out, struct err *e)
{
	const struct query *q = &g->query;
	size_t at = 0, to;
	int r = 0;

	for (size_t i = 0; !r && i < q->n_words; i = to) {
		to = run_end(q, i);
		if (!differs(x, i, to))
			continue;
		if (buf_add(out, g->req->query + at, q->words[i].begin - at))
			return err_nomem(e);
		r = write_run(g, x, i, to, out, e);
		at = q->words[to - 1].end;
	}
	if (!r && buf_add(out, g->req->query + at, g->req->query_len - at))
		r = err_nomem(e);
	return r;
}

static bool is_known(const struct search_suggestions *list, const char *s)
{
	for (size_t i = 0; i < list->n; i++)
		if (!strcmp(list->v[i].query, s))
			return true;
	return false;
}

/* Add a reading to the list if it finds something. */
static int add_reading(struct suggest *g, const struct reading *x,
		       struct search_suggestions *list, struct err *e)
{
	struct search_suggestion *to = &list->v[list->n];
	struct search_request req = *g->req;
	struct buf text = BUF_INIT;
	int r = write_query(g, x, &text, e);

	if (r || !text.len || memchr(text.s, '\0', text.len) ||
	    is_known(list, text.s) ||
	    (text.len == req.query_len &&
	     !memcmp(text.s, req.query, text.len)))
		goto out;
	req.query = text.s;
	req.query_len = text.len;
	if (req.match == SEARCH_AUTO)
		req.match = SEARCH_ALL;
	r = search_count(g->s, &req, &to->value, &to->relation, e);
	if (!r && to->value) {
		to->query = buf_detach(&text, NULL);
		list->n++;
	}
out:
	buf_release(&text);
	return r;
}

static int tell(struct suggest *g, size_t most, struct search_suggestions *ret,
		struct err *e)
{
	size_t n = g->query.n_words;
	int r = 0;

	ret->n = 0;
	ret->v = calloc(most + 1, sizeof(*ret->v));
	if (!ret->v)
		return err_nomem(e);
	for (size_t i = 0; !r && i < g->n_beam && ret->n < most; i++)
		if (differs(&g->beam[i], 0, n))
			r = add_reading(g, &g->beam[i], ret, e);
	if (r)
		search_suggestions_release(ret);
	return r;
}

static int suggest(struct search *s, const struct search_request *req,
		   size_t most, struct search_suggestions *ret, struct err *e)
{
	struct suggest *g = calloc(1, sizeof(*g));
	int r;

	if (!g)
		return err_nomem(e);
	g->s = s;
	g->req = req;
	r = query_parse(&g->query, s->analyzer, req->query, req->query_len,
			&s->index->limits, e);
	if (!r)
		r = find_readings(g, e);
	if (!r)
		r = tell(g, most, ret, e);
	query_release(&g->query);
	arena_release(&g->arena);
	free(g->words);
	free(g->pairs);
	free(g->beam);
	free(g->next);
	free(g);
	return r;
}

int search_suggest(struct search *s, const struct search_request *req,
		   struct search_suggestions *ret, struct err *e)
{
	return suggest(s, req, SUGGESTIONS_MAX, ret, e);
}

void search_suggestions_release(struct search_suggestions *list)
{
	for (size_t i = 0; i < list->n; i++)
		free(list->v[i].query);
	free(list->v);
	*list = (struct search_suggestions){ 0 };
}

/* ------------------------------------------------------------------- unasked */

int suggest_push(struct search *s, const struct search_request *req,
		 const struct plan *p, const struct search_result *result,
		 char **ret, struct err *e)
{
	struct search_suggestions list;
	bool push = p->q->n_words <= ALL_WORDS &&
		    (!result->total || result->relaxed);
	int r;

	for (size_t i = 0; !push && i < p->q->n_words; i++)
		push = plan_is_nowhere(p, i);
	if (!push || !p->q->n_words)
		return 0;
	r = suggest(s, req, 1, &list, e);
	if (r)
		return r;
	if (list.n) {
		*ret = list.v[0].query;
		list.v[0].query = NULL;
	}
	search_suggestions_release(&list);
	return 0;
}
