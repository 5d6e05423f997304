/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * collapse - the same report from several places shown as one: reports in rank
 * order, each compared by its sketch (base/sketch.h) with those shown before it.
 *
 * It is decided when asked, from rank 0 on, so that no page shows what resembles
 * a report of a page before it.  An index keeps no groups: an update that adds,
 * changes or removes one report changes the sketch of no other.
 *
 * ABOVE what resemblance a report is folded was chosen with bench/sketch; its
 * figures are in bench/README.md.
 */
#ifndef TRACUU_SEARCH_PAGE_COLLAPSE_H
#define TRACUU_SEARCH_PAGE_COLLAPSE_H

#include "base/sketch.h"
#include "search/session.h"

#define COLLAPSE_ABOVE 0.6
/* Reports looked at behind the page, for what resembles one on it. */
#define COLLAPSE_AHEAD 100
#define COLLAPSE_NONE SIZE_MAX

/* A report that was given a rank. */
struct collapse_head {
	struct sketch sketch;
	bool has_sketch;
};

struct collapse {
	struct collapse_head *heads; /* by rank */
	size_t n, cap;
	struct collapse_head candidate;
	struct buf value;
};

/* All zero is a good start. */
void collapse_release(struct collapse *c);
/*
 * Take a report as the candidate.  *ret_rank: of the first report shown that it
 * resembles, COLLAPSE_NONE where it resembles none.  Errors: those of
 * store_value().
 */
int collapse_take(struct collapse *c, struct store_reader *reader,
		  uint32_t docid, size_t *ret_rank, struct err *e);
/* The candidate is given the next rank.  E_NOMEM. */
int collapse_keep(struct collapse *c, struct err *e);

/* Add the report loaded in `s` to the duplicates of a hit.  E_NOMEM. */
int collapse_add(struct search *s, struct search_hit *h, struct err *e);
void collapse_release_hit(struct search_hit *h);

#endif
