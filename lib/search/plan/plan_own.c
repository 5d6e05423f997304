/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Whether a word of someone who types marks is meant as it was typed, or with
 * a mark forgotten: `an` of `an ninh`, `hoi` of `quốc hoi`.
 */
#include "search/plan/pair.h"
#include "search/plan/plan.h"

/*
 * More reports have `quoc hoi`, whatever their marks, than have a bare `hoi` at
 * all: most of them have another form, which was meant.  As many as have a bare
 * `ma` have `ma tuy`: that is where it is from.  In between, where the pair is
 * in less than one of so many reports that have the word, it says nothing, ...
 */
#define OFTEN_BESIDE 4
/* ... and a form with more marks is meant if it is so many times as frequent. */
#define RIVAL 10

static struct base base_of(const struct query_word *w)
{
	return (struct base){ w->term, w->base_len };
}

/* In how many reports a word stands beside those beside which it was typed, in
 * the better of two places, whatever its marks. */
static int beside(struct plan *p, size_t i, uint64_t *ret_df, struct err *e)
{
	const struct query *q = p->q;
	const struct query_word *w = &q->words[i];
	uint64_t before = 0, behind = 0;
	int r = 0;

	if (i && w->joined)
		r = pair_df(p->reader, base_of(w - 1), base_of(w), &before, e);
	if (!r && i + 1 < q->n_words && w[1].joined)
		r = pair_df(p->reader, base_of(w), base_of(w + 1), &behind, e);
	*ret_df = before > behind ? before : behind;
	return r;
}

/* In how many reports its most frequent form is that has what was typed. */
static int most_frequent(struct plan *p, const struct query_word *w,
			 uint64_t *ret_df, struct err *e)
{
	const struct run_word t = { .term = w->term,
				     .n = w->term_len,
				     .base_len = w->base_len };
	struct plan_form *forms;
	size_t n;
	int r = plan_look_up(p, &t, false, &forms, &n, e);

	*ret_df = !r && n ? forms[0].df : 0;
	return r;
}

int plan_means_itself(struct plan *p, size_t i, bool *ret, struct err *e)
{
	const struct query_word *w = &p->q->words[i];
	uint64_t own = p->words[i].own_df, pairs, most;
	int r;

	*ret = own > 0;
	if (!own || query_fields[w->field].beside)
		return 0;
	r = beside(p, i, &pairs, e);
	if (r)
		return r;
	if (pairs * OFTEN_BESIDE >= own) {
		*ret = own >= pairs;
		return 0;
	}
	r = most_frequent(p, w, &most, e);
	if (!r)
		*ret = own * RIVAL >= most;
	return r;
}
