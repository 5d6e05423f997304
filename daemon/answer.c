/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "daemon/answer.h"

#include <inttypes.h>
#include <string.h>

#include "daemon/answer_log.h"
#include "daemon/conn.h"
#include "daemon/server.h"

void answers_init(struct answers *a, uint64_t cache_bytes)
{
	*a = (struct answers){ 0 };
	cache_init(&a->cache, cache_bytes);
}

void answers_release(struct answers *a)
{
	cache_clear(&a->cache);
}

struct proto_cache answers_counts(const struct answers *a)
{
	return (struct proto_cache){
		.hits = a->cache.counts.hits,
		.misses = a->cache.counts.misses,
		.shared = a->shared,
		.entries = a->cache.counts.entries,
		.bytes = a->cache.counts.bytes,
	};
}

static struct request *request_of(struct work_item *it)
{
	return (struct request *)((char *)it - offsetof(struct request, item));
}

static struct request *request_in(struct flight_member *m)
{
	return (struct request *)((char *)m - offsetof(struct request, member));
}

static struct work *lane_of(const struct request *r)
{
	return &r->server->lanes[r->method->lane];
}

/* ------------------------------------------------------------------- any thread */

static uint64_t took_us(const struct request *r)
{
	return (clock_now_ns() - r->call.arrived_ns) / 1000;
}

/* Frame the result for this request. */
static void make_reply(struct request *r, const struct buf *json)
{
	uint64_t max = r->server->config->limits.reply_bytes;
	struct buf timed;
	int code = 0;

	buf_init(&timed, max);
	buf_init(&r->reply, max);
	if (r->method->tells_took) {
		code = proto_took_add(json, took_us(r), &timed);
		json = &timed;
	}
	if (!code)
		code = proto_result_add(&r->reply, r->framing, r->rpc.id, json,
					NULL);
	if (code)
		request_set_untold(code, max, &r->failure);
	buf_release(&timed);
}

/* A worker. */
static void run(struct work_item *it)
{
	struct request *r = request_of(it);
	uint64_t max = r->server->config->limits.reply_bytes;
	int code;

	buf_init(&r->result, max);
	code = r->snapshot ? r->method->run(&r->call, &r->result, &r->failure) :
			     r->failure.e.code;
	if (code)
		request_set_untold(code, max, &r->failure);
	else
		make_reply(r, &r->result);
	answer_log_run(r);
}

/* ----------------------------------------------------------- the same question */

/* It is in no flight any more.  A runner whom his client gave up is of no use to
 * the last of the others, who goes. */
static struct flight *leave(struct request *r)
{
	struct flight *flight = flight_leave(&r->server->answers.flights,
					     &r->member);

	if (flight && flight->runner == TAILQ_FIRST(&flight->members) &&
	    !TAILQ_NEXT(flight->runner, link) &&
	    !request_in(flight->runner)->conn)
		work_cancel(&request_in(flight->runner)->item);
	return flight;
}

static void end(struct request *r, struct failure *f)
{
	leave(r);
	request_finish(r, f && f->e.code ? f : NULL);
}

static void count(struct request *r)
{
	stats_query(&r->server->stats, r->rpc.method, took_us(r));
}

/* What is the runner's alone is no answer for others. */
static bool is_his_own(const struct failure *f)
{
	return f->kind == PROTO_E_DEADLINE || f->kind == PROTO_E_CANCELLED;
}

/* `r` gets what `runner` got. */
static void share(struct request *r, const struct request *runner)
{
	work_withdraw(&r->item);
	r->failure = runner->failure;
	json_incref(r->failure.data);
	r->call.hits = runner->call.hits;
	if (!r->failure.e.code)
		make_reply(r, &runner->result);
	answer_log(r, "shared");
	count(r);
	r->server->answers.shared++;
	end(r, &r->failure);
}

static int submit(struct request *r, struct failure *f)
{
	struct work *w = lane_of(r);

	if (!work_submit(w, &r->item))
		return 0;
	return failure_set(f, PROTO_E_BUSY,
			   "%u requests wait already: try again later",
			   w->queue.waiting);
}

/* `r` waits for a worker again, unless another one of its flight runs by now. */
static void try_again(struct request *r)
{
	struct failure f = { 0 };

	if (r->member.flight->runner)
		return;
	work_withdraw(&r->item);
	if (r->server->state != SERVER_RUNNING)
		request_set_stopping(&f);
	else
		submit(r, &f);
	if (f.e.code)
		end(r, &f);
}

/* The end of a run is that of all who ask the same. */
static void pass_on(struct request *runner)
{
	const struct failure *f = &runner->failure;
	struct flight *flight = leave(runner);
	struct flight_member *m = flight ? TAILQ_FIRST(&flight->members) : NULL;

	while (m) {
		struct flight_member *next = TAILQ_NEXT(m, link);

		if (f->e.code && is_his_own(f))
			try_again(request_in(m));
		else
			share(request_in(m), runner);
		m = next;
	}
}

/* ------------------------------------------------------------------- the cache */

/* What r asks for; none when it may not be shared or there is no memory. */
static bool make_key(struct request *r)
{
	const struct config *c = r->server->config;
	uint64_t serial = r->set->snapshot->serial;

	if (!c->limits.cache_bytes || !r->method->key)
		return false;
	buf_add(&r->key, &serial, sizeof(serial));
	buf_addc(&r->key, (char)r->rpc.method);
	if (!r->method->key(&r->call, &r->key))
		return true;
	buf_release(&r->key);
	return false;
}

/* Its answer is that of the snapshot that it ran on, which may be a newer one
 * than there was when it came. */
static void keep(struct request *r)
{
	struct answers *a = &r->server->answers;
	const struct cache_answer answer = {
		.json = r->result.s,
		.len = r->result.len,
		.reports = r->call.hits,
	};

	if (!r->key.len || r->failure.e.code || r->snapshot != r->set->snapshot ||
	    a->version != r->server->reload.version)
		return;
	memcpy(r->key.s, &r->snapshot->serial, sizeof(r->snapshot->serial));
	cache_keep(&a->cache, r->key.s, r->key.len, &answer);
}

static bool is_kept(struct request *r)
{
	struct answers *a = &r->server->answers;
	uint64_t version = r->server->reload.version;
	struct cache_answer kept;
	struct buf json = { 0 };

	if (a->version != version)
		cache_clear(&a->cache);
	a->version = version;
	kept = cache_find(&a->cache, r->key.s, r->key.len);
	if (!kept.json || buf_add(&json, kept.json, kept.len))
		return false;
	r->call.hits = kept.reports;
	make_reply(r, &json);
	buf_release(&json);
	answer_log(r, "cache");
	count(r);
	end(r, &r->failure);
	return true;
}

/* ---------------------------------------------------------------------- the run */

/* The newest there is.  While r waited, the last collection of its client may have
 * gone. */
static void lend(struct request *r)
{
	r->snapshot = r->set->snapshot;
	if (!r->snapshot) {
		reload_explain(&r->server->reload, &r->failure.e);
		failure_told(&r->failure);
		return;
	}
	snapshot_ref(r->snapshot);
	r->call.search = snapshot_borrow(r->snapshot);
	r->call.generation = r->snapshot->number;
}

static void begin(struct work_item *it)
{
	struct request *r = request_of(it);
	struct flight *flight = r->member.flight;
	struct flight_member *m;

	lend(r);
	r->call.begun_ns = clock_now_ns();
	stats_waited(&r->server->stats, took_us(r));
	if (!flight)
		return;
	flight->runner = &r->member;
	TAILQ_FOREACH(m, &flight->members, link)
		if (m != flight->runner)
			work_park(lane_of(r), &request_in(m)->item);
}

static void end_run(struct request *r)
{
	keep(r);
	if (r->snapshot)
		snapshot_return(r->snapshot, r->call.search);
	snapshot_unref(r->snapshot, &r->server->loop);
	count(r);
	pass_on(r);
}

static void done(struct work_item *it, enum work_end how)
{
	struct request *r = request_of(it);
	struct failure *f = &r->failure;

	if (how == WORK_RAN)
		end_run(r);
	if (cancel_is_set(&it->cancel))
		request_set_cancelled(f);
	else if (how == WORK_LATE || f->kind == PROTO_E_DEADLINE)
		request_set_late(r, f);
	else if (how == WORK_STOPPED)
		request_set_stopping(f);
	if (how == WORK_LATE)
		answer_log(r, NULL);
	end(r, f);
}

int answer_begin(struct request *r, struct failure *f)
{
	struct answers *a = &r->server->answers;

	r->item.begin = begin;
	r->item.run = run;
	r->item.done = done;
	r->item.place.deadline_ns = r->call.deadline_ns;
	r->item.place.client = &r->conn->clients[r->method->lane];
	if (make_key(r)) {
		if (is_kept(r))
			return 0;
		/* Without memory for it, it is asked for alone. */
		flight_join(&a->flights, &r->member, r->key.s, r->key.len);
	}
	if (r->member.flight && r->member.flight->runner) {
		work_park(lane_of(r), &r->item);
		return 0;
	}
	if (!submit(r, f))
		return 0;
	leave(r);
	return -1;
}

void answer_cancel(struct request *r)
{
	struct flight *flight = r->member.flight;
	struct conn *c = r->conn;
	struct failure f = { 0 };

	if (work_waits(&r->item)) {
		work_cancel(&r->item);
		return;
	}
	if (!flight || !TAILQ_NEXT(TAILQ_FIRST(&flight->members), link)) {
		work_cancel(&r->item);
	} else if (c) { /* it runs for the others */
		request_set_cancelled(&f);
		conn_remove(c, r);
		r->conn = NULL;
		request_refuse(c, r->rpc.id, &f);
	}
	if (!r->conn)
		work_disown(&r->item);
}
