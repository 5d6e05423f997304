/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Any way to write a word: as it was typed, or as an alternative to a run that
 * it is in has it.
 *
 * All ways are one word to a reader, so the best one counts, not their sum, and
 * each counts as though it were as frequent as the most frequent of them:
 * otherwise the few reports that write CĐS would come before those that are
 * about `chuyển đổi số`.
 */
#include "search/plan/plan_part.h"
#include "search/plan/rank.h"
#include "search/session.h"
#include "store/schema.h"

static struct base alt_base(const struct plan_alt *alt, size_t k)
{
	return (struct base){ alt->terms[k].term, alt->terms[k].base_len };
}

/* ------------------------------------------------------------------ how rare */

static uint64_t forms_df(const struct plan *p, const struct plan_form *forms,
			 size_t n)
{
	uint64_t df = 0;

	for (size_t i = 0; i < n; i++)
		df += forms[i].df;
	return df < p->documents ? df : p->documents;
}

static int rate_alt(struct plan *p, struct plan_alt *alt, struct err *e)
{
	const struct word_run run = { alt->terms, alt->n_terms };

	if (!alt->covers || alt->n_terms > 1)
		return run_df(p->reader, &run, &alt->df, &alt->rarest, e);
	alt->df = forms_df(p, alt->forms, alt->n_forms);
	return 0;
}

int plan_rate_ways(struct plan *p, struct err *e)
{
	const struct query_word *w = p->q->words;
	int r = 0;

	for (size_t a = 0; !r && a < p->n_alts; a++) {
		const struct plan_alt *alt = &p->alts[a];
		size_t end = alt->first + alt->n;

		r = search_in_time(p->req, e);
		if (!r)
			r = rate_alt(p, &p->alts[a], e);
		for (size_t i = alt->first + 1; !r && i < end; i++)
			if (!p->words[i].pair_df)
				r = pair_df(p->reader,
					    (struct base){ w[i - 1].term,
							   w[i - 1].base_len },
					    (struct base){ w[i].term,
							   w[i].base_len },
					    &p->words[i].pair_df, e);
	}
	return r;
}

static uint64_t word_df(const struct plan *p, size_t i, enum plan_tier tier)
{
	const struct plan_word *pw = &p->words[i];

	return plan_own_only(p, i, tier) ?
		       pw->own_df :
		       forms_df(p, pw->forms, pw->n_forms);
}

/* ----------------------------------------------------------------------- ways */

/* The ways to write words [first, first + n), while they are collected. */
struct ways {
	const struct plan *p;
	size_t first, n;
	uint64_t df; /* of the most frequent one */
	struct subs subs;
};

static bool stands_for(const struct ways *x, const struct plan_alt *alt)
{
	return alt->df && plan_alt_has(alt, x->first) &&
	       plan_alt_has(alt, x->first + x->n - 1);
}

static void most_frequent(struct ways *x, uint64_t df)
{
	x->df = df;
	for (size_t a = 0; a < x->p->n_alts; a++)
		if (stands_for(x, &x->p->alts[a]) && x->p->alts[a].df > x->df)
			x->df = x->p->alts[a].df;
}

/* Add a way that so many reports have. */
static void add_way(struct ways *x, struct store_query *q, uint64_t df,
		    double factor)
{
	double as = store_idf(x->p->documents, x->df);

	subs_add(&x->subs,
		 store_query_scale(q, factor * as /
					      store_idf(x->p->documents, df)));
}

/*
 * All terms of an alternative side by side, as a phrase has them.  That finds
 * hardly a report that does not have it, so that words side by side are not
 * checked for it.  Only its rarest pair counts: it comes as often as the whole.
 */
static struct store_query *alt_query(const struct plan_alt *alt,
				     enum query_field field)
{
	const char *words = query_fields[field].prefix;
	const char *pairs = query_fields[field].pairs;
	struct subs s = { 0 };

	if (alt->n_terms == 1)
		return part_alt_term(alt, 0, words);
	if (alt->rarest)
		subs_add(&s, part_pair(pairs, alt_base(alt, alt->rarest - 1),
				       alt_base(alt, alt->rarest)));
	for (size_t k = 0; k < alt->n_terms; k++) {
		if (k && k != alt->rarest && !alt->terms[k].apart)
			subs_add(&s, part_pair(pairs, alt_base(alt, k - 1),
					       alt_base(alt, k)));
		if (!alt->covers)
			subs_add(&s, part_alt_term(alt, k, words));
	}
	return subs_combine(&s, STORE_FILTER);
}

/* `factor`: what a word or a pair counts beside others. */
static struct store_query *with_alts(struct ways *x, enum query_field field,
				     double factor)
{
	for (size_t a = 0; a < x->p->n_alts; a++) {
		const struct plan_alt *alt = &x->p->alts[a];

		if (stands_for(x, alt))
			add_way(x, alt_query(alt, field), alt->df,
				factor * alt->weight);
	}
	return subs_combine(&x->subs, STORE_MAX);
}

/* A word beside the text: nothing there is weighted, and there are no pairs. */
static struct store_query *word_beside(const struct plan *p, size_t i,
				       enum query_field field,
				       enum plan_tier tier)
{
	const char *prefix = query_fields[field].prefix;
	struct subs s = { 0 };

	subs_add(&s, plan_word_query(p, i, tier, prefix));
	for (size_t a = 0; a < p->n_alts; a++) {
		const struct plan_alt *alt = &p->alts[a];
		struct subs terms = { 0 };

		if (!plan_alt_has(alt, i))
			continue;
		for (size_t k = 0; k < alt->n_terms; k++)
			subs_add(&terms, part_alt_term(alt, k, prefix));
		subs_add(&s, subs_combine(&terms, STORE_AND));
	}
	return subs_combine(&s, STORE_OR);
}

struct store_query *plan_word_ways(const struct plan *p, size_t i,
				   enum query_field field, enum plan_tier tier)
{
	struct ways x = { .p = p, .first = i, .n = 1 };
	uint64_t df = word_df(p, i, tier);

	if (query_fields[field].beside)
		return word_beside(p, i, field, tier);
	most_frequent(&x, df);
	add_way(&x, plan_word_query(p, i, tier, query_fields[field].prefix),
		df, 1);
	return with_alts(&x, field, rank_word(&p->q->words[i]));
}

struct store_query *plan_pair_ways(const struct plan *p, size_t i,
				   enum query_field field)
{
	const struct query_word *w = &p->q->words[i];
	struct ways x = { .p = p, .first = i, .n = 2 };
	uint64_t df = p->words[i + 1].pair_df;

	most_frequent(&x, df);
	add_way(&x, plan_pair_query(p, i, query_fields[field].pairs), df, 1);
	return with_alts(&x, field, rank_pair(w, w + 1));
}
