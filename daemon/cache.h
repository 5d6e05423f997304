/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * cache - answers that were given, by what was asked: bytes by bytes.
 *
 * What a key is made of is the caller's: whatever must give the same answer has
 * the same one, and nothing else does.  The answers and keys kept take at most so
 * many bytes; the one used least recently goes first.  Nothing of an index is
 * held, only copies.  One thread; pure.
 */
#ifndef TRACUU_DAEMON_CACHE_H
#define TRACUU_DAEMON_CACHE_H

#include <stddef.h>
#include <stdint.h>
#include <sys/queue.h>

struct cache_answer {
	const char *json; /* the result, an object as text */
	size_t len;
	uint64_t reports; /* that were found, for the query log */
};

struct cache_counts {
	uint64_t hits, misses; /* since the start */
	uint64_t entries, bytes; /* now */
};

struct cache {
	struct cache_counts counts;
	/* Private. */
	uint64_t max_bytes;
	void *root; /* of tsearch(3) */
	TAILQ_HEAD(cache_entries, cache_entry) by_use; /* the last used first */
};

/* `max_bytes` 0: nothing is kept. */
void cache_init(struct cache *c, uint64_t max_bytes);
/* Forget all; the counts of hits and misses stay. */
void cache_clear(struct cache *c);

/* The answer under this key, which stays until the next call but another find;
 * json is NULL when there is none. */
struct cache_answer cache_find(struct cache *c, const char *key, size_t len);
/*
 * Keep a copy under this key.  One that would take more than a sixteenth of all
 * is not kept, since it would push out too many others; nor is one for which
 * there is no memory.
 */
void cache_keep(struct cache *c, const char *key, size_t len,
		const struct cache_answer *a);

#endif
