/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * run - update and rebuild: from the roots to a published generation, or to
 * nothing at all.
 */
#ifndef TRACUU_INDEXER_RUN_H
#define TRACUU_INDEXER_RUN_H

#include <stdbool.h>

#include "base/err.h"
#include "indexer/options.h"

/*
 * Returns 0 with *ret_failed (some files, or --report, failed), or why nothing
 * was published: E_LOCKED, E_INVAL (the command line), E_LIMIT (a guard), E_IO,
 * E_NOTFOUND (a root), E_CORRUPT, E_NOMEM, E_INTERNAL.
 */
int run_update(const struct options *o, const char *index_dir,
	       bool *ret_failed, struct err *e);

#endif
