/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * legacy - the encodings that Vietnamese was written in before UTF-8, as
 * tables, and their bytes to UTF-8.
 *
 * In all of them a byte from 0x20 to 0x7f is what it is in ASCII, and any other
 * stands for a letter, for a mark on the letter before it, or for two such
 * marks; so one decoder serves all.  Pure: any thread.
 */
#ifndef TRACUU_INDEXER_LEGACY_H
#define TRACUU_INDEXER_LEGACY_H

#include <stddef.h>
#include <uchar.h>

#include "base/buf.h"
#include "indexer/decode.h"

struct legacy_table {
	enum encoding encoding;
	const char16_t *low;   /* bytes 00 to 1f that are letters, the others 0;
				  NULL: none is */
	const char16_t *high;  /* bytes 80 to ff; U+FFFD: stands for nothing */
	const char16_t *tones; /* what follows that: bytes c0 to df, and again
				  e0 to ff, or 0; NULL: nothing does */
	double handicap; /* in words: how far it has to be ahead of others to
			    be guessed, since it is seldom met */
};

/* The likelier ones first.  TCVN3 twice: as the ABC fonts have it, capitals in a
 * font of their own and quotes and dashes where TCVN 5712 has capitals; and as
 * TCVN 5712 itself. */
#define LEGACY_TABLES 6
extern const struct legacy_table legacy_tables[LEGACY_TABLES];

/*
 * Append what n bytes stand for, in NFC; a byte that stands for nothing becomes
 * U+FFFD.  Adds the number of these to *replaced.  E_NOMEM.
 */
int legacy_decode(const struct legacy_table *t, const char *s, size_t n,
		  struct buf *out, size_t *replaced);

#endif
