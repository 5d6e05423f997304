/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * runs - update and rebuild of all chosen collections, one after the other:
 *	locks -> pre-update -> each collection (run.h) -> report -> post-update
 *
 * Each runs in a process of its own (supervise.h), and one that fails, is killed
 * or is locked by somebody does not stop the others.  The hooks are run once, with
 * all of the collections locked.
 */
#ifndef TRACUU_INDEXER_RUNS_H
#define TRACUU_INDEXER_RUNS_H

#include <stdbool.h>

#include "base/err.h"
#include "indexer/collections.h"
#include "indexer/options.h"
#include "indexer/run.h"

/*
 * Returns 0 with *ret_partly (some files, a hook or the report failed), or the
 * worst of what befell the collections.  Of the unnamed one alone the error is in
 * `e`, and the codes are those of run_collection() and E_LOCKED; of several all is
 * said already and e->msg is "", and the code is that of collections_worse().  What a
 * run made for a named one that published nothing is removed again.
 */
int runs_update(const struct options *o, const struct collections *cs,
		bool *ret_partly, struct err *e);

struct run_outcome {
	struct run_result result;
	struct err e; /* code 0: it went well */
};

/*
 * The same for `watch`, which knows what changed in each collection: scopes[i] is of
 * cs->v[i].  Of each chosen one outcomes[i], zeroes at first, is what became of it,
 * and nothing of that is said.  Where none of them has an error the run came to none.
 */
int runs_update_scopes(const struct options *o, const struct collections *cs,
		       const struct run_scope *scopes,
		       struct run_outcome *outcomes, bool *ret_partly,
		       struct err *e);
/* Remove what a run left whose process was killed, of all chosen collections that
 * nobody else is making. */
void runs_clear_away(const struct collections *cs);

#endif
