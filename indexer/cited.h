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
 * the report has that (the first one, where it has several); else the one that
 * everybody knows by that name (known_ref.h), unless the report gives it another
 * issuer or date; else it is listed as it is written.  It is none at all when it
 * begins with a small letter and says neither `số` nor a year: `quy định 5 bước`.  The date of a document is the one that stands right behind its
 * number, but for commas, a bracket and `ngày`, wherever it first does.
 */
#ifndef TRACUU_INDEXER_CITED_H
#define TRACUU_INDEXER_CITED_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/mention.h"
#include "text/text.h"

#define CITED_MAX 256 /* of a report; further ones are passed over */

struct cited_ref {
	const char *term; /* of the unit */
	size_t term_n, base_n;
	const char *written; /* as it is listed */
	const char *known; /* known_ref.h; NULL: it is none */
	bool is_short;
	bool is_vague; /* perhaps no document, see above */
	struct mention_lines lines;
	char date[MENTION_DATE_LEN + 1]; /* "": not said */
};

/* The documents of one report; zeroed, it is empty. */
struct cited {
	struct cited_ref v[CITED_MAX];
	size_t n;
	size_t last, last_end; /* the one read last, and where it ends in s; it is
				  CITED_MAX when there is none */
	struct arena arena;
};

void cited_release(struct cited *c); /* and it is empty again */
/* Another unit of the report, and the line it stands in; what is neither a date
 * nor a reference with a number and a type or issuer is passed over.  t's offsets
 * are bytes of s, which has n.  E_NOMEM. */
int cited_add(struct cited *c, const char *s, size_t n,
	      const struct text_token *t, uint32_t line);
/*
 * The term of the document that a reference of the report means, its length in
 * *ret_n: behind 371/2023/NĐ-CP `Nghị định 371` is that one, so that it is not
 * 371/2022/NĐ-CP as well.  Its own term where none before it says more.
 */
const char *cited_meant(const struct cited *c, const struct text_token *t,
			size_t *ret_n);
/* The next units are of another s. */
void cited_break(struct cited *c);
/* The list in the order of the report, separated by '\n', and where each stands
 * and its date (base/mention.h), in place of the contents of both.  E_NOMEM. */
int cited_list(struct cited *c, struct buf *ret, struct buf *ret_where);

#endif
