/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * From the keeper's beginning to the program's: see setup.h for what may be done
 * here.
 */
#include "indexer/child/setup.h"

#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <linux/seccomp.h>
#include <signal.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

static void need(long result, const char *step)
{
	if (result < 0)
		setup_fail(SETUP_FAILED, step, errno);
}

/* ----------------------------------------------------------------------- keeper */

/*
 * The system calls themselves: the C library's functions change the ids of all
 * threads, and wait for them, of which there are none in a forked process.
 */
static void become_nobody(void)
{
	const gid_t id = SETUP_NOBODY;

	need(syscall(SYS_setgroups, 0, NULL), "setgroups");
	need(syscall(SYS_setresgid, id, id, id), "setresgid");
	need(syscall(SYS_setresuid, id, id, id), "setresuid");
}

/* All read-only, a tmpfs where the program may write, and a /proc that shows
 * nobody else (best effort: a container may hide parts of its own). */
static void own_mounts(const struct setup *s)
{
	struct mount_attr attr = {
		.attr_set = MOUNT_ATTR_RDONLY | MOUNT_ATTR_NOSUID,
		.propagation = MS_PRIVATE,
	};
	const unsigned long flags = MS_NOSUID | MS_NODEV | MS_NOEXEC;

	need(syscall(SYS_mount_setattr, AT_FDCWD, "/", AT_RECURSIVE, &attr,
		     sizeof(attr)), "read-only mounts");
	need(mount("tmpfs", s->dir, "tmpfs", flags, s->dir_options),
	     "mounting the private directory");
	mount("proc", "/proc", "proc", flags, NULL);
}

void setup_keeper(const struct setup *s)
{
	/* A namespace that root made knows no other user. */
	if (s->root && s->layers & (CHILD_NOT_ROOT | CHILD_NAMESPACES))
		become_nobody();
	if (s->layers & CHILD_NAMESPACES)
		own_mounts(s);
}

/* ---------------------------------------------------------------------- program */

static void limit(int what, rlim_t soft, rlim_t hard, const char *step)
{
	struct rlimit now, wanted = { soft, hard };

	need(getrlimit((__rlimit_resource_t)what, &now), step);
	if (wanted.rlim_max > now.rlim_max)
		wanted.rlim_max = now.rlim_max;
	if (wanted.rlim_cur > wanted.rlim_max)
		wanted.rlim_cur = wanted.rlim_max;
	need(setrlimit((__rlimit_resource_t)what, &wanted), step);
}

static void set_limits(const struct setup *s)
{
	const struct child_limits *l = &s->limits;
	/* A file of that size may yet be one of many: without a file system of
	 * a known size there is none at all. */
	rlim_t seconds = l->ms / 1000 + 1;
	rlim_t file = s->layers & CHILD_NAMESPACES ? l->scratch : 0;

	/* SIGXCPU first, SIGKILL for who ignores it. */
	limit(RLIMIT_CPU, seconds, seconds + 1, "limit of time");
	limit(RLIMIT_AS, l->memory, l->memory, "limit of memory");
	limit(RLIMIT_FSIZE, file, file, "limit of files");
	limit(RLIMIT_NOFILE, l->files, l->files, "limit of open files");
	limit(RLIMIT_NPROC, s->processes, s->processes, "limit of processes");
	limit(RLIMIT_MEMLOCK, 0, 0, "limit of locked memory");
	limit(RLIMIT_MSGQUEUE, 0, 0, "limit of message queues");
	limit(RLIMIT_CORE, 0, 0, "limit of core dumps");
}

/* What a new user namespace gives to who enters it. */
static void drop_capabilities(void)
{
	struct {
		unsigned version;
		int pid;
	} header = { 0x20080522 /* version 3 */, 0 };
	const struct {
		unsigned effective, permitted, inheritable;
	} none[2] = { { 0 } };

	need(syscall(SYS_capset, &header, none), "capset");
}

static void confine(const struct setup *s)
{
	need(prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0), "no new privileges");
	if (s->layers & (CHILD_NAMESPACES | CHILD_NOT_ROOT))
		drop_capabilities();
	if (s->layers & CHILD_LANDLOCK)
		need(files_restrict(s), "landlock");
	if (s->layers & CHILD_SECCOMP)
		need(prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, s->seccomp),
		     "seccomp");
}

/* Who makes memory short because of a document shall be the first to go.
 * Best effort. */
static void offer_to_oom_killer(void)
{
	int fd;

	/* Else, after a change of user, /proc/self is root's. */
	prctl(PR_SET_DUMPABLE, 1);
	fd = open("/proc/self/oom_score_adj", O_WRONLY | O_CLOEXEC);

	if (fd < 0)
		return;
	if (write(fd, "1000", 4) < 0)
		errno = 0; /* then not */
	close(fd);
}

_Noreturn void setup_exec(const struct setup *s)
{
	sigset_t none;

	offer_to_oom_killer();
	need(prctl(PR_SET_PDEATHSIG, SIGKILL), "death signal");
	need(setsid(), "setsid");
	need(chdir(s->dir), "the private directory");
	umask(077);
	set_limits(s);
	confine(s);
	if (!s->argv)
		setup_fail(SETUP_EXITED, "", 0);
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
	/* execve does not write through either. */
	execve(s->argv[0], (char *const *)(uintptr_t)s->argv,
	       (char *const *)(uintptr_t)s->envp);
	setup_fail(SETUP_NOT_STARTED, "execve", errno);
}
