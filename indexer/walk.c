/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The walk over a tree of directories.
 */
#include "indexer/walk.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

struct walk {
	const struct walk_rules *rules;
	struct files *files;
	struct buf path;  /* of the directory being read, with a '/' behind */
	size_t root_len;  /* of its first bytes, the root with that '/' */
	unsigned depth;
};

static int visit_dir(struct walk *w, int fd);

static int add_seen(struct walk *w, const struct stat *st, const char *below,
		    const char *name)
{
	struct file f = {
		.size = (uint64_t)st->st_size,
		.mtime_ns = (int64_t)st->st_mtim.tv_sec * 1000000000 +
			    st->st_mtim.tv_nsec,
		.inode = st->st_ino,
		.status = FILE_SEEN,
	};

	if (w->rules->encodings)
		f.rule = encodings_find(w->rules->encodings, below, name);
	return files_add(w->files, w->path.s, w->path.len, &f, NULL);
}

static int add_failed(struct walk *w, int error)
{
	struct file f = {
		.status = FILE_FAILED,
		.reason = FILE_UNREADABLE,
		.error = error,
	};

	return files_add(w->files, w->path.s, w->path.len, &f, NULL);
}

/* A directory whose path is in w->path, not yet with a '/'. */
static int enter_dir(struct walk *w, int parent, const char *name)
{
	int fd, r;

	if (w->depth >= WALK_DEPTH_MAX)
		return add_failed(w, ENAMETOOLONG);
	fd = openat(parent, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW |
		    O_CLOEXEC);
	if (fd < 0)
		return errno == ENOENT ? 0 : add_failed(w, errno);
	r = buf_addc(&w->path, '/');
	if (r) {
		close(fd);
		return r;
	}
	w->depth++;
	r = visit_dir(w, fd);
	w->depth--;
	return r;
}

static bool is_index(const struct walk *w, const struct stat *st)
{
	return st->st_ino == w->rules->index_inode &&
	       st->st_dev == w->rules->index_dev;
}

static int visit_entry(struct walk *w, int dir_fd, const char *name)
{
	const char *below;
	struct stat st;

	if (buf_adds(&w->path, name))
		return E_NOMEM;
	below = w->path.s + w->root_len;
	/* The filter first: it saves the stat of what is left out. */
	if (filter_dir(w->rules->filter, below, name) != FILTER_TAKE)
		return 0;
	if (fstatat(dir_fd, name, &st, AT_SYMLINK_NOFOLLOW))
		return errno == ENOENT ? 0 : add_failed(w, errno);
	if (S_ISDIR(st.st_mode))
		return is_index(w, &st) ? 0 : enter_dir(w, dir_fd, name);
	if (S_ISREG(st.st_mode) &&
	    filter_file(w->rules->filter, below, name) == FILTER_TAKE)
		return add_seen(w, &st, below, name);
	return 0;
}

static void truncate_path(struct walk *w, size_t len)
{
	w->path.len = len;
	w->path.s[len] = '\0';
}

/* Read the open directory whose path, with its '/', is in w->path; closes it. */
static int visit_dir(struct walk *w, int fd)
{
	size_t len = w->path.len;
	DIR *d = fdopendir(fd);
	struct dirent *entry;
	int r = 0;

	if (!d) {
		close(fd);
		return E_NOMEM;
	}
	while (!r && (errno = 0, entry = readdir(d))) {
		if (!strcmp(entry->d_name, ".") || !strcmp(entry->d_name, ".."))
			continue;
		r = visit_entry(w, fd, entry->d_name);
		truncate_path(w, len);
	}
	if (!r && errno) {
		int error = errno;

		truncate_path(w, len - 1);
		r = add_failed(w, error);
	}
	closedir(d);
	return r;
}

int walk_root(const char *root, const struct walk_rules *rules,
	      struct files *ret, struct err *e)
{
	struct walk w = { .rules = rules, .files = ret };
	int fd, r;

	fd = open(root, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (fd < 0)
		return err_sys(e, errno, "%s: this root cannot be read", root);
	r = buf_adds(&w.path, root);
	if (!r && w.path.s[w.path.len - 1] != '/')
		r = buf_addc(&w.path, '/');
	w.root_len = w.path.len;
	if (r)
		close(fd);
	else
		r = visit_dir(&w, fd);
	if (r)
		r = err_nomem(e);
	buf_release(&w.path);
	return r;
}
