/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "daemon/answer_log.h"

#include "daemon/request.h"
#include "daemon/server.h"

static struct querylog_entry entry_of(const struct request *r, uint64_t now_ns)
{
	bool failed = r->failure.e.code != 0;

	return (struct querylog_entry){
		.pid = r->pid,
		.uid = r->uid,
		.method = proto_method_name(r->rpc.method),
		.query = r->call.text,
		.query_len = r->call.text_len,
		.read_as = r->call.read_as.len ? r->call.read_as.s : NULL,
		.read_as_len = r->call.read_as.len,
		.hits = failed ? 0 : r->call.hits,
		.us = (now_ns - r->call.arrived_ns) / 1000,
		.error = failed ? proto_kind_name(r->failure.kind) : NULL,
	};
}

static bool is_slow(const struct request *r, uint64_t us)
{
	uint64_t ms = r->server->config->slow_ms;

	return ms && us >= ms * 1000;
}

/* How long it ran, without the time it waited; 0: it did not begin. */
static uint64_t run_us(const struct request *r, uint64_t now_ns)
{
	uint64_t begun = r->call.begun_ns;

	return begun ? (now_ns - begun) / 1000 : 0;
}

static void write_slow(struct request *r, struct querylog_entry x,
		       uint64_t now_ns, const struct buf *plan)
{
	uint64_t begun = r->call.begun_ns;
	struct querylog_slow slow = {
		.generation = r->call.generation,
		.wait_us = ((begun ? begun : now_ns) - r->call.arrived_ns) / 1000,
		.run_us = run_us(r, now_ns),
		.plan = plan->len ? plan->s : NULL,
		.plan_len = plan->len,
	};

	x.slow = &slow;
	querylog_write(&r->server->slowlog, &x);
}

void answer_log_run(struct request *r)
{
	uint64_t now = clock_now_ns();
	struct querylog_entry x = entry_of(r, now);
	struct buf plan = BUF_INIT;
	struct err e;

	querylog_write(&r->server->querylog, &x);
	if (!is_slow(r, x.us))
		return;
	/* One that only waited is not worth a worker's time, least of all now. */
	if (is_slow(r, run_us(r, now)) && r->snapshot && r->method->plan &&
	    r->method->plan(&r->call, &plan, &e))
		buf_clear(&plan); /* the line does without */
	x.read_as = r->call.read_as.len ? r->call.read_as.s : NULL;
	x.read_as_len = r->call.read_as.len;
	write_slow(r, x, now, &plan);
	buf_release(&plan);
}

void answer_log(struct request *r, const char *from)
{
	uint64_t now = clock_now_ns();
	struct querylog_entry x = entry_of(r, now);
	struct buf no_plan = BUF_INIT;

	x.from = from;
	querylog_write(&r->server->querylog, &x);
	if (is_slow(r, x.us))
		write_slow(r, x, now, &no_plan);
}
