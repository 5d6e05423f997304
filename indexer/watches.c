/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/watches.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/inotify.h>
#include <unistd.h>

#include "base/room.h"
#include "indexer/roots.h"

#define EVENTS (IN_CREATE | IN_DELETE | IN_MODIFY | IN_CLOSE_WRITE | IN_ATTRIB | \
		IN_MOVED_FROM | IN_MOVED_TO | IN_DELETE_SELF | IN_MOVE_SELF)
#define FLAGS (IN_ONLYDIR | IN_EXCL_UNLINK)
#define READ_SIZE 65536

struct node {
	int wd;
	char *path; /* NULL: removed, and swept away later */
	const struct watch_root *root;
};

struct watches {
	int fd;
	struct node *v; /* sorted by wd, which the kernel counts up */
	size_t n, cap;
	size_t removed; /* of v */
	int missing;
	struct buf path; /* of an event */
};

/* ----------------------------------------------------------------------- nodes */

/* NULL: there is none of that number. */
static struct node *find(struct watches *w, int wd)
{
	size_t from = 0, to = w->n;

	while (from < to) {
		size_t mid = from + (to - from) / 2;

		if (w->v[mid].wd == wd)
			return &w->v[mid];
		if (w->v[mid].wd < wd)
			from = mid + 1;
		else
			to = mid;
	}
	return NULL;
}

static void drop(struct watches *w, struct node *node)
{
	free(node->path);
	node->path = NULL;
	w->removed++;
}

static void sweep(struct watches *w)
{
	size_t n = 0;

	if (w->removed * 2 <= w->n)
		return;
	for (size_t i = 0; i < w->n; i++)
		if (w->v[i].path)
			w->v[n++] = w->v[i];
	w->n = n;
	w->removed = 0;
}

static int compare(const void *a, const void *b)
{
	const int x = ((const struct node *)a)->wd;
	const int y = ((const struct node *)b)->wd;

	return (x > y) - (x < y);
}

static int set(struct watches *w, int wd, const char *path,
	       const struct watch_root *root)
{
	struct node *node = find(w, wd), *v;
	char *copy = strdup(path);

	if (!copy)
		return E_NOMEM;
	if (node) { /* it has another name by now */
		w->removed -= !node->path;
		free(node->path);
		node->path = copy;
		node->root = root;
		return 0;
	}
	v = room(w->v, w->n + 1, &w->cap, sizeof(*v));
	if (!v) {
		free(copy);
		return E_NOMEM;
	}
	w->v = v;
	v[w->n++] = (struct node){ wd, copy, root };
	/* Always, until the kernel begins to count anew. */
	if (w->n > 1 && v[w->n - 2].wd >= wd)
		qsort(v, w->n, sizeof(*v), compare);
	return 0;
}

/* ---------------------------------------------------------------------- watching */

struct adding {
	struct watches *w;
	const struct watch_root *root;
};

/* By the open directory: its path may be longer than a call takes, and something
 * else may be there by now. */
static int enter(void *arg, int fd, const char *path)
{
	const struct adding *a = arg;
	char link[64];
	int wd;

	snprintf(link, sizeof(link), "/proc/self/fd/%d", fd);
	wd = inotify_add_watch(a->w->fd, link, EVENTS | FLAGS);
	if (wd < 0) {
		a->w->missing = errno;
		return 0;
	}
	return set(a->w, wd, path, a->root);
}

/* All directories at a path and below it. */
static int add_tree(struct watches *w, const struct watch_root *root,
		    const char *path, struct err *e)
{
	struct adding a = { w, root };
	struct walk_rules rules = root->rules;

	rules.enter = enter;
	rules.enter_arg = &a;
	return walk_below(root->path, path, &rules, NULL, e);
}

static void remove_tree(struct watches *w, const char *path)
{
	for (size_t i = 0; i < w->n; i++) {
		struct node *node = &w->v[i];

		if (!node->path || !roots_holds(path, node->path))
			continue;
		inotify_rm_watch(w->fd, node->wd);
		drop(w, node);
	}
}

int watches_open(struct watches **ret, struct err *e)
{
	struct watches *w = calloc(1, sizeof(*w));
	int r = 0;

	if (!w)
		return err_nomem(e);
	w->fd = inotify_init1(IN_NONBLOCK | IN_CLOEXEC);
	if (w->fd < 0 && errno == EMFILE)
		r = err_set(e, E_LIMIT, "inotify: too many instances of this "
			    "user; raise fs.inotify.max_user_instances "
			    "(sysctl)");
	else if (w->fd < 0)
		r = err_sys(e, errno, "inotify");
	if (r)
		free(w);
	else
		*ret = w;
	return r;
}

void watches_close(struct watches *w)
{
	if (!w)
		return;
	for (size_t i = 0; i < w->n; i++)
		free(w->v[i].path);
	free(w->v);
	buf_release(&w->path);
	close(w->fd);
	free(w);
}

int watches_add(struct watches *w, const struct watch_root *root, struct err *e)
{
	return add_tree(w, root, root->path, e);
}

int watches_missing(const struct watches *w)
{
	return w->missing;
}

int watches_fd(const struct watches *w)
{
	return w->fd;
}

/* ------------------------------------------------------------------------ events */

struct event {
	uint32_t mask;
	const char *name;
	const char *below; /* of w->path, the path below the root */
	const struct watch_root *root;
	watch_fn *fn;
	void *arg;
};

static int directory_changed(struct watches *w, const struct event *v,
			     struct err *e)
{
	if (filter_dir(v->root->rules.filter, v->below, v->name) !=
	    FILTER_TAKE)
		return 0;
	if (v->mask & (IN_DELETE | IN_MOVED_FROM))
		remove_tree(w, w->path.s);
	v->fn(v->arg, WATCH_CHANGED, v->root, w->path.s);
	if (v->mask & (IN_CREATE | IN_MOVED_TO | IN_ATTRIB))
		return add_tree(w, v->root, w->path.s, e);
	return 0;
}

static void file_changed(struct watches *w, const struct event *v)
{
	if (filter_file(v->root->rules.filter, v->below, v->name) !=
	    FILTER_TAKE)
		return;
	v->fn(v->arg, v->mask & IN_MODIFY ? WATCH_WRITTEN : WATCH_CHANGED,
	      v->root, w->path.s);
}

/* Of the watched directory itself.  What happens to one below a root its parent
 * tells, too. */
static void self_changed(struct node *node, const struct event *v)
{
	bool is_root = !strcmp(node->path, v->root->path);

	if (is_root && v->mask & (IN_DELETE_SELF | IN_MOVE_SELF | IN_UNMOUNT))
		v->fn(v->arg, WATCH_LOST, NULL, NULL);
	else if (is_root || v->mask & IN_UNMOUNT)
		v->fn(v->arg, WATCH_CHANGED, v->root, node->path);
}

static int name_changed(struct watches *w, const struct node *node,
			struct event *v, struct err *e)
{
	const char *root = v->root->path;
	size_t n = strlen(root);

	buf_clear(&w->path);
	if (buf_addf(&w->path, "%s%s%s", node->path,
		     node->path[1] ? "/" : "", v->name))
		return err_nomem(e);
	v->below = w->path.s + n + (root[n - 1] != '/');
	if (v->mask & IN_ISDIR)
		return directory_changed(w, v, e);
	file_changed(w, v);
	return 0;
}

static int handle(struct watches *w, const struct inotify_event *event,
		  watch_fn *fn, void *arg, struct err *e)
{
	struct node *node = find(w, event->wd);
	struct event v = { .mask = event->mask, .fn = fn, .arg = arg };

	if (event->mask & IN_Q_OVERFLOW)
		fn(arg, WATCH_LOST, NULL, NULL);
	if (!node || !node->path) /* removed, and this was on its way */
		return 0;
	v.root = node->root;
	v.name = event->name;
	if (event->mask & IN_IGNORED)
		drop(w, node);
	else if (!event->len)
		self_changed(node, &v);
	else
		return name_changed(w, node, &v, e);
	return 0;
}

int watches_read(struct watches *w, watch_fn *fn, void *arg, struct err *e)
{
	_Alignas(struct inotify_event) char events[READ_SIZE];
	ssize_t n;

	while ((n = read(w->fd, events, sizeof(events))) > 0)
		for (char *p = events; p < events + n;) {
			const struct inotify_event *event = (void *)p;
			int r = handle(w, event, fn, arg, e);

			/* A root that is gone is told by an event of its own. */
			if (r == E_NOMEM)
				return r;
			p += sizeof(*event) + event->len;
		}
	sweep(w);
	if (n < 0 && errno != EAGAIN && errno != EINTR)
		return err_sys(e, errno, "inotify");
	return 0;
}
