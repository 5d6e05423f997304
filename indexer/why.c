/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/why.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "indexer/roots.h"
#include "indexer/walk.h"

const char *why_below_root(const struct state *s, const char *path)
{
	for (size_t i = 0; i < s->manifest.n_roots; i++) {
		const char *root = s->manifest.roots[i];

		if (!roots_holds(root, path))
			continue;
		path += strlen(root);
		return path + strspn(path, "/");
	}
	return NULL;
}

static int directory(const struct state *s, const char *path, struct buf *ret)
{
	size_t n = strlen(path), counts[FILE_STATUSES] = { 0 };

	for (size_t i = 0; i < s->files.n; i++) {
		const struct file *f = &s->files.v[i];
		const char *p = files_path(&s->files, f);

		counts[f->status] += !strncmp(p, path, n) && p[n] == '/';
	}
	return buf_addf(ret, "a directory, of whose files %zu are indexed, %zu "
			"skipped and %zu failed", counts[FILE_INDEXED],
			counts[FILE_SKIPPED], counts[FILE_FAILED]);
}

/* The rule that leaves out `part`, the first bytes of a path below its root. */
static int left_out(const struct filter *rules, const char *part,
		    const char *name, bool is_dir, struct buf *ret)
{
	const char *glob = filter_find(rules->exclude, rules->n_exclude, part,
				       name);

	switch (is_dir ? filter_dir(rules, part, name) :
			 filter_file(rules, part, name)) {
	case FILTER_TAKE:
		return 0;
	case FILTER_HIDDEN:
		return buf_addf(ret, "left out: %s begins with '.' or ends "
				"with '~'", name);
	case FILTER_EXCLUDED:
		return buf_addf(ret, "left out: %s is excluded by %s", part,
				glob);
	case FILTER_NOT_INCLUDED:
		return buf_addf(ret, "left out: no include is for %s", part);
	}
	return 0;
}

/* What the walk meets at the first `n` bytes of the path; *ret stays empty when
 * it goes on. */
static int meet(const struct state *s, const struct filter *rules,
		const char *path, const char *below, size_t n, struct buf *ret)
{
	bool last = !path[n];
	char *part = strndup(path, n);
	const char *inside = part ? part + (below - path) : NULL;
	const char *slash = part ? strrchr(part, '/') : NULL;
	struct stat st;
	int r;

	if (!part || !slash) {
		free(part);
		return E_NOMEM;
	}
	if (lstat(part, &st))
		r = buf_adds(ret, errno == ENOENT || errno == ENOTDIR ?
					  "there is no such file" :
					  "it cannot be looked at");
	else if (S_ISLNK(st.st_mode))
		r = buf_addf(ret, "%s is a symbolic link, which is not "
			     "followed", inside);
	else
		r = left_out(rules, inside, slash + 1,
			     !last || S_ISDIR(st.st_mode), ret);
	if (!r && !ret->len && last && S_ISDIR(st.st_mode))
		r = directory(s, path, ret);
	else if (!r && !ret->len && last && !S_ISREG(st.st_mode))
		r = buf_adds(ret, "no regular file");
	free(part);
	return r;
}

int why_unknown(const struct state *s, const struct filter *rules,
		const char *path, struct buf *ret)
{
	const char *below = why_below_root(s, path);
	unsigned depth = 0;
	size_t n;
	int r = 0;

	if (!below)
		return buf_adds(ret, "outside of every root of the index");
	if (!*below)
		return directory(s, path, ret);
	n = (size_t)(below - path);
	do {
		n += strcspn(path + n, "/");
		r = meet(s, rules, path, below, n, ret);
		if (r || ret->len)
			return r;
		n += strspn(path + n, "/");
	} while (path[n] && ++depth <= WALK_DEPTH_MAX);
	if (path[n])
		return buf_addf(ret, "more than %d directories deep",
				WALK_DEPTH_MAX);
	return buf_adds(ret, "newer than the last update, or left out by its "
			"--include or --exclude");
}

int why_changed(const char *path, const struct file *f, struct buf *ret)
{
	struct stat st;
	int64_t mtime;

	if (lstat(path, &st))
		return buf_adds(ret, errno == ENOENT || errno == ENOTDIR ?
					  "; it is gone since" : "");
	mtime = (int64_t)st.st_mtim.tv_sec * 1000000000 + st.st_mtim.tv_nsec;
	/* No mtime: it was read too soon after a change, see source.c. */
	if (f->status == FILE_FAILED ||
	    ((uint64_t)st.st_size == f->size && st.st_ino == f->inode &&
	     (!f->mtime_ns || mtime == f->mtime_ns)))
		return 0;
	return buf_adds(ret, "; it has changed since, and is read again by the "
			"next update");
}
