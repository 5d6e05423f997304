/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The abbreviations, long forms and synonyms of a query, the likeliest first.
 *
 * An abbreviation has as many meanings as the table has pairs of it.  How likely
 * one of them is, the archive says: by the reports that define it so.  Those
 * that none defines share what two definitions are worth by how many reports
 * have their long forms; that is all there is where nothing is defined.
 */
#include <stdlib.h>
#include <string.h>

#include "search/plan/abbrev.h"
#include "search/plan/plan.h"
#include "search/session.h"
#include "store/store.h"
#include "text/text.h"

/* Meanings of one abbreviation that are compared. */
#define SENSES_MAX 32
/* Definitions that the meanings without any are together worth. */
#define UNDEFINED 2.0
/* Ways that are looked at; a query of 64 words has a few. */
#define WAYS_MAX 256

/* The words [first, first + n) of the query as `way->to`. */
struct found {
	const struct abbrev_way *way;
	size_t first, n;
	double share; /* of the uses of the abbreviation; 1 is the likeliest */
};

struct finding {
	struct plan *p;
	const struct abbrev *abbrev;
	struct found v[WAYS_MAX];
	size_t n;
};

/* ------------------------------------------------------------ what was typed */

static bool is_typed(const struct query_word *w, const struct run_word *t)
{
	if (w->exact || w->prefix || text_is_unit(w->kind) ||
	    w->base_len != t->base_len)
		return false;
	return text_covers(w->term, w->term_len, t->term, t->n);
}

/* Whether word w goes on where the one before it ends. */
static bool follows(const struct query_word *w, const struct run_word *t)
{
	if (w->field != w[-1].field)
		return false;
	if (w->joined)
		return true;
	/* With a comma between. */
	return t->apart && w->run == w[-1].run &&
	       w->in_phrase == w[-1].in_phrase &&
	       w->pos == w[-1].pos + w[-1].n_pos + 1;
}

/* Whether the words from i on are these, side by side in one field. */
static bool stands_at(const struct plan *p, size_t i,
		      const struct word_run *run)
{
	const struct query_word *w = &p->q->words[i];

	if (run->n > p->q->n_words - i)
		return false;
	for (size_t k = 0; k < run->n; k++)
		if (!is_typed(&w[k], &run->v[k]) ||
		    (k && !follows(&w[k], &run->v[k])))
			return false;
	return true;
}

static void put(struct finding *x, const struct abbrev_way *way, size_t first,
		size_t n)
{
	if (x->n < WAYS_MAX)
		x->v[x->n++] = (struct found){ .way = way,
					       .first = first,
					       .n = n };
}

static bool leads(const struct abbrev_way *way)
{
	return !way->back || !way->pair->one_way;
}

/* What the words from i on may be: one of base `first`, or several of which
 * `second` is the next one's. */
static void find_from(struct finding *x, size_t i, struct base first,
		      struct base second)
{
	const struct abbrev_way *ways;
	size_t n = abbrev_find(x->abbrev, first, second, &ways);
	/* Among places TP is nothing but a city. */
	bool any = x->p->q->words[i].field == FIELD_PLACE;

	for (size_t k = 0; k < n; k++)
		if ((any || leads(&ways[k])) &&
		    stands_at(x->p, i, &ways[k].from))
			put(x, &ways[k], i, ways[k].from.n);
}

static void find_words(struct finding *x)
{
	const struct query *q = x->p->q;

	for (size_t i = 0; i < q->n_words; i++) {
		const struct query_word *w = &q->words[i];
		const struct base first = { w->term, w->base_len };

		if (!query_fields[w->field].alternatives)
			continue;
		find_from(x, i, first, (struct base){ "", 0 });
		if (i + 1 < q->n_words)
			find_from(x, i, first,
				  (struct base){ w[1].term, w[1].base_len });
	}
}

/* What was typed as one word, GD-ĐT. */
static void find_joined(struct finding *x)
{
	const struct query *q = x->p->q;

	for (size_t i = 0; i < q->n_alts; i++) {
		const struct query_alt *typed = &q->alts[i];
		const struct base first = { typed->term, typed->base_len };
		const struct abbrev_way *ways;
		size_t n = abbrev_find(x->abbrev, first, (struct base){ "", 0 },
				       &ways);

		for (size_t k = 0; k < n; k++)
			if (leads(&ways[k]) &&
			    text_covers(typed->term, typed->term_len,
					ways[k].from.v[0].term,
					ways[k].from.v[0].n))
				put(x, &ways[k], typed->first, typed->n);
	}
}

/* ------------------------------------------------------------- what is likely */

/* The meanings of one abbreviation. */
struct senses {
	const struct abbrev_pair *v[SENSES_MAX];
	/* Reports that have the long form, of those never defined, and one more:
	 * an archive that has none of them says nothing of which is meant. */
	uint64_t df[SENSES_MAX];
	size_t n;
	uint64_t defined, undefined; /* sums of reports and of df */
};

static int find_senses(struct finding *x, const struct word_run *abbr,
		       struct senses *ret, struct err *e)
{
	const struct abbrev_way *ways;
	size_t n = abbrev_find(x->abbrev, run_base(abbr, 0), run_base(abbr, 1),
			       &ways);
	size_t rarest;
	int r = 0;

	*ret = (struct senses){ 0 };
	for (size_t i = 0; !r && i < n && ret->n < SENSES_MAX; i++) {
		const struct abbrev_pair *pair = ways[i].pair;

		if (run_compare(&ways[i].from, abbr) ||
		    run_compare(&pair->abbr, abbr) ||
		    run_compare(&ways[i].to, &pair->words))
			continue;
		if (!pair->reports) {
			r = run_df(x->p->reader, &pair->words,
				   &ret->df[ret->n], &rarest, e);
			ret->df[ret->n]++;
		}
		ret->defined += pair->reports;
		ret->undefined += ret->df[ret->n];
		ret->v[ret->n++] = pair;
	}
	return r;
}

static double share_of(const struct senses *all, size_t i)
{
	double undefined = all->undefined ? UNDEFINED : 0.0;
	double sum = (double)all->defined + undefined;

	if (all->v[i]->source == ABBREV_YOURS)
		return 1.0;
	if (all->v[i]->reports)
		return (double)all->v[i]->reports / sum;
	return undefined * (double)all->df[i] / (double)all->undefined / sum;
}

/* As a share of the likeliest meaning's.  0 when the archive does not have what
 * the words would be. */
static int weigh(struct finding *x, struct found *f, struct err *e)
{
	const struct abbrev_pair *pair = f->way->pair;
	struct senses all;
	double most = 0.0;
	uint64_t df = 0;
	size_t rarest;
	int r = search_in_time(x->p->req, e);

	f->share = 0.0;
	if (!r)
		r = run_df(x->p->reader, &f->way->to, &df, &rarest, e);
	if (r || !df)
		return r;
	r = find_senses(x, &pair->abbr, &all, e);
	for (size_t i = 0; !r && i < all.n; i++) {
		double share = share_of(&all, i);

		if (all.v[i] == pair)
			f->share = share;
		if (share > most)
			most = share;
	}
	if (f->share > 0.0)
		f->share /= most;
	return r;
}

static int by_share(const void *pa, const void *pb)
{
	const struct found *a = pa, *b = pb;

	if (a->share != b->share)
		return a->share < b->share ? 1 : -1;
	if (a->first != b->first)
		return a->first < b->first ? -1 : 1;
	return (a->way->pair->order > b->way->pair->order) -
	       (a->way->pair->order < b->way->pair->order);
}

/* -------------------------------------------------------------- alternatives */

static const char *kind_of(const struct abbrev_way *way)
{
	if (way->from.n == 1 && way->to.n > 1)
		return "long form";
	return way->from.n > 1 && way->to.n == 1 ? "abbreviation" : "synonym";
}

static int add(struct plan *p, const struct found *f, struct err *e)
{
	const struct word_run *to = &f->way->to;
	const struct plan_alt alt = {
		.kind = kind_of(f->way),
		.pair = f->way->pair,
		.first = f->first,
		.n = f->n,
		.terms = to->v,
		.n_terms = to->n,
		.weight = f->share,
	};

	return plan_add_alt(p, &alt, e);
}

/* Whether a likelier one is the same: hdnd, typed so, is HĐND and HDND. */
static bool is_double(const struct finding *x, size_t i)
{
	const struct found *f = &x->v[i];

	for (size_t k = 0; k < i; k++)
		if (x->v[k].first == f->first && x->v[k].n == f->n &&
		    !run_compare(&x->v[k].way->to, &f->way->to))
			return true;
	return false;
}

static int find_all(struct finding *x, struct err *e)
{
	int r = 0;

	find_words(x);
	find_joined(x);
	for (size_t i = 0; !r && i < x->n; i++)
		r = weigh(x, &x->v[i], e);
	if (r)
		return r;
	if (x->n)
		qsort(x->v, x->n, sizeof(*x->v), by_share);
	for (size_t i = 0; !r && i < x->n && x->v[i].share > 0.0; i++)
		if (!is_double(x, i))
			r = add(x->p, &x->v[i], e);
	return r;
}

int plan_find_abbreviations(struct plan *p, const struct abbrev *abbrev,
			    struct err *e)
{
	struct finding *x = calloc(1, sizeof(*x));
	int r;

	if (!x)
		return err_nomem(e);
	x->p = p;
	x->abbrev = abbrev;
	r = find_all(x, e);
	free(x);
	return r;
}
