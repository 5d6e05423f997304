/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * watches - an inotify(7) watch on every directory below some roots that a walk
 * would enter, kept up while directories come, go and are renamed.
 *
 * A directory is watched before it is listed: what is made in it is found by whoever
 * walks it later, or there is an event.  One thread.
 */
#ifndef TRACUU_INDEXER_WATCHES_H
#define TRACUU_INDEXER_WATCHES_H

#include <stdbool.h>

#include "base/err.h"
#include "indexer/walk.h"

/* Borrowed as long as it is watched. */
struct watch_root {
	const char *path; /* a real path */
	struct walk_rules rules; /* `enter` is ours */
	void *owner;
};

enum watch_change {
	WATCH_CHANGED, /* at the path or below it */
	WATCH_WRITTEN, /* the file at the path, which is still open for that */
	WATCH_LOST,    /* all may have: a root went, or there were too many events;
			  the watches are to be opened anew.  No root, no path. */
};
typedef void watch_fn(void *arg, enum watch_change what,
		      const struct watch_root *root, const char *path);

struct watches;
/* E_LIMIT: the user has too many instances of inotify (the sentence names the
 * sysctl); E_IO, E_NOMEM. */
int watches_open(struct watches **ret, struct err *e);
void watches_close(struct watches *w); /* NULL is fine */

/* Watch all of a root.  Directories that cannot be watched are none of the errors:
 * see watches_missing().  E_NOTFOUND, E_IO: the root cannot be read; E_NOMEM. */
int watches_add(struct watches *w, const struct watch_root *root,
		struct err *e);
/* 0: all are watched; else the errno that one was not for: ENOSPC, ENOMEM ... */
int watches_missing(const struct watches *w);

/* Readable when there are events. */
int watches_fd(const struct watches *w);
/* Call fn for each change there is, without waiting.  `path` is valid until it
 * returns.  E_IO, E_NOMEM: as after WATCH_LOST. */
int watches_read(struct watches *w, watch_fn *fn, void *arg, struct err *e);

#endif
