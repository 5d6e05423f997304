/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * known_ref - documents of the whole country that reports call by type and number
 * alone and never name in full: `Chỉ thị 05` is the Politburo's of 2016.
 */
#ifndef TRACUU_INDEXER_KNOWN_REF_H
#define TRACUU_INDEXER_KNOWN_REF_H

#include <stddef.h>

/*
 * What the short reference of `term` (n bytes, as of TEXT_REF) is in full, as
 * cited.h spells it: static storage.  `behind`: the text that goes on there; who
 * it says the document is `của` must be the issuer.  NULL: none that is known.
 */
const char *known_ref(const char *term, size_t n, const char *behind,
		      size_t behind_n);
/* Its day, "2016-05-15"; `ref` is what known_ref() returned. */
const char *known_ref_date(const char *ref);

#endif
