/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "daemon/server.h"

#include <signal.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#include "base/log.h"
#include "base/notify.h"
#include "daemon/confine.h"
#include "daemon/limits.h"

#define SWEEP_MAX_MS 1000
/* For what runs, once nobody waits for it: it looks at its cancel flag. */
#define LAST_MS 5000
#define EXIT_LEFT_BEHIND 3

/* --------------------------------------------------------------------- clients */

static void on_sweep(uv_timer_t *timer)
{
	struct server *s = timer->data;
	struct conn *c;

	TAILQ_FOREACH(c, &s->conns, link)
		conn_check_idle(c, uv_now(&s->loop));
}

void server_conn_new(struct server *s, struct conn *c)
{
	uint64_t ms = s->config->limits.idle_ms / 4;

	if (ms > SWEEP_MAX_MS)
		ms = SWEEP_MAX_MS;
	TAILQ_INSERT_TAIL(&s->conns, c, link);
	if (!s->n_conns++)
		uv_timer_start(&s->sweep, on_sweep, ms, ms);
}

static void on_turns(uv_idle_t *idle)
{
	struct server *s = idle->data;
	struct conn *c;

	/* Those that wake meanwhile wait for the next time. */
	for (unsigned n = s->n_awake; n; n--) {
		c = TAILQ_FIRST(&s->awake);
		TAILQ_REMOVE(&s->awake, c, awake_link);
		s->n_awake--;
		c->awake = false;
		conn_turn(c);
	}
	if (!s->n_awake)
		uv_idle_stop(idle);
}

void server_wake(struct server *s, struct conn *c)
{
	TAILQ_INSERT_TAIL(&s->awake, c, awake_link);
	c->awake = true;
	if (!s->n_awake++)
		uv_idle_start(&s->turns, on_turns);
}

static void on_pause(uv_timer_t *timer);

static void leave_pause(struct server *s, struct conn *c)
{
	TAILQ_REMOVE(&s->paused, c, pause_link);
	c->paused = false;
}

/* All pauses are of one length: the first to begin is the first to end. */
static void set_pauses(struct server *s)
{
	const struct conn *c = TAILQ_FIRST(&s->paused);

	if (c)
		uv_timer_start(&s->pauses, on_pause,
			       c->pause_ms - uv_now(&s->loop), 0);
	else
		uv_timer_stop(&s->pauses);
}

static void on_pause(uv_timer_t *timer)
{
	struct server *s = timer->data;
	struct conn *c;

	while ((c = TAILQ_FIRST(&s->paused)) &&
	       c->pause_ms <= uv_now(&s->loop)) {
		leave_pause(s, c);
		conn_wake(c);
	}
	set_pauses(s);
}

void server_pause(struct server *s, struct conn *c)
{
	TAILQ_INSERT_TAIL(&s->paused, c, pause_link);
	c->paused = true;
	if (c == TAILQ_FIRST(&s->paused))
		set_pauses(s);
}

static void close_handles(struct server *s);

void server_conn_gone(struct server *s, struct conn *c)
{
	TAILQ_REMOVE(&s->conns, c, link);
	if (c->awake) {
		TAILQ_REMOVE(&s->awake, c, awake_link);
		s->n_awake--;
	}
	if (c->paused)
		leave_pause(s, c);
	if (--s->n_conns)
		return;
	if (s->state == SERVER_STOPPING)
		close_handles(s);
	else
		uv_timer_stop(&s->sweep);
}

static void on_client(struct listener *l, int fd)
{
	conn_accept((struct server *)((char *)l -
				      offsetof(struct server, listener)), fd);
}

/* -------------------------------------------------------------------- stopping */

static void close_handle(void *handle)
{
	uv_close(handle, NULL);
}

static void close_handles(struct server *s)
{
	s->state = SERVER_CLOSING;
	close_handle(&s->on_term);
	close_handle(&s->on_int);
	close_handle(&s->on_hup);
	close_handle(&s->sweep);
	close_handle(&s->pauses);
	close_handle(&s->turns);
	watchdog_close(&s->watchdog);
	reload_close(&s->reload);
	for (int i = 0; i < LANES; i++)
		work_close(&s->lanes[i]);
}

static void close_clients(struct server *s)
{
	struct conn *c;

	TAILQ_FOREACH(c, &s->conns, link)
		conn_close(c);
}

static void on_left_behind(uv_timer_t *timer)
{
	(void)timer;
	log_error("a query does not end: stopping without it");
	_exit(EXIT_LEFT_BEHIND);
}

static void on_last_call(uv_timer_t *timer)
{
	struct server *s = timer->data;

	if (s->n_conns)
		log_warn("%u clients did not take their replies in time",
			 s->n_conns);
	close_clients(s);
	uv_timer_start(&s->last_call, on_left_behind, LAST_MS, 0);
}

void server_stop(struct server *s)
{
	struct conn *c;

	if (s->state != SERVER_RUNNING) {
		close_clients(s);
		return;
	}
	log_info("stopping");
	notify_systemd("STOPPING=1");
	s->state = SERVER_STOPPING;
	listener_close(&s->listener);
	for (int i = 0; i < LANES; i++)
		work_stop(&s->lanes[i]);
	uv_timer_start(&s->last_call, on_last_call, s->config->stop_ms, 0);
	if (!s->n_conns) {
		close_handles(s);
		return;
	}
	TAILQ_FOREACH(c, &s->conns, link)
		conn_wake(c);
}

static void on_stop_signal(uv_signal_t *handle, int number)
{
	log_debug("signal %d", number);
	server_stop(handle->data);
}

/* systemctl reload waits for this, where the unit is of Type=notify-reload. */
static void after_hangup(struct reload_waiter *w, const struct err *found)
{
	struct server *s = (struct server *)((char *)w -
					     offsetof(struct server, hangup));

	(void)found; /* the log has it */
	s->hangup_waits = false;
	if (s->state == SERVER_RUNNING)
		notify_systemd("READY=1");
}

static void on_hangup(uv_signal_t *handle, int number)
{
	struct server *s = handle->data;
	char state[64];
	struct err e;

	(void)number;
	if (querylog_reopen(&s->querylog, &e))
		log_error("%s", e.msg);
	if (querylog_reopen(&s->slowlog, &e))
		log_error("%s", e.msg);
	snprintf(state, sizeof(state), "RELOADING=1\nMONOTONIC_USEC=%llu",
		 (unsigned long long)clock_now_ns() / 1000);
	notify_systemd(state);
	reload_begin(&s->reload, s->hangup_waits ? NULL : &s->hangup);
	s->hangup_waits = true;
}

/* -------------------------------------------------------------------- starting */

/* The first look at the index is over: no index is fine, a bad one is not, unless
 * there are others. */
struct first_look {
	struct reload_waiter waiter;
	struct server *server;
	struct err *e;
};

static void on_first_look(struct reload_waiter *w, const struct err *found)
{
	struct first_look *first = (struct first_look *)w;
	struct server *s = first->server;
	int r = found->code;

	if (s->state != SERVER_RUNNING)
		return; /* a signal was faster */
	if (r && r != E_NODB && !reload_serves(&s->reload))
		*first->e = *found;
	else
		r = listener_start(&s->listener, on_client, first->e);
	if (r) {
		s->failed = r;
		server_stop(s);
		return;
	}
	reload_watch(&s->reload);
	log_info("listening on %s, %u workers", s->listener.name,
		 s->config->workers);
	notify_systemd("READY=1");
	notify_ready_fd(s->config->ready_fd);
}

/* 1,024 clients and the files of the index pass the usual soft limit. */
static void raise_file_limit(void)
{
	struct rlimit l;

	if (!getrlimit(RLIMIT_NOFILE, &l) && l.rlim_cur < l.rlim_max) {
		l.rlim_cur = l.rlim_max;
		setrlimit(RLIMIT_NOFILE, &l);
	}
}

static void start_signals(struct server *s)
{
	uv_signal_init(&s->loop, &s->on_term);
	uv_signal_init(&s->loop, &s->on_int);
	uv_signal_init(&s->loop, &s->on_hup);
	s->on_term.data = s->on_int.data = s->on_hup.data = s;
	uv_signal_start(&s->on_term, on_stop_signal, SIGTERM);
	uv_signal_start(&s->on_int, on_stop_signal, SIGINT);
	uv_signal_start(&s->on_hup, on_hangup, SIGHUP);
}

/* Half as many beside those of searches: each is done before a search is.  What
 * is for a person who types has a quarter of the places: behind more than these it
 * would come too late. */
#define QUICK_PLACES(places) (((places) + 3) / 4)
static unsigned quick_workers(const struct config *c)
{
	return (c->workers + 1) / 2;
}

/* How late the latest of what runs is. */
static uint64_t late_ns(void *owner)
{
	const struct server *s = owner;
	uint64_t most = 0;

	for (int i = 0; i < LANES; i++) {
		uint64_t late = work_late_ns(&s->lanes[i]);

		if (late > most)
			most = late;
	}
	return most;
}

static void init(struct server *s)
{
	const struct config *c = s->config;
	unsigned quick = quick_workers(c);

	TAILQ_INIT(&s->conns);
	TAILQ_INIT(&s->awake);
	TAILQ_INIT(&s->paused);
	stats_init(&s->stats);
	uv_timer_init(&s->loop, &s->sweep);
	uv_timer_init(&s->loop, &s->pauses);
	uv_timer_init(&s->loop, &s->last_call);
	/* Open to the end, and keeps nothing alive. */
	uv_unref((uv_handle_t *)&s->last_call);
	uv_idle_init(&s->loop, &s->turns);
	s->sweep.data = s->last_call.data = s->turns.data = s;
	s->pauses.data = s;
	s->hangup.done = after_hangup;
	start_signals(s);
	work_init(&s->lanes[LANE_SEARCH], &s->loop, c->workers,
		  c->limits.waiting, c->limits.deadline_ms);
	work_init(&s->lanes[LANE_QUICK], &s->loop, quick,
		  QUICK_PLACES(c->limits.waiting), c->limits.deadline_ms);
	answers_init(&s->answers, c->limits.cache_bytes);
	watchdog_start(&s->watchdog, &s->loop, late_ns, s);
}

/* Searches: one more than run at a time, as a finished request gives its own back
 * when the next one has begun already. */
static int init_reload(struct server *s, struct err *e)
{
	const struct config *c = s->config;
	struct search_limits limits = limits_for_search(&c->limits);

	return reload_init(&s->reload, &s->loop, c, &limits,
			   c->workers + quick_workers(c) + 1, e);
}

static int open_logs(struct server *s, struct err *e)
{
	int r = querylog_open(&s->querylog, s->config->query_log, e);

	return r ? r : querylog_open(&s->slowlog, s->config->slow_log, e);
}

/* What only root may do is done.  The logs are opened by who will write them:
 * their directory may be his, and root should not follow what he has put there. */
static int give_up_root(struct server *s, struct err *e)
{
	const struct config *c = s->config;
	int r = privilege_drop(&c->user, e);

	if (!r)
		r = open_logs(s, e);
	privilege_set_core(c->core);
	if (!r)
		r = confine_self(c, s->listener.lock_fd >= 0, e);
	if (r)
		listener_close(&s->listener);
	return r;
}

static int run_loop(struct server *s, struct err *e)
{
	struct first_look first = {
		.waiter = { .done = on_first_look },
		.server = s,
		.e = e,
	};
	int r;

	r = init_reload(s, e);
	if (r)
		return r;
	r = listener_open(&s->listener, &s->loop, s->config->socket_path,
			  &s->config->socket_owner, e);
	if (!r)
		r = give_up_root(s, e);
	if (r) {
		reload_close(&s->reload);
		uv_run(&s->loop, UV_RUN_DEFAULT);
		reload_release(&s->reload);
		listener_unlock(&s->listener);
		return r;
	}
	init(s);
	reload_begin(&s->reload, &first.waiter);
	uv_run(&s->loop, UV_RUN_DEFAULT);
	close_handle(&s->last_call);
	uv_run(&s->loop, UV_RUN_DEFAULT);
	answers_release(&s->answers);
	reload_release(&s->reload);
	listener_unlock(&s->listener);
	return s->failed;
}

int server_run(const struct config *c, struct err *e)
{
	struct server *s = calloc(1, sizeof(*s));
	int r;

	if (!s)
		return err_nomem(e);
	s->config = c;
	signal(SIGPIPE, SIG_IGN);
	signal(SIGXFSZ, SIG_IGN); /* a log at its limit is as a full disk */
	raise_file_limit();
	work_set_threads(c->workers + quick_workers(c));
	r = uv_loop_init(&s->loop);
	if (r) {
		free(s);
		return err_sys(e, -r, "the event loop");
	}
	s->querylog.fd = s->slowlog.fd = -1;
	r = run_loop(s, e);
	querylog_close(&s->querylog);
	querylog_close(&s->slowlog);
	if (uv_loop_close(&s->loop)) /* it would be freed under a handle */
		return err_set(e, E_INTERNAL,
			       "stopped with handles open: please report it");
	uv_library_shutdown(); /* ends the threads of the pool */
	free(s);
	return r;
}
