/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * querylog - who asked what, one JSON object a line: time, pid and uid of the
 * client, method, query, how it was read, hits, microseconds, and the kind of error
 * if it was one.  A log of slow queries has more.  Lines are appended with one
 * write(2) each, so that workers need no lock.  The file is made with mode 0600:
 * queries are private.
 */
#ifndef TRACUU_DAEMON_QUERYLOG_H
#define TRACUU_DAEMON_QUERYLOG_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "base/err.h"

struct querylog {
	const char *path; /* NULL: none is written */
	int fd;
	/* Private. */
	atomic_uint_fast64_t dropped; /* lines that could not be written */
	atomic_bool said; /* that lines are dropped, since the file was opened */
	atomic_bool torn; /* the last line was written in part */
};

/* `path` (may be NULL) must stay.  E_IO. */
int querylog_open(struct querylog *q, const char *path, struct err *e);
/* After a rotation: go on in a new file of the name.  The old one stays in use
 * when that fails.  E_IO. */
int querylog_reopen(struct querylog *q, struct err *e);
void querylog_close(struct querylog *q);

struct querylog_entry {
	pid_t pid;
	uid_t uid;
	const char *method;
	const char *query; /* NULL: the method has none */
	size_t query_len;
	const char *read_as; /* in the query language; NULL: not known */
	size_t read_as_len;
	const char *from; /* where the answer was; NULL: it was computed */
	uint64_t hits, us;
	const char *error; /* NULL: it succeeded */
	/* Of a slow one; NULL: of any. */
	const struct querylog_slow *slow;
};

struct querylog_slow {
	uint64_t generation; /* 0: it never ran */
	uint64_t wait_us, run_us; /* for a worker, and with it */
	const char *plan; /* as of `explain`; NULL: not known */
	size_t plan_len;
};
/* Any thread.  A line that cannot be written is dropped and counted; the first
 * one is told in the log. */
void querylog_write(struct querylog *q, const struct querylog_entry *x);
uint64_t querylog_dropped(const struct querylog *q);

#endif
