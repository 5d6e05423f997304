/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * rank - what the parts of a query count in a score.
 *
 * A score is a sum of BM25 (store/weight.h): over the words of the query, over
 * their pairs, and over both again where they stand in the title.  Each of the
 * factors is there for a reason and was measured with bench/relevance;
 * docs/vietnamese.md has the reasons and the figures.  Pure: any thread.
 */
#ifndef TRACUU_SEARCH_PLAN_RANK_H
#define TRACUU_SEARCH_PLAN_RANK_H

#include <stdbool.h>

#include "search/query/parse.h"

struct store_bm25;

/* Of every query, so that scores of one reply compare. */
extern const struct store_bm25 rank_bm25;

/* What a pair counts beside its two syllables. */
#define RANK_PAIR 0.6
/* What a word or a pair counts again for standing in the title. */
#define RANK_TITLE 0.3
#define RANK_TITLE_PAIR 0.1

/* What a word counts beside other words: 1 for a syllable. */
double rank_word(const struct query_word *w);
/* What the pair of two neighbours counts beside other pairs. */
double rank_pair(const struct query_word *first,
		 const struct query_word *second);

#endif
