/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * server - the loop and everything on it.
 *
 *	listen.c    the socket			  conn.c     clients
 *	request.c   one question of a client	  method_*.c its answer
 *	work.c	    who runs, who waits		  queue.c    whose turn it is
 *	answer.c    where an answer comes from	  cache.c    those that were given
 *	flight.c    those who ask the same	  reload.c   which index answers
 *
 * THREADS.  All but the run() of a request, of a reload round and of the
 * closing of a snapshot happens on the loop thread; those three touch only what
 * their headers say.
 *
 * HANDLES.  Those in this struct are closed by the server when it stops; those
 * of a client by conn.c.  Nothing is freed before its close callback.
 *
 * STOPPING.  No new client, no new request; what waits is answered
 * `shutting_down`, what runs is finished, replies are sent; clients are closed
 * as they have nothing left to get, or when the time is up (stop_ms); then every
 * handle is closed and the loop ends by itself.  A query that does not end even
 * then is left behind with the process.
 */
#ifndef TRACUU_DAEMON_SERVER_H
#define TRACUU_DAEMON_SERVER_H

#include <uv.h>

#include "daemon/config.h"
#include "daemon/conn.h"
#include "daemon/listen.h"
#include "daemon/querylog.h"
#include "daemon/reload.h"
#include "daemon/stats.h"
#include "daemon/watchdog.h"
#include "daemon/work.h"

enum server_state {
	SERVER_RUNNING,
	SERVER_STOPPING, /* clients get what they still wait for */
	SERVER_CLOSING,	 /* the loop runs out */
};

struct server {
	const struct config *config;
	enum server_state state;
	uv_loop_t loop;
	struct listener listener;
	uv_signal_t on_term, on_int, on_hup;
	uv_timer_t sweep;    /* looks for idle clients */
	uv_timer_t last_call; /* ends the patience of a stop */
	struct watchdog watchdog;
	uv_idle_t turns;     /* runs while some client is awake */
	struct work lanes[LANES];
	struct answers answers;
	struct reload reload;
	struct stats stats;
	struct querylog querylog, slowlog;
	struct reload_waiter hangup; /* tells systemd of the end of a reload */
	bool hangup_waits;
	uv_timer_t pauses; /* at the end of the first client's pause */
	struct conns conns, awake, paused;
	unsigned n_conns, n_awake;
	int failed; /* what server_run() will return */
	char input[65536]; /* what was read last, from any client */
};

/* Serve until a signal ends it in order: 0.  E_LOCKED, E_INVAL, E_SCHEMA,
 * E_CORRUPT, E_IO, E_NOMEM: it could not start.  Does not return (exit status 3)
 * when a query did not end. */
int server_run(const struct config *c, struct err *e);

/* Begin to stop.  A second call gives up on what still runs. */
void server_stop(struct server *s);

/* For conn.c: a client came (its handle is initialised), is awake, is gone. */
void server_conn_new(struct server *s, struct conn *c);
void server_wake(struct server *s, struct conn *c);
void server_pause(struct server *s, struct conn *c); /* until c->pause_ms */
void server_conn_gone(struct server *s, struct conn *c);

#endif
