/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/bytes.h"
#include "base/room.h"
#include "search/typing/suggest.h"
#include "text/syllable.h"

/* What a slip costs, and a mark that was not typed in a query with marks. */
static const double slip_cost[] = {
	[SLIP_TONE] = 2.5,    [SLIP_SHAPE] = 2.5, [SLIP_DOUBLED] = 2.0,
	[SLIP_SWAPPED] = 2.5, [SLIP_MISSING] = 4, [SLIP_SOUND] = 3.5,
	[SLIP_NEIGHBOUR] = 4, [SLIP_EXTRA] = 4,
};
#define UNTYPED_MARK 1.2

/* Forms of one base that are looked at. */
#define FORMS_MAX 64

/* Something that may have been meant, and the base that it has. */
struct variant {
	char term[TEXT_TERM_MAX];
	size_t n, base_len;
	double cost;
};

struct words {
	struct search *s;
	const struct query *q;
	size_t word;
	struct arena *arena;
	struct variant *variants;
	size_t n_variants, cap_variants;
	struct candidate *v;
	size_t n, cap;
	bool failed;
};

static bool add_variant(struct words *w, const struct syllable *y, double cost)
{
	struct variant *v = room(w->variants, w->n_variants + 1,
				 &w->cap_variants, sizeof(*v));

	if (!v) {
		w->failed = true;
		return false;
	}
	w->variants = v;
	v += w->n_variants++;
	v->n = syllable_term(y, v->term, &v->base_len);
	v->cost = cost;
	if (!v->n)
		w->n_variants--;
	return true;
}

static bool see_variant(void *arg, const struct syllable *y,
			enum syllable_slip slip)
{
	return add_variant(arg, y, slip_cost[slip]);
}

/* ----------------------------------------------------------------------- pairs */

/* How often a base stands beside the words as they were typed. */
static int neighbours(struct words *w, struct base base,
		      uint64_t *ret_df, struct err *e)
{
	const struct query_word *q = w->q->words;
	size_t i = w->word;
	uint64_t before = 0, behind = 0;
	int r = 0;

	if (q[i].joined && i) {
		struct base a = { q[i - 1].term, q[i - 1].base_len };

		r = pair_df(w->s->reader, a, base, &before, e);
	}
	if (!r && i + 1 < w->q->n_words && q[i + 1].joined) {
		struct base b = { q[i + 1].term, q[i + 1].base_len };

		r = pair_df(w->s->reader, base, b, &behind, e);
	}
	*ret_df = before > behind ? before : behind;
	return r;
}

/* ----------------------------------------------------------------------- forms */

/* The least that it takes to have meant this form. */
static double form_cost(const struct words *w, const char *term, size_t n)
{
	double best = INFINITY;

	for (size_t i = 0; i < w->n_variants; i++) {
		const struct variant *v = &w->variants[i];
		double cost = v->cost;

		if (!text_covers(v->term, v->n, term, n))
			continue;
		if (w->q->marked)
			cost += UNTYPED_MARK * (double)(n - v->n);
		if (cost < best)
			best = cost;
	}
	return best;
}

static int add_form(struct words *w, const char *term, size_t n,
		    size_t base_len, uint64_t df, uint64_t beside)
{
	double cost = form_cost(w, term, n);
	struct candidate *c;

	if (isinf(cost))
		return 0;
	c = room(w->v, w->n + 1, &w->cap, sizeof(*c));
	if (!c)
		return E_NOMEM;
	w->v = c;
	c += w->n;
	c->term.s = arena_dup(w->arena, term, n);
	if (!c->term.s)
		return E_NOMEM;
	c->term.n = n;
	c->base_len = base_len;
	c->df = df;
	c->cost = cost;
	c->worth = log1p((double)beside) + 0.2 * log1p((double)df) - cost;
	w->n++;
	return 0;
}

/* All forms in the archive of a base that some variant has. */
static int add_base(struct words *w, const struct variant *v, struct err *e)
{
	struct base base = { v->term, v->base_len };
	struct store_terms *walk;
	uint64_t df, beside;
	const char *term;
	size_t n, seen = 0;
	int r = neighbours(w, base, &beside, e);

	if (!r)
		r = store_terms_open(w->s->reader, v->term, v->base_len + 1,
				     &walk, e);
	if (r)
		return r;
	while (seen++ < FORMS_MAX &&
	       (r = store_terms_next(walk, &term, &n, &df, e)) > 0)
		if (add_form(w, term, n, v->base_len, df, beside)) {
			r = err_nomem(e);
			break;
		}
	store_terms_close(walk);
	return r < 0 ? r : 0;
}

static int by_base(const void *a, const void *b)
{
	const struct variant *x = a, *y = b;

	return bytes_compare(x->term, x->base_len, y->term, y->base_len);
}

static int better(const void *a, const void *b)
{
	const struct candidate *x = a, *y = b;

	return (x->worth < y->worth) - (x->worth > y->worth);
}

/* Behind the word as it was typed the best of the others. */
static void keep_best(struct words *w, struct candidates *ret)
{
	if (w->n)
		qsort(w->v, w->n, sizeof(*w->v), better);
	for (size_t i = 0; i < w->n && ret->n < CANDIDATES_MAX; i++)
		if (!written_same(w->v[i].term, ret->v[0].term))
			ret->v[ret->n++] = w->v[i];
}

int suggest_candidates(struct search *s, const struct query *q, size_t i,
		       const char *text, struct arena *arena,
		       struct candidates *ret, struct err *e)
{
	const struct query_word *word = &q->words[i];
	struct words w = { .s = s, .q = q, .word = i, .arena = arena };
	struct syllable y;
	int r = 0;

	if (word->kind == TEXT_SYLLABLE &&
	    syllable_read(&y, text + word->begin, word->end - word->begin)) {
		if (add_variant(&w, &y, 0))
			syllable_variants(&y, see_variant, &w);
		if (w.failed)
			r = err_nomem(e);
		else if (w.n_variants)
			qsort(w.variants, w.n_variants, sizeof(*w.variants),
			      by_base);
	}
	for (size_t k = 0; !r && k < w.n_variants; k++)
		if (!k || by_base(&w.variants[k - 1], &w.variants[k]))
			r = add_base(&w, &w.variants[k], e);
	if (!r)
		keep_best(&w, ret);
	free(w.variants);
	free(w.v);
	return r;
}
