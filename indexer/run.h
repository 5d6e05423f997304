/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * run - update and rebuild of one collection: from its roots to a published
 * generation, or to nothing at all.  runs.h has what is around it: the lock,
 * which the caller holds, the hooks, and the other collections.
 */
#ifndef TRACUU_INDEXER_RUN_H
#define TRACUU_INDEXER_RUN_H

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"
#include "indexer/collections.h"
#include "indexer/intake.h"
#include "indexer/options.h"
#include "indexer/plan.h"
#include "indexer/scope.h"
#include "store/generation.h"

/* What may have changed since a generation. */
struct run_scope {
	struct scope changed;
	uint64_t generation;
};

struct run_input {
	const struct options *options;
	const struct collections *all;
	const struct collection *collection; /* of `all` */
	struct intake_rules rules; /* of this collection */
	/* Only this is looked at, where the current generation is that one and
	 * was made by the rules and of the roots of now; NULL: everything is. */
	const struct run_scope *scope;
	int report_fd; /* gets what report_dump() writes; -1: not wanted */
};

/* Plain numbers: one process tells them to another. */
struct run_result {
	uint64_t generation; /* the current one, after the run */
	bool published;	     /* it was made by this run */
	bool partly;	     /* some files, or the report, failed */
	struct plan_counts counts;
};

/*
 * The roots that a run takes, n names as they were given: those of the command line,
 * of the configuration, or of the last run, whose manifest has the strings then.
 * E_INVAL: there are none.
 */
int run_root_names(const struct options *o, const struct collection *c,
		   const struct manifest *last, const char *const **ret,
		   size_t *ret_n, struct err *e);

/*
 * Says what it did, and returns 0 with *ret; or why nothing was published:
 * E_INVAL (no roots, or such as others have), E_LIMIT (a guard), E_IO,
 * E_NOTFOUND (a root), E_FULL, E_CORRUPT, E_NOMEM, E_INTERNAL.
 */
int run_collection(const struct run_input *in, struct run_result *ret,
		   struct err *e);

#endif
