/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The generations that directories of ours publish, as a list of databases.
 */
#include <stdlib.h>

#include "base/path.h"
#include "search/index.h"
#include "store/generation.h"
#include "store/store.h"

int search_current(const char *index_dir, char **ret_path,
		   uint64_t *ret_number, struct err *e)
{
	return generation_current(index_dir, ret_path, ret_number, e);
}

/* The manifest first: it is read in no time, and says what is wrong more clearly
 * than a database that cannot be opened. */
static int check_manifest(const char *path, uint64_t *ret_documents,
			  struct err *e)
{
	struct manifest m;
	int r = manifest_read(path, &m, e);

	if (r)
		return r;
	*ret_documents = m.documents;
	manifest_release(&m);
	return 0;
}

int search_check_generation(const char *path, uint64_t *ret_documents,
			    struct err *e)
{
	struct store_reader *reader;
	const char *where[1];
	char *db;
	int r = check_manifest(path, ret_documents, e);

	if (r)
		return r;
	db = path_join(path, "db");
	if (!db)
		return err_nomem(e);
	where[0] = db;
	r = store_reader_open(where, 1, &reader, e);
	if (!r) {
		r = search_check_schema(reader, 1, e);
		store_reader_close(reader);
	}
	free(db);
	return r;
}

static int join_all(const char *const *paths, size_t n, char **ret,
		    struct err *e)
{
	uint64_t ignored;
	int r = 0;

	for (size_t i = 0; !r && i < n; i++) {
		r = check_manifest(paths[i], &ignored, e);
		if (!r)
			ret[i] = path_join(paths[i], "db");
		if (!r && !ret[i])
			r = err_nomem(e);
	}
	return r;
}

int search_index_open_generations(const char *const *paths, size_t n,
				  const struct search_settings *settings,
				  struct search_index **ret, struct err *e)
{
	char **dbs = calloc(n, sizeof(*dbs));
	int r = dbs ? join_all(paths, n, dbs, e) : err_nomem(e);

	if (!r)
		r = search_index_open((const char *const *)dbs, n, settings,
				      ret, e);
	for (size_t i = 0; dbs && i < n; i++)
		free(dbs[i]);
	free(dbs);
	return r;
}
