/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * supervise - the run in a process of its own.  Libraries that read strangers'
 * files and write databases may end the program (Xapian does, where a write
 * fails at an unlucky moment), and so may the system that runs out of memory:
 * then there is still someone to say so and to clear away.
 */
#ifndef TRACUU_INDEXER_SUPERVISE_H
#define TRACUU_INDEXER_SUPERVISE_H

#include <sys/types.h>

#include "base/err.h"

/* fork(2) a child that is killed when its parent ends, however that comes to
 * its end: 0 in the child.  E_IO, E_NOMEM. */
int supervise_fork(pid_t *ret_pid, struct err *e);
/* What a process that was killed died of, as an error that says so: E_INTERNAL. */
int supervise_death(const char *what, int signal, struct err *e);
/* Run fn(arg) in a child, which ends when it returns, and wait for that.
 * E_INTERNAL: it was killed, or ended otherwise; E_IO, E_NOMEM: there is none. */
int supervise(void (*fn)(void *arg), void *arg, struct err *e);

#endif
