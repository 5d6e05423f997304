/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "store/generation.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/path.h"
#include "base/room.h"

#define PUBLISHED "gen-"
#define UNFINISHED "new-"
#define REMOVED "old-"
#define NEW_LINK "current.new" /* on its way to being `current` */
#define NAME_MAX_LEN 32 /* bytes of a prefix, a number and a NUL */

static void format_name(char name[NAME_MAX_LEN], const char *prefix,
			uint64_t number)
{
	snprintf(name, NAME_MAX_LEN, "%s%06" PRIu64, prefix, number);
}

/* Only what format_name() makes, so that nobody else's file is touched. */
static bool parse_name(const char *name, const char *prefix,
		       uint64_t *ret_number)
{
	char again[NAME_MAX_LEN];
	size_t n = strlen(prefix);
	uint64_t number;

	if (strncmp(name, prefix, n))
		return false;
	number = strtoull(name + n, NULL, 10);
	format_name(again, prefix, number);
	if (strcmp(name, again))
		return false;
	*ret_number = number;
	return true;
}

static char *path_of(const char *index_dir, const char *prefix, uint64_t number)
{
	char name[NAME_MAX_LEN];

	format_name(name, prefix, number);
	return path_join(index_dir, name);
}

/* The number that `current` points at.  E_NODB when there is no such link. */
static int read_current(const char *index_dir, uint64_t *ret_number,
			struct err *e)
{
	char *path = path_join(index_dir, "current");
	char name[NAME_MAX_LEN];
	ssize_t n;
	int r = 0;

	if (!path)
		return err_nomem(e);
	n = readlink(path, name, sizeof(name) - 1);
	if (n < 0 && (errno == ENOENT || errno == ENOTDIR)) {
		r = err_set(e, E_NODB,
			    "%s: no index here: make one with tracuu-index",
			    index_dir);
	} else if (n < 0 && errno != EINVAL) {
		r = err_sys(e, errno, "%s: cannot be read", path);
	} else {
		name[n < 0 ? 0 : n] = '\0';
		if (!parse_name(name, PUBLISHED, ret_number))
			r = err_set(e, E_CORRUPT,
				    "%s: not a link to a generation", path);
	}
	free(path);
	return r;
}

/* As read_current(), and 0 when nothing was published. */
static int read_current_or_none(const char *index_dir, uint64_t *ret_number,
				struct err *e)
{
	uint64_t number = 0;
	int r = read_current(index_dir, &number, e);

	if (r && r != E_NODB)
		return r;
	*ret_number = r ? 0 : number;
	return 0;
}

int generation_current(const char *index_dir, char **ret_path,
		       uint64_t *ret_number, struct err *e)
{
	uint64_t number;
	char *path, *real;
	int r = read_current(index_dir, &number, e);

	if (r)
		return r;
	path = path_of(index_dir, PUBLISHED, number);
	if (!path)
		return err_nomem(e);
	real = realpath(path, NULL);
	if (!real && errno == ENOENT)
		r = err_set(e, E_CORRUPT,
			    "%s: the current generation is missing", path);
	else if (!real)
		r = err_sys(e, errno, "%s: cannot be opened", path);
	free(path);
	if (r)
		return r;
	*ret_path = real;
	*ret_number = number;
	return 0;
}

/* Whether the open file is still the one of that name: its directory may have been
 * dropped, and made again, since it was opened. */
static bool is_still(int fd, const char *path)
{
	struct stat ours, its;

	return !fstat(fd, &ours) && !stat(path, &its) &&
	       ours.st_dev == its.st_dev && ours.st_ino == its.st_ino;
}

static int lock_file(const char *path, const char *index_dir, int *ret_fd,
		     struct err *e)
{
	int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0666);
	int r;
	bool locked;

	if (fd < 0)
		return err_sys(e, errno, "%s: cannot be opened", path);
	locked = !flock(fd, LOCK_EX | LOCK_NB);
	if (locked && is_still(fd, path)) {
		*ret_fd = fd;
		return 0;
	}
	if (locked || errno == EWOULDBLOCK)
		r = err_set(e, E_LOCKED,
			    "%s: another tracuu-index is at work here: try "
			    "again when it is done",
			    index_dir);
	else
		r = err_sys(e, errno, "%s: cannot be locked", path);
	close(fd);
	return r;
}

int generation_lock(const char *index_dir, int *ret_fd, struct err *e)
{
	int r = path_mkdirs(index_dir, e);
	char *path;

	if (r)
		return r;
	path = path_join(index_dir, "lock");
	if (!path)
		return err_nomem(e);
	r = lock_file(path, index_dir, ret_fd, e);
	free(path);
	return r;
}

/* Called with each name in the index directory; not 0 ends the walk. */
typedef int name_fn(const char *index_dir, const char *name, void *arg,
		    struct err *e);

static int each_name(const char *index_dir, name_fn *fn, void *arg,
		     struct err *e)
{
	DIR *dir = opendir(index_dir);
	struct dirent *d;
	int r = 0;

	if (!dir)
		return err_sys(e, errno, "%s: cannot be listed", index_dir);
	while (!r && (errno = 0, d = readdir(dir)))
		r = fn(index_dir, d->d_name, arg, e);
	if (!r && errno)
		r = err_sys(e, errno, "%s: cannot be listed", index_dir);
	closedir(dir);
	return r;
}

static int remove_name(const char *index_dir, const char *name, struct err *e)
{
	char *path = path_join(index_dir, name);
	int r = path ? path_remove_tree(path, e) : err_nomem(e);

	free(path);
	return r;
}

static int sweep_name(const char *index_dir, const char *name, void *arg,
		      struct err *e)
{
	const uint64_t *current = arg;
	uint64_t number;

	if (!strcmp(name, NEW_LINK) || parse_name(name, UNFINISHED, &number) ||
	    parse_name(name, REMOVED, &number) ||
	    (parse_name(name, PUBLISHED, &number) && number > *current))
		return remove_name(index_dir, name, e);
	return 0;
}

int generation_sweep(const char *index_dir, struct err *e)
{
	uint64_t current;
	int r = read_current_or_none(index_dir, &current, e);

	return r ? r : each_name(index_dir, sweep_name, &current, e);
}

int generation_begin(const char *index_dir, char **ret_path,
		     uint64_t *ret_number, struct err *e)
{
	uint64_t current;
	char *path;
	int r = read_current_or_none(index_dir, &current, e);

	if (r)
		return r;
	path = path_of(index_dir, UNFINISHED, current + 1);
	if (!path)
		return err_nomem(e);
	if (mkdir(path, 0777)) {
		r = err_sys(e, errno, "%s: cannot make this directory", path);
		free(path);
		return r;
	}
	*ret_path = path;
	*ret_number = current + 1;
	return 0;
}

static int replace_link(const char *target, const char *tmp, const char *link,
			struct err *e)
{
	if (unlink(tmp) && errno != ENOENT)
		return err_sys(e, errno, "%s: cannot be removed", tmp);
	if (symlink(target, tmp))
		return err_sys(e, errno, "%s: cannot be made", tmp);
	if (rename(tmp, link)) {
		int r = err_sys(e, errno, "%s: cannot be replaced", link);

		unlink(tmp);
		return r;
	}
	return 0;
}

/* Swap `current`.  Synced before, so that the link never survives a crash that
 * its target does not. */
static int point_current(const char *index_dir, uint64_t number, struct err *e)
{
	char *tmp = path_join(index_dir, NEW_LINK);
	char *link = path_join(index_dir, "current");
	char target[NAME_MAX_LEN];
	int r;

	format_name(target, PUBLISHED, number);
	if (!tmp || !link)
		r = err_nomem(e);
	else
		r = path_fsync(index_dir, e);
	if (!r)
		r = replace_link(target, tmp, link, e);
	if (!r)
		r = path_fsync(index_dir, e);
	free(tmp);
	free(link);
	return r;
}

/* INDEX/from-NNNNNN -> INDEX/to-NNNNNN */
static int rename_generation(const char *index_dir, const char *from,
			     const char *to, uint64_t number, struct err *e)
{
	char *old = path_of(index_dir, from, number);
	char *new = path_of(index_dir, to, number);
	int r = 0;

	if (!old || !new)
		r = err_nomem(e);
	else if (rename(old, new))
		r = err_sys(e, errno, "%s: cannot be renamed to %s", old, new);
	free(old);
	free(new);
	return r;
}

int generation_publish(const char *index_dir, uint64_t number, struct err *e)
{
	char *path = path_of(index_dir, UNFINISHED, number);
	int r = path ? path_fsync_tree(path, e) : err_nomem(e);

	free(path);
	if (!r)
		r = rename_generation(index_dir, UNFINISHED, PUBLISHED, number,
				      e);
	return r ? r : point_current(index_dir, number, e);
}

struct numbers {
	uint64_t *v;
	size_t n, cap;
};

static int collect_name(const char *index_dir, const char *name, void *arg,
			struct err *e)
{
	struct numbers *all = arg;
	uint64_t number, *v;

	(void)index_dir;
	if (!parse_name(name, PUBLISHED, &number))
		return 0;
	v = room(all->v, all->n + 1, &all->cap, sizeof(*v));
	if (!v)
		return err_nomem(e);
	all->v = v;
	v[all->n++] = number;
	return 0;
}

static int newest_first(const void *a, const void *b)
{
	uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;

	return x < y ? 1 : x > y ? -1 : 0;
}

/* The current generation, and all that are published, the newest first; free
 * ret->v.  Errors as read_current(). */
static int list_published(const char *index_dir, uint64_t *ret_current,
			  struct numbers *ret, struct err *e)
{
	struct numbers all = { 0 };
	uint64_t current;
	int r = read_current(index_dir, &current, e);

	if (!r)
		r = each_name(index_dir, collect_name, &all, e);
	if (r) {
		free(all.v);
		return r;
	}
	if (all.n)
		qsort(all.v, all.n, sizeof(*all.v), newest_first);
	*ret_current = current;
	*ret = all;
	return 0;
}

int generation_rollback(const char *index_dir, uint64_t *ret_number,
			struct err *e)
{
	struct numbers all;
	uint64_t current;
	size_t i = 0;
	int r = list_published(index_dir, &current, &all, e);

	if (r)
		return r;
	while (i < all.n && all.v[i] >= current)
		i++;
	if (i == all.n)
		r = err_set(e, E_NOTFOUND,
			    "%s: no generation before %" PRIu64 " is kept",
			    index_dir, current);
	else
		r = point_current(index_dir, all.v[i], e);
	if (!r)
		*ret_number = all.v[i];
	free(all.v);
	return r;
}

int generation_bytes(const char *index_dir, uint64_t *ret_current,
		     uint64_t *ret_older, size_t *ret_others, struct err *e)
{
	uint64_t current, bytes[2] = { 0, 0 };
	struct numbers all;
	size_t others = 0;
	int r = list_published(index_dir, &current, &all, e);

	if (r)
		return r;
	for (size_t i = 0; i < all.n && !r; i++) {
		char *path = path_of(index_dir, PUBLISHED, all.v[i]);
		uint64_t n = 0;

		r = path ? path_tree_bytes(path, &n, e) : err_nomem(e);
		free(path);
		bytes[all.v[i] != current] += n;
		others += !r && all.v[i] != current;
		if (r == E_NOTFOUND) /* a run has removed it */
			r = 0;
	}
	free(all.v);
	if (r)
		return r;
	*ret_current = bytes[0];
	*ret_older = bytes[1];
	*ret_others = others;
	return 0;
}

/* Renamed first: half a generation must not look like one to roll back to. */
static int remove_generation(const char *index_dir, uint64_t number,
			     struct err *e)
{
	char name[NAME_MAX_LEN];
	int r = rename_generation(index_dir, PUBLISHED, REMOVED, number, e);

	format_name(name, REMOVED, number);
	return r ? r : remove_name(index_dir, name, e);
}

int generation_prune(const char *index_dir, unsigned keep, struct err *e)
{
	struct numbers all;
	uint64_t current;
	int r = list_published(index_dir, &current, &all, e);

	if (r)
		return r;
	for (size_t i = 0; i < all.n && !r; i++) {
		if (all.v[i] == current)
			continue;
		if (keep)
			keep--;
		else
			r = remove_generation(index_dir, all.v[i], e);
	}
	free(all.v);
	return r;
}
