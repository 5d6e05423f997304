/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The sets of collections that clients may see: joined, left, kept for the next.
 */
#include "daemon/reload.h"

#include <stdlib.h>

#define SETS_KEPT 16 /* though nobody who needs them is connected */

static struct reload_set *find_set(struct reload *r, uint64_t mask)
{
	struct reload_set *set;

	TAILQ_FOREACH(set, &r->sets, link)
		if (set->mask == mask)
			return set;
	return NULL;
}

static void drop_set(struct reload *r, struct reload_set *set)
{
	TAILQ_REMOVE(&r->sets, set, link);
	r->n_sets--;
	snapshot_unref(set->snapshot, r->loop);
	free(set);
}

/* The one that nobody has needed for longest.  Not while a round counts on them. */
static void drop_oldest(struct reload *r)
{
	struct reload_set *set, *oldest = NULL;

	TAILQ_FOREACH(set, &r->sets, link)
		if (!set->users && (!oldest || set->used < oldest->used))
			oldest = set;
	if (oldest && !r->running)
		drop_set(r, oldest);
}

struct reload_set *reload_join(struct reload *r, uint64_t mask)
{
	struct reload_set *set = find_set(r, mask);

	if (!set && r->n_sets >= SETS_KEPT)
		drop_oldest(r);
	if (!set) {
		set = calloc(1, sizeof(*set));
		if (!set)
			return NULL;
		set->mask = mask;
		TAILQ_INSERT_TAIL(&r->sets, set, link);
		r->n_sets++;
	}
	set->users++;
	set->used = ++r->joins;
	return set;
}

void reload_share(struct reload_set *set)
{
	set->users++;
}

void reload_leave(struct reload_set *set)
{
	set->users--;
}
