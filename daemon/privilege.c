/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "daemon/privilege.h"

#include <errno.h>
#include <grp.h>
#include <pwd.h>
#include <stdio.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

#include "base/log.h"
#include "daemon/access.h"

static int refuse_to_change(const struct conf_value *v, struct err *e)
{
	return conf_refuse(v, e, "%s: only root can become \"%s\"", v->name,
			   v->value);
}

int privilege_find(const struct conf_value *v, struct privilege_user *ret,
		   struct err *e)
{
	const struct passwd *p;
	uid_t uid = geteuid();
	int r = v ? access_user(v, &uid, e) : 0;

	*ret = (struct privilege_user){ .uid = uid, .gid = getegid() };
	if (r || uid == geteuid())
		return r;
	if (geteuid())
		return refuse_to_change(v, e);
	p = getpwuid(uid);
	if (!p)
		return conf_refuse(v, e, "%s: the user \"%s\" has no entry that "
				   "says its group", v->name, v->value);
	ret->drop = true;
	ret->gid = p->pw_gid;
	snprintf(ret->name, sizeof(ret->name), "%s", p->pw_name);
	return 0;
}

/* Whether all three ids are what they should be and root is out of reach. */
static bool is_for_good(const struct privilege_user *u)
{
	uid_t uid[3];
	gid_t gid[3];

	if (getresuid(&uid[0], &uid[1], &uid[2]) ||
	    getresgid(&gid[0], &gid[1], &gid[2]))
		return false;
	for (int i = 0; i < 3; i++)
		if (uid[i] != u->uid || gid[i] != u->gid)
			return false;
	return setuid(0) && seteuid(0) && setgid(0);
}

int privilege_drop(const struct privilege_user *u, struct err *e)
{
	if (!u->drop)
		return 0;
	if (initgroups(u->name, u->gid) || setresgid(u->gid, u->gid, u->gid) ||
	    setresuid(u->uid, u->uid, u->uid))
		return err_sys(e, errno, "user %s: cannot become it", u->name);
	if (u->uid && !is_for_good(u))
		return err_set(e, E_IO, "user %s: root would still be in reach",
			       u->name);
	log_info("running as %s, uid %u, gid %u", u->name, u->uid, u->gid);
	return 0;
}

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define DUMPABLE_WITHOUT_CORE 1
#else
#define DUMPABLE_WITHOUT_CORE 0
#endif

void privilege_set_core(bool core)
{
	const struct rlimit none = { 0, 0 };

	if (!core)
		setrlimit(RLIMIT_CORE, &none);
	/* A change of user has cleared it. */
	prctl(PR_SET_DUMPABLE, core ? 1 : DUMPABLE_WITHOUT_CORE);
}
