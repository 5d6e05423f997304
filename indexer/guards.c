/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/guards.h"

static bool has_file(const struct files *fs, const char *root,
		     bool documents_only)
{
	for (size_t i = 0; i < fs->n; i++)
		if ((!documents_only || fs->v[i].status == FILE_INDEXED) &&
		    roots_holds(root, files_path(fs, &fs->v[i])))
			return true;
	return false;
}

int guard_roots(const struct plan *p, const struct roots *roots,
		unsigned max_removed, struct err *e)
{
	for (size_t i = 0; i < roots->n && max_removed < 100; i++) {
		const char *root = roots->v[i];

		if (has_file(&p->now, root, false) ||
		    !has_file(&p->old, root, true))
			continue;
		return err_set(e, E_LIMIT, "%s: no file there, where there "
			       "were documents: is it mounted? To index it as "
			       "it is: --max-removed 100", root);
	}
	return 0;
}

int guard_removed(const struct plan *p, const struct plan_counts *counts,
		  unsigned max_removed, struct err *e)
{
	size_t before = files_count(&p->old, FILE_INDEXED);

	if (counts->removed * 100 <= before * (size_t)max_removed)
		return 0;
	return err_set(e, E_LIMIT, "%zu of %zu documents are gone, more than "
		       "--max-removed %u %%: nothing is published; if that is "
		       "right: --max-removed %zu", counts->removed, before,
		       max_removed,
		       (counts->removed * 100 + before - 1) / before);
}
