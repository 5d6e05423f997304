/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * hit - one report of a result, with what the request wants to be shown of it.
 */
#ifndef TRACUU_SEARCH_PAGE_HIT_H
#define TRACUU_SEARCH_PAGE_HIT_H

#include "search/session.h"

/*
 * Append the report loaded in `s` to the result.  When the request asks for a
 * snippet or for lines, s->view must be loaded, too.  E_CORRUPT, E_NOMEM.
 */
int hit_add(struct search *s, const struct search_request *req, double score,
	    struct search_result *result, struct err *e);

#endif
