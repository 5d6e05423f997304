/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * watchdog - tell systemd that this daemon still answers (WatchdogSec=), as long
 * as it does.
 *
 * The loop says so twice in the time that systemd allows.  A loop that hangs
 * says nothing.  A worker that hangs takes its place for ever, so it stops the
 * word as well; but only after a query was seen far beyond its deadline that many
 * times in a row, by a loop that ran in between.  So time in which the machine
 * was asleep or short of everything is not held against it: a loop that comes
 * late counts late.
 */
#ifndef TRACUU_DAEMON_WATCHDOG_H
#define TRACUU_DAEMON_WATCHDOG_H

#include <stdbool.h>
#include <stdint.h>
#include <uv.h>

/* How often a worker must be seen stuck. */
#define WATCHDOG_PATIENCE 6

struct watchdog {
	/* Private. */
	uv_timer_t timer;
	uint64_t (*late_ns)(void *owner);
	void *owner;
	unsigned seen; /* in a row */
	bool told;
};

/*
 * Begin, if systemd wants it ($WATCHDOG_USEC).  late_ns() tells how far the
 * oldest running query is beyond its deadline, 0 when none is.
 */
void watchdog_start(struct watchdog *w, uv_loop_t *loop,
		    uint64_t (*late_ns)(void *owner), void *owner);
void watchdog_close(struct watchdog *w);

/* The decision of one look, pure: whether to say that all is well.  `late_ns`
 * as above; a query is stuck when it is later than `grace_ns`. */
bool watchdog_look(unsigned *seen, uint64_t late_ns, uint64_t grace_ns);

#endif
