/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The commands about the daemon itself: stats, ping, reload.
 */
#include "client/client.h"

#include "proto/result.h"

static int ask(struct client *c, enum proto_method m, client_print_fn *print)
{
	struct proto_reply reply;
	int status = client_call(c, m, NULL, &reply);

	return status ? status : client_finish(c, &reply, print);
}

/* ----------------------------------------------------------------------- stats */

typedef unsigned long long ull; /* what printf() takes for uint64_t */

static void add_uptime(struct buf *out, uint64_t s)
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
	buf_addf(out, "%llu s\n", (ull)s);
}

static double ms(uint64_t us)
{
	return (double)us / 1000;
}

static void add_details(struct buf *out, const struct proto_stats *s)
{
	buf_addf(out, "queries      %llu, %llu errors, of them %llu busy\n",
		 (ull)s->queries, (ull)s->errors, (ull)s->busy);
	buf_addf(out, "latency      p50 %.2f, p95 %.2f, p99 %.2f, max %.2f ms "
		 "of %llu queries\n", ms(s->latency_us.p50),
		 ms(s->latency_us.p95), ms(s->latency_us.p99),
		 ms(s->latency_us.max), (ull)s->latency_us.count);
	buf_addf(out, "now          %llu running, %llu waiting, "
		 "%llu connections\n", (ull)s->running, (ull)s->waiting,
		 (ull)s->connections);
	buf_addf(out, "memory       %.1f MB\n", (double)s->memory_bytes / 1e6);
}

static int print_stats(struct client *c, const json_t *result)
{
	struct buf *out = &c->screen.out;
	struct proto_stats s;
	struct err e;

	if (proto_stats_decode(result, &s, &e))
		return client_fail_reply(&e);
	buf_addf(out, "generation   %llu\n", (ull)s.generation);
	buf_addf(out, "reports      %llu\n", (ull)s.documents);
	buf_addf(out, "terms        %llu\n", (ull)s.terms);
	buf_addf(out, "mean length  %.1f terms\n", s.mean_length);
	buf_adds(out, "uptime       ");
	add_uptime(out, s.uptime_s);
	if (s.details)
		add_details(out, &s);
	else
		buf_adds(out, "(more is for the admin_group of the daemon)\n");
	return EXIT_FOUND;
}

int command_stats(struct client *c)
{
	return ask(c, PROTO_STATS, print_stats);
}

/* ----------------------------------------------------------------- ping, reload */

static int print_pong(struct client *c, const json_t *result)
{
	(void)result;
	buf_addf(&c->screen.out, "tracuud answers at %s\n", c->session.path);
	return EXIT_FOUND;
}

int command_ping(struct client *c)
{
	return ask(c, PROTO_PING, print_pong);
}

static int print_reload(struct client *c, const json_t *result)
{
	struct proto_reload r;
	struct err e;

	if (proto_reload_decode(result, &r, &e))
		return client_fail_reply(&e);
	buf_addf(&c->screen.out, "generation %llu\n",
		 (unsigned long long)r.generation);
	return EXIT_FOUND;
}

int command_reload(struct client *c)
{
	return ask(c, PROTO_RELOAD, print_reload);
}
