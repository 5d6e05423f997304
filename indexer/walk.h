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

/* Called with each directory before it is read; `path` is the walk's.  What it
 * returns, an error of err.h, ends the walk. */
typedef int walk_enter(void *arg, int fd, const char *path);

struct walk_rules {
	const struct filter *filter;
	const struct encodings *encodings; /* NULL: none */
	/* The index directory, which may lie below a root and is not entered;
	 * zeroes: there is none yet. */
	dev_t index_dev;
	ino_t index_inode;
	walk_enter *enter; /* NULL: nobody wants to know */
	void *enter_arg;
};

/*
 * Add every file below `root` (a real path) that the rules take to `ret`,
 * unsorted: path, size, mtime_ns, inode, rule, FILE_SEEN.  A directory below it that
 * cannot be read is added too, as FILE_FAILED.  With ret NULL only the directories
 * are walked.
 * E_NOTFOUND, E_IO: the root itself cannot be read.  E_NOMEM.
 */
int walk_root(const char *root, const struct walk_rules *rules,
	      struct files *ret, struct err *e);
/* The same for a path below the root, or the root: what is there, which may be a
 * file, a directory or nothing. */
int walk_below(const char *root, const char *path,
	       const struct walk_rules *rules, struct files *ret,
	       struct err *e);

#endif
