/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * privilege - whom the daemon runs as, and that it leaves no memory behind.
 * Before there are threads.
 */
#ifndef TRACUU_DAEMON_PRIVILEGE_H
#define TRACUU_DAEMON_PRIVILEGE_H

#include <stdbool.h>
#include <sys/types.h>

#include "base/conf.h"
#include "base/err.h"

struct privilege_user {
	bool drop; /* there is something to give up */
	uid_t uid;
	gid_t gid;
	char name[256]; /* for its other groups */
};

/* The user of a setting (NULL: ourselves).  E_INVAL: there is none of that name,
 * or only root could become it.  E_IO, E_NOMEM. */
int privilege_find(const struct conf_value *v, struct privilege_user *ret,
		   struct err *e);

/* Become that user for good: its groups, no capability, no way back, which is
 * tried.  E_IO: then this process must end. */
int privilege_drop(const struct privilege_user *u, struct err *e);

/* Without `core` there are no core dumps, and no other process of this user may
 * look into this one: what people ask for is private.  Where a sanitizer must
 * look into it, there are just no dumps. */
void privilege_set_core(bool core);

#endif
