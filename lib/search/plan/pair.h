/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * pair - two neighbours as the index knows them: a term of their bases, without
 * marks.
 */
#ifndef TRACUU_SEARCH_PLAN_PAIR_H
#define TRACUU_SEARCH_PLAN_PAIR_H

#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "store/schema.h"

struct store_reader;

/* The base of a term: n bytes, up to its last ':'. */
struct base {
	const char *s;
	size_t n;
};

static inline struct base term_base(const char *term, size_t n)
{
	return (struct base){ term, schema_base(term, n) };
}

/*
 * The term of two bases under SCHEMA_PAIR or SCHEMA_TITLE_PAIR.  Returns its
 * length in bytes, 0 when it would be longer than a term may be.
 */
size_t pair_term(const char *prefix, struct base first, struct base second,
		 char ret_term[SCHEMA_TERM_MAX]);

/* How many reports have the two side by side.  Errors: those of store.h. */
int pair_df(struct store_reader *r, struct base first, struct base second,
	    uint64_t *ret_df, struct err *e);

#endif
