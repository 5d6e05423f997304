/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "search/plan/run.h"

#include "base/bytes.h"
#include "store/store.h"

int run_compare(const struct word_run *a, const struct word_run *b)
{
	int r = 0;

	for (size_t i = 0; !r && i < a->n && i < b->n; i++)
		r = bytes_compare(a->v[i].term, a->v[i].n, b->v[i].term,
				  b->v[i].n);
	return r ? r : (a->n > b->n) - (a->n < b->n);
}

int run_df(struct store_reader *r, const struct word_run *run, uint64_t *ret_df,
	   size_t *ret_rarest, struct err *e)
{
	uint64_t least = UINT64_MAX, df;
	size_t rarest = 0;
	int code = 0;

	for (size_t i = 1; !code && i < run->n; i++) {
		if (run->v[i].apart)
			continue;
		code = pair_df(r, run_base(run, i - 1), run_base(run, i), &df,
			       e);
		if (!code && df < least) {
			least = df;
			rarest = i;
		}
	}
	for (size_t i = 0; !code && !rarest && i < run->n; i++) {
		code = store_term_df(r, run->v[i].term, run->v[i].n, &df, e);
		if (!code && df < least)
			least = df;
	}
	if (code)
		return code;
	*ret_df = least;
	*ret_rarest = rarest;
	return 0;
}
