/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * update - the database of the last generation, copied (or shared, where the
 * file system can) and changed where files changed.
 */
#ifndef TRACUU_INDEXER_UPDATE_H
#define TRACUU_INDEXER_UPDATE_H

#include "base/err.h"
#include "indexer/intake.h"
#include "indexer/plan.h"
#include "indexer/progress.h"

/*
 * Make NEW_DIR/db from OLD_DIR/db and the plan, and write into plan->now what
 * became of each file.  With new_dir NULL nothing is written and the plan only
 * learns what would become of them.
 * E_IO, E_NOMEM, E_CORRUPT (the database is not what the table says).
 */
int update_apply(struct plan *p, const char *old_dir, const char *new_dir,
		 const struct intake_rules *rules, struct progress *progress,
		 struct err *e);

#endif
