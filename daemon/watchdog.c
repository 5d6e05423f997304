/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "daemon/watchdog.h"

#include <inttypes.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/log.h"
#include "base/notify.h"
#include "base/number.h"

/* systemd's time, also what is no more slow but stuck. */
static uint64_t allowed_us(void)
{
	const char *usec = getenv("WATCHDOG_USEC"), *pid = getenv("WATCHDOG_PID");
	uint64_t self = (uint64_t)getpid(), us;

	if (pid && number_parse(pid, self, self, &us))
		return 0; /* another process is meant */
	if (!usec || number_parse(usec, 1, UINT64_MAX / 1000, &us))
		return 0;
	return us;
}

bool watchdog_look(unsigned *seen, uint64_t late_ns, uint64_t grace_ns)
{
	*seen = late_ns > grace_ns ? *seen + 1 : 0;
	return *seen < WATCHDOG_PATIENCE;
}

static void on_time(uv_timer_t *timer)
{
	struct watchdog *w = timer->data;
	uint64_t late = w->late_ns(w->owner);

	if (watchdog_look(&w->seen, late, allowed_us() * 1000)) {
		notify_systemd("WATCHDOG=1");
		w->told = false;
		return;
	}
	if (!w->told)
		log_error("a query is %" PRIu64 " s beyond its deadline and "
			  "does not end: systemd is not told any more that all "
			  "is well", late / 1000000000);
	w->told = true;
}

void watchdog_start(struct watchdog *w, uv_loop_t *loop,
		    uint64_t (*late_ns)(void *owner), void *owner)
{
	uint64_t half_ms = allowed_us() / 2000;

	w->late_ns = late_ns;
	w->owner = owner;
	uv_timer_init(loop, &w->timer);
	w->timer.data = w;
	/* It keeps nothing alive. */
	uv_unref((uv_handle_t *)&w->timer);
	if (allowed_us())
		uv_timer_start(&w->timer, on_time, half_ms,
			       half_ms ? half_ms : 1);
}

void watchdog_close(struct watchdog *w)
{
	uv_close((uv_handle_t *)&w->timer, NULL);
}
