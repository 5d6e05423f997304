/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * filter - which names below a root are looked at.
 *
 * Left out always: names that begin with '.' or end with '~', and what is no
 * regular file.  A pattern (fnmatch(3)) without '/' is for the name alone, one
 * with '/' for the path below the root.  --exclude wins over --include, and an
 * excluded directory is not entered.  Without --include every file is looked
 * at; whether it is text is found out by reading it.
 */
#ifndef TRACUU_INDEXER_FILTER_H
#define TRACUU_INDEXER_FILTER_H

#include <stdbool.h>
#include <stddef.h>

struct filter {
	const char **include, **exclude; /* borrowed patterns */
	size_t n_include, n_exclude;
};

enum filter_verdict {
	FILTER_TAKE,
	FILTER_HIDDEN,	     /* '.' before or '~' behind its name */
	FILTER_EXCLUDED,     /* by --exclude */
	FILTER_NOT_INCLUDED, /* there are --include, and none is for it */
};

/* Whether a pattern matches; `below` is the path below the root, `name` its last
 * part. */
bool filter_matches(const char *glob, const char *below, const char *name);

enum filter_verdict filter_file(const struct filter *f, const char *below,
				const char *name);
enum filter_verdict filter_dir(const struct filter *f, const char *below,
			       const char *name);

/* The first of n patterns that matches; NULL: none. */
const char *filter_find(const char *const *v, size_t n, const char *below,
			const char *name);

#endif
