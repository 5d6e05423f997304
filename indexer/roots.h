/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * roots - the directories that are indexed.
 */
#ifndef TRACUU_INDEXER_ROOTS_H
#define TRACUU_INDEXER_ROOTS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"

struct roots {
	char **v; /* real paths, sorted, none inside another */
	size_t n;
};

/* The real paths of n directories.  E_NOTFOUND, E_IO, E_INVAL (no directory),
 * E_NOMEM. */
int roots_resolve(const char *const *paths, size_t n, struct roots *ret,
		  struct err *e);
void roots_release(struct roots *r);

/* Whether a path is below a root (or is it). */
bool roots_holds(const char *root, const char *path);

#endif
