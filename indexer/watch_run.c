/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/watch_run.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>

#include "indexer/report.h"
#include "indexer/runs.h"
#include "indexer/supervise.h"

/* What the process leaves for us. */
struct watch_shared {
	bool done;
	int code;
	char said[sizeof(((struct err *)0)->msg)]; /* by the last that failed */
	struct run_result results[]; /* of cs->v; generation 0: it did not go well */
};

static size_t shared_size(const struct watch_run *r)
{
	return sizeof(*r->shared) + r->cs->n * sizeof(r->shared->results[0]);
}

int watch_run_open(struct watch_run *r, struct err *e)
{
	void *p = mmap(NULL, shared_size(r), PROT_READ | PROT_WRITE,
		       MAP_SHARED | MAP_ANONYMOUS, -1, 0);

	if (p == MAP_FAILED)
		return err_sys(e, errno, "memory for the run");
	r->shared = p;
	return 0;
}

void watch_run_close(struct watch_run *r)
{
	if (r->shared)
		munmap(r->shared, shared_size(r));
}

static void choose(struct collections *cs, const struct run_scope *scopes)
{
	cs->n_chosen = 0;
	for (size_t i = 0; i < cs->n; i++) {
		cs->v[i].chosen = !scope_is_empty(&scopes[i].changed);
		cs->n_chosen += cs->v[i].chosen;
	}
}

/* The life of the process.  A failure that lasts is said once. */
static _Noreturn void update(struct watch_run *r, const struct run_scope *scopes)
{
	struct watch_shared *shared = r->shared;
	struct err e = { 0 };
	bool partly = false;

	sigprocmask(SIG_SETMASK, &r->signals, NULL);
	choose(r->cs, scopes);
	shared->code = runs_update_scopes(r->o, r->cs, scopes, shared->results,
					  &partly, &e);
	if (*e.msg && shared->code != E_LOCKED && strcmp(e.msg, shared->said))
		say("%s", e.msg);
	if (shared->code != E_LOCKED)
		strcpy(shared->said, e.msg);
	shared->done = true;
	exit(0);
}

int watch_run_start(struct watch_run *r, const struct run_scope *scopes,
		    struct err *e)
{
	pid_t pid;
	int code;

	r->shared->done = false;
	memset(r->shared->results, 0,
	       r->cs->n * sizeof(r->shared->results[0]));
	code = supervise_fork(&pid, e);
	if (code)
		return code;
	if (!pid)
		update(r, scopes);
	r->pid = pid;
	return 0;
}

static int outcome(const struct watch_run *r, int status)
{
	struct err e;

	if (r->shared->done)
		return r->shared->code;
	if (WIFSIGNALED(status))
		supervise_death("the run", WTERMSIG(status), &e);
	else
		err_set(&e, E_INTERNAL, "the run ended before its end");
	say("%s", e.msg);
	runs_clear_away(r->cs);
	return e.code;
}

bool watch_run_ended(struct watch_run *r, int *ret_code,
		     uint64_t *ret_generations)
{
	int status;
	pid_t pid = r->pid ? waitpid(r->pid, &status, WNOHANG) : 0;

	if (pid != r->pid || !pid)
		return false;
	r->pid = 0;
	*ret_code = outcome(r, status);
	for (size_t i = 0; i < r->cs->n; i++)
		if (r->shared->done && r->shared->results[i].generation)
			ret_generations[i] = r->shared->results[i].generation;
	return true;
}

void watch_run_stop(struct watch_run *r)
{
	if (!r->pid)
		return;
	kill(r->pid, SIGTERM);
	while (waitpid(r->pid, NULL, 0) < 0 && errno == EINTR)
		;
	r->pid = 0;
	runs_clear_away(r->cs);
}
