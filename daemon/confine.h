/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * confine - the daemon gives up what answering does not need, as far as the kernel
 * can hold it to that: it reads the index and the table of abbreviations, writes
 * its logs, and makes no program, no connection and no file elsewhere.
 *
 * Landlock knows directories, not names: what takes the place of one that was
 * allowed is not.  So the directory above is allowed, and what stands beside the
 * index and the table can be read, too, what stands beside a log be written to.
 */
#ifndef TRACUU_DAEMON_CONFINE_H
#define TRACUU_DAEMON_CONFINE_H

#include <stdbool.h>

#include "base/err.h"
#include "daemon/config.h"

/*
 * Confine this thread and all that it will make, before there are others; the log
 * says how far that goes.  `own_socket`: it must be removed in the end.  Nothing
 * under a sanitizer, which opens what it likes.  E_IO, E_NOMEM: the kernel has it,
 * but it failed.
 */
int confine_self(const struct config *c, bool own_socket, struct err *e);

#endif
