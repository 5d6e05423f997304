/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * match - a page of what a query of one's own finds, in place of one that
 * someone typed: similar.c.
 */
#ifndef TRACUU_SEARCH_PAGE_MATCH_H
#define TRACUU_SEARCH_PAGE_MATCH_H

#include "search/session.h"

struct store_query;

/*
 * The page of `req`, whose query and match are not looked at; nothing in it is
 * marked, and read_as is NULL.  `q` stays the caller's.  Errors as search_run().
 */
int match_query(struct search *s, const struct search_request *req,
		const struct store_query *q, struct search_result **ret,
		struct err *e);

#endif
