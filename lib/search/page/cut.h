/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * cut - where in an analyzed slice a piece to be shown begins and ends: with
 * sentences where that costs little, else with a clause, else between words;
 * never inside a number, a date, the number of a document or what is written
 * without a space.
 */
#ifndef TRACUU_SEARCH_PAGE_CUT_H
#define TRACUU_SEARCH_PAGE_CUT_H

#include "search/session.h"

/* What a piece is to be. */
struct cut_wish {
	size_t first, last; /* tokens that it is about: all of them if they fit */
	size_t room;	    /* bytes, about: an eighth more to end a sentence */
	size_t floor;	    /* it begins at this byte of the slice or behind */
};

struct cut {
	size_t from, to;  /* bytes of the slice */
	bool front, back; /* its sentence begins before, goes on behind */
};

/* The slice in `s` has tokens. */
void cut_choose(const struct search *s, const struct cut_wish *wish,
		struct cut *ret);

#endif
