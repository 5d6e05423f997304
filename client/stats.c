/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * stats: a table for people.
 */
#include "client/client.h"

#include "client/prometheus.h"
#include "proto/result.h"
#include "proto/stats.h"

typedef unsigned long long ull; /* what printf() takes for uint64_t */

/* "3 d 2 h 5 min 7 s" */
static void add_span(struct buf *out, uint64_t s)
{
	static const struct {
		uint64_t seconds;
		const char *name;
	} units[] = { { 86400, "d" }, { 3600, "h" }, { 60, "min" } };

	for (size_t i = 0; i < sizeof(units) / sizeof(units[0]); i++) {
		if (s >= units[i].seconds)
			buf_addf(out, "%llu %s ", (ull)(s / units[i].seconds),
				 units[i].name);
		s %= units[i].seconds;
	}
	buf_addf(out, "%llu s", (ull)s);
}

static void add_index(struct buf *out, const struct proto_stats *s)
{
	buf_addf(out, "tracuud      %s, up ", s->version);
	add_span(out, s->uptime_s);
	buf_addf(out, "\ngeneration   %llu", (ull)s->generation);
	if (s->generation) {
		buf_adds(out, ", made ");
		add_span(out, s->generation_age_s);
		buf_adds(out, " ago");
	}
	buf_addf(out, "\nreports      %llu\n", (ull)s->documents);
	buf_addf(out, "terms        %llu\n", (ull)s->terms);
	buf_addf(out, "mean length  %.1f terms\n", s->mean_length);
}

static int add_collections(struct buf *out, const json_t *result, struct err *e)
{
	struct proto_collection c;
	int r;

	for (size_t i = 0; !(r = proto_collection_decode(result, i, &c, e)); i++)
		buf_addf(out, "collection   %s, generation %llu, %llu reports\n",
			 *c.name ? c.name : "(without a name)",
			 (ull)c.generation, (ull)c.documents);
	return r == E_NOTFOUND ? 0 : r;
}

static void add_errors(struct buf *out, const struct proto_stats *s)
{
	const char *before = ": ";

	buf_addf(out, "errors       %llu", (ull)s->errors);
	for (int k = 0; k < PROTO_KINDS; k++) {
		if (!s->kinds[k])
			continue;
		buf_addf(out, "%s%llu %s", before, (ull)s->kinds[k],
			 proto_kind_name((enum proto_kind)k));
		before = ", ";
	}
	buf_addc(out, '\n');
}

static void add_daemon(struct buf *out, const struct proto_stats *s)
{
	buf_addf(out, "queries      %llu answered, %llu running, %llu waiting "
		 "for %llu workers\n", (ull)s->queries, (ull)s->running,
		 (ull)s->waiting, (ull)s->workers);
	add_errors(out, s);
	buf_addf(out, "cache        %llu answers, %.1f MB: %llu hits, "
		 "%llu misses, %llu of them shared\n",
		 (ull)s->cache.entries, (double)s->cache.bytes / 1e6,
		 (ull)s->cache.hits, (ull)s->cache.misses,
		 (ull)s->cache.shared);
	buf_addf(out, "clients      %llu\n", (ull)s->connections);
	buf_addf(out, "memory       %.1f MB, its own share %.1f MB\n",
		 (double)s->memory_bytes / 1e6,
		 (double)s->memory_share_bytes / 1e6);
	buf_addf(out, "open files   %llu of %llu\n", (ull)s->open_files,
		 (ull)s->open_files_max);
	buf_addf(out, "reloads      %llu, %llu failed\n", (ull)s->reloads,
		 (ull)s->reloads_failed);
	if (s->log_dropped)
		buf_addf(out, "query log    %llu lines dropped\n",
			 (ull)s->log_dropped);
}

static double ms(uint64_t us)
{
	return (double)us / 1000;
}

static void add_row(struct buf *out, const char *name,
		    const struct proto_latency *t)
{
	double mean = t->count ? ms(t->sum) / (double)t->count : 0;

	buf_addf(out, "%-11s%9llu%8.2f%8.2f%8.2f%8.2f%8.2f%8.2f%9.2f\n", name,
		 (ull)t->count, mean, ms(t->p50), ms(t->p90), ms(t->p95),
		 ms(t->p99), ms(t->p999), ms(t->max));
}

static int add_times(struct buf *out, const json_t *result,
		     const struct proto_stats *s, struct err *e)
{
	struct proto_timing t;
	int r;

	buf_adds(out, "\nms           answers    mean     p50     p90     p95"
		 "     p99   p99.9      max\n");
	for (size_t i = 0; !(r = proto_timing_decode(result, i, &t, e)); i++)
		add_row(out, t.method, &t.us);
	add_row(out, "queries", &s->latency_us);
	add_row(out, "waiting", &s->wait_us);
	return r == E_NOTFOUND ? 0 : r;
}

static int print_table(struct client *c, const json_t *result)
{
	struct buf *out = &c->screen.out;
	struct proto_stats s;
	struct err e;
	int r = proto_stats_decode(result, &s, &e);

	if (!r)
		add_index(out, &s);
	if (!r)
		r = add_collections(out, result, &e);
	if (!r && !s.details)
		buf_adds(out, "(more is for the admin_group of the daemon)\n");
	if (!r && s.details) {
		add_daemon(out, &s);
		r = add_times(out, result, &s, &e);
	}
	return r ? client_fail_reply(&e) : EXIT_FOUND;
}

int command_stats(struct client *c)
{
	bool prometheus = c->options->format == FORMAT_PROMETHEUS;
	struct proto_reply reply;
	int status = client_call(c, PROTO_STATS, NULL, &reply);

	if (status)
		return status;
	return client_finish(c, &reply, prometheus ? prometheus_print :
						     print_table);
}
