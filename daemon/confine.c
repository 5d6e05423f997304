/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "daemon/confine.h"

#include <errno.h>
#include <limits.h>
#include <linux/seccomp.h>
#include <sched.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "base/log.h"
#include "base/path.h"
#include "confine/landlock.h"
#include "confine/seccomp.h"

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define SANITIZED 1
#else
#define SANITIZED 0
#endif

/* ------------------------------------------------------------------------ files */

/* Below the directory that `path` is in; the nearest one that is there. */
static int allow_beside(int ruleset, const char *path, unsigned rights)
{
	char dir[PATH_MAX];
	char *slash;
	int n = snprintf(dir, sizeof(dir), "%s%s", *path == '/' ? "" : "./",
			 path);

	if (n < 0 || (size_t)n >= sizeof(dir)) {
		errno = ENAMETOOLONG;
		return -1;
	}
	while (n > 1 && dir[n - 1] == '/') /* "index/" is in "." */
		dir[--n] = '\0';
	do {
		slash = strrchr(dir, '/');
		*(slash == dir ? slash + 1 : slash) = '\0';
	} while (slash != dir && access(dir, F_OK));
	return landlock_allow(ruleset, dir, rights);
}

/* The same for a path (NULL: none), and for where it is a link to. */
static int allow(int ruleset, const char *path, unsigned rights)
{
	char *real = path ? realpath(path, NULL) : NULL;
	int r = path ? allow_beside(ruleset, path, rights) : 0;

	if (!r && real)
		r = allow_beside(ruleset, real, rights);
	free(real);
	return r;
}

static int allow_all(int ruleset, const struct config *c, bool own_socket)
{
	int r = 0;

	/* One of them may be a link to another disk. */
	for (size_t i = 0; !r && i < c->n_collections; i++)
		r = allow(ruleset, c->collections[i].dir, LANDLOCK_READ);
	if (!r)
		r = allow(ruleset, c->abbreviations, LANDLOCK_READ);
	if (!r)
		r = allow(ruleset, c->query_log, LANDLOCK_MAKE);
	if (!r)
		r = allow(ruleset, c->slow_log, LANDLOCK_MAKE);
	if (!r && own_socket)
		r = allow(ruleset, c->socket_path, LANDLOCK_REMOVE);
	/* What stats tell of this process; nothing of another is to be had. */
	return r ? r : landlock_allow(ruleset, "/proc", LANDLOCK_READ);
}

static int confine_files(const struct config *c, bool own_socket, struct err *e)
{
	const char *notify = getenv("NOTIFY_SOCKET");
	/* An abstract socket is out of reach with a scope. */
	int ruleset = landlock_open(!notify || *notify != '@'), r;

	if (ruleset < 0)
		return err_sys(e, errno, "confine: Landlock");
	r = allow_all(ruleset, c, own_socket);
	if (r)
		close(ruleset);
	else
		r = landlock_enter(ruleset);
	return r ? err_sys(e, errno, "confine: Landlock") : 0;
}

/* ----------------------------------------------------------------- system calls */

/* What makes programs, connections, and changes to files. */
static const int refused[] = {
	SCMP_SYS(execve), SCMP_SYS(execveat), SCMP_SYS(fork), SCMP_SYS(vfork),
	SCMP_SYS(bind), SCMP_SYS(connect),
	SCMP_SYS(chmod), SCMP_SYS(fchmod), SCMP_SYS(fchmodat),
	SCMP_SYS(chown), SCMP_SYS(fchown), SCMP_SYS(lchown),
	SCMP_SYS(fchownat), SCMP_SYS(rename), SCMP_SYS(renameat),
	SCMP_SYS(renameat2), SCMP_SYS(link), SCMP_SYS(linkat),
	SCMP_SYS(symlink), SCMP_SYS(symlinkat), SCMP_SYS(mkdir),
	SCMP_SYS(mkdirat), SCMP_SYS(rmdir), SCMP_SYS(mknod),
	SCMP_SYS(mknodat), SCMP_SYS(truncate), SCMP_SYS(setxattr),
	SCMP_SYS(lsetxattr), SCMP_SYS(fsetxattr), SCMP_SYS(setuid),
	SCMP_SYS(setgid), SCMP_SYS(setreuid), SCMP_SYS(setregid),
	SCMP_SYS(setresuid), SCMP_SYS(setresgid), SCMP_SYS(setgroups),
	SCMP_SYS(capset), SCMP_SYS(kill), SCMP_SYS(rt_sigqueueinfo),
	SCMP_SYS(rt_tgsigqueueinfo), SCMP_SYS(pidfd_send_signal),
	SCMP_SYS(pidfd_open), SCMP_SYS(reboot), SCMP_SYS(swapon),
	SCMP_SYS(swapoff), SCMP_SYS(sethostname), SCMP_SYS(setdomainname),
	SCMP_SYS(settimeofday), SCMP_SYS(clock_settime), SCMP_SYS(adjtimex),
	SCMP_SYS(init_module), SCMP_SYS(finit_module), SCMP_SYS(delete_module),
	SCMP_SYS(kexec_load),
};

/* Threads, signals to ourselves (abort(3)) and the socket of systemd's
 * notifications stay. */
static int add_rules(scmp_filter_ctx ctx)
{
	int r = seccomp_refuse_strange(ctx);

	if (!r)
		r = seccomp_refuse(ctx, refused,
				   sizeof(refused) / sizeof(*refused));
	if (!r)
		r = seccomp_refuse_limits(ctx);
	if (!r)
		r = seccomp_rule_add(ctx, SCMP_ACT_ERRNO(EPERM),
				     SCMP_SYS(clone), 1,
				     SCMP_A0(SCMP_CMP_MASKED_EQ, CLONE_THREAD,
					     0));
	if (!r)
		r = seccomp_rule_add(ctx, SCMP_ACT_ERRNO(EPERM),
				     SCMP_SYS(tgkill), 1,
				     SCMP_A0(SCMP_CMP_NE,
					     (scmp_datum_t)getpid()));
	if (!r)
		r = seccomp_rule_add(ctx, SCMP_ACT_ERRNO(EPERM),
				     SCMP_SYS(socket), 1,
				     SCMP_A0(SCMP_CMP_NE, AF_UNIX));
	return r;
}

static int confine_calls(struct err *e)
{
	scmp_filter_ctx ctx = seccomp_init(SCMP_ACT_ALLOW);
	int r = ctx ? add_rules(ctx) : -ENOMEM;

	if (!r)
		r = seccomp_load(ctx);
	seccomp_release(ctx);
	return r ? err_sys(e, -r, "confine: seccomp") : 0;
}

/* ---------------------------------------------------------------------- public */

static bool has_seccomp(void)
{
	/* EFAULT: it is there, and there were no rules. */
	return prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, NULL) &&
	       errno == EFAULT;
}

int confine_self(const struct config *c, bool own_socket, struct err *e)
{
	bool files = landlock_abi() > 0, calls;
	int r = 0;

	if (SANITIZED || !c->confine) {
		log_info("not confined: %s", SANITIZED ? "a sanitizer is at work" :
							 "confine = no");
		return 0;
	}
	tzset(); /* reads a file */
	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0))
		return err_sys(e, errno, "confine: no new privileges");
	calls = has_seccomp();
	if (files)
		r = confine_files(c, own_socket, e);
	if (!r && calls)
		r = confine_calls(e);
	if (!r)
		log_info("confined: %s, %s",
			 files ? "files by Landlock" : "no Landlock here",
			 calls ? "system calls by seccomp" : "no seccomp here");
	return r;
}
