/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Whole directories: make, remove, fsync, measure.
 */
#include "base/path.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static int make_one(const char *path, struct err *e)
{
	struct stat st;

	if (!mkdir(path, 0777))
		return 0;
	if (errno == EEXIST && !stat(path, &st) && S_ISDIR(st.st_mode))
		return 0;
	return err_sys(e, errno, "%s: cannot make this directory", path);
}

int path_mkdirs(const char *path, struct err *e)
{
	char *s = strdup(path);
	int r = 0;

	if (!s)
		return err_nomem(e);
	for (char *p = s; !r && (p = strchr(p + (*p == '/'), '/'));) {
		*p = '\0';
		if (*s)
			r = make_one(s, e);
		*p = '/';
	}
	if (!r)
		r = make_one(s, e);
	free(s);
	return r;
}

typedef int entry_fn(const char *path, const struct stat *st, void *arg,
		     struct err *e);

/* What is gone meanwhile is no error: two may remove the same tree, and one may
 * measure what another removes. */
static int visit(const char *path, entry_fn *fn, void *arg, struct err *e)
{
	struct err why;
	struct stat st;
	int r;

	if (lstat(path, &st))
		r = err_sys(&why, errno, "%s: cannot be looked at", path);
	else
		r = fn(path, &st, arg, &why);
	if (!r || r == E_NOTFOUND)
		return 0;
	if (e)
		*e = why;
	return r;
}

/* Call fn for every entry of a directory that is no symlink itself. */
static int each_entry(const char *dir, entry_fn *fn, void *arg, struct err *e)
{
	int fd = open(dir, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	DIR *d = fd < 0 ? NULL : fdopendir(fd);
	struct dirent *entry;
	int r = 0;

	if (!d) {
		r = err_sys(e, errno, "%s: cannot be listed", dir);
		if (fd >= 0)
			close(fd);
		return r;
	}
	while (!r && (errno = 0, entry = readdir(d))) {
		char *path;

		if (!strcmp(entry->d_name, ".") || !strcmp(entry->d_name, ".."))
			continue;
		path = path_join(dir, entry->d_name);
		r = path ? visit(path, fn, arg, e) : err_nomem(e);
		free(path);
	}
	if (!r && errno)
		r = err_sys(e, errno, "%s: cannot be listed", dir);
	closedir(d);
	return r;
}

static int remove_entry(const char *path, const struct stat *st, void *arg,
			struct err *e)
{
	bool is_dir = S_ISDIR(st->st_mode);

	if (is_dir) {
		int r = each_entry(path, remove_entry, arg, e);

		if (r)
			return r;
	}
	if (is_dir ? rmdir(path) : unlink(path))
		return err_sys(e, errno, "%s: cannot be removed", path);
	return 0;
}

int path_remove_tree(const char *path, struct err *e)
{
	return visit(path, remove_entry, NULL, e);
}

static int fsync_entry(const char *path, const struct stat *st, void *arg,
		       struct err *e)
{
	(void)arg;
	if (S_ISDIR(st->st_mode))
		return path_fsync_tree(path, e);
	return S_ISREG(st->st_mode) ? path_fsync(path, e) : 0;
}

int path_fsync_tree(const char *dir, struct err *e)
{
	int r = each_entry(dir, fsync_entry, NULL, e);

	return r ? r : path_fsync(dir, e);
}

static int count_entry(const char *path, const struct stat *st, void *arg,
		       struct err *e)
{
	uint64_t *bytes = arg;

	if (S_ISDIR(st->st_mode))
		return each_entry(path, count_entry, bytes, e);
	if (S_ISREG(st->st_mode))
		*bytes += (uint64_t)st->st_size;
	return 0;
}

int path_tree_bytes(const char *dir, uint64_t *ret, struct err *e)
{
	uint64_t bytes = 0;
	int r = each_entry(dir, count_entry, &bytes, e);

	if (!r)
		*ret = bytes;
	return r;
}
