/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "search/slice.h"
#include "search/snippet.h"

/* Positions read before the window, so that its sentence can be begun. */
#define LEAD_POSITIONS 16
/* Bytes read from there on: enough for window, lead and long words. */
#define READ_BYTES 1600
/* A word so few bytes into its line is the first one, behind quotes or a list's
 * dash. */
#define SNIPPET_QUOTES 8
/* Punctuation that sticks to a word. */
#define STICKING_BYTES 24

void marked_release(struct marked *m)
{
	free(m->s);
	free(m->marks);
	memset(m, 0, sizeof(*m));
}

/* ----------------------------------------------------------------------- window */

/* What a window is worth while it slides: how often each word and each pair of
 * neighbours is in it, and the sum over those that are. */
struct window {
	const struct view *view;
	double rarity[QUERY_WORDS_MAX];
	uint32_t words[QUERY_WORDS_MAX], pairs[QUERY_WORDS_MAX];
	double score;
};

static void window_init(struct window *w, const struct view *v)
{
	memset(w, 0, sizeof(*w));
	w->view = v;
	for (size_t i = 0; i < v->plan->q->n_words; i++)
		w->rarity[i] = plan_rarity(v->plan, i, v->tier);
}

/* The words that end a pair at span i, asked for and found side by side. */
static uint64_t pairs_at(const struct view *v, size_t i)
{
	const struct view_span *s = &v->spans[i];
	uint64_t set = 0;

	if (!i || s[-1].end != s->pos)
		return 0;
	for (uint64_t m = s->words & (s[-1].words << 1); m; m &= m - 1) {
		size_t w = (size_t)__builtin_ctzll(m);

		if (v->plan->q->words[w].joined)
			set |= UINT64_C(1) << w;
	}
	return set;
}

static void window_count(struct window *w, uint32_t *counts, uint64_t set,
			 bool enter)
{
	for (; set; set &= set - 1) {
		size_t i = (size_t)__builtin_ctzll(set);

		if (enter ? !counts[i]++ : !--counts[i])
			w->score += enter ? w->rarity[i] : -w->rarity[i];
	}
}

static void window_move(struct window *w, size_t span, bool enter)
{
	window_count(w, w->words, w->view->spans[span].words, enter);
	window_count(w, w->pairs, pairs_at(w->view, span), enter);
}

/* The position where the best window of the body begins; false: no match there. */
static bool best_window(const struct view *v, uint32_t *ret_pos)
{
	struct window w;
	double best = -1;
	size_t from = 0;

	while (from < v->n_spans && v->spans[from].pos < v->title_end)
		from++;
	window_init(&w, v);
	for (size_t to = from; to < v->n_spans; to++) {
		window_move(&w, to, true);
		while (v->spans[to].pos - v->spans[from].pos >= SNIPPET_POSITIONS)
			window_move(&w, from++, false);
		if (w.score > best + 1e-9) {
			best = w.score;
			*ret_pos = v->spans[from].pos;
		}
	}
	return best >= 0;
}

/* ---------------------------------------------------------------------- cutting */

static bool is_space(char c)
{
	return c == ' ' || c == '\n' || c == '\r' || c == '\t';
}

/* Whether a sentence ends between tokens i - 1 and i. */
static bool sentence_before(const struct search *s, size_t i)
{
	if (i == 0 || !s->tokens[i].after_break)
		return false;
	for (size_t at = s->tokens[i - 1].end; at < s->tokens[i].begin; at++)
		if (memchr(".!?", s->slice.s[at], 3))
			return true;
	return false;
}

/* The token a snippet begins with so that token `match` is in its first part. */
static size_t first_token(const struct search *s, size_t match)
{
	size_t i = match;

	while (i > 0 && !sentence_before(s, i) &&
	       s->tokens[match].begin - s->tokens[i - 1].begin <= SNIPPET_LEAD)
		i--;
	return i;
}

/* The last token of a snippet that begins at byte `from`. */
static size_t last_token(const struct search *s, size_t first, size_t from)
{
	size_t i = first;

	while (i + 1 < s->n_tokens &&
	       s->tokens[i + 1].end - from <= SNIPPET_BYTES)
		i++;
	return i;
}

/*
 * Take in the punctuation that sticks to the word: an opening quote, a stop.  In
 * a script without spaces the next space may be far: then none.
 */
static size_t back_to_space(const char *text, size_t at)
{
	for (size_t i = at; i + STICKING_BYTES > at; i--)
		if (i == 0 || is_space(text[i - 1]))
			return i;
	return at;
}

static size_t on_to_space(const char *text, size_t n, size_t at)
{
	for (size_t i = at; i < at + STICKING_BYTES; i++)
		if (i == n || is_space(text[i]))
			return i;
	return at;
}

/* The token at or behind position `pos` that begins a match; token 0 when there
 * is none. */
static size_t match_token(const struct search *s, uint32_t pos)
{
	const struct view *v = &s->slice_view;
	size_t t = 0;

	for (size_t i = 0; i < v->n_spans; i++) {
		uint32_t p = v->spans[i].pos;

		while (t < s->n_tokens && s->tokens[t].pos < p)
			t++;
		if (p >= pos && t < s->n_tokens)
			return t;
	}
	return 0;
}

/* The slice is a line from some word of it (`starts`: its first one) on. */
static int cut_around(struct search *s, size_t match, bool starts,
		      struct marked *ret, size_t *ret_from, struct err *e)
{
	size_t first = first_token(s, match);
	size_t from = back_to_space(s->slice.s, s->tokens[first].begin);
	size_t last = last_token(s, first, from);
	size_t to = on_to_space(s->slice.s, s->slice.len, s->tokens[last].end);
	int r = slice_cut(s, s->slice.s, from, to, ret, e);

	if (r)
		return r;
	ret->cut_front = first ? !sentence_before(s, first) : !starts;
	ret->cut_back = last + 1 < s->n_tokens && !sentence_before(s, last + 1);
	*ret_from = from;
	return 0;
}

/* ----------------------------------------------------------------------- pieces */

static uint32_t first_body_pos(const struct search *s)
{
	return s->view.title_end + 1;
}

/* A line of fewer words is a dateline or a caption, not how a report begins. */
#define OPENING_WORDS 10

/*
 * Where a report begins, for one that matched in its title alone or by what it
 * does not have: with the first long line behind the title.
 */
static uint32_t opening_pos(struct search *s)
{
	uint32_t title = record_fields(s->record)->title_line;
	uint32_t first = first_body_pos(s), begin = 0, line = 0, brief = 0;
	struct record_anchor a;
	const uint32_t *stream;
	size_t n, title_end;

	if (record_stream(s->record, &stream, &n, &title_end, NULL))
		return first;
	for (uint32_t pos = first; pos < n && pos < first + READ_BYTES; pos++) {
		if (record_anchor(s->record, pos, &a, NULL) || a.line <= title)
			continue;
		if (a.line != line)
			begin = pos;
		line = a.line;
		brief = brief ? brief : begin;
		if (pos - begin >= OPENING_WORDS)
			return begin;
	}
	return brief ? brief : first;
}

/*
 * Where to begin to read for a window at `pos`: some positions before it, but in
 * the same line, since the lines before may be no part of the report.
 */
static int lead_anchor(struct search *s, uint32_t pos, struct record_anchor *ret,
		       struct err *e)
{
	uint32_t first = first_body_pos(s);
	uint32_t lead = pos > first + LEAD_POSITIONS ? pos - LEAD_POSITIONS
						     : first;
	struct record_anchor at;
	int r = record_anchor(s->record, pos, &at, e);

	if (r)
		return r;
	do
		r = record_anchor(s->record, lead, ret, e);
	while (!r && ret->line != at.line && lead++ < pos);
	return r;
}

int snippet_body(struct search *s, struct marked *ret, struct err *e)
{
	struct record_anchor a;
	uint32_t pos;
	size_t match, from;
	bool starts, found = best_window(&s->view, &pos);
	int r;

	if (!found)
		pos = opening_pos(s);
	r = lead_anchor(s, pos, &a, e);
	if (r == E_NOTFOUND)
		return 0; /* a report without a word: nothing to show */
	if (!r)
		r = slice_read(s, a.byte, READ_BYTES, e);
	if (r)
		return r;
	slice_cut_line(s);
	r = slice_analyze(s, s->slice.s, s->slice.len, a.pos, pos, false, e);
	if (r || !s->n_tokens)
		return r;
	match = found ? match_token(s, pos) : 0;
	/* Quotes and brackets may stand before the first word. */
	starts = a.byte - a.line_begin < SNIPPET_QUOTES;
	r = cut_around(s, match, starts, ret, &from, e);
	if (r)
		return r;
	return slice_place(s, ret,
			   a.byte + from +
				   (ret->n_marks ? ret->marks[0].byte : 0),
			   a.line, a.line_begin, e);
}

int snippet_title(struct search *s, struct marked *ret, struct err *e)
{
	const struct record_fields *f = record_fields(s->record);
	int r = slice_analyze(s, f->title.s, f->title.n, 0, SLICE_WHOLE, true,
			      e);

	return r ? r : slice_cut(s, f->title.s, 0, f->title.n, ret, e);
}

int snippet_place_title(struct search *s, struct marked *title, struct err *e)
{
	const struct record_fields *f = record_fields(s->record);
	uint64_t at = f->title_byte;
	uint64_t back = at < LINE_BYTES ? at : LINE_BYTES;
	const char *end;
	int r;

	if (f->title_line == RECORD_NO_LINE)
		return 0;
	r = slice_read(s, at - back, back, e);
	if (r)
		return r;
	end = s->slice.len ? memrchr(s->slice.s, '\n', s->slice.len) : NULL;
	if (end)
		back = s->slice.len - (size_t)(end + 1 - s->slice.s);
	return slice_place(s, title,
			   at + (title->n_marks ? title->marks[0].byte : 0),
			   f->title_line, at - back, e);
}
