/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <string.h>

#include "search/page/cut.h"
#include "search/page/slice.h"

/* What is joined without an end, as in a long address, is cut after all. */
#define JOINED_BYTES 96
/* A piece that goes on so few bytes behind another one goes on right there. */
#define SNAP_BYTES 24

/* ------------------------------------------------------------------------- front */

/* Where token `i` and what is joined to it begin. */
static size_t front_of(const struct search *s, size_t i, size_t floor)
{
	const struct slice_token *t = s->tokens;
	size_t end = t[i].end;

	while (i > 0 && t[i].joined && t[i - 1].begin >= floor &&
	       end - t[i - 1].begin <= JOINED_BYTES)
		i--;
	return i;
}

/* Whether a clause begins with token i.  What stands before a colon says what the
 * words behind it are. */
static bool begins_clause(const struct search *s, size_t i)
{
	const struct slice_token *t = &s->tokens[i];

	return i && t->after_break &&
	       !memchr(s->slice.s + t[-1].end, ':', t->begin - t[-1].end);
}

/* The token to begin with: the first of the sentence if it is near, else the first
 * of a clause, else one that leaves a few words before the match. */
static size_t first_token(const struct search *s, const struct cut_wish *w)
{
	const struct slice_token *t = s->tokens;
	size_t i = front_of(s, w->first, w->floor);
	size_t match = t[i].begin, best = i, clause = SIZE_MAX;

	if (w->floor && match - w->floor < SNAP_BYTES) {
		while (i > 0 && t[i - 1].begin >= w->floor)
			i--;
		return i;
	}
	for (;; i--) {
		size_t lead = match - t[i].begin;

		if (lead > w->room / 2 || t[i].begin < w->floor ||
		    t[w->last].end - t[i].begin > w->room)
			break;
		if (!t[i].joined && t[i].begins)
			return i;
		if (!t[i].joined && lead <= w->room / 4)
			best = i;
		/* The farthest one of those that are near, else the nearest. */
		if (!t[i].joined && begins_clause(s, i) &&
		    (lead <= w->room / 3 || clause == SIZE_MAX))
			clause = i;
		if (!i)
			break;
	}
	return clause == SIZE_MAX ? best : clause;
}

/* -------------------------------------------------------------------------- back */

static bool may_end(const struct search *s, size_t i)
{
	return i + 1 == s->n_tokens || !s->tokens[i + 1].joined;
}

static bool ends_sentence(const struct search *s, size_t i)
{
	return i + 1 == s->n_tokens ? s->slice_ends : s->tokens[i + 1].begins;
}

/* Nothing else would fit: the end of the first token and of what is joined. */
static size_t back_of(const struct search *s, size_t i)
{
	size_t begin = s->tokens[i].begin;

	while (!may_end(s, i) && s->tokens[i + 1].end - begin <= JOINED_BYTES)
		i++;
	return i;
}

/* The token to end with, of a piece that begins at byte `from`. */
static size_t last_token(const struct search *s, const struct cut_wish *w,
			 size_t first, size_t from)
{
	const struct slice_token *t = s->tokens;
	size_t word = SIZE_MAX, clause = SIZE_MAX, sentence = SIZE_MAX;

	for (size_t i = first; i < s->n_tokens; i++) {
		if (t[i].end - from > w->room + w->room / 8)
			break;
		if (!may_end(s, i))
			continue;
		if (i >= w->last && ends_sentence(s, i))
			sentence = i;
		if (t[i].end - from > w->room)
			continue;
		word = i;
		/* Not with the (4) of what comes next. */
		if (i >= w->last && i + 1 < s->n_tokens &&
		    t[i + 1].after_break && !t[i].after_break)
			clause = i;
	}
	if (sentence != SIZE_MAX && (sentence + 1 == s->n_tokens ||
				     t[sentence].end - from >= w->room * 3 / 5))
		return sentence;
	if (clause != SIZE_MAX && t[clause].end - from >= w->room * 4 / 5)
		return clause;
	return word == SIZE_MAX ? back_of(s, first) : word;
}

/* ------------------------------------------------------------------- punctuation */

/* The opening quotes and brackets that stand before a token. */
static size_t with_signs_before(const struct search *s, size_t i, size_t floor)
{
	const char *text = s->slice.s;
	size_t at = s->tokens[i].begin;
	size_t behind = i ? s->tokens[i - 1].end : 0;

	if (behind < floor)
		behind = floor;
	while (at > behind && !slice_space_at(text + at - 1, 1) &&
	       !(at - behind > 1 && slice_space_at(text + at - 2, 2) == 2))
		at--;
	return at;
}

/* The stop, closing quotes and brackets that stand behind it. */
static size_t with_signs_behind(const struct search *s, size_t i)
{
	size_t at = s->tokens[i].end;
	size_t next = i + 1 < s->n_tokens ? s->tokens[i + 1].begin
					  : s->slice.len;

	while (at < next && !slice_space_at(s->slice.s + at, next - at))
		at++;
	return at;
}

void cut_choose(const struct search *s, const struct cut_wish *wish,
		struct cut *ret)
{
	size_t first = first_token(s, wish), last;

	ret->from = with_signs_before(s, first, wish->floor);
	last = last_token(s, wish, first, ret->from);
	ret->to = with_signs_behind(s, last);
	ret->front = !s->tokens[first].begins;
	ret->back = !ends_sentence(s, last);
}
