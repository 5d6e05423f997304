/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/lock.h"

#include <time.h>

#include "base/cancel.h"
#include "store/generation.h"

#define TRIES 10
#define PAUSE_NS 25000000

int lock_index(const char *index_dir, int *ret_fd, struct err *e)
{
	return lock_index_until(index_dir, 0, ret_fd, e);
}

int lock_index_until(const char *index_dir, uint64_t until_ns, int *ret_fd,
		     struct err *e)
{
	const struct timespec pause = { .tv_nsec = PAUSE_NS };
	int r = generation_lock(index_dir, ret_fd, e);

	for (int i = 1; r == E_LOCKED && (i < TRIES ||
					  clock_now_ns() < until_ns); i++) {
		nanosleep(&pause, NULL);
		r = generation_lock(index_dir, ret_fd, e);
	}
	return r;
}
