/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * jump - a library for LD_PRELOAD under which the clock of the day jumps by years,
 * back and forth, each time somebody looks at it.  The monotonic one goes on.
 */
#include <stdatomic.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

#define YEARS_50 (50 * 365 * 86400L)

static long jump(void)
{
	static atomic_uint n;

	return (long)(atomic_fetch_add(&n, 1) % 3) * YEARS_50 - YEARS_50;
}

int clock_gettime(clockid_t clock, struct timespec *ret)
{
	long r = syscall(SYS_clock_gettime, clock, ret);

	if (!r && clock == CLOCK_REALTIME)
		ret->tv_sec += jump();
	return (int)r;
}

time_t time(time_t *ret)
{
	struct timespec now;

	clock_gettime(CLOCK_REALTIME, &now);
	if (ret)
		*ret = now.tv_sec;
	return now.tv_sec;
}

int gettimeofday(struct timeval *ret, void *zone)
{
	struct timespec now;

	(void)zone;
	clock_gettime(CLOCK_REALTIME, &now);
	ret->tv_sec = now.tv_sec;
	ret->tv_usec = now.tv_nsec / 1000;
	return 0;
}
