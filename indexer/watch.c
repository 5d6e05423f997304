/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/watch.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include "base/cancel.h"
#include "base/notify.h"
#include "indexer/report.h"
#include "indexer/watch_run.h"
#include "indexer/watched.h"

#define MS 1000000ull
#define SECOND (1000 * MS)
/* What is being written is given so many times longer to become quiet. */
#define BUSY_FACTOR 10
/* After a run that met another, and after one that failed: then doubled, up to
 * scan_seconds. */
#define RETRY (2 * SECOND)
/* While runs fail, the roots are looked at: one may be mounted again. */
#define LOOK (1 * SECOND)
#define REST_MAX (300 * SECOND) /* also after a build of an hour */

struct watch {
	const struct options *o;
	struct scope_pace pace;
	size_t n; /* collections, all of them */
	struct run_scope *waiting; /* what changed, of each */
	struct run_scope *running; /* what the run looks at */
	uint64_t *generations;	   /* that the scopes count from */
	struct watched *watched;
	struct watch_run run;
	uint64_t run_begun_ns;
	uint64_t not_before_ns; /* the next run */
	uint64_t scan_ns;	/* the next one for what is not watched */
	uint64_t look_ns;
	unsigned failures; /* in a row */
	bool ran;	   /* one run went well */
	bool renew, stop;
	int signal_fd;
};

/* ------------------------------------------------------------------------ runs */

/* When the next run is due; UINT64_MAX: there is nothing to do. */
static uint64_t due(const struct watch *w)
{
	uint64_t first = UINT64_MAX;

	for (size_t i = 0; i < w->n; i++) {
		uint64_t t = scope_due(&w->waiting[i].changed, &w->pace);

		first = t < first ? t : first;
	}
	return first < w->not_before_ns ? w->not_before_ns : first;
}

/* What a run was to look at is to be looked at again. */
static void put_back(struct watch *w)
{
	for (size_t i = 0; i < w->n; i++) {
		scope_add_scope(&w->waiting[i].changed, &w->running[i].changed);
		scope_clear(&w->running[i].changed);
	}
}

static void wait_longer(struct watch *w, uint64_t now)
{
	uint64_t longest = w->o->watch.scan_seconds * SECOND;
	uint64_t pause = RETRY << (w->failures < 20 ? w->failures : 20);

	w->failures++;
	w->not_before_ns = now + (pause < longest ? pause : longest);
	w->look_ns = now + LOOK;
}

static void start(struct watch *w, uint64_t now)
{
	struct err e;

	for (size_t i = 0; i < w->n; i++) {
		w->running[i].generation = w->generations[i];
		scope_take(&w->waiting[i].changed, &w->pace, now,
			   &w->running[i].changed);
	}
	w->run_begun_ns = now;
	if (!watch_run_start(&w->run, w->running, &e))
		return;
	say("%s", e.msg);
	put_back(w);
	wait_longer(w, now);
}

/* A run ended.  An error at the very first says that nothing will ever go well. */
static int conclude(struct watch *w, int code, uint64_t now, struct err *e)
{
	uint64_t rest = (now - w->run_begun_ns) * w->o->watch.rest;

	if (code == E_INVAL && !w->ran) {
		*e = (struct err){ .code = code };
		return code;
	}
	if (code)
		put_back(w);
	if (code == E_LOCKED)
		w->not_before_ns = now + RETRY;
	else if (code)
		wait_longer(w, now);
	if (code)
		return 0;
	w->ran = true;
	w->failures = 0;
	w->not_before_ns = now + (rest < REST_MAX ? rest : REST_MAX);
	for (size_t i = 0; i < w->n; i++)
		scope_clear(&w->running[i].changed);
	return 0;
}

static int look_after_run(struct watch *w, struct err *e)
{
	int code;

	if (!watch_run_ended(&w->run, &code, w->generations))
		return 0;
	return conclude(w, code, clock_now_ns(), e);
}

/* ---------------------------------------------------------------------- watching */

static int renew(struct watch *w, struct err *e)
{
	int r = watched_renew(w->watched, e);

	w->renew = false;
	w->scan_ns = clock_now_ns() + w->o->watch.scan_seconds * SECOND;
	return r;
}

/* Without the rest that others have a right to. */
static void renew_now(struct watch *w)
{
	w->renew = true;
	w->not_before_ns = 0;
}

/* What there is to do without anybody's telling. */
static void look_around(struct watch *w, uint64_t now)
{
	if (w->failures && now >= w->look_ns) {
		w->look_ns = now + LOOK;
		if (watched_is_outdated(w->watched))
			renew_now(w);
	}
	if (!watched_misses_some(w->watched) || now < w->scan_ns)
		return;
	w->scan_ns = now + w->o->watch.scan_seconds * SECOND;
	w->renew = true;
}

static void read_signals(struct watch *w)
{
	struct signalfd_siginfo s;

	while (read(w->signal_fd, &s, sizeof(s)) == sizeof(s)) {
		if (s.ssi_signo == SIGHUP)
			renew_now(w);
		w->stop |= s.ssi_signo == SIGTERM || s.ssi_signo == SIGINT;
	}
}

static uint64_t min(uint64_t a, uint64_t b)
{
	return a < b ? a : b;
}

/* Milliseconds until something is to be done, for poll(2). */
static int timeout(const struct watch *w, uint64_t now)
{
	uint64_t until = w->run.pid ? UINT64_MAX : due(w);

	if (w->failures)
		until = min(until, w->look_ns);
	if (watched_misses_some(w->watched))
		until = min(until, w->scan_ns);
	if (until == UINT64_MAX)
		return -1;
	return until <= now ? 0 : (int)min((until - now) / MS + 1, 1 << 30);
}

static int wait_for_something(struct watch *w, struct err *e)
{
	struct pollfd fds[] = {
		{ .fd = w->signal_fd, .events = POLLIN },
		{ .fd = watched_fd(w->watched), .events = POLLIN },
	};
	bool lost = false;

	if (poll(fds, 2, timeout(w, clock_now_ns())) < 0 && errno != EINTR)
		return err_sys(e, errno, "poll");
	if (fds[1].revents)
		watched_read(w->watched, &lost);
	w->renew |= lost;
	read_signals(w);
	return 0;
}

static int follow(struct watch *w, struct err *e)
{
	int r = 0;

	while (!r && !w->stop) {
		uint64_t now = clock_now_ns();
		struct err why;

		look_around(w, now);
		/* What cannot be watched now the run says. */
		if (w->renew && renew(w, &why) == E_NOMEM)
			say("%s", why.msg);
		if (!w->run.pid && due(w) <= now)
			start(w, now);
		r = wait_for_something(w, e);
		if (!r)
			r = look_after_run(w, e);
	}
	notify_systemd("STOPPING=1");
	watch_run_stop(&w->run);
	return r;
}

/* ------------------------------------------------------------------------- begin */

static int take_signals(struct watch *w, struct err *e)
{
	sigset_t set;

	sigemptyset(&set);
	sigaddset(&set, SIGCHLD);
	sigaddset(&set, SIGHUP);
	sigaddset(&set, SIGINT);
	sigaddset(&set, SIGTERM);
	sigprocmask(SIG_BLOCK, &set, &w->run.signals);
	w->signal_fd = signalfd(-1, &set, SFD_NONBLOCK | SFD_CLOEXEC);
	return w->signal_fd < 0 ? err_sys(e, errno, "signalfd") : 0;
}

static int begin(struct watch *w, struct collections *cs, struct err *e)
{
	int r = take_signals(w, e);

	w->waiting = calloc(w->n, sizeof(*w->waiting));
	w->running = calloc(w->n, sizeof(*w->running));
	w->generations = calloc(w->n, sizeof(*w->generations));
	if (!r && (!w->waiting || !w->running || !w->generations))
		r = err_nomem(e);
	if (!r)
		r = watch_run_open(&w->run, e);
	if (!r)
		r = watched_open(w->o, cs, w->waiting, &w->watched, e);
	if (!r)
		r = renew(w, e);
	return r;
}

static void end(struct watch *w)
{
	watched_close(w->watched);
	watch_run_close(&w->run);
	for (size_t i = 0; i < w->n; i++) {
		if (w->waiting)
			scope_clear(&w->waiting[i].changed);
		if (w->running)
			scope_clear(&w->running[i].changed);
	}
	free(w->waiting);
	free(w->running);
	free(w->generations);
	if (w->signal_fd >= 0)
		close(w->signal_fd);
}

int watch(const struct options *o, struct collections *cs, struct err *e)
{
	struct watch w = {
		.o = o,
		.n = cs->n,
		.run = { .o = o, .cs = cs },
		.pace = {
			.quiet_ns = o->watch.quiet_ms * MS,
			.busy_ns = o->watch.quiet_ms * MS * BUSY_FACTOR,
			.wait_ns = o->watch.wait_ms * MS,
		},
	};
	int r = begin(&w, cs, e);

	if (!r) {
		/* From here on no change is missed. */
		notify_systemd("READY=1");
		notify_ready_fd(o->ready_fd);
		r = follow(&w, e);
	}
	end(&w);
	return r;
}
