/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * seccomp - which system calls a process may make: a list of what is refused,
 * as programs of many ages and kernels need too many for a list of all they need.
 * What libseccomp calls a context is made and released by the caller.
 */
#ifndef TRACUU_CONFINE_SECCOMP_H
#define TRACUU_CONFINE_SECCOMP_H

#include <linux/filter.h>
#include <seccomp.h>
#include <stddef.h>

#include "base/err.h"

/* Refuse these with EPERM.  0, or a negative errno as of libseccomp. */
int seccomp_refuse(scmp_filter_ctx ctx, const int *calls, size_t n);
/* Refuse what none of our processes has a use for: tracing, mounts, namespaces,
 * keys, what is shared by all.  The same. */
int seccomp_refuse_strange(scmp_filter_ctx ctx);
/* Refuse the limits of another process, and leave those of oneself. */
int seccomp_refuse_limits(scmp_filter_ctx ctx);

/* The rules as BPF in *ret; free ret->filter.  E_IO, E_NOMEM. */
int seccomp_export(scmp_filter_ctx ctx, struct sock_fprog *ret, struct err *e);

#endif
