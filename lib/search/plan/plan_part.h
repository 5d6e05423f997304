/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * plan_part - what the query of a plan is put together from; the inside of
 * plan_query().
 *
 *	plan_part.c	words, pairs and alternatives as terms
 *	plan_way.c	a word or a pair, in all ways to write it
 *	plan_phrase.c	a phrase, in all ways to write it
 *	plan_query.c	the tree
 *
 * Every function that returns a query returns NULL where memory ran out.
 */
#ifndef TRACUU_SEARCH_PLAN_PLAN_PART_H
#define TRACUU_SEARCH_PLAN_PLAN_PART_H

#include "search/plan/pair.h"
#include "search/plan/plan.h"
#include "store/store.h"

/* Sub-queries while a node is built; owned until they are combined. */
struct subs {
	struct store_query **v;
	size_t n, cap;
	bool failed;
};

/* Add `q`, NULL for one that failed. */
void subs_add(struct subs *s, struct store_query *q);
/* All of them under one operator; NULL when any of them failed.  With none:
 * nothing matches. */
struct store_query *subs_combine(struct subs *s, enum store_op op);

/* A term behind a prefix of schema.h, counted as terms with it are.  One that is
 * longer so than a term may be is in no report: nothing matches. */
struct store_query *part_term(const char *prefix, const char *term, size_t n);
struct store_query *part_pair(const char *prefix, struct base first,
			      struct base second);
/* A term of an alternative: itself, or what it covers where that was looked
 * up. */
struct store_query *part_alt_term(const struct plan_alt *alt, size_t k,
				  const char *prefix);

/* Word i, or the pair of words i and i + 1, in a field, written in any way. */
struct store_query *plan_word_ways(const struct plan *p, size_t i,
				   enum query_field field, enum plan_tier tier);
struct store_query *plan_pair_ways(const struct plan *p, size_t i,
				   enum query_field field);

/* Whether words [first, first + n) have a part in any alternative. */
bool plan_has_alt(const struct plan *p, size_t first, size_t n);

/* Reports that may have the phrase, written in any way. */
struct store_query *plan_phrase_query(const struct plan *p,
				      const struct query_node *node,
				      enum plan_tier tier);
/* Whether the query of a word or a phrase finds others, too, so that they must be
 * checked. */
bool plan_words_need_check(const struct plan *p,
			   const struct query_node *node);

#endif
