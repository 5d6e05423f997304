/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * suggest - did you mean?  Each word of a query may have come from another one
 * by a slip of the hand; which one, the words beside it say.  The inside of
 * search_suggest().
 *
 *	suggest_words.c	what a word may have been: terms of the archive
 *	suggest.c	the likeliest of all their sequences, as queries
 */
#ifndef TRACUU_SEARCH_TYPING_SUGGEST_H
#define TRACUU_SEARCH_TYPING_SUGGEST_H

#include "search/plan/pair.h"
#include "search/plan/plan.h"
#include "search/query/parse.h"
#include "search/session.h"
#include "search/typing/written.h"

/* What a word may have been: a term of the archive. */
struct candidate {
	struct written_term term; /* of the arena */
	size_t base_len;
	uint64_t df;
	double cost;  /* of the slips it takes; a logarithm, like all here */
	double worth; /* which ones to keep: cost and use */
};

/* The candidates of one word; the first is the word as it was typed, whether it
 * is in the archive or not. */
#define CANDIDATES_MAX 32
struct candidates {
	struct candidate v[CANDIDATES_MAX];
	size_t n;
};

/*
 * Add to the first candidate of word i of a query, the word itself, the best
 * others, by what is known of the word alone and of the words beside it as they
 * were typed.  Errors: those of store.h.
 */
int suggest_candidates(struct search *s, const struct query *q, size_t i,
		       const char *text, struct arena *arena,
		       struct candidates *ret, struct err *e);

/*
 * The one suggestion that an answer carries unasked: only where a word is not in
 * the archive or, of a query of few words, where no report has all of them.
 * *ret: for free(); untouched when there is none.  Clobbers s->record.
 */
int suggest_push(struct search *s, const struct search_request *req,
		 const struct plan *p, const struct search_result *result,
		 char **ret, struct err *e);

#endif
