/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * stats - what the daemon counts, on the wire.
 */
#ifndef TRACUU_PROTO_STATS_H
#define TRACUU_PROTO_STATS_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/err.h"
#include "proto/message.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Of so many answers, in microseconds; quantiles are at most 1/32 too high. */
struct proto_latency {
	uint64_t count, sum, p50, p90, p95, p99, p999, max;
};

/* Times are also counted below each of 2^8, 2^9, ... 2^24 microseconds. */
#define PROTO_BOUNDS 17
#define PROTO_BOUND_US(i) (UINT64_C(256) << (i))

/* The answers of one method. */
struct proto_timing {
	const char *method;
	struct proto_latency us;
	uint64_t below[PROTO_BOUNDS]; /* how many took less than bound i */
};

/* The answers that are kept. */
struct proto_cache {
	uint64_t hits, misses; /* queries that were answered from it, and not */
	uint64_t shared;       /* of those not: another one was run for them */
	uint64_t entries, bytes; /* now */
};

struct proto_collection; /* result.h */

struct proto_stats {
	const char *version;
	uint64_t generation, documents, terms;
	double mean_length; /* terms of a report */
	uint64_t generation_age_s; /* since it was made */
	uint64_t uptime_s;
	/* As in proto_hello. */
	const struct proto_collection *collections;
	size_t n_collections;
	bool details; /* the rest is there, too: only some may see it */

	uint64_t queries, errors, busy; /* since the start; busy: refused */
	uint64_t kinds[PROTO_KINDS];	/* the errors by their kind */
	uint64_t workers, running, waiting, connections; /* now */
	uint64_t memory_bytes;	     /* resident */
	uint64_t memory_share_bytes; /* what is shared counts in part; 0: not known */
	uint64_t open_files, open_files_max;
	uint64_t reloads, reloads_failed; /* generations taken up, and not */
	uint64_t log_dropped; /* lines of the query log */
	struct proto_latency latency_us; /* arrival to reply, of `queries` */
	struct proto_latency wait_us;	 /* arrival to a worker */
	struct proto_cache cache;
	/* Each method that was asked; proto_timing_decode() instead of it. */
	const struct proto_timing *methods;
	size_t n_methods;
};
int proto_stats_encode(const struct proto_stats *s, struct buf *json);
/* Strings stay as long as `json`.  E_INVAL. */
int proto_stats_decode(const json_t *json, struct proto_stats *ret,
		       struct err *e);
/* Method i of the details; E_NOTFOUND behind the last one, E_INVAL. */
int proto_timing_decode(const json_t *json, size_t i, struct proto_timing *ret,
			struct err *e);

#ifdef __cplusplus
}
#endif
#endif
