/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * quota - a library for LD_PRELOAD: whoever runs it is no root, and has so many
 * KiB left of a disk quota as $QUOTA_LEFT says.
 */
#include <dlfcn.h>
#include <linux/quota.h>
#include <stdarg.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <unistd.h>

#define USED 4096 /* KiB */

uid_t geteuid(void)
{
	return 1000;
}

static long tell(struct if_dqblk *q)
{
	const char *left = getenv("QUOTA_LEFT");

	q->dqb_valid = QIF_BLIMITS | QIF_SPACE;
	q->dqb_bhardlimit = USED + (left ? strtoull(left, NULL, 10) : 0);
	q->dqb_curspace = USED * QIF_DQBLKSIZE;
	return 0;
}

long syscall(long number, ...)
{
	typedef long system_call(long, ...);
	system_call *next = (system_call *)dlsym(RTLD_NEXT, "syscall");
	long v[6];
	va_list ap;

	va_start(ap, number);
	for (int i = 0; i < 6; i++)
		v[i] = va_arg(ap, long);
	va_end(ap);
	if (number == SYS_quotactl_fd)
		return tell((struct if_dqblk *)v[3]);
	return next(number, v[0], v[1], v[2], v[3], v[4], v[5]);
}
