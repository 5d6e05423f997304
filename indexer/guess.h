/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * guess - which of the old encodings bytes are in, by how Vietnamese they are
 * in each.
 *
 * A sample is read in every encoding.  Of its words with other letters than
 * those of ASCII, which are the same in all, those count that are syllables
 * with their marks and capitals as Vietnamese has them, against those that are
 * none: `vi\xd6t` is việt in TCVN3, viÖt in windows-1258, viơt in VPS.
 */
#ifndef TRACUU_INDEXER_GUESS_H
#define TRACUU_INDEXER_GUESS_H

#include <stddef.h>

#include "indexer/legacy.h"

struct guess {
	const struct legacy_table *table; /* NULL: none is convincing */
	double confidence; /* 0 to 1: how good it is, and how many words it is
			      ahead of the next encoding; below .3 when that
			      makes as many syllables, maybe the same */
};

/*
 * `claim`: what the page says of itself (claim.h), which is worth a few words: it
 * decides where few are there to tell.  `scratch` is overwritten.  E_NOMEM.
 */
int guess_encoding(const char *s, size_t n, enum encoding claim,
		   struct buf *scratch, struct guess *ret);

#endif
