/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <string.h>

#include "search/page/window.h"

/* What two windows must show more than one does, of all that there is to show:
 * else one is easier to read. */
#define WORTH_TWO 0.1
/* What a word counts that the title shows. */
#define IN_TITLE 0.5
/* A line of fewer positions is a heading, a letterhead, a cell of a table. */
#define BRIEF_POSITIONS 8
#define SAME_SCORE 1e-9

/* What a window is worth while it slides: how often each word and each pair of
 * neighbours is in it, and the sum over those that are. */
struct slide {
	const struct view *view;
	const struct record_anchor *anchors;
	size_t n_anchors;
	double rarity[QUERY_WORDS_MAX];
	uint64_t title; /* words that the title shows */
	uint64_t body;	/* others, that are anywhere in the body */
	uint64_t shown; /* words that count nothing, since they are shown */

	uint32_t words[QUERY_WORDS_MAX], pairs[QUERY_WORDS_MAX];
	double score;
	size_t anchor;	    /* the last one at or before the window's end */
	uint32_t paragraph; /* where the paragraph of the window's end begins */
};

static size_t first_of_body(const struct view *v)
{
	size_t i = 0;

	while (i < v->n_spans && v->spans[i].pos < v->title_end)
		i++;
	return i;
}

static uint64_t words_of(const struct view *v, size_t from, size_t to)
{
	uint64_t words = 0;

	for (; from < to; from++)
		words |= v->spans[from].words;
	return words;
}

static void slide_init(struct slide *w, const struct view *v)
{
	size_t body = first_of_body(v);

	memset(w, 0, sizeof(*w));
	w->view = v;
	w->title = words_of(v, 0, body);
	w->body = words_of(v, body, v->n_spans) & ~w->title;
	for (size_t i = 0; i < v->plan->q->n_words; i++) {
		w->rarity[i] = plan_rarity(v->plan, i, v->tier);
		if (w->title >> i & 1)
			w->rarity[i] *= IN_TITLE;
	}
}

/* ----------------------------------------------------------------------- sliding */

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

static void count(struct slide *w, uint32_t *counts, uint64_t set, bool enter)
{
	for (set &= ~w->shown; set; set &= set - 1) {
		size_t i = (size_t)__builtin_ctzll(set);

		if (enter ? !counts[i]++ : !--counts[i])
			w->score += enter ? w->rarity[i] : -w->rarity[i];
	}
}

static void move(struct slide *w, size_t span, bool enter)
{
	count(w, w->words, w->view->spans[span].words, enter);
	count(w, w->pairs, pairs_at(w->view, span), enter);
}

/* Go on to the line of position `pos`.  A window stays in lines that follow one
 * another: what stands between others may be no part of the report. */
static void go_to(struct slide *w, uint32_t pos)
{
	const struct record_anchor *v = w->anchors;

	while (w->anchor + 1 < w->n_anchors && v[w->anchor + 1].pos <= pos) {
		const struct record_anchor *to = &v[++w->anchor];

		if (to->line > to[-1].line + 1)
			w->paragraph = to->pos;
	}
}

/* Whether the window's end is in a short line. */
static bool is_brief(const struct slide *w)
{
	const struct record_anchor *v = w->anchors;
	size_t from = w->anchor, to = w->anchor;

	while (from && v[from - 1].line == v[from].line)
		from--;
	while (to < w->n_anchors && v[to].line == v[from].line)
		to++;
	return to < w->n_anchors && v[to].pos - v[from].pos < BRIEF_POSITIONS;
}

/* The window from the first to the last of these spans that show a new word. */
static void take(const struct slide *w, size_t from, size_t to,
		 struct window *ret)
{
	const struct view_span *v = w->view->spans;

	while (from < to && !(v[from].words & ~w->shown))
		from++;
	ret->pos = v[from].pos;
	ret->end = v[to].end;
	ret->words = words_of(w->view, from, to + 1);
}

/* The best window of so many positions; false when none shows a new word. */
static bool best_window(struct slide *w, uint32_t positions, struct window *ret)
{
	const struct view *v = w->view;
	size_t from = first_of_body(v);
	double best = 0;
	bool brief = false;

	memset(w->words, 0, sizeof(w->words));
	memset(w->pairs, 0, sizeof(w->pairs));
	w->score = 0;
	w->anchor = 0;
	w->paragraph = 0;
	for (size_t to = from; to < v->n_spans; to++) {
		uint32_t pos = v->spans[to].pos;

		if (!(v->spans[to].words & ~w->shown))
			continue;
		go_to(w, pos);
		move(w, to, true);
		while (pos - v->spans[from].pos >= positions ||
		       v->spans[from].pos < w->paragraph)
			move(w, from++, false);
		if (w->score < best - SAME_SCORE ||
		    (w->score < best + SAME_SCORE && (!brief || is_brief(w))))
			continue;
		best = w->score;
		brief = is_brief(w);
		take(w, from, to, ret);
	}
	return best > 0;
}

/* ---------------------------------------------------------------------- choosing */

/* Of words that the title does not show. */
static double worth(const struct slide *w, uint64_t words)
{
	double sum = 0;

	for (words &= w->body; words; words &= words - 1)
		sum += w->rarity[__builtin_ctzll(words)];
	return sum;
}

/* Two halves in place of one window, where they show enough more. */
static size_t choose_two(struct slide *w, struct window v[2])
{
	double all = worth(w, w->body), one = worth(w, v[0].words);
	double enough = one + WORTH_TWO * all;
	struct window a, b;

	if (all <= one || all < enough ||
	    !best_window(w, WINDOW_POSITIONS / 2, &a))
		return 1;
	w->shown = a.words;
	if (!best_window(w, WINDOW_POSITIONS / 2, &b) ||
	    worth(w, a.words | b.words) < enough)
		return 1;
	v[0] = a;
	v[1] = b;
	return 2;
}

int window_choose(struct search *s, struct window ret[2], size_t *ret_n,
		  struct err *e)
{
	struct slide w;
	int r;

	slide_init(&w, &s->view);
	r = record_anchors(s->record, &w.anchors, &w.n_anchors, e);
	if (r)
		return r;
	*ret_n = 0;
	if (!w.n_anchors || !best_window(&w, WINDOW_POSITIONS, &ret[0]))
		return 0;
	*ret_n = choose_two(&w, ret);
	return 0;
}
