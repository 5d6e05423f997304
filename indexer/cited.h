/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * cited - the documents that a report cites by their numbers, each spelled in
 * one way however the report writes it:
 *	07-NQ/TU	of the Party: number-type/issuer
 *	371/2023/NĐ-CP	of others: number/year/type-issuer
 *	356/UBND-NC	a letter, which has no type in its number
 * A number has two digits at least; letters are as they are written there.
 *
 * A reference that leaves the issuer out (`Chỉ thị 05`) is the one with it, where
 * the report has that; else it is listed as it is written.
 */
#ifndef TRACUU_INDEXER_CITED_H
#define TRACUU_INDEXER_CITED_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/err.h"
#include "text/text.h"

#define CITED_MAX 256 /* of a report; further ones are passed over */

struct cited_ref {
	const char *term; /* of the unit */
	size_t term_n, base_n;
	const char *written; /* as it is listed */
	bool is_short;
};

/* The documents of one report; zeroed, it is empty. */
struct cited {
	struct cited_ref v[CITED_MAX];
	size_t n;
	struct arena arena;
};

void cited_release(struct cited *c); /* and it is empty again */
/* Another unit of the report; what is no reference with a number and a type or
 * issuer is passed over.  t's offsets are bytes of s.  E_NOMEM. */
int cited_add(struct cited *c, const char *s, const struct text_token *t);
/* The list in the order of the report, separated by '\n', in place of the
 * contents of `ret`.  E_NOMEM. */
int cited_list(const struct cited *c, struct buf *ret);

#endif
