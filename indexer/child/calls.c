/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Which system calls a program may make.
 */
#include <errno.h>

#include "confine/seccomp.h"
#include "indexer/child/setup.h"

/* The network. */
static const int refused[] = { SCMP_SYS(socket) };

/* Where processes of the same user can be named. */
static const int refused_among_others[] = {
	SCMP_SYS(kill), SCMP_SYS(tkill), SCMP_SYS(tgkill),
	SCMP_SYS(rt_sigqueueinfo),
	SCMP_SYS(rt_tgsigqueueinfo), SCMP_SYS(pidfd_send_signal),
	SCMP_SYS(pidfd_open), SCMP_SYS(sched_setaffinity),
	SCMP_SYS(sched_setscheduler), SCMP_SYS(sched_setattr),
	SCMP_SYS(setpriority), SCMP_SYS(ioprio_set),
};

#define COUNT(table) (sizeof(table) / sizeof((table)[0]))

static int add_rules(scmp_filter_ctx ctx, unsigned layers)
{
	int r = seccomp_refuse_strange(ctx);

	if (!r)
		r = seccomp_refuse(ctx, refused, COUNT(refused));
	if (r || layers & CHILD_NAMESPACES)
		return r;
	r = seccomp_refuse(ctx, refused_among_others,
			   COUNT(refused_among_others));
	return r ? r : seccomp_refuse_limits(ctx);
}

int calls_make(unsigned layers, struct sock_fprog *ret, struct err *e)
{
	scmp_filter_ctx ctx = seccomp_init(SCMP_ACT_ALLOW);
	int r = ctx ? add_rules(ctx, layers) : -ENOMEM;

	if (r)
		r = err_sys(e, -r, "the seccomp rules");
	else
		r = seccomp_export(ctx, ret, e);
	seccomp_release(ctx);
	return r;
}
