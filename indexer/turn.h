/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * turn - workers that need much memory, one after the other: so much of it is in
 * hand at a time, but always what one of them needs, however much that is.
 *
 * Lies in memory that all of them share.
 */
#ifndef TRACUU_INDEXER_TURN_H
#define TRACUU_INDEXER_TURN_H

#include <stdatomic.h>
#include <stdbool.h>

struct turn {
	atomic_ullong in_hand;
	unsigned long long most;
	const atomic_bool *stop; /* nobody waits any more */
};

/* Wait until there is room for so much, and take it.  Whoever has some already
 * must not wait for more.  E_CANCELLED: stopped, and nothing was taken. */
int turn_take(struct turn *t, unsigned long long much);
void turn_give(struct turn *t, unsigned long long much);

#endif
