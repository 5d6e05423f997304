/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * watched - the roots of the chosen collections, watched: what changes goes into the
 * scope of the collection that it is of.  One thread.
 */
#ifndef TRACUU_INDEXER_WATCHED_H
#define TRACUU_INDEXER_WATCHED_H

#include <stdbool.h>

#include "base/err.h"
#include "indexer/collections.h"
#include "indexer/options.h"
#include "indexer/run.h"

struct watched;

/* scopes[i] is of cs->v[i]; everything is borrowed.  Nothing is watched yet.
 * E_IO (the index directory cannot be made), E_NOMEM. */
int watched_open(const struct options *o, const struct collections *cs,
		 struct run_scope *scopes, struct watched **ret, struct err *e);
void watched_close(struct watched *w); /* NULL is fine */

/*
 * Find the roots of what is chosen still and watch them, for the first time or anew;
 * everything is in the scopes then.  On an error what can be watched is.  E_INVAL (no roots), E_NOTFOUND,
 * E_IO (a root), E_NOMEM.
 */
int watched_renew(struct watched *w, struct err *e);
/* Whether a root is another directory than was watched, or is there again, or no
 * more. */
bool watched_is_outdated(const struct watched *w);
/* Whether directories are not watched, for the limits of the system: that is said
 * once. */
bool watched_misses_some(const struct watched *w);

/* For poll(2); -1: nothing is watched. */
int watched_fd(const struct watched *w);
/* Take in what there is to read, without waiting.  *ret_lost: it is to be watched
 * anew. */
void watched_read(struct watched *w, bool *ret_lost);

#endif
