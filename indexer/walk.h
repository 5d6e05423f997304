/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * walk - find the files below the roots.
 *
 * Directories are opened relative to their parent, symbolic links are never
 * followed, so that nothing outside a root is reached, whatever happens to the
 * tree meanwhile.  Names are bytes.
 */
#ifndef TRACUU_INDEXER_WALK_H
#define TRACUU_INDEXER_WALK_H

#include <sys/types.h>

#include "base/err.h"
#include "indexer/encodings.h"
#include "indexer/files.h"
#include "indexer/filter.h"

#define WALK_DEPTH_MAX 128 /* levels of directories; each holds one open file */

struct walk_rules {
	const struct filter *filter;
	const struct encodings *encodings; /* NULL: none */
	/* The index directory, which may lie below a root and is not entered;
	 * zeroes: there is none yet. */
	dev_t index_dev;
	ino_t index_inode;
};

/*
 * Add every file below `root` (a real path) that the rules take to `ret`,
 * unsorted: path, size, mtime_ns, inode, rule, FILE_SEEN.  A directory below it that
 * cannot be read is added too, as FILE_FAILED.
 * E_NOTFOUND, E_IO: the root itself cannot be read.  E_NOMEM.
 */
int walk_root(const char *root, const struct walk_rules *rules,
	      struct files *ret, struct err *e);

#endif
