/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * work - which pieces of work run, which wait, and which are turned away.
 *
 * libuv's thread pool takes any number of pieces and never refuses one, so the
 * counting is done here: as many run as there are workers, a bounded number
 * waits, one more is refused at once.  Whose turn it is when a worker is free,
 * and how many places a client may hold, is in queue.h.
 *
 * LANES.  A struct work has workers and places of its own.  The server has one
 * for each lane, so that what is quick never waits for what is not.
 *
 * LIFE of an item.  After work_submit() returned 0, done() is called exactly
 * once, on the loop, and the item belongs to its owner again.  All functions
 * are for the loop thread; only run() is called on another.
 */
#ifndef TRACUU_DAEMON_WORK_H
#define TRACUU_DAEMON_WORK_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/queue.h>
#include <uv.h>

#include "base/cancel.h"
#include "base/err.h"
#include "daemon/queue.h"

enum lane {
	LANE_SEARCH, /* may run until the deadline */
	LANE_QUICK,  /* a few milliseconds at most, on any archive */
	LANES,
};

enum work_end {
	WORK_RAN,	/* run() returned */
	WORK_LATE,	/* the deadline passed while it waited */
	WORK_CANCELLED, /* work_cancel() while it waited */
	WORK_STOPPED,	/* work_stop() while it waited */
};

struct work;

struct work_item {
	/* Set by the owner. */
	void (*begin)(struct work_item *); /* loop: about to run */
	void (*run)(struct work_item *);   /* a worker thread */
	void (*done)(struct work_item *, enum work_end); /* loop */
	struct queue_item place; /* its client, and its deadline by
				    CLOCK_MONOTONIC */
	struct cancel cancel;	 /* for run() to look at */
	/* Private. */
	struct work *work;
	TAILQ_ENTRY(work_item) link; /* of those that run */
	uint64_t ran_ns;
	uv_work_t req;
};

struct work {
	unsigned workers, running;
	TAILQ_HEAD(work_items, work_item) runs;
	struct queue queue;
	uv_timer_t late; /* at the first deadline of those that wait */
};

/* The pool must have been given the workers of all lanes (work_set_threads).
 * `deadline_ms`: the time that items have. */
void work_init(struct work *w, uv_loop_t *loop, unsigned workers,
	       uint64_t places, uint64_t deadline_ms);
/* Set the size of libuv's pool; before anything uses it.  One thread more than
 * there are workers keeps a new index from waiting behind queries. */
void work_set_threads(unsigned workers);

/* E_LIMIT: it may not wait (queue.h); done() will not be called. */
int work_submit(struct work *w, struct work_item *it);
/* It waits for another item, not for a worker: it is parked (queue.h).  One that
 * waits for a worker, or a new one, as though it had been submitted. */
void work_park(struct work *w, struct work_item *it);
/* Take back one that waits: done() will not be called. */
void work_withdraw(struct work_item *it);
/* One that waits is done at once; one that runs sees its cancel flag. */
void work_cancel(struct work_item *it);
/* The client of one that runs is about to go. */
void work_disown(struct work_item *it);

/* Whether it waits, for whatever; else it runs. */
static inline bool work_waits(const struct work_item *it)
{
	return it->place.state != QUEUE_OUT;
}
/* End all that wait, with WORK_STOPPED. */
void work_stop(struct work *w);
/* How far the latest of those that run is beyond its deadline; 0: none is. */
uint64_t work_late_ns(const struct work *w);
/* Close the handle.  Items may still run: the loop stays until they are done. */
void work_close(struct work *w);

#endif
