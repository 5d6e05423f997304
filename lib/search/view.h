/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * view - where the words of a plan stand in one piece of text: a whole report
 * by its forward index, or a title, a line, a window by its tokens.  One way to
 * decide what matches serves checking, choosing a window and marking.
 */
#ifndef TRACUU_SEARCH_VIEW_H
#define TRACUU_SEARCH_VIEW_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "search/plan.h"

struct record;

/* A position that holds a word of the query; words is a set of their numbers. */
struct view_event {
	uint32_t pos;
	uint64_t words;
};

/* A match: one word, or a phrase whole.  Numbers of events. */
struct view_span {
	uint32_t first, last;
	uint64_t words;
};

struct view {
	const struct plan *plan;
	enum plan_tier tier;
	struct view_event *events; /* by position */
	size_t n_events, cap_events;
	struct view_span *spans; /* by first event; view_find_spans() */
	size_t n_spans, cap_spans;
	uint64_t *term_words; /* scratch: the words of each term of a record */
	size_t cap_terms;
	uint32_t title_end;   /* positions below it are the title */
};

/* Where a span begins. */
static inline uint32_t view_span_pos(const struct view *v, size_t i)
{
	return v->events[v->spans[i].first].pos;
}

void view_init(struct view *v);
void view_release(struct view *v);

/* Begin an empty view of a text whose positions are all title, or all body. */
void view_begin(struct view *v, const struct plan *p, enum plan_tier tier,
		bool title);
/* Add a token; returns its words (0: none) in *ret_words.  E_NOMEM. */
int view_add(struct view *v, const char *term, size_t n, uint32_t pos,
	     uint64_t *ret_words);

/* View a whole report.  E_CORRUPT, E_NOMEM. */
int view_load(struct view *v, const struct plan *p, enum plan_tier tier,
	      struct record *r, struct err *e);

/* Whether the report is what the query asks for. */
bool view_matches(const struct view *v, enum search_match match);

/*
 * Find what is to be marked: each wanted word, phrases only as a whole, nothing
 * that stands behind NOT.  E_NOMEM.
 */
int view_find_spans(struct view *v);

#endif
