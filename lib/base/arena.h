/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * arena - memory that is given back all at once: the nodes of one query, the
 * strings of one result.  Not thread-safe.
 */
#ifndef TRACUU_BASE_ARENA_H
#define TRACUU_BASE_ARENA_H

#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

struct arena {
	struct arena_block *blocks; /* newest first */
};

#define ARENA_INIT { 0 }

/* n zeroed bytes, aligned for any type, until arena_release().  NULL when out
 * of memory; n == 0 gives a pointer that must not be read. */
void *arena_alloc(struct arena *a, size_t n);
/* A copy of n bytes with a NUL behind them. */
char *arena_dup(struct arena *a, const char *s, size_t n);
/* Free everything; the arena is as ARENA_INIT again. */
void arena_release(struct arena *a);

#ifdef __cplusplus
}
#endif
#endif
