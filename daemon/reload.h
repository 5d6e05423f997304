/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * reload - which generations answer, and how newer ones take over.
 *
 * A round looks at `current` of each collection in a thread of the pool and opens
 * what is new.  Rounds are begun by a `reload` request, SIGHUP, a change in the
 * directories (inotify), and a slow timer as a net.  One runs at a time; a request
 * that comes during a round is answered by the next, as the round may have looked
 * too early.  A generation that cannot be used leaves the old one of its collection
 * in service, and does not hold up the others.
 *
 * SETS.  Not everybody may see every collection.  For each set of them that some
 * client may see there is a snapshot of its own (snapshot.h): what is not in it is
 * not open for him, so that no count, completion or weight tells of it.  A set is
 * opened when the first client comes that needs it, and kept for the next ones; a
 * round gives a snapshot that nothing changed in to the set again.
 *
 * It looks at the user's table of abbreviations, too: where that has changed all
 * is opened anew.  One that is wrong leaves the one before in use.
 */
#ifndef TRACUU_DAEMON_RELOAD_H
#define TRACUU_DAEMON_RELOAD_H

#include <stdbool.h>
#include <sys/queue.h>
#include <uv.h>

#include "base/err.h"
#include "daemon/abbrev_file.h"
#include "daemon/config.h"
#include "daemon/snapshot.h"

/* Someone who waits for the end of a round; done() gives him back.  `e` is of
 * code 0 when the newest generations are in service with the newest table. */
struct reload_waiter {
	void (*done)(struct reload_waiter *w, const struct err *e);
	TAILQ_ENTRY(reload_waiter) link;
};
TAILQ_HEAD(reload_waiters, reload_waiter);

struct reload_set {
	struct snapshot *snapshot; /* NULL: none of them has a generation */
	bool looked; /* false: wait for a round, which opens it */
	/* Private. */
	uint64_t mask; /* of the collections of the configuration */
	unsigned users;
	uint64_t used; /* r->joins when it was joined last */
	TAILQ_ENTRY(reload_set) link;
};
TAILQ_HEAD(reload_sets, reload_set);

/* What was logged already of a collection whose newest generation is refused. */
struct reload_refused {
	struct snapshot_id id;
	int code; /* 0: nothing is wrong */
};

struct reload_round; /* the worker's */

struct reload {
	struct err state;	  /* why the newest is not in service; code 0 */
	uint64_t version;	  /* another one after each change */
	uint64_t done, failed; /* generations taken up since the start, and not */
	/* Private. */
	uv_loop_t *loop;
	const struct config *config;
	struct search_limits limits;
	struct abbrev_file table; /* the worker's while `running` */
	bool table_is_new;    /* not all sets have its text yet; the worker's */
	struct err table_bad; /* as of the last round */
	unsigned jobs;
	struct reload_sets sets;
	size_t n_sets;
	uint64_t joins;
	struct snapshot_part *parts;  /* in service, of each collection */
	struct reload_refused *refused; /* likewise */
	uv_fs_event_t *watches;
	size_t n_watches;
	uv_timer_t poll;
	struct reload_waiters now, next; /* for this round, for the next */
	bool running, again, stopped;
	uv_work_t work;
	struct reload_round *round;
};

/* The configuration is borrowed.  E_NOMEM. */
int reload_init(struct reload *r, uv_loop_t *loop, const struct config *c,
		const struct search_limits *limits, unsigned jobs,
		struct err *e);
/* Begin a round; `w` (may be NULL) is told of its end. */
void reload_begin(struct reload *r, struct reload_waiter *w);
/* He does not wait any more, if he did. */
void reload_forget(struct reload *r, struct reload_waiter *w);
/* The set of the collections that a mask has (config_allowed()), until it is left;
 * NULL when there is no memory.  One that is not `looked` needs a round. */
struct reload_set *reload_join(struct reload *r, uint64_t mask);
/* Once more, by somebody else. */
void reload_share(struct reload_set *set);
void reload_leave(struct reload_set *set);
/* Whether any generation is in service. */
bool reload_serves(const struct reload *r);
/* Why a set has no snapshot: what a client may be told. */
void reload_explain(const struct reload *r, struct err *ret);
/* From now on look by ourselves, too. */
void reload_watch(struct reload *r);
/* Close the handles and let the generations go; a round that still runs is
 * finished first, by the loop. */
void reload_close(struct reload *r);
/* When the loop has ended. */
void reload_release(struct reload *r);

#endif
