/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * words - a line by its words alone: its terms, each with a space behind it,
 * and "# " for every number.  Lines that differ only in case, punctuation,
 * spacing, numbers, normal form or the place of a tone have the same key.
 */
#ifndef TRACUU_INDEXER_WORDS_H
#define TRACUU_INDEXER_WORDS_H

#include "base/buf.h"
#include "text/text.h"

/* Put the key of a line into `ret` (its contents are replaced).  E_NOMEM. */
int words_key(struct text_analyzer *a, const char *s, size_t n,
	      struct buf *ret, struct err *e);

#endif
