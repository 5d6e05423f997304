/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * access - who is at the other end of a connection, and who may do what.
 *
 * The kernel says who a client is (SO_PEERCRED, SO_PEERGROUPS): user and groups
 * as they were when it connected.  What it becomes later changes nothing, and
 * neither does whom it hands the connection to.
 *
 * A rule is a list of users and of groups, written as names or numbers.  Names
 * are looked up once, when the rule is made, so that no client can make the loop
 * wait for a directory service.  Rules do not change afterwards: any thread may
 * ask.
 */
#ifndef TRACUU_DAEMON_ACCESS_H
#define TRACUU_DAEMON_ACCESS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "base/conf.h"
#include "base/err.h"

/* ------------------------------------------------------------------------ a peer */

struct peer {
	pid_t pid; /* 0: not known; to tell people, never to decide by */
	uid_t uid;
	gid_t gid;
	/* Private. */
	gid_t *groups; /* the others it was in */
	size_t n_groups;
};

/*
 * Who connected to the socket `fd`.  What cannot be found out allows nothing:
 * uid and gid are -1 then, and a kernel that does not tell the other groups
 * leaves the one of `gid`.  Release it in any case.
 */
void peer_read(int fd, struct peer *ret);
void peer_release(struct peer *p);

/* ------------------------------------------------------------------------ a rule */

struct access_ids {
	uint32_t *v; /* uid_t, gid_t */
	size_t n;
};

struct access_rule {
	struct access_ids users, groups;
};

/*
 * The rule that the lists `users` and `groups` (a name NULL: there is no such
 * list) of a section make, "" being a section without a label.  A value may
 * have several names, apart by commas or spaces.  Release it in any case.
 * E_INVAL: there is no such user or group (with FILE:LINE).  E_IO, E_NOMEM.
 */
int access_read(struct access_rule *ret, const struct conf *c,
		const char *section, const char *label, const char *users,
		const char *groups, struct err *e);
/* The user or the group that one setting names.  E_INVAL, E_IO, E_NOMEM. */
int access_user(const struct conf_value *v, uid_t *ret, struct err *e);
int access_group(const struct conf_value *v, gid_t *ret, struct err *e);
/* Add one user.  E_NOMEM. */
int access_add_user(struct access_rule *r, uid_t uid, struct err *e);
void access_release(struct access_rule *r);

/* Whether it names anybody.  What one that does not means (everybody, nobody)
 * is for its owner to say; access_allows() is false for it. */
bool access_is_set(const struct access_rule *r);
/* Whether the peer is one of the users, or in one of the groups.  Root is
 * nobody special. */
bool access_allows(const struct access_rule *r, const struct peer *p);

#endif
