/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * drop - remove a collection that the configuration does not have any more.
 *
 * Its directory is first renamed to a name that no collection has, so that a crash
 * leaves all of it or nothing that would be taken for one; what has it open goes on
 * reading.
 */
#ifndef TRACUU_INDEXER_DROP_H
#define TRACUU_INDEXER_DROP_H

#include "base/err.h"
#include "indexer/collections.h"
#include "indexer/options.h"

/* Remove the one that o->args[0] names.  E_INVAL: there is none of that name, or
 * the configuration has it still; E_LOCKED, E_IO, E_NOMEM. */
int collections_drop(const struct collections *cs, const struct options *o,
		     struct err *e);
/* Remove what a drop left that was killed.  E_IO, E_NOMEM. */
int collections_sweep(const char *index_dir, struct err *e);

#endif
