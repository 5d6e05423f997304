/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * answer_log - what the logs have of an answer: the query log, and the one of slow
 * queries.
 */
#ifndef TRACUU_DAEMON_ANSWER_LOG_H
#define TRACUU_DAEMON_ANSWER_LOG_H

struct request;

/* A worker that has just run r, and still has its search: for a slow one the plan
 * is found out. */
void answer_log_run(struct request *r);
/* The loop: r was answered without a worker, from there; NULL: it came too late. */
void answer_log(struct request *r, const char *from);

#endif
