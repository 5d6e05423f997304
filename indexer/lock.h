/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * lock - the lock of an index, taken with a little patience: the workers of a
 * killed run die with it, but a moment later, and hold the lock until then.
 */
#ifndef TRACUU_INDEXER_LOCK_H
#define TRACUU_INDEXER_LOCK_H

#include "base/err.h"

/* As generation_lock(), tried again for a quarter of a second. */
int lock_index(const char *index_dir, int *ret_fd, struct err *e);

#endif
