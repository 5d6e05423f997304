/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "daemon/stats.h"

#include <string.h>

#include "base/cancel.h"

#define SUB_BITS 5 /* HISTOGRAM_SUB is 1 << SUB_BITS */

/*
 * Values below 32 have a bucket each.  A larger one, of b bits, is cut to its
 * upper six, of which the first is always 1: 32 buckets for every b.
 */
static unsigned bucket_of(uint64_t v)
{
	unsigned shift, i;

	if (v < HISTOGRAM_SUB)
		return (unsigned)v;
	shift = (unsigned)(63 - __builtin_clzll(v)) - SUB_BITS;
	if (shift >= HISTOGRAM_BUCKETS / HISTOGRAM_SUB - 1)
		return HISTOGRAM_BUCKETS - 1;
	i = (unsigned)(v >> shift) - HISTOGRAM_SUB;
	return (shift + 1) * HISTOGRAM_SUB + i;
}

/* The highest value that falls into bucket i. */
static uint64_t bucket_top(unsigned i)
{
	unsigned shift;
	uint64_t first;

	if (i < HISTOGRAM_SUB)
		return i;
	shift = i / HISTOGRAM_SUB - 1;
	first = HISTOGRAM_SUB + i % HISTOGRAM_SUB;
	return ((first + 1) << shift) - 1;
}

void histogram_add(struct histogram *h, uint64_t us)
{
	h->buckets[bucket_of(us)]++;
	h->count++;
	h->sum += us;
	if (us > h->max)
		h->max = us;
}

uint64_t histogram_quantile(const struct histogram *h, double q)
{
	double wanted = q * (double)h->count;
	uint64_t seen = 0;

	for (unsigned i = 0; i < HISTOGRAM_BUCKETS; i++) {
		uint64_t top = bucket_top(i);

		seen += h->buckets[i];
		if (seen && (double)seen >= wanted)
			return top < h->max ? top : h->max;
	}
	return h->max;
}

/* A bound is a power of two, where a bucket begins. */
void histogram_below(const struct histogram *h, uint64_t ret[PROTO_BOUNDS])
{
	uint64_t seen = 0;
	unsigned b = 0;

	for (int i = 0; i < PROTO_BOUNDS; i++) {
		while (b < bucket_of(PROTO_BOUND_US(i)))
			seen += h->buckets[b++];
		ret[i] = seen;
	}
}

void histogram_tell(const struct histogram *h, struct proto_latency *ret)
{
	*ret = (struct proto_latency){
		.count = h->count,
		.sum = h->sum,
		.p50 = histogram_quantile(h, 0.50),
		.p90 = histogram_quantile(h, 0.90),
		.p95 = histogram_quantile(h, 0.95),
		.p99 = histogram_quantile(h, 0.99),
		.p999 = histogram_quantile(h, 0.999),
		.max = h->max,
	};
}

void stats_init(struct stats *s)
{
	memset(s, 0, sizeof(*s));
	s->start_ns = clock_now_ns();
}

void stats_query(struct stats *s, enum proto_method m, uint64_t us)
{
	s->queries++;
	histogram_add(&s->latency, us);
	stats_answer(s, m, us);
}

void stats_waited(struct stats *s, uint64_t us)
{
	histogram_add(&s->wait, us);
}

void stats_answer(struct stats *s, enum proto_method m, uint64_t us)
{
	histogram_add(&s->methods[m], us);
}

void stats_error(struct stats *s, enum proto_kind kind)
{
	s->kinds[kind]++;
}

void stats_tell(const struct stats *s, struct proto_timing room[PROTO_UNKNOWN],
		struct proto_stats *ret)
{
	size_t n = 0;

	for (int m = 0; m < PROTO_UNKNOWN; m++) {
		if (!s->methods[m].count)
			continue;
		room[n].method = proto_method_name((enum proto_method)m);
		histogram_tell(&s->methods[m], &room[n].us);
		histogram_below(&s->methods[m], room[n].below);
		n++;
	}
	ret->methods = room;
	ret->n_methods = n;
	for (int k = 0; k < PROTO_KINDS; k++) {
		ret->kinds[k] = s->kinds[k];
		ret->errors += s->kinds[k];
	}
	ret->queries = s->queries;
	ret->busy = s->kinds[PROTO_E_BUSY];
	histogram_tell(&s->latency, &ret->latency_us);
	histogram_tell(&s->wait, &ret->wait_us);
}
