/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * snapshot - published generations of some collections, open as one index, with
 * the searches that may run on it at the same time.
 *
 * A query keeps the snapshot it began with; a newer one is opened beside it, and
 * an old one is closed when its last query has ended.  All searches are opened at
 * once, since the files of an old generation may be gone by the time one more is
 * needed, and kept in a free list.
 *
 * References and the free list belong to the loop thread.
 */
#ifndef TRACUU_DAEMON_SNAPSHOT_H
#define TRACUU_DAEMON_SNAPSHOT_H

#include <stdbool.h>
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
bool snapshot_id_same(const struct snapshot_id *a, const struct snapshot_id *b);

/* A generation of a collection. */
struct snapshot_part {
	const char *name; /* of the collection, borrowed; "": it has none */
	struct snapshot_id id;
	char *path; /* real; NULL: there is none */
	uint64_t documents;
};
/*
 * Any thread, may block: which generation the directory of a collection points to.
 * The name stays, and so does `documents`, which is for snapshot_check() to find.
 * E_NODB when there is none, E_CORRUPT, E_IO, E_NOMEM; *ret is as it was then.
 */
int snapshot_look(const char *dir, struct snapshot_part *ret, struct err *e);
/* Whether it is whole and ours to read.  E_NODB, E_SCHEMA, E_CORRUPT, E_IO,
 * E_NOMEM. */
int snapshot_check(struct snapshot_part *part, struct err *e);
void snapshot_part_release(struct snapshot_part *part);

struct snapshot {
	uint64_t serial; /* no other snapshot of this process has had it */
	uint64_t number; /* what replies tell as the generation */
	struct timespec changed; /* when the newest of its parts was made */
	struct search_index_stats stats;
	struct snapshot_part *parts; /* n_parts copies; at least one */
	size_t n_parts;
	/* Private. */
	unsigned refs, n_idle, jobs;
	struct search_index *index;
	struct search **idle; /* n_idle of `jobs` */
	uv_work_t closing;
};

/*
 * Any thread, may block: open n > 0 parts as one, with one reference.  `jobs` is
 * how many may hold one of its searches at a time.
 * E_NODB, E_SCHEMA, E_CORRUPT, E_IO, E_NOMEM.
 */
int snapshot_open(const struct snapshot_part *parts, size_t n,
		  const struct search_settings *settings, unsigned jobs,
		  struct snapshot **ret, struct err *e);
/* Whether it is of these parts. */
bool snapshot_is_of(const struct snapshot *s, const struct snapshot_part *parts,
		    size_t n);
/* Whether a part of it has a name. */
bool snapshot_is_named(const struct snapshot *s);
void snapshot_ref(struct snapshot *s);
/* Give a reference back; the last one closes it, in a thread of the pool. */
void snapshot_unref(struct snapshot *s, uv_loop_t *loop);

/* A search that nobody else uses; there are as many as jobs were named. */
struct search *snapshot_borrow(struct snapshot *s);
void snapshot_return(struct snapshot *s, struct search *search);

#endif
