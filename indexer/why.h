/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * why - what can be said of a path that goes beyond what the table of files has:
 * why it is not there, what has happened to it since, what is below it.
 */
#ifndef TRACUU_INDEXER_WHY_H
#define TRACUU_INDEXER_WHY_H

#include "base/buf.h"
#include "indexer/filter.h"
#include "indexer/state.h"

/* Where the path below its root begins; NULL: it is below no root of the index. */
const char *why_below_root(const struct state *s, const char *path);
/* Append why the table does not have the path, by the rules as they are now.
 * E_NOMEM. */
int why_unknown(const struct state *s, const struct filter *rules,
		const char *path, struct buf *ret);
/* Append "; ..." where the file is not what it was when the table was made.
 * E_NOMEM. */
int why_changed(const char *path, const struct file *f, struct buf *ret);

#endif
