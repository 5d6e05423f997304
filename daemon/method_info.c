/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * hello, stats and ping: what the loop knows without asking the index.
 */
#include "daemon/method.h"

#include "base/log.h"
#include "daemon/server.h"

static int answer_hello(struct server *s, json_t *params, struct buf *json,
			struct failure *f)
{
	const struct snapshot *snapshot = s->reload.current;
	struct proto_client client;
	struct proto_hello out = {
		.version = TRACUU_VERSION,
		.protocol = PROTO_VERSION,
		.limits = s->config->limits,
	};
	const char *param = NULL;

	if (proto_client_decode(params, &client, &param, &f->e))
		return failure_param(f, param);
	log_debug("hello from %s, protocol %u",
		  client.client ? client.client : "a client",
		  client.protocol);
	if (snapshot) {
		out.generation = snapshot->id.number;
		out.documents = snapshot->stats.documents;
	}
	return proto_hello_encode(&out, json);
}

static int answer_stats(struct server *s, json_t *params, struct buf *json,
			struct failure *f)
{
	const struct snapshot *snapshot = s->reload.current;
	struct proto_stats out = {
		.queries = s->stats.queries,
		.errors = s->stats.errors,
		.busy = s->stats.busy,
		.connections = s->n_conns,
		.uptime_s = (clock_now_ns() - s->stats.start_ns) / 1000000000,
	};
	size_t resident;

	(void)params;
	(void)f;
	for (int i = 0; i < LANES; i++) {
		out.running += s->lanes[i].running;
		out.waiting += s->lanes[i].queue.waiting;
	}
	if (snapshot) {
		out.generation = snapshot->id.number;
		out.documents = snapshot->stats.documents;
		out.terms = snapshot->stats.terms;
		out.mean_length = snapshot->stats.mean_length;
	}
	if (!uv_resident_set_memory(&resident))
		out.memory_bytes = resident;
	stats_latency(&s->stats, &out.latency_us);
	return proto_stats_encode(&out, json);
}

static int answer_ping(struct server *s, json_t *params, struct buf *json,
		       struct failure *f)
{
	(void)s;
	(void)params;
	(void)f;
	return proto_ping_encode(json);
}

const struct method method_hello = { .answer = answer_hello };
const struct method method_stats = { .answer = answer_stats };
const struct method method_ping = { .answer = answer_ping };
