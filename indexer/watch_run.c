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

/* What the last run failed for; "": it did not. */
struct said {
	char msg[sizeof(((struct err *)0)->msg)];
};

/* What the process leaves for us. */
struct watch_shared {
	bool done;
	int code;
	struct said said;	/* of runs that did not come to any collection */
	struct said *said_each; /* of cs->v */
	struct watch_end *ends; /* of cs->v */
};

static size_t shared_size(const struct watch_run *r)
{
	const struct watch_shared *s = r->shared;

	return sizeof(*s) +
	       r->cs->n * (sizeof(*s->ends) + sizeof(*s->said_each));
}

int watch_run_open(struct watch_run *r, struct err *e)
{
	void *p = mmap(NULL, shared_size(r), PROT_READ | PROT_WRITE,
		       MAP_SHARED | MAP_ANONYMOUS, -1, 0);

	if (p == MAP_FAILED)
		return err_sys(e, errno, "memory for the run");
	r->shared = p;
	r->shared->ends = (struct watch_end *)(r->shared + 1);
	r->shared->said_each = (struct said *)(r->shared->ends + r->cs->n);
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

/* A failure that lasts is said once; one of a lock is over soon. */
static void say_new(struct said *said, const struct collection *c,
		    const struct err *e)
{
	bool same = !strcmp(said->msg, e->msg);

	if (e->code == E_LOCKED)
		return;
	strcpy(said->msg, e->msg);
	if (same || !*e->msg)
		return;
	if (c)
		collection_say(c, e->msg);
	else
		say("%s", e->msg);
}

/* What came of each collection.  Returns false when it was nothing, as the run did
 * not come to them. */
static bool leave_ends(struct watch_run *r, const struct run_outcome *outcomes)
{
	bool any = false;

	for (size_t i = 0; i < r->cs->n; i++) {
		const struct run_outcome *o = &outcomes[i];
		bool well = !o->e.code && o->result.generation;

		if (!r->cs->v[i].chosen || (!well && !o->e.code))
			continue;
		any = true;
		say_new(&r->shared->said_each[i], &r->cs->v[i], &o->e);
		r->shared->ends[i] = (struct watch_end){
			o->e.code, well ? o->result.generation : 0,
		};
	}
	return any;
}

/* The life of the process. */
static _Noreturn void update(struct watch_run *r, const struct run_scope *scopes)
{
	struct watch_shared *shared = r->shared;
	struct run_outcome *outcomes = calloc(r->cs->n, sizeof(*outcomes));
	struct err e = { 0 };
	bool partly = false;

	sigprocmask(SIG_SETMASK, &r->signals, NULL);
	choose(r->cs, scopes);
	shared->code = outcomes ? runs_update_scopes(r->o, r->cs, scopes,
						     outcomes, &partly, &e) :
				  err_nomem(&e);
	if (!outcomes || !leave_ends(r, outcomes))
		say_new(&shared->said, NULL, &e);
	free(outcomes);
	shared->done = true;
	exit(0);
}

int watch_run_start(struct watch_run *r, const struct run_scope *scopes,
		    struct err *e)
{
	pid_t pid;
	int code;

	r->shared->done = false;
	memset(r->shared->ends, 0, r->cs->n * sizeof(r->shared->ends[0]));
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
		     const struct watch_end **ret_ends)
{
	int status;
	pid_t pid = r->pid ? waitpid(r->pid, &status, WNOHANG) : 0;

	if (pid != r->pid || !pid)
		return false;
	r->pid = 0;
	*ret_code = outcome(r, status);
	*ret_ends = r->shared->ends;
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
