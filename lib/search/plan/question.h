/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * question - a query read against an index: parsed and planned, and where words
 * of it are nowhere there, read again as what they were probably meant to be.
 */
#ifndef TRACUU_SEARCH_PLAN_QUESTION_H
#define TRACUU_SEARCH_PLAN_QUESTION_H

#include "search/plan/plan.h"
#include "search/session.h"

struct question {
	struct query query;
	struct plan plan;
	const char *text; /* that `query` was parsed from */
	size_t n;
	const char *fallback; /* "telex", "vni", "joined"; NULL: read as typed */
	struct buf rewritten;
};

/* Read the query of `req`, which must outlive it, in the time that this has.
 * Release in any case.  Errors: those of parse.h and plan.h. */
int question_open(struct question *q, struct search *s,
		  const struct search_request *req, struct err *e);
void question_release(struct question *q);

/*
 * Words of a plan that the archive does not have, read as the keys of an input
 * method that was off, or as syllables run together.  Appends the query with
 * these in their place to `out` and names the reading in *ret_kind; NULL: there
 * is nothing to read otherwise.  Never touches a word that is there.
 * Looks words up with the plan's memory.  Errors: those of store.h, E_NOMEM.
 * (fallback.c)
 */
int fallback_read(struct search *s, struct plan *p, const char *text,
		  size_t n, struct buf *out, const char **ret_kind,
		  struct err *e);

#endif
