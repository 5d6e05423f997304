/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "daemon/access.h"

#include <errno.h>
#include <grp.h>
#include <pwd.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include "base/number.h"

#define NOBODY UINT32_MAX /* (uid_t)-1 and (gid_t)-1: never a user's */
/* For one entry of the user or group database.  A group has its members in it. */
#define ENTRY_FIRST 4096
#define ENTRY_MAX (1u << 20)

/* ------------------------------------------------------------------------ a peer */

static void read_groups(int fd, struct peer *p)
{
	gid_t few[32];
	socklen_t n = sizeof(few);

	if (!getsockopt(fd, SOL_SOCKET, SO_PEERGROUPS, few, &n)) {
		p->groups = n ? malloc(n) : NULL;
		if (p->groups)
			memcpy(p->groups, few, n);
	} else if (errno == ERANGE) { /* n is what they take */
		p->groups = malloc(n);
		if (p->groups &&
		    getsockopt(fd, SOL_SOCKET, SO_PEERGROUPS, p->groups, &n))
			n = 0;
	}
	p->n_groups = p->groups ? n / sizeof(gid_t) : 0;
}

void peer_read(int fd, struct peer *ret)
{
	struct ucred u;
	socklen_t n = sizeof(u);

	*ret = (struct peer){ .uid = NOBODY, .gid = NOBODY };
	if (getsockopt(fd, SOL_SOCKET, SO_PEERCRED, &u, &n))
		return;
	ret->pid = u.pid;
	ret->uid = u.uid;
	ret->gid = u.gid;
	read_groups(fd, ret);
}

void peer_release(struct peer *p)
{
	free(p->groups);
	p->groups = NULL;
	p->n_groups = 0;
}

/* ---------------------------------------------------------------------- look-ups */

/* Look a name up: 0 with *ret, or an errno; ENOENT when there is none. */
typedef int find_fn(const char *name, char *room, size_t n, uint32_t *ret);

static int find_user(const char *name, char *room, size_t n, uint32_t *ret)
{
	struct passwd p, *found;
	int r = getpwnam_r(name, &p, room, n, &found);

	if (!r && found)
		*ret = p.pw_uid;
	return r || found ? r : ENOENT;
}

static int find_group(const char *name, char *room, size_t n, uint32_t *ret)
{
	struct group g, *found;
	int r = getgrnam_r(name, &g, room, n, &found);

	if (!r && found)
		*ret = g.gr_gid;
	return r || found ? r : ENOENT;
}

static const struct kind {
	const char *what;
	find_fn *find;
} user_kind = { "user", find_user }, group_kind = { "group", find_group };

/* As find(), with as much room as it takes. */
static int look_up(const struct kind *k, const char *name, uint32_t *ret)
{
	int r = ERANGE;

	for (size_t n = ENTRY_FIRST; r == ERANGE && n <= ENTRY_MAX; n *= 4) {
		char *room = malloc(n);

		r = room ? k->find(name, room, n, ret) : ENOMEM;
		free(room);
	}
	return r;
}

/* What the manual of getpwnam(3) lists for "there is none". */
static bool is_unknown(int r)
{
	return r == ENOENT || r == ESRCH || r == EBADF || r == EPERM;
}

static int resolve(const struct kind *k, const struct conf_value *v,
		   const char *name, uint32_t *ret, struct err *e)
{
	uint64_t n;
	int r;

	if (!number_parse(name, 0, NOBODY - 1, &n)) {
		*ret = (uint32_t)n;
		return 0;
	}
	r = look_up(k, name, ret);
	if (is_unknown(r))
		return conf_refuse(v, e, "%s: there is no %s \"%s\"", v->name,
				   k->what, name);
	return r ? err_sys(e, r, "%s: %s: the %s \"%s\" cannot be looked up",
			   v->origin, v->name, k->what, name) : 0;
}

int access_user(const struct conf_value *v, uid_t *ret, struct err *e)
{
	return resolve(&user_kind, v, v->value, ret, e);
}

int access_group(const struct conf_value *v, gid_t *ret, struct err *e)
{
	return resolve(&group_kind, v, v->value, ret, e);
}

/* ------------------------------------------------------------------------ a rule */

static int add(struct access_ids *ids, uint32_t id, struct err *e)
{
	uint32_t *more = reallocarray(ids->v, ids->n + 1, sizeof(*more));

	if (!more)
		return err_nomem(e);
	ids->v = more;
	more[ids->n++] = id;
	return 0;
}

/* The names of one value.  One without any would make a rule for nobody one for
 * everybody. */
static int add_names(const struct kind *k, const struct conf_value *v,
		     struct access_ids *ids, struct err *e)
{
	char *names = strdup(v->value), *rest = names, *name;
	size_t before = ids->n;
	uint32_t id;
	int r = names ? 0 : err_nomem(e);

	while (!r && (name = strsep(&rest, ", \t"))) {
		if (!*name)
			continue;
		r = resolve(k, v, name, &id, e);
		if (!r)
			r = add(ids, id, e);
	}
	if (!r && ids->n == before)
		r = conf_refuse(v, e, "%s: no %s is named", v->name, k->what);
	free(names);
	return r;
}

static int add_list(const struct kind *k, const struct conf *c,
		    const char *section, const char *label, const char *name,
		    struct access_ids *ids, struct err *e)
{
	const struct conf_value *v = NULL;
	int r = 0;

	while (!r && name && (v = conf_next(c, section, label, name, v)))
		r = add_names(k, v, ids, e);
	return r;
}

int access_read(struct access_rule *ret, const struct conf *c,
		const char *section, const char *label, const char *users,
		const char *groups, struct err *e)
{
	int r;

	*ret = (struct access_rule){ 0 };
	r = add_list(&user_kind, c, section, label, users, &ret->users, e);
	if (!r)
		r = add_list(&group_kind, c, section, label, groups,
			     &ret->groups, e);
	return r;
}

int access_add_user(struct access_rule *r, uid_t uid, struct err *e)
{
	return add(&r->users, uid, e);
}

void access_release(struct access_rule *r)
{
	free(r->users.v);
	free(r->groups.v);
	*r = (struct access_rule){ 0 };
}

bool access_is_set(const struct access_rule *r)
{
	return r->users.n || r->groups.n;
}

static bool has(const struct access_ids *ids, uint32_t id)
{
	for (size_t i = 0; id != NOBODY && i < ids->n; i++)
		if (ids->v[i] == id)
			return true;
	return false;
}

bool access_allows(const struct access_rule *r, const struct peer *p)
{
	if (has(&r->users, p->uid) || has(&r->groups, p->gid))
		return true;
	for (size_t i = 0; i < p->n_groups; i++)
		if (has(&r->groups, p->groups[i]))
			return true;
	return false;
}
