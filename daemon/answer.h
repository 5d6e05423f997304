/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * answer - where the answer to a request comes from, once its parameters are
 * known: the cache, another request that asks the same and runs already, or a
 * worker.
 *
 * What may be shared has a KEY: the method, the snapshot that answers, and the
 * parameters as the method says that they are the same (method.h).  So nobody
 * shares with one who sees other collections: he has another snapshot.  When any
 * of these changed all are forgotten with the first request that comes after it.
 * Errors are not kept.
 *
 * SHARING.  Each waits for a worker in its own place, so that nobody waits behind
 * the queries of another client.  The first to be begun runs for all who ask the
 * same (flight.h); they are parked.  An error is theirs, too, unless it is that
 * the runner's time was over or that he was cancelled: then they wait for a
 * worker again.  A runner that is cancelled is answered so, and goes on for them.
 */
#ifndef TRACUU_DAEMON_ANSWER_H
#define TRACUU_DAEMON_ANSWER_H

#include <stdint.h>

#include "daemon/cache.h"
#include "daemon/flight.h"
#include "daemon/method.h"

struct request;

struct answers {
	struct cache cache;
	struct flights flights;
	uint64_t version; /* of the generations whose answers the cache has */
	uint64_t shared; /* requests that another one ran for, since the start */
};

/* `cache_bytes` 0: nothing is kept or shared. */
void answers_init(struct answers *a, uint64_t cache_bytes);
void answers_release(struct answers *a);

struct proto_cache answers_counts(const struct answers *a);

/* Answer r, at once or later: 0, and r may be gone.  -1 with *f: it is not going
 * to be answered. */
int answer_begin(struct request *r, struct failure *f);
/* Its client does not want it any more, or is gone (r->conn NULL): it ends as soon
 * as it can, perhaps at once. */
void answer_cancel(struct request *r);

#endif
