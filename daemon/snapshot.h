/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * snapshot - one published generation of the index, open, with the searches
 * that may run on it at the same time.
 *
 * A query keeps the snapshot it began with; a newer generation is opened beside
 * it, and an old one is closed when its last query has ended.  All searches are
 * opened at once, since the files of an old generation may be gone by the time
 * one more is needed, and kept in a free list.
 *
 * References and the free list belong to the loop thread.
 */
#ifndef TRACUU_DAEMON_SNAPSHOT_H
#define TRACUU_DAEMON_SNAPSHOT_H

#include <stdint.h>
#include <sys/types.h>
#include <time.h>
#include <uv.h>

#include "base/err.h"
#include "search/search.h"

/* Which generation: a number may come again when an index is made anew. */
struct snapshot_id {
	uint64_t number; /* 0: none */
	dev_t device;
	ino_t inode;
	struct timespec changed;
};
int snapshot_id_same(const struct snapshot_id *a, const struct snapshot_id *b);

struct snapshot {
	struct snapshot_id id;
	uint64_t serial; /* no other snapshot of this process has had it */
	struct search_index_stats stats;
	/* Private. */
	unsigned refs, n_idle, jobs;
	struct search_index *index;
	struct search **idle; /* n_idle of `jobs` */
	uv_work_t closing;
};

/*
 * Any thread, may block: open the generation that INDEX points to, with one
 * reference.  *ret_id says which it is, also when it cannot be opened; number 0
 * when there is none.  When it is `known`, nothing is opened and *ret is NULL.
 * `jobs` is how many may hold one of its searches at a time.
 * E_NODB, E_SCHEMA, E_CORRUPT, E_IO, E_NOMEM.
 */
int snapshot_open(const char *index_dir, const struct snapshot_id *known,
		  const struct search_settings *settings, unsigned jobs,
		  struct snapshot **ret, struct snapshot_id *ret_id,
		  struct err *e);
void snapshot_ref(struct snapshot *s);
/* Give a reference back; the last one closes it, in a thread of the pool. */
void snapshot_unref(struct snapshot *s, uv_loop_t *loop);

/* A search that nobody else uses; there are as many as jobs were named. */
struct search *snapshot_borrow(struct snapshot *s);
void snapshot_return(struct snapshot *s, struct search *search);

#endif
