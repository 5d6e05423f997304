/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * collection - the names of collections, and where each is.
 *
 * A named collection is an index of its own below the index directory,
 * INDEX/collections/NAME, with all that store/generation.h says of one.  The
 * unnamed collection, "", is INDEX itself.
 */
#ifndef TRACUU_BASE_COLLECTION_H
#define TRACUU_BASE_COLLECTION_H

#include <stdbool.h>
#include <stddef.h>

/* [a-z0-9][a-z0-9_-]*: no name is hidden, an option or a path.  So long that
 * [collection NAME] is one that inih reads. */
#define COLLECTION_NAME_MAX 32
#define COLLECTION_NAME_RULE \
	"1 to 32 of a-z, 0-9, '-' and '_', the first a letter or digit"

/* Below the index directory. */
#define COLLECTIONS_DIR "collections"

/* Whether n bytes are a name. */
bool collection_name_ok(const char *s, size_t n);

/* Where the index of a collection is, for free(); NULL: no memory. */
char *collection_dir(const char *index_dir, const char *name);

#endif
