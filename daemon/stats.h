/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * stats - what the daemon counts since its start, and how long answers took.
 * The loop's; how they are told is proto/stats.h.
 */
#ifndef TRACUU_DAEMON_STATS_H
#define TRACUU_DAEMON_STATS_H

#include <stdint.h>

#include "proto/message.h"
#include "proto/stats.h"

/*
 * A log-linear histogram of microseconds: 32 buckets for each power of two, so
 * that a quantile read from it is at most 1/32 too high.  Longer than 2^36 us
 * (19 hours) counts as that.
 */
#define HISTOGRAM_SUB 32
#define HISTOGRAM_BUCKETS (HISTOGRAM_SUB * 33)

struct histogram {
	uint64_t buckets[HISTOGRAM_BUCKETS];
	uint64_t count, sum, max;
};
void histogram_add(struct histogram *h, uint64_t us);
/* The value that the share `q` (0 to 1) of all values does not pass; 0 when
 * there is none. */
uint64_t histogram_quantile(const struct histogram *h, double q);

/* How many values are below each of PROTO_BOUND_US(). */
void histogram_below(const struct histogram *h, uint64_t ret[PROTO_BOUNDS]);
void histogram_tell(const struct histogram *h, struct proto_latency *ret);

struct stats {
	uint64_t start_ns;
	uint64_t queries; /* answered from the index, with a result or not */
	uint64_t kinds[PROTO_KINDS];		 /* error replies */
	struct histogram latency, wait;		 /* of those queries */
	struct histogram methods[PROTO_UNKNOWN]; /* of every answer */
};
void stats_init(struct stats *s);
/* A query was answered, so long after it came. */
void stats_query(struct stats *s, enum proto_method m, uint64_t us);
/* It came to a worker, so long after it came. */
void stats_waited(struct stats *s, uint64_t us);
/* Something else was answered. */
void stats_answer(struct stats *s, enum proto_method m, uint64_t us);
void stats_error(struct stats *s, enum proto_kind kind);
/* Fill what is counted here; `room` is for the methods that were asked. */
void stats_tell(const struct stats *s, struct proto_timing room[PROTO_UNKNOWN],
		struct proto_stats *ret);

#endif
