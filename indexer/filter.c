/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Patterns against names.
 */
#include "indexer/filter.h"

#include <fnmatch.h>
#include <string.h>

bool filter_matches(const char *glob, const char *below, const char *name)
{
	return !fnmatch(glob, strchr(glob, '/') ? below : name, 0);
}

const char *filter_find(const char *const *v, size_t n, const char *below,
			const char *name)
{
	for (size_t i = 0; i < n; i++)
		if (filter_matches(v[i], below, name))
			return v[i];
	return NULL;
}

static bool is_hidden(const char *name)
{
	size_t n = strlen(name);

	return n && (name[0] == '.' || name[n - 1] == '~');
}

enum filter_verdict filter_dir(const struct filter *f, const char *below,
			       const char *name)
{
	if (is_hidden(name))
		return FILTER_HIDDEN;
	if (filter_find(f->exclude, f->n_exclude, below, name))
		return FILTER_EXCLUDED;
	return FILTER_TAKE;
}

enum filter_verdict filter_file(const struct filter *f, const char *below,
				const char *name)
{
	enum filter_verdict v = filter_dir(f, below, name);

	if (v == FILTER_TAKE && f->n_include &&
	    !filter_find(f->include, f->n_include, below, name))
		return FILTER_NOT_INCLUDED;
	return v;
}
