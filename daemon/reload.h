/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * reload - which generation answers, and how a newer one takes over.
 *
 * A round looks at INDEX/current in a thread of the pool and opens what it
 * points to, if that is new.  Rounds are begun by a `reload` request, SIGHUP, a
 * change in the directory (inotify), and a slow timer as a net.  One runs at a
 * time; a request that comes during a round is answered by the next, as the
 * round may have looked too early.  A generation that cannot be used leaves the
 * old one in service.
 *
 * It looks at the user's table of abbreviations, too: where that has changed the
 * generation is opened anew.  One that is wrong leaves the one before in use.
 */
#ifndef TRACUU_DAEMON_RELOAD_H
#define TRACUU_DAEMON_RELOAD_H

#include <stdbool.h>
#include <sys/queue.h>
#include <uv.h>

#include "base/err.h"
#include "daemon/snapshot.h"
#include "daemon/abbrev_file.h"

/* Someone who waits for the end of a round; done() gives him back.  `e` is of
 * code 0 when the newest generation is in service with the newest table. */
struct reload_waiter {
	void (*done)(struct reload_waiter *w, const struct err *e);
	TAILQ_ENTRY(reload_waiter) link;
};
TAILQ_HEAD(reload_waiters, reload_waiter);

struct reload {
	struct snapshot *current; /* NULL: no generation yet */
	struct err state;	  /* why the newest is not in service; code 0 */
	uint64_t done, failed; /* generations taken up since the start, and not */
	/* Private. */
	uv_loop_t *loop;
	const char *index_dir;
	struct search_limits limits;
	struct abbrev_file table; /* the worker's while `running` */
	bool table_is_new;    /* no snapshot has its text yet; the worker's */
	struct err table_bad; /* as of the last round */
	unsigned jobs;
	uv_fs_event_t watch;
	uv_timer_t poll;
	struct reload_waiters now, next; /* for this round, for the next */
	bool running, again, stopped;
	struct snapshot_id refused; /* that was logged already */
	uv_work_t work;
	struct { /* the worker's while `running` */
		struct snapshot_id known, found;
		struct snapshot *snapshot;
		struct err e;
	} round;
};

/* The names are borrowed; `table` may be NULL. */
void reload_init(struct reload *r, uv_loop_t *loop, const char *index_dir,
		 const char *table, const struct search_limits *limits,
		 unsigned jobs);
/* Begin a round; `w` (may be NULL) is told of its end. */
void reload_begin(struct reload *r, struct reload_waiter *w);
/* From now on look by ourselves, too. */
void reload_watch(struct reload *r);
/* Close the handles and let the generation go; a round that still runs is
 * finished first, by the loop. */
void reload_close(struct reload *r);
/* When the loop has ended. */
void reload_release(struct reload *r);

#endif
