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
	struct files *files; /* NULL: of no interest */
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

	if (!w->files)
		return 0;
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

	if (!w->files)
		return 0;
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

/* The path of the directory being read, as the caller has it. */
static int tell(struct walk *w, int fd)
{
	size_t len = w->path.len;
	int r;

	if (!w->rules->enter)
		return 0;
	if (len > 1) /* not "/" */
		w->path.s[len - 1] = '\0';
	r = w->rules->enter(w->rules->enter_arg, fd, w->path.s);
	w->path.s[len - 1] = '/';
	return r;
}

static bool is_of_interest(const struct walk *w, const struct dirent *entry)
{
	if (!strcmp(entry->d_name, ".") || !strcmp(entry->d_name, ".."))
		return false;
	return w->files || entry->d_type == DT_DIR ||
	       entry->d_type == DT_UNKNOWN;
}

/* Read the open directory whose path, with its '/', is in w->path; closes it. */
static int visit_dir(struct walk *w, int fd)
{
	size_t len = w->path.len;
	DIR *d = fdopendir(fd);
	struct dirent *entry;
	int r;

	if (!d) {
		close(fd);
		return E_NOMEM;
	}
	r = tell(w, fd);
	while (!r && (errno = 0, entry = readdir(d))) {
		if (!is_of_interest(w, entry))
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

/* Begin at a root, which is opened in *ret_fd. */
static int begin(struct walk *w, const char *root, int *ret_fd, struct err *e)
{
	int fd = open(root, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	int r;

	if (fd < 0)
		return err_sys(e, errno, "%s: this root cannot be read", root);
	r = buf_adds(&w->path, root);
	if (!r && w->path.s[w->path.len - 1] != '/')
		r = buf_addc(&w->path, '/');
	w->root_len = w->path.len;
	if (r) {
		close(fd);
		return err_nomem(e);
	}
	*ret_fd = fd;
	return 0;
}

int walk_root(const char *root, const struct walk_rules *rules,
	      struct files *ret, struct err *e)
{
	struct walk w = { .rules = rules, .files = ret };
	int fd, r = begin(&w, root, &fd, e);

	if (!r && visit_dir(&w, fd))
		r = err_nomem(e);
	buf_release(&w.path);
	return r;
}

/*
 * Go down one directory on the way to what is looked at; closes fd.  1 with *ret
 * when that may be found there, 0 when not, or an error.
 */
static int go_down(struct walk *w, int fd, const char *name, int *ret)
{
	struct stat st;
	int sub = -1, error = 0;

	if (buf_adds(&w->path, name)) {
		close(fd);
		return E_NOMEM;
	}
	if (w->depth++ < WALK_DEPTH_MAX &&
	    filter_dir(w->rules->filter, w->path.s + w->root_len, name) ==
		    FILTER_TAKE) {
		sub = openat(fd, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW |
			     O_CLOEXEC);
		error = errno;
	}
	close(fd);
	if (sub < 0)
		return error == EACCES ? add_failed(w, error) : 0;
	if (fstat(sub, &st) || is_index(w, &st)) {
		close(sub);
		return 0;
	}
	*ret = sub;
	return buf_addc(&w->path, '/') ? E_NOMEM : 1;
}

/* `names` is a copy of the path below the root, and is cut up. */
static int visit_below(struct walk *w, int fd, char *names)
{
	char *rest = names, *name = strsep(&rest, "/");
	int r = 1;

	if (!*name)
		return visit_dir(w, fd);
	while (r > 0 && rest) {
		r = go_down(w, fd, name, &fd);
		name = strsep(&rest, "/");
	}
	if (r <= 0)
		return r;
	r = visit_entry(w, fd, name);
	close(fd);
	return r;
}

int walk_below(const char *root, const char *path,
	       const struct walk_rules *rules, struct files *ret,
	       struct err *e)
{
	struct walk w = { .rules = rules, .files = ret };
	int fd, r = begin(&w, root, &fd, e);
	char *names = NULL;

	if (!r) {
		names = strdup(path + (strlen(path) < w.root_len ?
				       strlen(path) : w.root_len));
		if (!names)
			close(fd);
		if (!names || visit_below(&w, fd, names))
			r = err_nomem(e);
	}
	free(names);
	buf_release(&w.path);
	return r;
}
