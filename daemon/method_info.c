/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * hello, stats and ping: what the loop knows without asking the index.
 */
#include "daemon/method.h"

#include <time.h>

#include "base/log.h"
#include "daemon/process.h"
#include "daemon/server.h"

/* Where there are such with names. */
static const struct proto_collection *
list_collections(const struct snapshot *s,
		 struct proto_collection room[CONFIG_COLLECTIONS_MAX],
		 size_t *ret_n)
{
	if (!snapshot_is_named(s))
		return NULL;
	for (size_t i = 0; i < s->n_parts; i++)
		room[i] = (struct proto_collection){
			.name = s->parts[i].name,
			.generation = s->parts[i].id.number,
			.documents = s->parts[i].documents,
		};
	*ret_n = s->n_parts;
	return room;
}

static int answer_hello(struct conn *c, json_t *params, struct buf *json,
			struct failure *f)
{
	const struct server *s = c->server;
	const struct snapshot *snapshot = c->set->snapshot;
	struct proto_collection room[CONFIG_COLLECTIONS_MAX];
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
		out.generation = snapshot->number;
		out.documents = snapshot->stats.documents;
		out.collections = list_collections(snapshot, room,
						   &out.n_collections);
	}
	return proto_hello_encode(&out, json);
}

static void add_process(struct proto_stats *out)
{
	struct process p;

	process_measure(&p);
	out->memory_bytes = p.resident;
	out->memory_share_bytes = p.share;
	out->open_files = p.files;
	out->open_files_max = p.files_max;
}

static void add_details(const struct server *s,
			struct proto_timing room[PROTO_UNKNOWN],
			struct proto_stats *out)
{
	out->details = true;
	stats_tell(&s->stats, room, out);
	for (int i = 0; i < LANES; i++) {
		out->workers += s->lanes[i].workers;
		out->running += s->lanes[i].running;
		out->waiting += s->lanes[i].queue.waiting;
	}
	out->connections = s->n_conns;
	out->reloads = s->reload.done;
	out->reloads_failed = s->reload.failed;
	out->log_dropped = querylog_dropped(&s->querylog) +
			   querylog_dropped(&s->slowlog);
	out->cache = answers_counts(&s->answers);
	add_process(out);
}

/* By the clock of the machine, which may be put back. */
static uint64_t age_s(const struct timespec *t)
{
	time_t now = time(NULL);

	return now > t->tv_sec ? (uint64_t)(now - t->tv_sec) : 0;
}

static int answer_stats(struct conn *c, json_t *params, struct buf *json,
			struct failure *f)
{
	const struct server *s = c->server;
	const struct snapshot *snapshot = c->set->snapshot;
	struct proto_collection collections[CONFIG_COLLECTIONS_MAX];
	struct proto_timing room[PROTO_UNKNOWN];
	struct proto_stats out = {
		.version = TRACUU_VERSION,
		.uptime_s = (clock_now_ns() - s->stats.start_ns) / 1000000000,
	};

	(void)params;
	(void)f;
	if (snapshot) {
		out.generation = snapshot->number;
		out.documents = snapshot->stats.documents;
		out.generation_age_s = age_s(&snapshot->changed);
		out.terms = snapshot->stats.terms;
		out.mean_length = snapshot->stats.mean_length;
		out.collections = list_collections(snapshot, collections,
						   &out.n_collections);
	}
	if (conn_is_admin(c))
		add_details(s, room, &out);
	return proto_stats_encode(&out, json);
}

static int answer_ping(struct conn *c, json_t *params, struct buf *json,
		       struct failure *f)
{
	(void)c;
	(void)params;
	(void)f;
	return proto_ping_encode(json);
}

const struct method method_hello = { .answer = answer_hello };
const struct method method_stats = { .answer = answer_stats };
const struct method method_ping = { .answer = answer_ping };
