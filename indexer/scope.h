/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * scope - the paths below the roots of a collection where something may have
 * changed since a generation: what `watch` gathers, and a run looks at.
 *
 * A path stands for itself and for all that is below it.  What cannot be held, for
 * want of memory or because there are too many, makes the scope one of
 * everything: adding never fails.  Times are of CLOCK_MONOTONIC in nanoseconds.
 */
#ifndef TRACUU_INDEXER_SCOPE_H
#define TRACUU_INDEXER_SCOPE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* From so many paths on, a scan of everything is no slower. */
#define SCOPE_PATHS_MAX 10000

struct scope_path {
	char *s;
	uint64_t since_ns, last_ns; /* its first change, and its last */
	bool busy; /* somebody is writing it */
};

struct scope {
	struct scope_path *v; /* sorted by strcmp(3), each once */
	size_t n, cap;
	bool all; /* everything: v is empty */
};

void scope_add(struct scope *s, const char *path, bool busy, uint64_t now_ns);
/* All of another one, with its times. */
void scope_add_scope(struct scope *s, const struct scope *from);
void scope_set_all(struct scope *s);
/* Empty it. */
void scope_clear(struct scope *s);

static inline bool scope_is_empty(const struct scope *s)
{
	return !s->all && !s->n;
}

/* Whether it has the path, or one that is above it. */
bool scope_covers(const struct scope *s, const char *path);
/* Whether it has one above it. */
bool scope_covers_above(const struct scope *s, const char *path);

/* How long changes are gathered. */
struct scope_pace {
	uint64_t quiet_ns; /* until nothing changed for so long */
	uint64_t busy_ns;  /* that for what somebody is writing */
	uint64_t wait_ns;  /* but no longer than this after the first change */
};

/* When the first of it is due; UINT64_MAX: it is empty. */
uint64_t scope_due(const struct scope *s, const struct scope_pace *pace);
/* Move to `ret` what is due, and with it everything that nobody is writing. */
void scope_take(struct scope *s, const struct scope_pace *pace,
		uint64_t now_ns, struct scope *ret);

#endif
