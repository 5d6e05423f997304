/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * round - what a round of reload.h does in its thread: look, check, open.  The
 * loop fills it in before, and takes what it found after.
 */
#ifndef TRACUU_DAEMON_ROUND_H
#define TRACUU_DAEMON_ROUND_H

#include "daemon/reload.h"

struct round_set {
	uint64_t mask;
	struct snapshot *old; /* the set's, with a reference of ours; or NULL */
	struct snapshot *new; /* in its place; NULL: it stays, unless ... */
	bool empty;	      /* ... none of its collections has a generation */
	struct err bad;	      /* why it stays though it is old; code 0 */
};

struct reload_round {
	struct snapshot_part *parts; /* in, and out: of each collection */
	struct snapshot_id *found; /* what was looked at; number 0: nothing */
	struct err *bad; /* why that is not the part; code 0 */
	struct round_set *sets;
	size_t n_parts, n_sets;
};

/* For so many sets.  NULL: there is no memory. */
struct reload_round *round_new(const struct reload *r);
/* Its parts and snapshots are given up, those that were not taken out of it. */
void round_free(struct reload_round *x, uv_loop_t *loop);
/* A thread of the pool. */
void round_run(struct reload *r);

#endif
