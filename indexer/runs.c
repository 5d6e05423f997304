/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/runs.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/cancel.h"
#include "base/path.h"
#include "indexer/converters.h"
#include "indexer/drop.h"
#include "indexer/furniture.h"
#include "indexer/hooks.h"
#include "indexer/lock.h"
#include "indexer/report.h"
#include "indexer/report_file.h"
#include "indexer/run.h"
#include "indexer/space.h"
#include "indexer/supervise.h"
#include "store/generation.h"

/* What a collection's process leaves for us. */
struct told {
	bool done; /* it said what there is to say */
	struct run_outcome outcome;
};

struct job {
	const struct collection *collection;
	int lock_fd; /* -1: none */
	bool made;   /* its directory is ours, as it was not there */
	struct report_part part;
	struct told *told; /* one of runs.shared */
};

struct runs {
	const struct options *o;
	const struct collections *cs;
	const struct run_scope *scopes; /* of cs->v; NULL: all of everything */
	struct converters *converters;
	struct furniture *furniture;
	struct job *jobs;
	size_t n;
	struct told *shared; /* n of them, with the processes */
};

static bool is_well(const struct job *j)
{
	return !j->told->outcome.e.code;
}

static size_t count_well(const struct runs *r)
{
	size_t n = 0;

	for (size_t i = 0; i < r->n; i++)
		n += is_well(&r->jobs[i]);
	return n;
}

/* -------------------------------------------------------------------------- jobs */

static int open_jobs(struct runs *r, struct err *e)
{
	const struct collection *c = NULL;

	r->shared = mmap(NULL, r->cs->n_chosen * sizeof(*r->shared),
			 PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1,
			 0);
	if (r->shared == MAP_FAILED) {
		r->shared = NULL;
		return err_sys(e, errno, "memory for the run");
	}
	r->jobs = calloc(r->cs->n_chosen, sizeof(*r->jobs));
	if (!r->jobs)
		return err_nomem(e);
	while ((c = collections_next(r->cs, c))) {
		struct job *j = &r->jobs[r->n];
		int code = 0;

		*j = (struct job){
			.collection = c,
			.lock_fd = -1,
			.part = { .collection = c->name, .fd = -1 },
			.told = &r->shared[r->n++],
		};
		j->part.error = j->told->outcome.e.msg;
		if (r->o->report)
			code = report_part_open(&j->part, e);
		if (code)
			return code;
	}
	return 0;
}

/* A name that was mistyped is no collection from then on.  Another run may have
 * published there before we had the lock. */
static void remove_unused(const struct job *j)
{
	struct err e;

	if (!j->made || j->lock_fd < 0 || collection_is_published(j->collection))
		return;
	if (path_remove_tree(j->collection->dir, &e))
		collection_say(j->collection, e.msg);
}

static void close_jobs(struct runs *r)
{
	for (size_t i = 0; i < r->n; i++) {
		remove_unused(&r->jobs[i]);
		report_part_close(&r->jobs[i].part);
		if (r->jobs[i].lock_fd >= 0)
			close(r->jobs[i].lock_fd);
	}
	free(r->jobs);
	if (r->shared)
		munmap(r->shared, r->cs->n_chosen * sizeof(*r->shared));
}

/* What went wrong with one; where it is the only one, main() says so, and `watch`
 * says what is new of it. */
static void say_failure(const struct runs *r, const struct job *j)
{
	if (!r->scopes && !collections_plain(r->cs))
		collection_say(j->collection, j->told->outcome.e.msg);
}

/* By when all of them are to be locked; `watch` tries again anyway. */
static uint64_t lock_deadline(const struct runs *r)
{
	return r->scopes ? 0 : clock_now_ns() + r->o->wait * 1000000000ull;
}

static void lock_all(struct runs *r)
{
	uint64_t until = lock_deadline(r);

	for (size_t i = 0; i < r->n && !r->o->dry_run; i++) {
		struct job *j = &r->jobs[i];
		const char *dir = j->collection->dir;
		struct err e = { 0 };
		int code;

		j->made = *j->collection->name && access(dir, F_OK);
		code = lock_index_until(dir, until, &j->lock_fd, &e);
		if (!space_explain(dir, code, &e))
			continue;
		j->told->outcome.e = e;
		say_failure(r, j);
	}
}

/* --------------------------------------------------------------- one collection */

/* Of its collection in cs->v. */
static size_t index_of(const struct runs *r, const struct job *j)
{
	return (size_t)(j->collection - r->cs->v);
}

struct child {
	const struct runs *runs;
	struct job *job;
};

static void run_child(void *arg)
{
	const struct child *c = arg;
	const struct run_input in = {
		.options = c->runs->o,
		.all = c->runs->cs,
		.collection = c->job->collection,
		.rules = { c->runs->converters, c->runs->furniture,
			   c->job->collection->name },
		.scope = c->runs->scopes ?
			&c->runs->scopes[index_of(c->runs, c->job)] : NULL,
		.report_fd = c->job->part.fd,
	};
	struct told *told = c->job->told;
	struct err e;

	if (run_collection(&in, &told->outcome.result, &e))
		told->outcome.e = e;
	told->done = true;
}

/* A run whose process was killed cannot clear away what it began.  The lock is
 * let go, as workers of it may be alive for a moment and share it. */
static void clear_away(struct job *j)
{
	struct err e = { 0 };
	int r;

	if (j->lock_fd < 0)
		return;
	close(j->lock_fd);
	j->lock_fd = -1;
	r = lock_index(j->collection->dir, &j->lock_fd, &e);
	if (!r)
		r = generation_sweep(j->collection->dir, &e);
	if (r)
		collection_say(j->collection, e.msg);
}

static void run_job(struct runs *r, struct job *j)
{
	struct child c = { r, j };
	struct err e = { 0 };
	int code = supervise(run_child, &c, &e);

	if (!code && !j->told->done)
		code = err_set(&e, E_INTERNAL, "the run ended before its end");
	if (code) {
		clear_away(j);
		j->told->outcome.e = e;
	}
	if (!is_well(j))
		say_failure(r, j);
}

/* ------------------------------------------------------------------------- hooks */

static int run_hook(const struct runs *r, const char *name,
		    const struct hook_variable *v, size_t n, struct err *e)
{
	const struct hook hook = {
		.name = name,
		.dir = r->o->hooks,
		.index_dir = r->o->index,
		.seconds = r->o->hook_seconds,
		.variables = v,
		.n_variables = n,
	};

	return r->o->dry_run ? 0 : hook_run(&hook, e);
}

/* Whatever is wrong with a hook is no mistake of the command line. */
static int pre_update(const struct runs *r, struct err *e)
{
	struct err why;
	int code = run_hook(r, HOOK_PRE, NULL, 0, &why);

	if (!code)
		return 0;
	return err_set(e, code == E_NOMEM ? code : E_CANCELLED,
		       "%s: nothing is published", why.msg);
}

/* Of all collections; the generation is that of the unnamed one. */
static struct run_result sum(const struct runs *r)
{
	struct run_result all = { 0 };

	for (size_t i = 0; i < r->n; i++) {
		const struct run_result *one = &r->jobs[i].told->outcome.result;

		if (!*r->jobs[i].collection->name)
			all.generation = one->generation;
		all.published |= one->published;
		all.counts.documents += one->counts.documents;
		all.counts.added += one->counts.added;
		all.counts.changed += one->counts.changed;
		all.counts.moved += one->counts.moved;
		all.counts.removed += one->counts.removed;
		all.counts.failed += one->counts.failed;
	}
	return all;
}

/* The names of the collections that this run published, apart by spaces. */
static int list_published(const struct runs *r, struct buf *names)
{
	buf_adds(names, "");
	for (size_t i = 0; i < r->n; i++)
		if (r->jobs[i].told->outcome.result.published)
			buf_addf(names, "%s%s", names->len ? " " : "",
				 *r->jobs[i].collection->name ?
					 r->jobs[i].collection->name :
					 COLLECTION_UNNAMED);
	return names->failed;
}

/* Returns false when the hook failed, which is told. */
static bool post_update(const struct runs *r)
{
	const struct run_result all = sum(r);
	const struct plan_counts *c = &all.counts;
	const struct {
		const char *name;
		uint64_t value;
	} numbers[] = {
		{ "TRACUU_GENERATION", all.generation },
		{ "TRACUU_PUBLISHED", all.published },
		{ "TRACUU_DOCUMENTS", c->documents },
		{ "TRACUU_ADDED", c->added },
		{ "TRACUU_CHANGED", c->changed },
		{ "TRACUU_MOVED", c->moved },
		{ "TRACUU_REMOVED", c->removed },
		{ "TRACUU_FAILED", c->failed },
	};
	enum { N = sizeof(numbers) / sizeof(*numbers) };
	struct hook_variable v[N + 1];
	struct buf names = BUF_INIT;
	char values[N][24];
	struct err e = { 0 };
	int code = list_published(r, &names) ? err_nomem(&e) : 0;

	for (size_t i = 0; i < N; i++) {
		snprintf(values[i], sizeof(values[i]), "%" PRIu64,
			 numbers[i].value);
		v[i] = (struct hook_variable){ numbers[i].name, values[i] };
	}
	v[N] = (struct hook_variable){ "TRACUU_COLLECTIONS", names.s };
	if (!code)
		code = run_hook(r, HOOK_POST, v, N + 1, &e);
	buf_release(&names);
	if (code)
		say("%s", e.msg);
	return !code;
}

/* ----------------------------------------------------------------------- the run */

/* Returns false when the report could not be written, which is told. */
static bool write_report(const struct runs *r)
{
	struct report_part *parts = calloc(r->n, sizeof(*parts));
	struct err e = { 0 };
	int code = parts ? 0 : err_nomem(&e);

	for (size_t i = 0; !code && i < r->n; i++)
		parts[i] = r->jobs[i].part;
	if (!code)
		code = report_write(parts, r->n, collections_plain(r->cs),
				    r->o->dry_run, r->o->report, &e);
	free(parts);
	if (code)
		say("%s", e.msg);
	return !code;
}

/* What comes of it all: 0, or the worst that befell a collection. */
static int conclude(const struct runs *r, bool *ret_partly, struct err *e)
{
	int worst = 0;

	for (size_t i = 0; i < r->n; i++) {
		const struct told *told = r->jobs[i].told;

		*ret_partly |= told->outcome.result.partly;
		worst = collections_worse(worst, told->outcome.e.code);
	}
	if (!worst)
		return 0;
	if (collections_plain(r->cs))
		*e = r->jobs[0].told->outcome.e;
	else
		*e = (struct err){ .code = worst };
	return e->code;
}

static int run_all(struct runs *r, bool *ret_partly, struct err *e)
{
	int code;

	lock_all(r);
	if (!r->o->dry_run && collections_sweep(r->o->index, e))
		say("%s", e->msg); /* the next run tries again */
	if (!count_well(r))
		return conclude(r, ret_partly, e);
	code = pre_update(r, e);
	for (size_t i = 0; i < r->n; i++) {
		if (code)
			r->jobs[i].told->outcome.e = *e;
		else if (is_well(&r->jobs[i]))
			run_job(r, &r->jobs[i]);
	}
	if (r->o->report && !write_report(r))
		*ret_partly = true;
	if (code)
		return code;
	if (count_well(r) && !post_update(r))
		*ret_partly = true;
	return conclude(r, ret_partly, e);
}

static void copy_outcomes(const struct runs *r, struct run_outcome *outcomes)
{
	for (size_t i = 0; i < r->n; i++)
		outcomes[index_of(r, &r->jobs[i])] = r->jobs[i].told->outcome;
}

static int update(struct runs *r, struct run_outcome *outcomes,
		  bool *ret_partly, struct err *e)
{
	const struct options *o = r->o;
	int code = furniture_open(o->furniture, o->n_furniture, &r->furniture,
				  e);

	if (!code)
		code = converters_open(&o->converters, &r->converters, e);
	if (!code)
		code = open_jobs(r, e);
	if (!code)
		code = run_all(r, ret_partly, e);
	if (outcomes)
		copy_outcomes(r, outcomes);
	close_jobs(r);
	converters_close(r->converters);
	furniture_close(r->furniture);
	return code;
}

int runs_update(const struct options *o, const struct collections *cs,
		bool *ret_partly, struct err *e)
{
	struct runs r = { .o = o, .cs = cs };

	return update(&r, NULL, ret_partly, e);
}

int runs_update_scopes(const struct options *o, const struct collections *cs,
		       const struct run_scope *scopes,
		       struct run_outcome *outcomes, bool *ret_partly,
		       struct err *e)
{
	struct runs r = { .o = o, .cs = cs, .scopes = scopes };

	return update(&r, outcomes, ret_partly, e);
}

void runs_clear_away(const struct collections *cs)
{
	const struct collection *c = NULL;

	while ((c = collections_next(cs, c))) {
		struct err e;
		int fd, r = lock_index(c->dir, &fd, &e);

		if (!r) {
			r = generation_sweep(c->dir, &e);
			close(fd);
		}
		if (r && r != E_LOCKED)
			collection_say(c, e.msg);
	}
}
