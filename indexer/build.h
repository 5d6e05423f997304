/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * build - a database from nothing: worker processes index slices of the sorted
 * list of files into segments of their own, which are then merged in order.
 *
 * Processes, not threads: what Xapian, ICU or a broken file may do to one costs
 * the run, but publishes nothing.  Segments, because a writer's memory tree
 * becomes slower as it grows (docs/schema.md).
 */
#ifndef TRACUU_INDEXER_BUILD_H
#define TRACUU_INDEXER_BUILD_H

#include "base/err.h"
#include "indexer/intake.h"
#include "indexer/plan.h"
#include "indexer/progress.h"

struct build_options {
	const char *dir; /* of the new generation: gets db/ */
	unsigned jobs;	 /* worker processes, at least 1 */
	struct progress *progress;
	const struct intake_rules *rules;
};

/*
 * Index all files of the plan but those that failed (whose documents are gone,
 * if they had one), and write into plan->now what became of each.
 * E_IO (also a full disk), E_NOMEM, E_INTERNAL (a worker died).
 */
int build_full(struct plan *p, const struct build_options *o, struct err *e);

#endif
