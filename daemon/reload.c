/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "daemon/reload.h"

#include <assert.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/log.h"
#include "base/notify.h"

#define POLL_MS 3000

void reload_init(struct reload *r, uv_loop_t *loop, const char *index_dir,
		 const char *table, const struct search_limits *limits,
		 unsigned jobs)
{
	*r = (struct reload){
		.loop = loop,
		.index_dir = index_dir,
		.limits = *limits,
		.jobs = jobs,
		.state = { .code = E_NODB },
	};
	abbrev_file_init(&r->table, table);
	TAILQ_INIT(&r->now);
	TAILQ_INIT(&r->next);
	uv_fs_event_init(loop, &r->watch);
	uv_timer_init(loop, &r->poll);
	r->watch.data = r->poll.data = r->work.data = r;
}

/* ------------------------------------------------------------------- one round */

static void run_round(uv_work_t *req)
{
	struct reload *r = req->data;
	struct search_settings settings = { .limits = r->limits };

	r->table_is_new |= abbrev_file_read(&r->table);
	if (r->table_is_new)
		r->round.known = (struct snapshot_id){ 0 };
	settings.abbreviations = r->table.text.s;
	settings.abbreviations_len = r->table.text.len;
	r->round.snapshot = NULL;
	r->round.e = (struct err){ 0 };
	r->round.e.code = snapshot_open(r->index_dir, &r->round.known,
					&settings, r->jobs, &r->round.snapshot,
					&r->round.found, &r->round.e);
	if (!r->round.e.code)
		r->table_is_new = false;
}

/* What systemctl status shows. */
static void tell_status(const struct reload *r)
{
	const char *why = r->round.e.code ? r->round.e.msg : "";
	char status[1024];

	if (r->current)
		snprintf(status, sizeof(status), "STATUS=generation %" PRIu64
			 ", %" PRIu64 " reports%s%s", r->current->id.number,
			 r->current->stats.documents,
			 *why ? "; a newer one is not in service: " : "", why);
	else
		snprintf(status, sizeof(status), "STATUS=no index: %s", why);
	notify_systemd(status);
}

/* The poll comes back to a bad generation again and again: say it once. */
static void log_refusal(struct reload *r)
{
	bool same = r->state.code == r->round.e.code &&
		    snapshot_id_same(&r->refused, &r->round.found);

	r->refused = r->round.found;
	if (same)
		return;
	r->failed++;
	if (r->current)
		log_error("generation %" PRIu64 " stays in service: %s",
			  r->current->id.number, r->round.e.msg);
	else
		log_warn("no index in service: %s", r->round.e.msg);
	tell_status(r);
}

/* Say once, too, what is wrong with the table. */
static void look_at_table(struct reload *r)
{
	const struct err *bad = &r->table.bad;

	if (bad->code && strcmp(bad->msg, r->table_bad.msg) != 0)
		log_error("the abbreviations read before stay in use: %s",
			  bad->msg);
	r->table_bad = *bad;
	/* It is no parameter that is wrong. */
	if (bad->code == E_INVAL)
		r->table_bad.code = E_IO;
}

static void take_over(struct reload *r)
{
	struct snapshot *old = r->current;

	r->current = r->round.snapshot;
	r->done++;
	log_info("generation %" PRIu64 " in service: %" PRIu64 " documents",
		 r->current->id.number, r->current->stats.documents);
	snapshot_unref(old, r->loop);
	tell_status(r);
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

static void after_round(uv_work_t *req, int status)
{
	struct reload *r = req->data;

	(void)status; /* nothing calls uv_cancel() */
	r->running = false;
	if (r->stopped) {
		snapshot_unref(r->round.snapshot, r->loop);
		answer(r);
		TAILQ_CONCAT(&r->now, &r->next, link);
		answer(r);
		return;
	}
	look_at_table(r);
	if (r->round.e.code)
		log_refusal(r);
	else if (r->round.snapshot)
		take_over(r);
	r->state = r->round.e;
	answer(r);
	if (r->again)
		start_round(r);
}

static void start_round(struct reload *r)
{
	int code;

	r->again = false;
	r->running = true;
	TAILQ_CONCAT(&r->now, &r->next, link);
	r->round.known = r->current ? r->current->id :
				      (struct snapshot_id){ 0 };
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

/* -------------------------------------------------------------------- watching */

static void on_change(uv_fs_event_t *watch, const char *name, int events,
		      int status)
{
	(void)events;
	if (!status && (!name || !strcmp(name, "current")))
		reload_begin(watch->data, NULL);
}

/* The directory may not have been there, or may be another one by now: the
 * watch is set anew each time. */
static void on_poll(uv_timer_t *timer)
{
	struct reload *r = timer->data;

	uv_fs_event_stop(&r->watch);
	uv_fs_event_start(&r->watch, on_change, r->index_dir, 0);
	reload_begin(r, NULL);
}

void reload_watch(struct reload *r)
{
	on_poll(&r->poll);
	uv_timer_start(&r->poll, on_poll, POLL_MS, POLL_MS);
}

void reload_close(struct reload *r)
{
	r->stopped = true;
	uv_close((uv_handle_t *)&r->watch, NULL);
	uv_close((uv_handle_t *)&r->poll, NULL);
	snapshot_unref(r->current, r->loop);
	r->current = NULL;
}

void reload_release(struct reload *r)
{
	abbrev_file_release(&r->table);
}
