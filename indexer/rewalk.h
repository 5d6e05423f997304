/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * rewalk - the files as a walk would find them, of which only those in a scope are
 * looked at: the others are taken from the table of the last run.
 */
#ifndef TRACUU_INDEXER_REWALK_H
#define TRACUU_INDEXER_REWALK_H

#include "base/err.h"
#include "indexer/files.h"
#include "indexer/roots.h"
#include "indexer/scope.h"
#include "indexer/walk.h"

/*
 * Add to `ret` what walk_root() of all roots would, given that `last`, a sorted
 * table, is right but for the scope.  Looked at are also what the last run could
 * not read, and other names (hard links) of the files that are in the scope, or were.
 * E_NOTFOUND, E_IO: a root cannot be read; E_NOMEM.
 */
int rewalk(const struct scope *scope, const struct roots *roots,
	   const struct walk_rules *rules, const struct files *last,
	   struct files *ret, struct err *e);

#endif
