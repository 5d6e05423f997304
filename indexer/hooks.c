/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/hooks.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/cancel.h"
#include "base/path.h"
#include "indexer/supervise.h"

#define POLL_NS 10000000	    /* between looks at whether it has ended */
#define GRACE_NS UINT64_C(2000000000) /* between SIGTERM and SIGKILL */
#define SECOND_NS UINT64_C(1000000000)

static char *path_of(const struct hook *h)
{
	char *dir, *path;

	if (h->dir)
		return path_join(h->dir, h->name);
	dir = path_join(h->index_dir, "hooks");
	path = dir ? path_join(dir, h->name) : NULL;
	free(dir);
	return path;
}

/* Whether it is there, and nobody but us and root can have written it.  The
 * index may belong to another user than the one who runs us. */
static int check(const char *path, bool *ret_there, struct err *e)
{
	struct stat st;

	if (stat(path, &st))
		return errno == ENOENT || errno == ENOTDIR ?
			       0 : err_sys(e, errno, "%s", path);
	if (!S_ISREG(st.st_mode) || access(path, X_OK))
		return err_set(e, E_INVAL, "%s: a hook must be a file that can "
			       "be executed: chmod +x it, or remove it", path);
	if ((st.st_uid && st.st_uid != geteuid()) || (st.st_mode & S_IWOTH))
		return err_set(e, E_INVAL, "%s: a hook must belong to root or "
			       "to the user who runs it, and must not be "
			       "writable by all", path);
	*ret_there = true;
	return 0;
}

/* In the new process. */
static _Noreturn void start(const struct hook *h, const char *path)
{
	int null = open("/dev/null", O_RDONLY);
	int r = setpgid(0, 0) | (dup2(null, 0) < 0) | (dup2(2, 1) < 0);

	r |= setenv("TRACUU_HOOK", h->name, 1);
	r |= setenv("TRACUU_INDEX", h->index_dir, 1);
	for (size_t i = 0; i < h->n_variables; i++)
		r |= setenv(h->variables[i].name, h->variables[i].value, 1);
	signal(SIGXFSZ, SIG_DFL);
	if (!r)
		execl(path, path, (char *)NULL);
	_exit(127);
}

/* Wait until `until`; 1 when it has not ended by then. */
static int wait_until(pid_t pid, uint64_t until, int *ret_status)
{
	const struct timespec pause = { .tv_nsec = POLL_NS };
	pid_t done;

	for (;;) {
		done = waitpid(pid, ret_status, WNOHANG);
		if (done == pid)
			return 0;
		if (done < 0 && errno != EINTR)
			return -1;
		if (clock_now_ns() >= until)
			return 1;
		nanosleep(&pause, NULL);
	}
}

static int judge(const char *path, int status, struct err *e)
{
	if (WIFSIGNALED(status))
		return err_set(e, E_CANCELLED, "%s: died of signal %d (%s)",
			       path, WTERMSIG(status),
			       strsignal(WTERMSIG(status)));
	if (WEXITSTATUS(status) == 127)
		return err_set(e, E_CANCELLED, "%s: exit status 127: it could "
			       "not be started, or a command of it is missing",
			       path);
	if (WEXITSTATUS(status))
		return err_set(e, E_CANCELLED, "%s: exit status %d", path,
			       WEXITSTATUS(status));
	return 0;
}

/* It and all that it started. */
static int end(const struct hook *h, const char *path, pid_t pid, struct err *e)
{
	int status;

	kill(-pid, SIGTERM);
	if (wait_until(pid, clock_now_ns() + GRACE_NS, &status) > 0) {
		kill(-pid, SIGKILL);
		waitpid(pid, &status, 0);
	}
	kill(-pid, SIGKILL);
	return err_set(e, E_CANCELLED, "%s: took longer than %u seconds and was "
		       "ended (hook_seconds)", path, h->seconds);
}

static int run(const struct hook *h, const char *path, struct err *e)
{
	uint64_t until = clock_now_ns() + h->seconds * SECOND_NS;
	int status, r;
	pid_t pid;

	r = supervise_fork(&pid, e);
	if (r)
		return r;
	if (!pid)
		start(h, path);
	setpgid(pid, pid); /* both do, whoever comes first */
	r = wait_until(pid, until, &status);
	if (r < 0)
		return err_sys(e, errno, "waiting for %s", path);
	return r ? end(h, path, pid, e) : judge(path, status, e);
}

int hook_run(const struct hook *h, struct err *e)
{
	char *path = path_of(h);
	bool there = false;
	int r = path ? check(path, &there, e) : err_nomem(e);

	if (!r && there)
		r = run(h, path, e);
	free(path);
	return r;
}
