/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * run - words side by side: a long form, an alternative to words of a query.
 */
#ifndef TRACUU_SEARCH_PLAN_RUN_H
#define TRACUU_SEARCH_PLAN_RUN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "search/plan/pair.h"

struct run_word {
	const char *term; /* as lib/text writes it */
	size_t n, base_len;
	bool apart; /* a comma, or one other word, may stand before it */
};

/* Borrowed. */
struct word_run {
	const struct run_word *v;
	size_t n; /* words, one at least */
};

/* The base of word i; none when there is no such word. */
static inline struct base run_base(const struct word_run *run, size_t i)
{
	return i < run->n ? (struct base){ run->v[i].term, run->v[i].base_len }
			  : (struct base){ "", 0 };
}

/* Whether two runs are the same words; < 0 and > 0 put them in an order. */
int run_compare(const struct word_run *a, const struct word_run *b);

/*
 * About how many reports have the run, never less: as many as have its rarest
 * pair, of which *ret_rarest is the second word; 0 when it has none, where it
 * is the rarest of the words.  Errors: those of store.h.
 */
int run_df(struct store_reader *r, const struct word_run *run, uint64_t *ret_df,
	   size_t *ret_rarest, struct err *e);

#endif
