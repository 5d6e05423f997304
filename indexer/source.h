/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * source - one file of the archive, read whole.
 */
#ifndef TRACUU_INDEXER_SOURCE_H
#define TRACUU_INDEXER_SOURCE_H

#include "base/buf.h"
#include "indexer/files.h"

#define SOURCE_MAX (64u << 20) /* bytes of a file that is read */

/*
 * Read the file into `raw` (its contents are replaced) and fill in `f`, of which
 * the rule is known: size,
 * mtime_ns and inode as they were before the first byte was read, and the hash.
 * No symbolic link on the way is followed; what is no regular file is refused.
 *
 * Returns true when the bytes are there.  Otherwise f->status is FILE_SKIPPED
 * or FILE_FAILED with its reason and errno: a file costs itself, not the run.
 */
bool source_read(const char *path, struct buf *raw, struct file *f);

#endif
