/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * abbrev - abbreviations and what they are short for, one table of them:
 * abbreviations.txt, which is compiled in.
 *
 * A line of it is an abbreviation, a tab, and its long form.  One abbreviation
 * may have several lines; `~` before it says that it is too ambiguous to stand
 * for its long form: CT may be read as `công ty`, but `công ty` does not ask
 * for CT.
 *
 * Never changed once it is open: any number of threads may read it.
 */
#ifndef TRACUU_SEARCH_ABBREV_H
#define TRACUU_SEARCH_ABBREV_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/err.h"
#include "search/pair.h"

struct text_analyzer;

struct abbrev_term {
	const char *s; /* as lib/text writes it */
	size_t n, base_n;
};

/* Words side by side. */
struct abbrev_run {
	const struct abbrev_term *v;
	size_t n;
};

/* A line of the table. */
struct abbrev_pair {
	struct abbrev_run abbr; /* one word; GD&ĐT as gddt: its letters together */
	struct abbrev_run words; /* the long form, at least two */
	bool one_way; /* only from the abbreviation to the long form */
};

/* A pair as it is found from one of its sides. */
struct abbrev_way {
	struct abbrev_run from, to;
	const struct abbrev_pair *pair;
};

struct abbrev {
	struct abbrev_pair *pairs; /* in the order of the table */
	size_t n, cap;
	struct abbrev_way *ways; /* by the bases of `from`, see abbrev_find() */
	size_t n_ways;
	struct arena arena;
};

/* Read the table.  Release in any case.  E_NOMEM; E_INVAL names the line. */
int abbrev_open(struct abbrev *ret, struct text_analyzer *a, struct err *e);
void abbrev_release(struct abbrev *t);

/*
 * The ways from a word of base `first`, or with `second` (n is 0 for none) from
 * the runs of several words that begin with these two bases; in the order of the
 * table.  How many, the first of them in *ret.  From a long form also those of a
 * pair that is one_way: what is ambiguous elsewhere may not be so in a field.
 */
size_t abbrev_find(const struct abbrev *t, struct base first,
		   struct base second, const struct abbrev_way **ret);

#endif
