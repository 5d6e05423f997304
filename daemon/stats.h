/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * stats - what the daemon counts since its start, and how long answers took.
 * Loop thread only.
 */
#ifndef TRACUU_DAEMON_STATS_H
#define TRACUU_DAEMON_STATS_H

#include <stdint.h>

#include "proto/result.h"

/*
 * A log-linear histogram of microseconds: 32 buckets for each power of two, so
 * that a quantile read from it is at most 1/32 too high.  Longer than 2^36 us
 * (19 hours) counts as that.
 */
#define HISTOGRAM_SUB 32
#define HISTOGRAM_BUCKETS (HISTOGRAM_SUB * 33)

struct histogram {
	uint64_t buckets[HISTOGRAM_BUCKETS];
	uint64_t count, max;
};
void histogram_add(struct histogram *h, uint64_t us);
/* The value that the share `q` (0 to 1) of all values does not pass; 0 when
 * there is none. */
uint64_t histogram_quantile(const struct histogram *h, double q);

struct stats {
	uint64_t start_ns;
	uint64_t queries; /* answered by a worker, with a result or not */
	uint64_t errors;  /* error replies of every kind ... */
	uint64_t busy;	  /* ... and those of them that were `busy` */
	struct histogram latency;
};
void stats_init(struct stats *s);
void stats_latency(const struct stats *s, struct proto_latency *ret);

#endif
