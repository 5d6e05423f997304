/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * written - how the archive writes what terms stand for.  Pairs are stored
 * without marks and terms without the place of a tone: what is really written
 * stands in the reports, and a few of them that hold the pair are enough to
 * know it.  Only calls of store.h, so it works the same on a remote shard.
 */
#ifndef TRACUU_SEARCH_TYPING_WRITTEN_H
#define TRACUU_SEARCH_TYPING_WRITTEN_H

#include <string.h>

#include "search/plan/pair.h"
#include "search/session.h"

/* A whole term, n bytes. */
struct written_term {
	const char *s;
	size_t n;
};
static inline bool written_same(struct written_term a, struct written_term b)
{
	return a.n == b.n && (!a.n || !memcmp(a.s, b.s, a.n));
}

/* Two words seen side by side in `n` reports of those looked at; their terms
 * are strings of the arena that was given. */
struct written_pair {
	struct written_term first, second;
	uint32_t n;
};

struct written {
	struct written_pair *v; /* of the arena, most frequent first */
	size_t n;
};

/*
 * The marked forms of two bases as they stand side by side, in `reports` of the
 * documents that hold the pair at most.
 * E_DEADLINE, E_CANCELLED, E_NOMEM, and those of store.h and record.h.
 */
int written_pairs(struct search *s, const struct search_request *req,
		  struct base first, struct base second, uint32_t reports,
		  struct arena *arena, struct written *ret, struct err *e);

/*
 * Append n words that stand side by side as they are written: NFC, the tone where
 * it mostly stands, a word in lower case unless each place that was looked at has
 * a capital there.  Words that were found nowhere together are spelled from their
 * terms.  At most WRITTEN_MAX words are looked for.  Errors as above.
 */
#define WRITTEN_MAX 8
int written_text(struct search *s, const struct search_request *req,
		 const struct written_term *terms, size_t n, struct buf *out,
		 struct err *e);

/*
 * The same for the first n_words of n places (occur.h), at least one, which
 * have the same words there, by the texts of those that were read, and with the
 * signs that stand between them there: 71/2024.  Bit i of `capitals`: word i has
 * a capital in any case.  E_NOMEM.
 */
struct occurrence;
int written_at(struct occurrence *const *places, size_t n, size_t n_words,
	       unsigned capitals, struct buf *out);
/* The sign before word `word` of these places; s is NULL for white space, and
 * where none of them was read. */
struct written_term written_sign(struct occurrence *const *places, size_t n,
				 size_t word);
/* How a term that was not seen anywhere may be written.  E_NOMEM. */
int written_term(struct written_term t, bool capital, struct buf *out);

#endif
