/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * page - the candidates of one query in rank order, taken or folded or passed
 * over until the page is full.
 */
#ifndef TRACUU_SEARCH_PAGE_PAGE_H
#define TRACUU_SEARCH_PAGE_PAGE_H

#include "search/page/collapse.h"
#include "search/plan/plan.h"
#include "search/session.h"

struct store_query;

/* One run of one query in one `match`. */
struct paging {
	struct search *s;
	struct plan *plan;
	const struct search_request *req;
	enum search_match match;
	bool all;   /* count everything; no page is wanted */
	bool check; /* candidates must be checked */
	struct err *e;

	bool second;	 /* this tier shows what the first one did not */
	uint64_t passed; /* reports found so far */
	uint64_t rank;	 /* of the next one: less by those that were folded */
	uint64_t ahead;	 /* looked at since the page was full */
	bool more;	 /* there may be others that were not counted */
	struct collapse collapse;
	struct search_result *result; /* hits are added here; NULL to count */
};

static inline uint64_t page_end(const struct paging *run)
{
	return (uint64_t)run->req->offset + run->req->limit;
}

static inline bool page_full(const struct paging *run)
{
	return !run->all && run->rank >= page_end(run);
}

/* Whether no more candidates are wanted. */
static inline bool page_done(const struct paging *run)
{
	return page_full(run) &&
	       (!run->req->collapse || run->ahead >= COLLAPSE_AHEAD);
}

/*
 * Go on with the reports that `q` finds, as what `tier` of the plan asks for.
 * Errors: those of store_match() and hit_add(), E_DEADLINE, E_CANCELLED.
 */
int page_take(struct paging *run, enum plan_tier tier,
	      const struct store_query *q);

#endif
