/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/drop.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/collection.h"
#include "base/path.h"
#include "store/generation.h"

#define DROPPED ".dropped-" /* before the name: no collection is called so */

static int remove_below(const char *parent, const char *name, struct err *e)
{
	char *path = path_join(parent, name);
	int r = path ? path_remove_tree(path, e) : err_nomem(e);

	free(path);
	return r;
}

static int sweep(const char *parent, struct err *e)
{
	DIR *d = opendir(parent);
	struct dirent *entry;
	int r = 0;

	if (!d)
		return errno == ENOENT || errno == ENOTDIR ?
			       0 : err_sys(e, errno, "%s: cannot be listed",
					   parent);
	while (!r && (errno = 0, entry = readdir(d)))
		if (!strncmp(entry->d_name, DROPPED, strlen(DROPPED)))
			r = remove_below(parent, entry->d_name, e);
	if (!r && errno)
		r = err_sys(e, errno, "%s: cannot be listed", parent);
	closedir(d);
	return r;
}

int collections_sweep(const char *index_dir, struct err *e)
{
	char *parent = path_join(index_dir, COLLECTIONS_DIR);
	int r = parent ? sweep(parent, e) : err_nomem(e);

	free(parent);
	return r;
}

/* From here on there is no such collection, whatever comes. */
static int rename_away(const char *parent, const struct collection *c,
		       struct err *e)
{
	char *to = NULL;
	int r = 0;

	if (asprintf(&to, "%s/" DROPPED "%s", parent, c->name) < 0)
		return err_nomem(e);
	if (rename(c->dir, to))
		r = err_sys(e, errno, "%s: cannot be renamed", c->dir);
	free(to);
	return r ? r : path_fsync(parent, e);
}

static int drop(const char *parent, const struct collection *c, struct err *e)
{
	int fd, r = generation_lock(c->dir, &fd, e);

	if (r)
		return r;
	r = sweep(parent, e);
	if (!r)
		r = rename_away(parent, c, e);
	if (!r)
		r = sweep(parent, e);
	close(fd);
	return r;
}

int collections_drop(const struct collections *cs, const struct options *o,
		     struct err *e)
{
	const char *name = o->args[0];
	const struct collection *c = collections_find(cs, name);
	char *parent;
	int r;

	if (!c || !*c->name)
		return err_set(e, E_INVAL, "%s: there is no collection of that "
			       "name in %s", name, o->index);
	if (c->configured)
		return err_set(e, E_INVAL, "%s: the configuration has [collection "
			       "%s], and the next update would make it again: "
			       "remove it there first", name, name);
	parent = path_join(o->index, COLLECTIONS_DIR);
	r = parent ? drop(parent, c, e) : err_nomem(e);
	free(parent);
	if (!r && !o->quiet)
		printf("collection %s is removed\n", name);
	return r;
}
