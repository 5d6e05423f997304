/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * abbrev - abbreviations and what they are short for, one table of them:
 * abbreviations.txt, which is compiled in.
 *
 * A line of it is an abbreviation, a tab, and its long form.  One abbreviation
 * may have several lines; `~` before it says that it is too ambiguous to stand
 * for its long form: CT may be read as `công ty`, but `công ty` does not ask
 * for CT.
 */
#ifndef TRACUU_SEARCH_ABBREV_H
#define TRACUU_SEARCH_ABBREV_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/err.h"

struct text_analyzer;

struct abbrev_term {
	const char *s; /* as lib/text writes it */
	size_t n, base_n;
};

struct abbrev_entry {
	struct abbrev_term abbr; /* GD&ĐT as gddt: its letters together */
	const struct abbrev_term *words; /* the long form, at least two */
	size_t n_words;
	bool one_way; /* only from the abbreviation to the long form */
};

struct abbrev {
	struct abbrev_entry *v;
	size_t n, cap;
	struct arena arena;
};

/* Read the table.  Never changed afterwards: any number of threads may read it.
 * Release in any case.  E_NOMEM; E_INVAL names the line. */
int abbrev_open(struct abbrev *ret, struct text_analyzer *a, struct err *e);
void abbrev_release(struct abbrev *t);

#endif
