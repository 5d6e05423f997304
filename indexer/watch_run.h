/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * watch_run - the runs of `watch`, one at a time, each in a process of its own, so
 * that events can be read meanwhile, and all memory is given back.
 */
#ifndef TRACUU_INDEXER_WATCH_RUN_H
#define TRACUU_INDEXER_WATCH_RUN_H

#include <signal.h>
#include <stdbool.h>
#include <sys/types.h>

#include "base/err.h"
#include "indexer/collections.h"
#include "indexer/options.h"
#include "indexer/run.h"

/* How a run ended for a collection. */
struct watch_end {
	int code; /* 0: it went well, or was not chosen */
	uint64_t generation; /* the current one then; 0: it did not go well */
};

struct watch_run {
	const struct options *o;
	struct collections *cs; /* those with something in their scope are chosen,
				   in the process of the run */
	sigset_t signals;	/* its mask */
	pid_t pid;		/* 0: none */
	struct watch_shared *shared;
};

/* E_IO, E_NOMEM: no memory to share. */
int watch_run_open(struct watch_run *r, struct err *e);
void watch_run_close(struct watch_run *r);

/* Begin an update; scopes[i] is of cs->v[i].  E_IO, E_NOMEM: no process. */
int watch_run_start(struct watch_run *r, const struct run_scope *scopes,
		    struct err *e);
/*
 * Whether it has ended; then *ret_code is that of runs_update(), or E_INTERNAL, and
 * *ret_ends, of cs->v, is what came of each, until the next one begins.  Whatever
 * went wrong is said, once while it lasts, but for what was locked.
 */
bool watch_run_ended(struct watch_run *r, int *ret_code,
		     const struct watch_end **ret_ends);
/* End it, and clear away what it began; nothing where none runs. */
void watch_run_stop(struct watch_run *r);

#endif
