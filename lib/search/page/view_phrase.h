/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * view_phrase - the inside of view.h: where words, alternatives and phrases
 * stand in a view that is complete.
 *
 *	view.c		filling it
 *	view_phrase.c	alternatives and phrases
 *	view_near.c	NEAR
 *	view_match.c	the tree of a query
 *	view_mark.c	what is marked
 */
#ifndef TRACUU_SEARCH_PAGE_VIEW_PHRASE_H
#define TRACUU_SEARCH_PAGE_VIEW_PHRASE_H

#include "search/page/view.h"

/* Whether position `pos` is in the field that word w of the query is asked in. */
bool view_in_field(const struct view *v, size_t w, uint32_t pos);
/* Whether event i, or alternative i, stands for word w there. */
bool view_event_is(const struct view *v, size_t i, size_t w);
bool view_alt_is(const struct view *v, size_t i, size_t w);

/* Called with positions [pos, end) of each place, by position, until it returns
 * something else than 0. */
typedef int view_place_fn(void *arg, uint32_t pos, uint32_t end, struct err *e);

/* Each place of a phrase or a word.  Returns what fn did, 0 after the last one;
 * E_DEADLINE, E_CANCELLED. */
int view_each_phrase(struct view *v, const struct query_node *node,
		     view_place_fn *fn, void *arg, struct err *e);

/* As view_matches(), of a NEAR.  (view_near.c) */
int view_has_near(struct view *v, const struct query_node *node, struct err *e);

#endif
