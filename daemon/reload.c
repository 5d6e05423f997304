/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "daemon/reload.h"

#include <assert.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/collection.h"
#include "base/log.h"
#include "base/notify.h"
#include "base/path.h"
#include "daemon/round.h"

#define POLL_MS 3000

static bool is_plain(const struct reload *r)
{
	return r->config->n_collections == 1;
}

bool reload_serves(const struct reload *r)
{
	for (size_t i = 0; i < r->config->n_collections; i++)
		if (r->parts[i].path)
			return true;
	return false;
}

/* With collections that he may not see he is not told what is wrong with them. */
void reload_explain(const struct reload *r, struct err *ret)
{
	if (is_plain(r) && r->state.code)
		*ret = r->state;
	else
		err_set(ret, E_NODB, "there is no index that you may see: none "
			"was published yet, or none is for you");
}

int reload_init(struct reload *r, uv_loop_t *loop, const struct config *c,
		const struct search_limits *limits, unsigned jobs,
		struct err *e)
{
	size_t n = c->n_collections;

	*r = (struct reload){
		.loop = loop,
		.config = c,
		.limits = *limits,
		.jobs = jobs,
		.state = { .code = E_NODB },
		/* The index, the directory of the others, each of these. */
		.n_watches = n > 1 ? n + 1 : 1,
	};
	abbrev_file_init(&r->table, c->abbreviations);
	TAILQ_INIT(&r->now);
	TAILQ_INIT(&r->next);
	TAILQ_INIT(&r->sets);
	r->parts = calloc(n, sizeof(*r->parts));
	r->refused = calloc(n, sizeof(*r->refused));
	r->watches = calloc(r->n_watches, sizeof(*r->watches));
	/* What everybody may see is open from the start. */
	if (!r->parts || !r->refused || !r->watches ||
	    !reload_join(r, config_allowed(c, NULL))) {
		reload_release(r);
		return err_nomem(e);
	}
	for (size_t i = 0; i < n; i++) {
		r->parts[i].name = c->collections[i].name;
		r->refused[i].code = E_NODB; /* that is nothing to log */
	}
	for (size_t i = 0; i < r->n_watches; i++) {
		uv_fs_event_init(loop, &r->watches[i]);
		r->watches[i].data = r;
	}
	uv_timer_init(loop, &r->poll);
	r->poll.data = r->work.data = r;
	return 0;
}

/* ---------------------------------------------------------------- what was found */

/* "collection NAME: " before what is said of one that has a name. */
struct prefix {
	char s[COLLECTION_NAME_MAX + 16];
};
static struct prefix prefix_of(const struct snapshot_part *p)
{
	struct prefix ret = { "" };

	if (*p->name)
		snprintf(ret.s, sizeof(ret.s), "collection %s: ", p->name);
	return ret;
}

/* The poll comes back to a bad generation again and again: say it once. */
static void log_refusal(struct reload *r, size_t i, const struct err *bad)
{
	const struct snapshot_part *part = &r->parts[i];
	struct reload_refused *before = &r->refused[i];
	const struct reload_refused now = { r->round->found[i], bad->code };
	struct prefix p = prefix_of(part);

	if (before->code == now.code && snapshot_id_same(&before->id, &now.id))
		return;
	*before = now;
	r->failed++;
	if (part->path)
		log_error("%sgeneration %" PRIu64 " stays in service: %s", p.s,
			  part->id.number, bad->msg);
	else
		log_warn("%sno index in service: %s", p.s, bad->msg);
}

static void log_part(struct reload *r, size_t i)
{
	const struct snapshot_part *old = &r->parts[i];
	const struct snapshot_part *new = &r->round->parts[i];
	struct prefix p = prefix_of(new);

	r->done++;
	if (new->path)
		log_info("%sgeneration %" PRIu64 " in service: %" PRIu64
			 " documents", p.s, new->id.number, new->documents);
	else if (old->path)
		log_info("%sgone, and out of service", p.s);
}

/* What systemctl status shows. */
static void tell_status(const struct reload *r)
{
	size_t n = r->config->n_collections, there = 0;
	uint64_t documents = 0;
	char what[64], status[1024];

	for (size_t i = 0; i < n; i++) {
		there += r->parts[i].path != NULL;
		documents += r->parts[i].documents;
	}
	if (is_plain(r))
		snprintf(what, sizeof(what), "generation %" PRIu64,
			 r->parts[0].id.number);
	else
		snprintf(what, sizeof(what), "%zu collections", there);
	if (there)
		snprintf(status, sizeof(status), "STATUS=%s, %" PRIu64
			 " reports%s%s", what, documents, r->state.code ?
			 "; a newer one is not in service: " : "",
			 r->state.code ? r->state.msg : "");
	else
		snprintf(status, sizeof(status), "STATUS=no index: %s",
			 r->state.msg);
	notify_systemd(status);
}

/* Where there are others, one that was not made yet is nothing to speak of. */
static bool is_missing(const struct reload *r, size_t i)
{
	return r->round->bad[i].code == E_NODB && !r->parts[i].path &&
	       !is_plain(r);
}

/* The first thing that is wrong is what is told. */
static void blame(struct reload *r, const struct snapshot_part *part,
		  const struct err *bad)
{
	if (r->state.code)
		return;
	err_set(&r->state, bad->code, "%s%s", prefix_of(part).s, bad->msg);
}

static void take_parts(struct reload *r)
{
	struct reload_round *x = r->round;
	bool any = false;

	for (size_t i = 0; i < x->n_parts; i++) {
		struct snapshot_part old = r->parts[i];

		any |= x->parts[i].path != NULL;
		if (!snapshot_id_same(&old.id, &x->parts[i].id))
			log_part(r, i);
		r->parts[i] = x->parts[i];
		x->parts[i] = old; /* released with the round */
		if (!x->bad[i].code)
			r->refused[i] = (struct reload_refused){ .code = 0 };
	}
	for (size_t i = 0; i < x->n_parts; i++) {
		if (!x->bad[i].code || is_missing(r, i))
			continue;
		log_refusal(r, i, &x->bad[i]);
		blame(r, &r->parts[i], &x->bad[i]);
	}
	if (!any && !r->state.code)
		err_set(&r->state, E_NODB, "%s: no index here: make one with "
			"tracuu-index", r->config->index_dir);
}

/* Of several collections the numbers are added up.  They go down when one is rolled
 * back or dropped; what is told never does, and is another one each time. */
static void number(const struct snapshot *old, struct snapshot *new)
{
	if (old && (snapshot_is_named(new) || snapshot_is_named(old)) &&
	    new->number <= old->number)
		new->number = old->number + 1;
}

static void take_set(struct reload *r, struct reload_set *set,
		     struct round_set *x)
{
	struct snapshot *old = set->snapshot;

	set->looked = true;
	if (x->bad.code) {
		log_error("the generations before stay in service: %s",
			  x->bad.msg);
		blame(r, &(struct snapshot_part){ .name = "" }, &x->bad);
	} else if (x->new || x->empty) {
		if (x->new)
			number(old, x->new);
		set->snapshot = x->new;
		x->new = NULL;
		r->version++;
		snapshot_unref(old, r->loop);
	}
}

static void take_sets(struct reload *r)
{
	struct reload_set *set = TAILQ_FIRST(&r->sets);

	/* Those that were joined meanwhile stand behind. */
	for (size_t i = 0; i < r->round->n_sets; i++) {
		take_set(r, set, &r->round->sets[i]);
		set = TAILQ_NEXT(set, link);
	}
}

/* Say once, too, what is wrong with the table. */
static void look_at_table(struct reload *r)
{
	const struct err *bad = &r->table.bad;

	if (bad->code && strcmp(bad->msg, r->table_bad.msg) != 0)
		log_error("the abbreviations read before stay in use: %s",
			  bad->msg);
	r->table_bad = *bad;
	/* It is no parameter that is wrong, and no report that is missing. */
	if (bad->code)
		r->table_bad.code = E_IO;
}

/* ------------------------------------------------------------------- one round */

static void run_round(uv_work_t *req)
{
	round_run(req->data);
}

static void answer(struct reload *r)
{
	const struct err *e = r->state.code ? &r->state : &r->table_bad;
	struct reload_waiter *w;

	while ((w = TAILQ_FIRST(&r->now))) {
		TAILQ_REMOVE(&r->now, w, link);
		w->done(w, e);
	}
}

static void start_round(struct reload *r);

static void end_round(struct reload *r)
{
	round_free(r->round, r->loop);
	r->round = NULL;
	answer(r);
}

static void take(struct reload *r)
{
	uint64_t told = r->done + r->failed;

	r->state = (struct err){ .code = 0 };
	take_parts(r);
	take_sets(r);
	if (r->done + r->failed != told)
		tell_status(r);
}

static void after_round(uv_work_t *req, int status)
{
	struct reload *r = req->data;

	(void)status; /* nothing calls uv_cancel() */
	r->running = false;
	if (r->stopped) {
		end_round(r);
		TAILQ_CONCAT(&r->now, &r->next, link);
		answer(r);
		return;
	}
	look_at_table(r);
	take(r);
	end_round(r);
	if (r->again)
		start_round(r);
}

static void start_round(struct reload *r)
{
	int code;

	r->again = false;
	TAILQ_CONCAT(&r->now, &r->next, link);
	r->round = round_new(r);
	if (!r->round) {
		err_nomem(&r->state);
		answer(r);
		return;
	}
	r->running = true;
	code = uv_queue_work(r->loop, &r->work, run_round, after_round);
	assert(!code); /* fails for a missing function only */
	(void)code;
}

void reload_begin(struct reload *r, struct reload_waiter *w)
{
	if (w)
		TAILQ_INSERT_TAIL(&r->next, w, link);
	if (r->running)
		r->again = true;
	else
		start_round(r);
}

void reload_forget(struct reload *r, struct reload_waiter *w)
{
	struct reload_waiters *lists[] = { &r->now, &r->next };
	struct reload_waiter *x;

	for (size_t i = 0; i < sizeof(lists) / sizeof(*lists); i++) {
		TAILQ_FOREACH(x, lists[i], link) {
			if (x != w)
				continue;
			TAILQ_REMOVE(lists[i], w, link);
			return;
		}
	}
}

/* -------------------------------------------------------------------- watching */

static void watch_again(struct reload *r);

/* In INDEX and in INDEX/collections a directory may have come, too. */
static void on_change(uv_fs_event_t *watch, const char *name, int events,
		      int status)
{
	struct reload *r = watch->data;
	size_t i = (size_t)(watch - r->watches);
	bool current = !name || !strcmp(name, "current");

	(void)events;
	if (status)
		return;
	if (i == 1 || (!i && !is_plain(r) &&
		       (!name || !strcmp(name, COLLECTIONS_DIR)))) {
		watch_again(r);
		current = true;
	}
	if (current)
		reload_begin(r, NULL);
}

static void watch_dir(uv_fs_event_t *watch, const char *dir)
{
	uv_fs_event_stop(watch);
	if (dir)
		uv_fs_event_start(watch, on_change, dir, 0);
}

/* A directory may not have been there, or may be another one by now. */
static void watch_again(struct reload *r)
{
	const struct config_collection *c = r->config->collections;
	char *parent;

	watch_dir(&r->watches[0], c[0].dir);
	if (is_plain(r))
		return;
	parent = path_join(r->config->index_dir, COLLECTIONS_DIR);
	watch_dir(&r->watches[1], parent);
	free(parent);
	for (size_t i = 2; i < r->n_watches; i++)
		watch_dir(&r->watches[i], c[i - 1].dir);
}

static void on_poll(uv_timer_t *timer)
{
	watch_again(timer->data);
	reload_begin(timer->data, NULL);
}

void reload_watch(struct reload *r)
{
	on_poll(&r->poll);
	uv_timer_start(&r->poll, on_poll, POLL_MS, POLL_MS);
}

void reload_close(struct reload *r)
{
	struct reload_set *set;

	r->stopped = true;
	for (size_t i = 0; i < r->n_watches; i++)
		uv_close((uv_handle_t *)&r->watches[i], NULL);
	uv_close((uv_handle_t *)&r->poll, NULL);
	TAILQ_FOREACH(set, &r->sets, link) {
		snapshot_unref(set->snapshot, r->loop);
		set->snapshot = NULL;
	}
}

void reload_release(struct reload *r)
{
	struct reload_set *set;

	while ((set = TAILQ_FIRST(&r->sets))) {
		TAILQ_REMOVE(&r->sets, set, link);
		free(set);
	}
	for (size_t i = 0; r->parts && i < r->config->n_collections; i++)
		snapshot_part_release(&r->parts[i]);
	free(r->parts);
	free(r->refused);
	free(r->watches);
	abbrev_file_release(&r->table);
}
