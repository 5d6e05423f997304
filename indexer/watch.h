/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * watch - follow the roots, and publish what changes a moment later, by the same
 * runs as update.
 *
 * It begins with a run over everything, and has one whenever it cannot be sure of
 * what changed: after an overflow of the queue of events, when a root is another
 * directory than it was, on SIGHUP, and when somebody else has published.  Else a run
 * looks only where something happened.  Between runs it holds no lock.  A named
 * collection whose directory is gone was dropped, and is left alone from then on.
 */
#ifndef TRACUU_INDEXER_WATCH_H
#define TRACUU_INDEXER_WATCH_H

#include "base/err.h"
#include "indexer/collections.h"
#include "indexer/options.h"

/*
 * Returns 0 on SIGTERM or SIGINT.  E_INVAL (no roots, or the first run found the
 * command line or the configuration wrong, and said so: e->msg is "" then), E_NOTFOUND,
 * E_IO (a root, at the start), E_NOMEM.  Whatever befalls a later run is said, and
 * tried again.
 */
int watch(const struct options *o, struct collections *cs, struct err *e);

#endif
