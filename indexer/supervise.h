/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * supervise - the run in a process of its own.  Libraries that read strangers'
 * files and write databases may end the program (Xapian does, where a write
 * fails at an unlucky moment), and so may the system that runs out of memory:
 * then there is still someone to say so and to clear away.
 */
#ifndef TRACUU_INDEXER_SUPERVISE_H
#define TRACUU_INDEXER_SUPERVISE_H

#include <stdbool.h>
#include <sys/types.h>

#include "base/err.h"

/* fork(2) a child that is killed when its parent ends, however that comes to
 * its end: 0 in the child.  E_IO, E_NOMEM. */
int supervise_fork(pid_t *ret_pid, struct err *e);
/* What a process that was killed died of, as an error that says so: E_INTERNAL. */
int supervise_death(const char *what, int signal, struct err *e);
/*
 * Go on in a child: returns 0 there.  Its parent waits and ends with the child's
 * exit status, unless the child was killed or there was none: then the parent
 * returns E_INTERNAL, E_IO or E_NOMEM.
 */
int supervise(struct err *e);

#endif
