/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * occur - where words stand side by side, in a few of the reports that hold
 * them.  Pairs are stored without marks and terms without capitals: what is
 * really written, and what stands behind it, only a report tells.  Looking into
 * one takes about 50 us, and 50 more for the bytes of its text; a few us where it
 * was looked into before (recent.h).
 */
#ifndef TRACUU_SEARCH_TYPING_OCCUR_H
#define TRACUU_SEARCH_TYPING_OCCUR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "search/search.h"
#include "search/typing/written.h"

/* A word to look for. */
struct occur_word {
	const char *s;	 /* a term, base:marks, n bytes */
	size_t n, base_len;
	bool exact;	 /* as it is; else any form that it covers */
};
#define OCCUR_RUN 8 /* words to look for, at most */

/* The words found and those behind them, up to a break; all of the arena. */
struct occurrence {
	struct written_term *terms;
	struct written_term *texts; /* as they stand in the report; NULL: not
				       read */
	struct written_term *signs; /* with texts: what stands before each of
				       them, in the place of a space: the / of
				       71/2024; s is NULL where there is one */
	size_t n;		    /* words */
	uint32_t docid, pos;	    /* of the first */
	uint32_t report;	    /* number of the report among those read */
	bool title;		    /* in the title, of which no text is read */
	bool start;		    /* behind a break: a capital says nothing */
};

struct occurrences {
	struct occurrence *v; /* by report */
	size_t n;
	uint32_t reports; /* read */
	bool all;	  /* every place in the archive is among them */
};

struct occur_search {
	const struct occur_word *words;
	size_t n;	  /* of them, 1 to OCCUR_RUN; a single one is exact */
	uint32_t reports; /* to read */
	uint32_t enough;  /* so many are enough if the words are the same in
			     every place of them; 0: they are not */
	size_t behind;	  /* words to tell behind those found */
};

/*
 * Of a report at most OCCUR_EACH places are told: one long report is no usage.
 * E_DEADLINE, E_CANCELLED, E_NOMEM, and those of store.h and record.h.
 */
#define OCCUR_EACH 4
int occur_find(struct search *s, const struct search_request *req,
		const struct occur_search *what, struct arena *arena,
		struct occurrences *ret, struct err *e);

/*
 * Read the texts of some of n places: one in each of OCCUR_TEXTS reports, where
 * it is likeliest to be no beginning of a sentence.  Clobbers s->slice.  Errors
 * as above.
 */
#define OCCUR_TEXTS 3
int occur_read(struct search *s, struct occurrence *const *v, size_t n,
		struct arena *arena, struct err *e);

/* Whether two places have the same n words, or fewer. */
bool occur_same(const struct occurrence *a, const struct occurrence *b,
		size_t n);

#endif
