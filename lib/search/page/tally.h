/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * tally - the values of one facet while they are counted.
 */
#ifndef TRACUU_SEARCH_PAGE_TALLY_H
#define TRACUU_SEARCH_PAGE_TALLY_H

#include "base/arena.h"
#include "search/search.h"

struct tally_value;
struct tally_set;

struct tally {
	struct search *s; /* its analyzer and abbreviations */
	const struct search_request *req; /* in whose time it is counted */
	enum search_facet which;
	struct tally_value **values; /* every spelling once */
	size_t n_values, cap_values;
	void *by_spelling; /* tsearch(3) */
	struct tally_set *sets; /* what reports have, each with how many */
	size_t n_sets, cap_sets;
	struct arena arena;
};

void tally_init(struct tally *t, struct search *s,
		const struct search_request *req, enum search_facet which);
void tally_release(struct tally *t);

/* n more bytes as a report has them, a value a line: `count` reports have these
 * and no others.  E_NOMEM. */
int tally_add(struct tally *t, const char *s, size_t n, uint64_t count,
	      struct err *e);

/*
 * The values that most reports have, at most `max`, the most frequent first;
 * years instead the newest first.  Values whose words are the same are one, in
 * the spelling that most reports have.  E_NOMEM, E_DEADLINE, E_CANCELLED; then
 * *ret is as it was.
 */
int tally_end(struct tally *t, size_t max, struct search_facet_values *ret,
	      struct err *e);

#endif
