/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * plan_forms - the written terms that a typed word stands for, looked up in the
 * dictionary: of however many the most frequent ones.
 */
#ifndef TRACUU_SEARCH_PLAN_PLAN_FORMS_H
#define TRACUU_SEARCH_PLAN_PLAN_FORMS_H

#include "search/plan/plan.h"
#include "store/schema.h"

struct plan_forms {
	struct plan *p;		    /* its arena owns them */
	enum query_field field;	    /* in whose dictionary they stand */
	size_t most;		    /* that are kept, one at least */
	const struct run_word *own; /* is kept however rare it is; NULL: none */
	struct plan_form *v;
	size_t n, cap;
};

/*
 * Add the terms that begin with n bytes of t->term and that t covers, or with
 * `prefix` begins.  Until plan_forms_sort() they are in no order of use.
 * Errors: those of store.h, E_NOMEM, E_DEADLINE, E_CANCELLED.
 */
int plan_forms_walk(struct plan_forms *f, const struct run_word *t, size_t n,
		    bool prefix, struct err *e);

/* `own` first, then the most frequent; in byte order where equal, so that plans
 * do not change from run to run. */
void plan_forms_sort(struct plan_forms *f);

/* A word as a term of the dictionary of its field; returns its length, 0 when
 * that is more than a term may have. */
size_t plan_forms_term(enum query_field field, const char *s, size_t n,
		       char ret[SCHEMA_TERM_MAX]);

#endif
