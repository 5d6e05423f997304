/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "daemon/work.h"

#include <assert.h>
#include <stdio.h>

void work_set_threads(unsigned workers)
{
	char n[16];

	snprintf(n, sizeof(n), "%u", workers + 1);
	uv_os_setenv("UV_THREADPOOL_SIZE", n);
}

void work_init(struct work *w, uv_loop_t *loop, unsigned workers,
	       uint64_t max_waiting)
{
	*w = (struct work){ .workers = workers, .max_waiting = max_waiting };
	TAILQ_INIT(&w->queue);
	uv_timer_init(loop, &w->late);
	w->late.data = w;
}

static void run(uv_work_t *req)
{
	struct work_item *it = req->data;

	it->run(it);
}

static void leave_queue(struct work_item *it)
{
	struct work *w = it->work;

	TAILQ_REMOVE(&w->queue, it, link);
	it->waiting = false;
	w->waiting--;
}

static void on_late(uv_timer_t *timer);

/* End the late ones.  The queue is in the order of arrival, and all have the
 * same time: so the first one's deadline is the next. */
static void expire(struct work *w)
{
	uint64_t now = clock_now_ns();
	struct work_item *it;

	while ((it = TAILQ_FIRST(&w->queue)) && it->deadline_ns <= now) {
		leave_queue(it);
		it->done(it, WORK_LATE);
	}
	if (it)
		uv_timer_start(&w->late, on_late,
			       (it->deadline_ns - now) / 1000000 + 1, 0);
	else
		uv_timer_stop(&w->late);
}

static void on_late(uv_timer_t *timer)
{
	expire(timer->data);
}

static void after_run(uv_work_t *req, int status);

static void start(struct work *w, struct work_item *it)
{
	int r;

	w->running++;
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
	expire(w);
	/* The worker goes on before this item's answer is sent. */
	next = TAILQ_FIRST(&w->queue);
	if (next) {
		leave_queue(next);
		start(w, next);
	}
	it->done(it, WORK_RAN);
}

int work_submit(struct work *w, struct work_item *it)
{
	it->work = w;
	it->waiting = false;
	if (w->running < w->workers) {
		start(w, it);
		return 0;
	}
	if (w->waiting >= w->max_waiting)
		return E_LIMIT;
	TAILQ_INSERT_TAIL(&w->queue, it, link);
	it->waiting = true;
	w->waiting++;
	if (!uv_is_active((uv_handle_t *)&w->late))
		uv_timer_start(&w->late, on_late, 1, 0); /* it finds the time */
	return 0;
}

void work_cancel(struct work_item *it)
{
	cancel_set(&it->cancel);
	if (!it->waiting)
		return;
	leave_queue(it);
	it->done(it, WORK_CANCELLED);
}

void work_stop(struct work *w)
{
	struct work_item *it;

	while ((it = TAILQ_FIRST(&w->queue))) {
		leave_queue(it);
		it->done(it, WORK_STOPPED);
	}
}

void work_close(struct work *w)
{
	uv_close((uv_handle_t *)&w->late, NULL);
}
