/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "search/plan/pair.h"

#include <string.h>

#include "store/store.h"

size_t pair_term(const char *prefix, struct base first, struct base second,
		 char ret_term[SCHEMA_TERM_MAX])
{
	char pair[SCHEMA_TERM_MAX];
	size_t at = strlen(prefix);
	size_t n = schema_pair(first.s, first.n, second.s, second.n, pair);

	if (!n || at + n > SCHEMA_TERM_MAX)
		return 0;
	memcpy(ret_term, prefix, at);
	memcpy(ret_term + at, pair, n);
	return at + n;
}

int pair_df(struct store_reader *r, struct base first, struct base second,
	    uint64_t *ret_df, struct err *e)
{
	char term[SCHEMA_TERM_MAX];
	size_t n = pair_term(SCHEMA_PAIR, first, second, term);

	*ret_df = 0;
	return n ? store_term_df(r, term, n, ret_df, e) : 0;
}
