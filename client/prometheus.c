/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "client/prometheus.h"

#include <stddef.h>

#include "proto/stats.h"

typedef unsigned long long ull; /* what printf() takes for uint64_t */

/* Metrics that are one number of the stats. */
static const struct metric {
	const char *name, *type, *help;
	size_t at; /* a uint64_t of struct proto_stats */
	bool detail;
} metrics[] = {
#define AT(member) offsetof(struct proto_stats, member)
	{ "uptime_seconds", "gauge", "Time since the start of the daemon.",
	  AT(uptime_s), false },
	{ "index_generation", "gauge", "Generation of the index in service.",
	  AT(generation), false },
	{ "index_age_seconds", "gauge", "Time since it was made.",
	  AT(generation_age_s), false },
	{ "index_reports", "gauge", "Reports in the index.", AT(documents),
	  false },
	{ "index_terms", "gauge", "Different terms in the index.", AT(terms),
	  false },
	{ "queries_total", "counter", "Queries answered from the index.",
	  AT(queries), true },
	{ "workers", "gauge", "Queries that may run at a time.", AT(workers),
	  true },
	{ "queries_running", "gauge", "Queries that run.", AT(running), true },
	{ "queries_waiting", "gauge", "Queries that wait for a worker.",
	  AT(waiting), true },
	{ "connections", "gauge", "Clients that are connected.",
	  AT(connections), true },
	{ "resident_memory_bytes", "gauge", "Resident memory.",
	  AT(memory_bytes), true },
	{ "proportional_memory_bytes", "gauge",
	  "Resident memory, what is shared in part.", AT(memory_share_bytes),
	  true },
	{ "open_fds", "gauge", "Open files.", AT(open_files), true },
	{ "max_fds", "gauge", "Files that may be open.", AT(open_files_max),
	  true },
	{ "cache_hits_total", "counter", "Queries answered from the cache.",
	  AT(cache.hits), true },
	{ "cache_misses_total", "counter", "Queries that the cache had not.",
	  AT(cache.misses), true },
	{ "shared_queries_total", "counter",
	  "Queries that another one was run for.", AT(cache.shared), true },
	{ "cache_entries", "gauge", "Answers that are kept.",
	  AT(cache.entries), true },
	{ "cache_bytes", "gauge", "Bytes that they take.", AT(cache.bytes),
	  true },
	{ "query_log_dropped_lines_total", "counter",
	  "Lines of the query log that could not be written.",
	  AT(log_dropped), true },
#undef AT
};

static uint64_t value_of(const struct proto_stats *s, const struct metric *m)
{
	return *(const uint64_t *)(const void *)((const char *)s + m->at);
}

static void add_head(struct buf *out, const char *name, const char *type,
		     const char *help)
{
	buf_addf(out, "# HELP tracuu_%s %s\n# TYPE tracuu_%s %s\n", name, help,
		 name, type);
}

/* A label value: what could end it is escaped. */
static void add_label(struct buf *out, const char *s)
{
	buf_addc(out, '"');
	for (; *s; s++) {
		if (*s == '\n')
			buf_adds(out, "\\n");
		else if (*s == '"' || *s == '\\')
			buf_addf(out, "\\%c", *s);
		else
			buf_addc(out, *s);
	}
	buf_addc(out, '"');
}

/* Exact: six digits are microseconds. */
static void add_seconds(struct buf *out, uint64_t us)
{
	buf_addf(out, "%llu.%06llu", (ull)(us / 1000000), (ull)(us % 1000000));
}

/* ---------------------------------------------------------------------- metrics */

static void add_numbers(struct buf *out, const struct proto_stats *s)
{
	for (size_t i = 0; i < sizeof(metrics) / sizeof(metrics[0]); i++) {
		const struct metric *m = &metrics[i];

		if (m->detail && !s->details)
			continue;
		add_head(out, m->name, m->type, m->help);
		buf_addf(out, "tracuu_%s %llu\n", m->name,
			 (ull)value_of(s, m));
	}
}

static void add_build(struct buf *out, const struct proto_stats *s)
{
	add_head(out, "build_info", "gauge", "Version of the daemon.");
	buf_adds(out, "tracuu_build_info{version=");
	add_label(out, s->version);
	buf_adds(out, "} 1\n");
}

static void add_errors(struct buf *out, const struct proto_stats *s)
{
	add_head(out, "errors_total", "counter", "Error replies by their kind.");
	for (int k = 0; k < PROTO_KINDS; k++)
		buf_addf(out, "tracuu_errors_total{kind=\"%s\"} %llu\n",
			 proto_kind_name((enum proto_kind)k),
			 (ull)s->kinds[k]);
}

static void add_reloads(struct buf *out, const struct proto_stats *s)
{
	add_head(out, "reloads_total", "counter",
		 "Generations that were taken up, and that could not be.");
	buf_addf(out, "tracuu_reloads_total{result=\"done\"} %llu\n"
		 "tracuu_reloads_total{result=\"failed\"} %llu\n",
		 (ull)s->reloads, (ull)s->reloads_failed);
}

static void add_wait(struct buf *out, const struct proto_latency *t)
{
	const struct {
		const char *share;
		uint64_t us;
	} rows[] = {
		{ "0.5", t->p50 },   { "0.9", t->p90 },	  { "0.95", t->p95 },
		{ "0.99", t->p99 },  { "0.999", t->p999 },
	};

	add_head(out, "wait_seconds", "summary",
		 "How long queries waited for a worker.");
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		buf_addf(out, "tracuu_wait_seconds{quantile=\"%s\"} ",
			 rows[i].share);
		add_seconds(out, rows[i].us);
		buf_addc(out, '\n');
	}
	buf_adds(out, "tracuu_wait_seconds_sum ");
	add_seconds(out, t->sum);
	buf_addf(out, "\ntracuu_wait_seconds_count %llu\n", (ull)t->count);
}

static void add_method_sample(struct buf *out, const char *suffix,
			      const char *method)
{
	buf_addf(out, "tracuu_answer_seconds_%s{method=", suffix);
	add_label(out, method);
}

static void add_method(struct buf *out, const struct proto_timing *t)
{
	for (int i = 0; i < PROTO_BOUNDS; i++) {
		add_method_sample(out, "bucket", t->method);
		buf_adds(out, ",le=\"");
		add_seconds(out, PROTO_BOUND_US(i));
		buf_addf(out, "\"} %llu\n", (ull)t->below[i]);
	}
	add_method_sample(out, "bucket", t->method);
	buf_addf(out, ",le=\"+Inf\"} %llu\n", (ull)t->us.count);
	add_method_sample(out, "sum", t->method);
	buf_adds(out, "} ");
	add_seconds(out, t->us.sum);
	buf_addc(out, '\n');
	add_method_sample(out, "count", t->method);
	buf_addf(out, "} %llu\n", (ull)t->us.count);
}

static int add_methods(struct buf *out, const json_t *result, struct err *e)
{
	struct proto_timing t;
	int r;

	add_head(out, "answer_seconds", "histogram",
		 "Time from the arrival of a request to its answer.");
	for (size_t i = 0; !(r = proto_timing_decode(result, i, &t, e)); i++)
		add_method(out, &t);
	return r == E_NOTFOUND ? 0 : r;
}

int prometheus_print(struct client *c, const json_t *result)
{
	struct buf *out = &c->screen.out;
	struct proto_stats s;
	struct err e;
	int r = proto_stats_decode(result, &s, &e);

	if (r)
		return client_fail_reply(&e);
	add_build(out, &s);
	add_numbers(out, &s);
	if (s.details) {
		add_errors(out, &s);
		add_reloads(out, &s);
		add_wait(out, &s.wait_us);
		r = add_methods(out, result, &e);
	}
	return r ? client_fail_reply(&e) : EXIT_FOUND;
}
