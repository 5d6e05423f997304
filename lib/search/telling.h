/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * telling - the terms that tell what a report is about: words, units and pairs
 * of neighbours that it has often and other reports seldom (tf-idf).
 *
 * How many terms are taken and what a pair counts beside its words was measured
 * with bench/similar, which asks for the other half of a report cut in two;
 * bench/README.md has the figures.
 */
#ifndef TRACUU_SEARCH_TELLING_H
#define TRACUU_SEARCH_TELLING_H

#include "base/arena.h"
#include "search/session.h"

#define TELLING_TERMS 32
#define TELLING_PAIR 0.7
/* So many times in a report a term counts half of what it ever can. */
#define TELLING_OFTEN 8
/* Words and pairs that are looked up in the dictionary, the most frequent ones of
 * each: a remote shard is asked for every one of them. */
#define TELLING_CANDIDATES 256
/* Positions that are looked at: a hundred pages of a book tell enough. */
#define TELLING_POSITIONS (1u << 16)

struct telling_term {
	const char *term; /* n bytes, with its prefix */
	size_t n;
	enum store_norm norm;
	double weight;
};

/*
 * The terms of the report loaded in `s`, the most telling first, in `arena`.
 * None that no other report has.  Of the request: deadline and cancel.
 * E_CORRUPT, E_NOMEM, E_DEADLINE, E_CANCELLED and those of store_term_df().
 */
int telling_find(struct search *s, const struct search_request *req,
		 struct arena *arena, struct telling_term **ret, size_t *ret_n,
		 struct err *e);

#endif
