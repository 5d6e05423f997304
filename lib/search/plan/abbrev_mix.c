/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Other ways to write what an abbreviation is short for.
 */
#include <stdlib.h>
#include <string.h>

#include "search/plan/abbrev.h"

#define WRITINGS_MAX 8 /* of one pair; further ones are passed over */
enum { SHORT, LONG };  /* those that the pair itself has */

struct writings {
	struct abbrev *t;
	const struct abbrev_pair *pair;
	struct word_run v[WRITINGS_MAX];
	size_t n;
};

/* The words of a and behind them those of b. */
static int add(struct writings *x, const struct word_run *a,
	       const struct word_run *b, bool apart, struct err *e)
{
	struct run_word *v;

	if (x->n == WRITINGS_MAX || a->n + b->n > ABBREV_WORDS_MAX)
		return 0;
	v = arena_alloc(&x->t->arena, (a->n + b->n) * sizeof(*v));
	if (!v)
		return err_nomem(e);
	memcpy(v, a->v, a->n * sizeof(*v));
	memcpy(v + a->n, b->v, b->n * sizeof(*v));
	v[a->n].apart = apart;
	x->v[x->n++] = (struct word_run){ v, a->n + b->n };
	return 0;
}

/* -------------------------------------------------------------------- without và */

static bool is_and(const struct run_word *w)
{
	return w->n == 4 && !memcmp(w->term, "va:2", 4);
}

/* In its place there may be a comma, or any one word, or nothing. */
static int without_and(struct writings *x, struct err *e)
{
	const struct word_run *words = &x->pair->words;

	if (x->pair->abbr.n != 1 || x->pair->abbr.v->base_len >= words->n)
		return 0;
	for (size_t i = words->n - 1; i-- > 1;) {
		const struct word_run a = { words->v, i };
		const struct word_run b = { words->v + i + 1, words->n - i - 1 };

		if (is_and(&words->v[i]))
			return add(x, &a, &b, true, e);
	}
	return 0;
}

/* ------------------------------------------------------------------ partly short */

/* The abbreviation of these words whose letters begin, or end, those of the whole
 * one; NULL: there is none. */
static const struct word_run *part_of(const struct writings *x,
				      const struct word_run *words, bool ends)
{
	const struct run_word *whole = x->pair->abbr.v;
	const struct abbrev_way *ways;
	size_t n = abbrev_find(x->t, run_base(words, 0), run_base(words, 1),
			       &ways);

	for (size_t i = 0; i < n; i++) {
		const struct run_word *part = ways[i].to.v;
		size_t at = ends ? whole->base_len - part->base_len : 0;

		if (ways[i].back && ways[i].to.n == 1 &&
		    !run_compare(&ways[i].from, words) &&
		    part->base_len < whole->base_len &&
		    !memcmp(whole->term + at, part->term, part->base_len))
			return &ways[i].to;
	}
	return NULL;
}

/* Where its first i words have an abbreviation and the others, too. */
static int mix_at(struct writings *x, size_t i, struct err *e)
{
	const struct word_run *words = &x->pair->words;
	const struct word_run a = { words->v, i };
	const struct word_run b = { words->v + i, words->n - i };
	const struct word_run *first = part_of(x, &a, false);
	const struct word_run *last = first ? part_of(x, &b, true) : NULL;
	bool apart = words->v[i].apart;
	int r;

	if (!last || first->v->base_len + last->v->base_len !=
			     x->pair->abbr.v->base_len)
		return 0;
	r = add(x, first, &b, apart, e);
	if (!r)
		r = add(x, &a, last, apart, e);
	return r ? r : add(x, first, last, apart, e);
}

static int partly_short(struct writings *x, struct err *e)
{
	int r = 0;

	for (size_t i = 1;
	     !r && x->pair->abbr.n == 1 && i < x->pair->words.n; i++)
		r = mix_at(x, i, e);
	return r;
}

/* -------------------------------------------------------------------------- ways */

static int find(struct writings *x, struct err *e)
{
	int r;

	x->v[SHORT] = x->pair->abbr;
	x->v[LONG] = x->pair->words;
	x->n = 2;
	r = without_and(x, e);
	return r ? r : partly_short(x, e);
}

int abbrev_mix(struct abbrev *t, struct err *e)
{
	struct abbrev found = { 0 };
	int r = 0;

	for (size_t i = 0; !r && i < t->n; i++) {
		struct writings x = { .t = t, .pair = &t->pairs[i] };

		r = find(&x, e);
		for (size_t k = 0; !r && k < x.n * x.n; k++) {
			size_t from = k / x.n, to = k % x.n;

			if (from == to || (from <= LONG && to <= LONG))
				continue;
			r = abbrev_add_way(&found,
					   &(struct abbrev_way){
						   x.v[from], x.v[to], x.pair,
						   from != SHORT },
					   e);
		}
	}
	/* Found among those that were there, which stay in order till then. */
	for (size_t i = 0; !r && i < found.n_ways; i++)
		r = abbrev_add_way(t, &found.ways[i], e);
	free(found.ways);
	return r;
}
