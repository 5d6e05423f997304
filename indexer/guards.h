/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * guards - what keeps an archive that is not there, or not all of it, from emptying
 * the index.  `max_removed` is the option: per cent of the documents.
 */
#ifndef TRACUU_INDEXER_GUARDS_H
#define TRACUU_INDEXER_GUARDS_H

#include "base/err.h"
#include "indexer/plan.h"
#include "indexer/roots.h"

/* Once p->now is filled in.  E_LIMIT: a root where there were documents has no file:
 * more likely a missing mount. */
int guard_roots(const struct plan *p, const struct roots *roots,
		unsigned max_removed, struct err *e);
/* E_LIMIT: by the counts of the plan more documents are gone than that. */
int guard_removed(const struct plan *p, const struct plan_counts *counts,
		  unsigned max_removed, struct err *e);

#endif
