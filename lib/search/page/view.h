/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * view - where the words of a plan stand in one piece of text: a whole report
 * by its forward index, or a title, a line, a window by its tokens.  One way to
 * decide what matches serves checking, choosing a window and marking.
 */
#ifndef TRACUU_SEARCH_PAGE_VIEW_H
#define TRACUU_SEARCH_PAGE_VIEW_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/collection.h"
#include "base/err.h"
#include "search/plan/plan.h"

struct record;
struct text_analyzer;

/*
 * A place where something of the query stands: positions [pos, pos + n_pos).
 * The fields beside the text (field.h) have positions from VIEW_BESIDE on, each
 * a stretch of VIEW_BESIDE of its own.
 */
struct view_event {
	uint32_t pos, n_pos;
	uint64_t words; /* of the query, a set of their numbers */
	uint64_t alts;	/* terms of alternatives, a set of their bits; from
			   view_complete() on without some that are of none */
	uint64_t dead;	/* of the first event at a place: words of phrases that
			   were tried there and did not go on */
};
#define VIEW_STEP 4096 /* events between two looks at the clock */
#define VIEW_BESIDE (1u << 25) /* above all of RECORD_MAX_POSITIONS */

/* A place where an alternative stands whole. */
struct view_alt {
	uint32_t pos, n_pos;
	uint32_t alt; /* of plan->alts */
};

/* A match: one word, an alternative or a phrase, whole; positions [pos, end). */
struct view_span {
	uint32_t pos, end;
	uint64_t words;
};

struct view {
	const struct plan *plan;
	enum plan_tier tier;
	struct text_analyzer *analyzer; /* for fields; of the session */
	struct view_event *events; /* by pos */
	size_t n_events, cap_events;
	bool unordered; /* a unit came behind its words */
	struct view_alt *alts; /* by pos; view_complete() */
	size_t n_alts, cap_alts;
	struct view_span *spans; /* by pos; view_find_spans() */
	size_t n_spans, cap_spans;
	struct view_event *terms; /* scratch: the words of each term of a record */
	size_t cap_terms;
	uint32_t title_end;   /* positions below it are the title */
	char date[9];	      /* YYYYMMDD of publication, "" when unknown */
	char type[17];
	char collection[COLLECTION_NAME_MAX + 1];
};

void view_init(struct view *v);
void view_release(struct view *v);

/* Begin an empty view of a text whose positions are all title, or all body. */
void view_begin(struct view *v, const struct plan *p, enum plan_tier tier,
		bool title);
/* Add a token, a word or a unit over n_pos positions.  E_NOMEM. */
int view_add(struct view *v, const char *term, size_t n, uint32_t pos,
	     uint32_t n_pos);

/*
 * What follows takes time in proportion to the text, and no longer than the
 * request of the plan has: E_DEADLINE, E_CANCELLED.
 */

/* All tokens are there: put them in order and find the alternatives among them.
 * E_NOMEM. */
int view_complete(struct view *v, struct err *e);

/* View a whole report.  E_CORRUPT, E_NOMEM. */
int view_load(struct view *v, const struct plan *p, enum plan_tier tier,
	      struct record *r, struct err *e);

/* Returns 1 where the report is what the query asks for, 0 where it is not.
 * E_NOMEM. */
int view_matches(struct view *v, enum search_match match, struct err *e);

/*
 * Find what is to be marked: each wanted word, phrases only as a whole, nothing
 * that stands behind NOT.  E_NOMEM.
 */
int view_find_spans(struct view *v, struct err *e);

#endif
