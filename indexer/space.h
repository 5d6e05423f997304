/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * space - whether a new generation fits, before an hour was spent on it.
 *
 * What an update needs is the copy of the database, unless the file system can
 * share it, and what is added; a full build has its segments and what they are
 * merged into at the same time.  How much a file adds is told by what the files
 * of the last generation took.
 */
#ifndef TRACUU_INDEXER_SPACE_H
#define TRACUU_INDEXER_SPACE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"
#include "indexer/plan.h"

struct space {
	const struct plan *plan;
	const char *old_dir; /* of the last generation; NULL: there is none */
	const char *new_dir; /* of the one begun */
	bool full;	     /* a full build */
};
/*
 * E_FULL, with both numbers, when the disk or the quota of the user has less free
 * than the new generation will take.  Without a last generation that is not known
 * and only told (say()) where the files themselves would not fit.
 */
int space_check(const struct space *s, struct err *e);

/* Of an E_FULL, in `e`, say which index has no room, and what can be done.  Returns
 * the code, whatever it is. */
int space_explain(const char *index_dir, int code, struct err *e);

#endif
