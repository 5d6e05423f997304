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
/* For a collection that was locked, and for one that failed: then doubled, up to
 * scan_seconds. */
#define RETRY (2 * SECOND)
/* While runs fail, the roots are looked at: one may be mounted again. */
#define LOOK (1 * SECOND)
#define REST_MAX (300 * SECOND) /* also after a build of an hour */

/* Of a collection, so that one that fails does not hold up the others. */
struct retry {
	unsigned failures; /* in a row */
	uint64_t not_before_ns;
};

struct watch {
	const struct options *o;
	struct scope_pace pace;
	size_t n; /* collections, all of them */
	struct run_scope *waiting; /* what changed, of each */
	struct run_scope *running; /* what the run looks at */
	uint64_t *generations;	   /* that the scopes count from */
	struct retry *retries;
	bool *known; /* it was there at the start */
	struct watched *watched;
	struct watch_run run;
	uint64_t run_begun_ns;
	uint64_t not_before_ns; /* the next run */
	uint64_t scan_ns;	/* the next one for what is not watched */
	uint64_t look_ns;
	bool ran; /* a run went well, for one collection at least */
	bool renew, stop;
	int signal_fd;
};

static uint64_t min(uint64_t a, uint64_t b)
{
	return a < b ? a : b;
}

static uint64_t max(uint64_t a, uint64_t b)
{
	return a < b ? b : a;
}

/* ------------------------------------------------------------------------ runs */

/* When the next run is due; UINT64_MAX: there is nothing to do. */
static uint64_t due(const struct watch *w)
{
	uint64_t first = UINT64_MAX;

	for (size_t i = 0; i < w->n; i++) {
		uint64_t t = scope_due(&w->waiting[i].changed, &w->pace);

		if (!w->run.cs->v[i].chosen)
			continue;
		first = min(first, max(t, w->retries[i].not_before_ns));
	}
	return max(first, w->not_before_ns);
}

static bool some_failed(const struct watch *w)
{
	for (size_t i = 0; i < w->n; i++)
		if (w->retries[i].failures)
			return true;
	return false;
}

static void wait_longer(struct watch *w, struct retry *retry, uint64_t now)
{
	uint64_t longest = w->o->watch.scan_seconds * SECOND;
	unsigned n = retry->failures++;

	retry->not_before_ns = now + min(RETRY << (n < 20 ? n : 20), longest);
	w->look_ns = now + LOOK;
}

/* What the run was to look at in a collection is to be looked at again. */
static void put_back(struct watch *w, size_t i, int code, uint64_t now)
{
	scope_add_scope(&w->waiting[i].changed, &w->running[i].changed);
	if (code == E_LOCKED)
		w->retries[i].not_before_ns = now + RETRY;
	else
		wait_longer(w, &w->retries[i], now);
}

static bool is_gone(const char *dir)
{
	return access(dir, F_OK) && errno == ENOENT;
}

/* The configuration that we began with may have what was dropped since; a run would
 * make it again. */
static void leave_dropped(struct watch *w)
{
	struct collections *cs = w->run.cs;

	for (size_t i = 0; i < w->n; i++) {
		struct collection *c = &cs->v[i];

		if (!*c->name || !c->chosen || !is_gone(c->dir) ||
		    !(w->known[i] || w->generations[i]))
			continue;
		say("collection %s was dropped: restart to index it again",
		    c->name);
		c->chosen = false;
		cs->n_chosen--;
		scope_clear(&w->waiting[i].changed);
		w->retries[i] = (struct retry){ 0 };
		w->renew = true; /* its folders need no watch */
	}
}

/* ends: NULL where there was no run. */
static void take_ends(struct watch *w, const struct watch_end *ends, int code,
		      uint64_t now)
{
	for (size_t i = 0; i < w->n; i++) {
		if (scope_is_empty(&w->running[i].changed))
			continue;
		if (ends && ends[i].generation) {
			w->generations[i] = ends[i].generation;
			w->retries[i] = (struct retry){ 0 };
		} else {
			put_back(w, i, ends && ends[i].code ? ends[i].code :
							      code, now);
		}
		scope_clear(&w->running[i].changed);
	}
}

static void start(struct watch *w, uint64_t now)
{
	struct err e;

	for (size_t i = 0; i < w->n; i++) {
		if (w->retries[i].not_before_ns > now ||
		    !w->run.cs->v[i].chosen)
			continue;
		w->running[i].generation = w->generations[i];
		scope_take(&w->waiting[i].changed, &w->pace, now,
			   &w->running[i].changed);
	}
	w->run_begun_ns = now;
	if (!watch_run_start(&w->run, w->running, &e))
		return;
	say("%s", e.msg);
	take_ends(w, NULL, e.code, now);
}

/* Whether the run came to nothing but what the configuration has wrong. */
static bool all_is_wrong(const struct watch *w, const struct watch_end *ends,
			 int code)
{
	for (size_t i = 0; i < w->n; i++)
		if (ends[i].generation ||
		    (ends[i].code && ends[i].code != E_INVAL))
			return false;
	return code == E_INVAL;
}

static bool some_went_well(const struct watch *w, const struct watch_end *ends)
{
	for (size_t i = 0; i < w->n; i++)
		if (ends[i].generation)
			return true;
	return false;
}

/* An error at the very first says that nothing will ever go well. */
static int look_after_run(struct watch *w, struct err *e)
{
	const struct watch_end *ends;
	uint64_t now;
	int code;

	if (!watch_run_ended(&w->run, &code, &ends))
		return 0;
	if (!w->ran && all_is_wrong(w, ends, code)) {
		*e = (struct err){ .code = code };
		return code;
	}
	w->ran |= !code || some_went_well(w, ends);
	now = clock_now_ns();
	take_ends(w, ends, code, now);
	w->not_before_ns = now + min((now - w->run_begun_ns) * w->o->watch.rest,
				     REST_MAX);
	return 0;
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
	for (size_t i = 0; i < w->n; i++)
		w->retries[i].not_before_ns = 0;
}

/* What there is to do without anybody's telling. */
static void look_around(struct watch *w, uint64_t now)
{
	if (some_failed(w) && now >= w->look_ns) {
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

/* Milliseconds until something is to be done, for poll(2). */
static int timeout(const struct watch *w, uint64_t now)
{
	uint64_t until = w->run.pid ? UINT64_MAX : due(w);

	if (some_failed(w))
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
		if (!w->run.pid && due(w) <= now)
			leave_dropped(w);
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
	w->retries = calloc(w->n, sizeof(*w->retries));
	w->known = calloc(w->n, sizeof(*w->known));
	if (!r && (!w->waiting || !w->running || !w->generations ||
		   !w->retries || !w->known))
		r = err_nomem(e);
	for (size_t i = 0; !r && i < w->n; i++)
		w->known[i] = !is_gone(cs->v[i].dir);
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
	free(w->retries);
	free(w->known);
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
