/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * claim - what a page says that its encoding is: <meta charset>, <meta
 * http-equiv="Content-Type">, <?xml encoding?>.  Pages that were converted, or
 * written with a font of their own, say what is wrong: evidence, not more.
 */
#ifndef TRACUU_INDEXER_CLAIM_H
#define TRACUU_INDEXER_CLAIM_H

#include <stddef.h>

#include "indexer/decode.h"

/* One of the encodings that have nothing but their words to tell them by
 * (encoding_is_guessed()); ENCODING_NONE: none of these is claimed.  Any thread. */
enum encoding claimed_encoding(const char *s, size_t n);

#endif
