/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The generation that a directory of ours publishes, as a list of one database.
 */
#include <stdlib.h>

#include "base/path.h"
#include "search/search.h"
#include "store/generation.h"

int search_current(const char *index_dir, char **ret_path,
		   uint64_t *ret_number, struct err *e)
{
	return generation_current(index_dir, ret_path, ret_number, e);
}

/* The manifest first: it is read in no time, and says what is wrong more clearly
 * than a database that cannot be opened. */
static int check_manifest(const char *path, struct err *e)
{
	struct manifest m;
	int r = manifest_read(path, &m, e);

	if (!r)
		manifest_release(&m);
	return r;
}

int search_index_open_generation(const char *path,
				 const struct search_settings *settings,
				 struct search_index **ret, struct err *e)
{
	const char *where[1];
	char *db;
	int r = check_manifest(path, e);

	if (r)
		return r;
	db = path_join(path, "db");
	if (!db)
		return err_nomem(e);
	where[0] = db;
	r = search_index_open(where, 1, settings, ret, e);
	free(db);
	return r;
}
