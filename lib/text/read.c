/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Words and, among them, the units that they make.
 */
#include <string.h>

#include "text/analyzer.h"

/* ----------------------------------------------------------------------- gaps */

/* Bytes of a space at s, 0 when there is none. */
static size_t space_at(const char *s, size_t n)
{
	if (n && (*s == ' ' || *s == '\t'))
		return 1;
	return n > 1 && !memcmp(s, "\xc2\xa0", 2) ? 2 : 0;
}

static enum text_gap gap_of(const char *s, size_t n)
{
	static const struct {
		const char *s;
		enum text_gap gap;
	} signs[] = {
		{ "-", TEXT_GAP_HYPHEN },	   { "/", TEXT_GAP_SLASH },
		{ ".", TEXT_GAP_POINT },	   { "&", TEXT_GAP_AND },
		{ "@", TEXT_GAP_AT },		   { "'", TEXT_GAP_APOSTROPHE },
		{ "\xe2\x80\x98", TEXT_GAP_APOSTROPHE },
		{ "\xe2\x80\x99", TEXT_GAP_APOSTROPHE },
		{ "\xe2\x80\x90", TEXT_GAP_HYPHEN }, /* hyphen */
		{ "\xe2\x80\x91", TEXT_GAP_HYPHEN }, /* that does not break */
		{ "\xe2\x80\x93", TEXT_GAP_HYPHEN }, /* en dash */
		{ "\xe2\x80\x94", TEXT_GAP_HYPHEN }, /* em dash */
		{ "\xe2\x88\x92", TEXT_GAP_HYPHEN }, /* minus */
		{ "\xef\xbc\x8d", TEXT_GAP_HYPHEN }, /* full width */
		{ "\xef\xbc\x8f", TEXT_GAP_SLASH },
		{ "\xef\xbc\x8e", TEXT_GAP_POINT },
		{ "\xef\xbc\x86", TEXT_GAP_AND },
	};

	for (size_t i = 0; i < sizeof(signs) / sizeof(*signs); i++)
		if (strlen(signs[i].s) == n && !memcmp(s, signs[i].s, n))
			return signs[i].gap;
	return TEXT_GAP_OTHER;
}

/* What stands in the n bytes between two words. */
static void set_gap(struct text_token *t, const char *s, size_t n)
{
	size_t begin = 0, len;

	t->tight = true;
	if (n == 1 && *s == ' ') { /* nearly always */
		t->gap = TEXT_GAP_SPACE;
		t->tight = false;
		return;
	}
	while ((len = space_at(s + begin, n - begin)))
		begin += len;
	for (size_t end = n; end > begin; end = n) {
		if (space_at(s + end - 1, 1))
			n = end - 1;
		else if (end - begin > 1 && space_at(s + end - 2, 2) == 2)
			n = end - 2;
		else
			break;
		t->tight = false;
	}
	t->tight = t->tight && !begin;
	if (n > begin)
		t->gap = gap_of(s + begin, n - begin);
	else
		t->gap = t->tight ? TEXT_GAP_NONE : TEXT_GAP_SPACE;
}

/* --------------------------------------------------------------------- window */

/* TƯ is TW, as a word of the text. */
static void fold_centre(struct unit_window *w, uint64_t at)
{
	struct unit_word *word = &w->v[at % UNIT_WORDS];

	if (!unit_is_centre(w, at))
		return;
	memcpy(word->term.s, "tw:", 3);
	word->term.len = word->t.term_len = 3;
	word->term.base_len = word->t.base_len = 2;
}

/* Read a word into the window.  1, 0 at the end of the text, E_NOMEM. */
static int fill(struct text_analyzer *a, struct err *e)
{
	struct unit_window *w = &a->window;
	struct unit_word *to = &w->v[w->end % UNIT_WORDS];
	const struct unit_word *last = unit_word(w, w->end - 1);
	int r = text_next(a, &to->t, e);

	if (r == 0)
		fold_centre(w, w->end - 1);
	if (r <= 0)
		return r;
	to->term = a->term;
	to->t.term = (const char *)to->term.s;
	if (w->end > 0 && last)
		set_gap(&to->t, a->s + last->t.end, to->t.begin - last->t.end);
	w->end++;
	fold_centre(w, w->end - 2);
	if (w->end - w->first > UNIT_AHEAD + UNIT_BEHIND)
		w->first++;
	return 1;
}

static void put_unit(struct text_analyzer *a, const struct unit *u)
{
	if (!unit_fits(u) || a->n_units == ANALYZER_UNITS)
		return;
	a->units[a->n_units++] = *u;
	if (!u->shared)
		a->window.taken = u->last + 1;
}

/* Whether a word may be the key of a unit: most words are not. */
static void find_units(struct text_analyzer *a, uint64_t at)
{
	const struct unit_window *w = &a->window;
	const struct unit_word *word = unit_word(w, at);
	const struct unit_word *next = unit_word(w, at + 1);
	struct unit u;

	if (at < w->taken)
		return;
	if (word->t.kind == TEXT_NUMBER) {
		if (unit_find_ref(w, at, &u) || unit_find_date(w, at, &u) ||
		    unit_find_phone(w, at, &u)) {
			put_unit(a, &u);
			return;
		}
	} else if (word->t.kind == TEXT_SYLLABLE && unit_roman(word) > 0) {
		if (unit_find_ref(w, at, &u)) {
			put_unit(a, &u);
			return;
		}
	}
	if (!next || next->t.gap == TEXT_GAP_OTHER ||
	    next->t.gap == TEXT_GAP_SPACE)
		return;
	if (unit_find_address(w, at, &u) || unit_find_joined(w, at, &u))
		put_unit(a, &u);
}

static void give_unit(struct text_analyzer *a, struct text_token *ret)
{
	const struct unit *u = &a->units[0];
	const struct text_token *first = &unit_word(&a->window, u->first)->t;
	const struct text_token *last = &unit_word(&a->window, u->last)->t;

	a->unit_term = u->term;
	*ret = (struct text_token){
		.kind = u->kind,
		.open = u->open,
		.after_break = first->after_break,
		.capital = first->capital,
		.pos = first->pos,
		.n_pos = last->pos + 1 - first->pos,
		.begin = first->begin,
		.end = last->end,
		.term = (const char *)a->unit_term.s,
		.term_len = a->unit_term.len,
		.base_len = a->unit_term.base_len,
	};
	a->n_units--;
	memmove(a->units, a->units + 1, a->n_units * sizeof(*a->units));
}

int text_read(struct text_analyzer *a, struct text_token *ret, struct err *e)
{
	struct unit_window *w = &a->window;
	int r = 1;

	if (a->n_units && a->units[0].last + 1 == w->head) {
		give_unit(a, ret);
		return 1;
	}
	while (r > 0 && w->end - w->head < UNIT_AHEAD)
		r = fill(a, e);
	if (r < 0)
		return r;
	if (w->head == w->end)
		return 0;
	find_units(a, w->head);
	*ret = unit_word(w, w->head)->t;
	w->head++;
	return 1;
}
