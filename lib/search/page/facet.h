/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * facet - how the reports that a query finds divide by year, place, author,
 * cited document and type; part of search_run().
 *
 * A value counts for every report that its `query` finds among them, not only
 * for those that spell it so: `place:"xã Thạch Sơn"` is also in "xã Thạch Sơn
 * Đông", and `ref:05-CT/TW` finds `Chỉ thị 05`.  Narrowing a query by it
 * therefore finds exactly as many as were told.
 */
#ifndef TRACUU_SEARCH_PAGE_FACET_H
#define TRACUU_SEARCH_PAGE_FACET_H

#include "search/plan/plan.h"
#include "search/search.h"

/*
 * Count over all reports that the plan finds in this `match`, whatever page is
 * wanted: req->facets into result->facets, and the reports themselves into
 * result->total.  Where candidates must be checked each one is read: see
 * docs/protocol.md for what that costs.
 * E_DEADLINE, E_CANCELLED, E_NOMEM and those of store.h.
 */
int facets_find(struct search *s, struct plan *plan, enum search_match match,
		const struct search_request *req, struct search_result *result,
		struct err *e);

#endif
