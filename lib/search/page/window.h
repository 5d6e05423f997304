/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * window - which places of a report show why it was found: chosen on its forward
 * index, before any of its text is read.
 *
 * The best window is the one with the rarest words of the query, the most
 * different ones, and those that stand together as they were asked for.  A word
 * that the title shows counts half.  Of equal ones the first, but rather one in a
 * paragraph than one in a heading.
 *
 * Where that does not have all words that the report has and its title does not
 * show, two windows of half its length may show more: the best one, and the one
 * that adds most to it.
 */
#ifndef TRACUU_SEARCH_PAGE_WINDOW_H
#define TRACUU_SEARCH_PAGE_WINDOW_H

#include "search/session.h"

#define WINDOW_POSITIONS 40

struct window {
	uint32_t pos, end; /* positions from its first match to behind its last */
	uint64_t words;	   /* of the query, that are in it */
};

/*
 * Of the report loaded in `s`, whose view has its spans: *ret_n windows, none when
 * its body has no match, the best one first.  E_CORRUPT, E_NOMEM.
 */
int window_choose(struct search *s, struct window ret[2], size_t *ret_n,
		  struct err *e);

#endif
