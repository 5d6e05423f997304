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

void stats_init(struct stats *s)
{
	memset(s, 0, sizeof(*s));
	s->start_ns = clock_now_ns();
}

void stats_latency(const struct stats *s, struct proto_latency *ret)
{
	ret->p50 = histogram_quantile(&s->latency, 0.50);
	ret->p95 = histogram_quantile(&s->latency, 0.95);
	ret->p99 = histogram_quantile(&s->latency, 0.99);
	ret->max = s->latency.max;
	ret->count = s->latency.count;
}
