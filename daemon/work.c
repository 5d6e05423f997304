/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "daemon/work.h"

#include <assert.h>
#include <stddef.h>
#include <stdio.h>

void work_set_threads(unsigned workers)
{
	char n[16];

	snprintf(n, sizeof(n), "%u", workers + 1);
	uv_os_setenv("UV_THREADPOOL_SIZE", n);
}

void work_init(struct work *w, uv_loop_t *loop, unsigned workers,
	       uint64_t places, uint64_t deadline_ms)
{
	*w = (struct work){ .workers = workers };
	TAILQ_INIT(&w->runs);
	queue_init(&w->queue, places, deadline_ms * 1000000 / 4);
	uv_timer_init(loop, &w->late);
	w->late.data = w;
}

/* NULL for NULL. */
static struct work_item *item_at(struct queue_item *place)
{
	return place ? (struct work_item *)((char *)place -
					    offsetof(struct work_item, place)) :
		       NULL;
}

static void leave_queue(struct work_item *it, enum work_end end)
{
	queue_remove(&it->work->queue, &it->place);
	it->done(it, end);
}

static void on_late(uv_timer_t *timer);

static void set_timer(struct work *w, uint64_t now)
{
	const struct queue_item *it = queue_oldest(&w->queue);
	uint64_t ns = it && it->deadline_ns > now ? it->deadline_ns - now : 0;

	if (it)
		uv_timer_start(&w->late, on_late, ns / 1000000 + 1, 0);
	else
		uv_timer_stop(&w->late);
}

/* End the late ones. */
static void expire(struct work *w)
{
	uint64_t now = clock_now_ns();
	struct work_item *it;

	while ((it = item_at(queue_oldest(&w->queue))) &&
	       it->place.deadline_ns <= now)
		leave_queue(it, WORK_LATE);
	set_timer(w, now);
}

static void on_late(uv_timer_t *timer)
{
	expire(timer->data);
}

static void run(uv_work_t *req)
{
	struct work_item *it = req->data;
	uint64_t begun = clock_now_ns();

	it->run(it);
	it->ran_ns = clock_now_ns() - begun;
}

static void after_run(uv_work_t *req, int status);

static void start(struct work *w, struct work_item *it)
{
	int r;

	w->running++;
	TAILQ_INSERT_TAIL(&w->runs, it, link);
	queue_begun(&w->queue, it->place.client, clock_now_ns());
	it->begin(it);
	it->req.data = it;
	r = uv_queue_work(w->late.loop, &it->req, run, after_run);
	assert(!r); /* fails for a missing run() only */
	(void)r;
}

static void after_run(uv_work_t *req, int status)
{
	struct work_item *it = req->data, *next;
	struct work *w = it->work;

	(void)status; /* nothing calls uv_cancel() */
	w->running--;
	TAILQ_REMOVE(&w->runs, it, link);
	if (it->place.client)
		queue_ended(&w->queue, it->place.client, clock_now_ns(),
			    it->ran_ns);
	expire(w);
	/* The worker goes on before this item's answer is sent. */
	next = item_at(queue_next(&w->queue));
	if (next && w->running < w->workers) {
		queue_remove(&w->queue, &next->place);
		start(w, next);
	}
	it->done(it, WORK_RAN);
}

int work_submit(struct work *w, struct work_item *it)
{
	uint64_t now;

	it->work = w;
	if (w->running < w->workers) {
		start(w, it);
		return 0;
	}
	now = clock_now_ns();
	if (queue_add(&w->queue, &it->place, now))
		return E_LIMIT;
	if (queue_oldest(&w->queue) == &it->place)
		set_timer(w, now);
	return 0;
}

void work_park(struct work *w, struct work_item *it)
{
	it->work = w;
	queue_park(&w->queue, &it->place);
	if (queue_oldest(&w->queue) == &it->place)
		set_timer(w, clock_now_ns());
}

void work_withdraw(struct work_item *it)
{
	queue_remove(&it->work->queue, &it->place);
}

void work_cancel(struct work_item *it)
{
	cancel_set(&it->cancel);
	if (work_waits(it))
		leave_queue(it, WORK_CANCELLED);
}

void work_disown(struct work_item *it)
{
	it->place.client = NULL;
}

void work_stop(struct work *w)
{
	struct work_item *it;

	while ((it = item_at(queue_oldest(&w->queue))))
		leave_queue(it, WORK_STOPPED);
}

uint64_t work_late_ns(const struct work *w)
{
	uint64_t now = clock_now_ns(), most = 0;
	const struct work_item *it;

	TAILQ_FOREACH(it, &w->runs, link)
		if (it->place.deadline_ns + most < now)
			most = now - it->place.deadline_ns;
	return most;
}

void work_close(struct work *w)
{
	uv_close((uv_handle_t *)&w->late, NULL);
}
