/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * cancel - a flag by which one thread asks another to stop early, and the
 * clock of deadlines.  C11 atomics do not compile as C++, so the flag hides
 * behind two functions.
 */
#ifndef TRACUU_BASE_CANCEL_H
#define TRACUU_BASE_CANCEL_H

#include <stdbool.h>
#include <stdint.h>
#include <time.h>

struct cancel {
	int flag; /* zero-initialise; only through the functions below */
};

/* Any thread. */
static inline void cancel_set(struct cancel *c)
{
	__atomic_store_n(&c->flag, 1, __ATOMIC_RELEASE);
}

/* Any thread; NULL is never set. */
static inline bool cancel_is_set(const struct cancel *c)
{
	return c && __atomic_load_n(&c->flag, __ATOMIC_ACQUIRE);
}

/* Nanoseconds of CLOCK_MONOTONIC, as deadlines are given in. */
static inline uint64_t clock_now_ns(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (uint64_t)t.tv_sec * 1000000000u + (uint64_t)t.tv_nsec;
}

#endif
