/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * gunzip - the bytes inside a gzip file, all its members (RFC 1952).
 *
 * What unpacks to more than SOURCE_MAX, or to more than a text does, is a bomb:
 * natural language takes 3 to 10 times the room, logs up to 100; 1032 is the
 * most that deflate can do.  So memory and time are bounded by what comes out.
 */
#ifndef TRACUU_INDEXER_GUNZIP_H
#define TRACUU_INDEXER_GUNZIP_H

#include "base/buf.h"

#define GUNZIP_RATIO 200	  /* times the size of the file ... */
#define GUNZIP_FREE (4u << 20)	  /* ... but for so many bytes */

enum gunzip_result {
	GUNZIP_OK,
	GUNZIP_DAMAGED, /* ends early, or is not what was packed: `out` has the
			   bytes up to there, maybe none */
	GUNZIP_BOMB,
	GUNZIP_NOMEM,
};

/* What a gzip file says that it unpacks to, in its last four bytes, though it may
 * lie; 0: it does not say. */
size_t gunzip_size(const char *path);

/* Unpack the file into `out`, whose contents are replaced.  Zeros behind the
 * last member are padding. */
enum gunzip_result gunzip(const char *s, size_t n, struct buf *out);

#endif
