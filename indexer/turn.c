/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/turn.h"

#include <time.h>

#include "base/err.h"

#define POLL_NS 20000000

int turn_take(struct turn *t, unsigned long long much)
{
	const struct timespec pause = { .tv_nsec = POLL_NS };

	while (!atomic_load(t->stop)) {
		unsigned long long now = atomic_load(&t->in_hand);

		if (now && now + much > t->most)
			nanosleep(&pause, NULL);
		else if (atomic_compare_exchange_weak(&t->in_hand, &now,
						      now + much))
			return 0;
	}
	return E_CANCELLED;
}

void turn_give(struct turn *t, unsigned long long much)
{
	atomic_fetch_sub(&t->in_hand, much);
}
