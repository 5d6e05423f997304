/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * lock - the lock of an index, taken with a little patience: the workers of a
 * killed run die with it, but a moment later, and hold the lock until then; and with
 * more of it where one is to wait for another run.
 */
#ifndef TRACUU_INDEXER_LOCK_H
#define TRACUU_INDEXER_LOCK_H

#include <stdint.h>

#include "base/err.h"

/* As generation_lock(), tried again for a quarter of a second. */
int lock_index(const char *index_dir, int *ret_fd, struct err *e);
/* The same, and then until it is until_ns by clock_now_ns(): the lock is let go between
 * two runs of a `watch` for as long as that rests, so it is asked for often. */
int lock_index_until(const char *index_dir, uint64_t until_ns, int *ret_fd,
		     struct err *e);

#endif
