/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * inspect - the verbs that only look: status, check, why, analyze, filters.
 * Each prints on stdout and returns 0 or an error of state_load(), and its own.
 * Of several collections a failure is said, does not stop the others, and comes
 * back as collections_worse() has it, with an empty sentence.
 */
#ifndef TRACUU_INDEXER_INSPECT_H
#define TRACUU_INDEXER_INSPECT_H

#include "base/err.h"
#include "indexer/collections.h"
#include "indexer/options.h"

int inspect_status(const struct options *o, const struct collections *cs,
		   struct err *e);
/* E_CORRUPT: what is wrong with the index. */
int inspect_check(const struct options *o, const struct collections *cs,
		  struct err *e);
/* What became of a file, or why it is not known. */
int inspect_why(const struct options *o, const struct collections *cs,
		struct err *e);
/* How a file is read: what document.h finds in it, and its words. */
int inspect_analyze(const struct options *o, struct err *e);
/* Print which program reads which external format, and how they are confined. */
int inspect_filters(const struct options *o, struct err *e);

#endif
