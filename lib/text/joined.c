/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Words that a sign joins, as one word: what people also write together.
 *
 *	pa-nô and panô, KT-XH and KTXH, GD&ĐT and GDĐT, H'Mông and Hmông
 *	TƯ, T.Ư and TW, U.B.N.D and UBND, Th.S and ThS, TP.HCM and TPHCM
 */
#include <string.h>

#include "text/syllable.h"
#include "text/unit.h"

#define WORDS_MAX 4
#define DOTTED_MAX 6 /* words before the last one of an abbreviation */
#define LAST_MAX 4   /* letters of the last one */

/* Of a word that is spelled out, vowels are left. */
static bool is_abbreviated(const struct unit_word *w)
{
	for (size_t i = 0; i < w->term.base_len; i++)
		if (memchr("aeiouy", w->term.s[i], 6))
			return false;
	return w->t.kind == TEXT_SYLLABLE;
}

/* Whether word `at` goes on from the one before it; KT - XH also with spaces. */
static bool is_joint(const struct unit_window *w, uint64_t at)
{
	const struct unit_word *word = unit_word(w, at);

	if (!word)
		return false;
	if (word->t.gap == TEXT_GAP_APOSTROPHE)
		return word->t.tight;
	if (word->t.gap != TEXT_GAP_HYPHEN && word->t.gap != TEXT_GAP_AND)
		return false;
	return word->t.tight ||
	       (is_abbreviated(word) && unit_word(w, at - 1) &&
		is_abbreviated(unit_word(w, at - 1)));
}

/* The marks of a word whose first letter is letter `at` of the whole. */
static void add_marks(struct fold_marks *m, const struct term *t, unsigned at)
{
	for (size_t i = t->base_len + 1; i < t->len; i++) {
		uint8_t c = t->s[i];

		if (c >= '1' && c <= '5')
			m->tones |= 1u << (c - '1');
		else if (c >= 'A' && c <= 'P' && c - 'A' + at < FOLD_LETTERS)
			m->first |= 1u << (c - 'A' + at);
		else if (c >= 'a' && c <= 'p' && c - 'a' + at < FOLD_LETTERS)
			m->second |= 1u << (c - 'a' + at);
	}
}

static unsigned letters(const struct term *t)
{
	unsigned n = 0;

	for (size_t i = 0; i < t->base_len; i++)
		n += (t->s[i] & 0xc0) != 0x80;
	return n;
}

static unsigned letters_of(const struct unit_word *w)
{
	return w->t.kind == TEXT_SYLLABLE ? letters(&w->term) : 0;
}

/* Words [at, end) as one. */
static bool make_joined(const struct unit_window *w, uint64_t at, uint64_t end,
			struct unit *ret)
{
	struct fold_marks m = { 0 };
	uint8_t marks[FOLD_MARKS_MAX];
	unsigned letter = 0;

	unit_begin(ret);
	for (uint64_t i = at; i < end; i++) {
		const struct unit_word *word = unit_word(w, i);

		unit_add(ret, (const char *)word->term.s, word->term.base_len);
		add_marks(&m, &word->term, letter);
		letter += letters(&word->term);
	}
	unit_end_base(ret);
	unit_add(ret, (const char *)marks, fold_marks(marks, &m));
	ret->kind = TEXT_JOINED;
	ret->open = true;
	ret->first = at;
	ret->last = end - 1;
	return true;
}

/* ------------------------------------------------------------- abbreviations */

/* What may stand before a point of an abbreviation. */
static bool is_initial(const struct unit_word *w)
{
	return w->term.base_len == 1 || is_abbreviated(w);
}

/* A syllable all in capitals. */
static bool is_shouted(const struct unit_window *w,
		       const struct unit_word *word)
{
	return word && word->term.base_len > 1 && unit_is_upper(w, word) &&
	       text_possible(w->s + word->t.begin,
			     word->t.end - word->t.begin);
}

bool unit_is_centre(const struct unit_window *w, uint64_t at)
{
	const struct unit_word *word = unit_word(w, at);

	if (!word || word->term.len != 4 ||
	    memcmp(word->term.s, "tu:B", 4) != 0 || !unit_is_initials(w, word))
		return false;
	return (word->t.after_break || at == 0 ||
		!is_shouted(w, unit_word(w, at - 1))) &&
	       !is_shouted(w, unit_after(w, at));
}

/* T.Ư is written TW, too. */
static void to_centre(struct unit *u)
{
	if (u->term.len != 4 || memcmp(u->term.s, "tu:B", 4) != 0)
		return;
	unit_begin(u);
	unit_add(u, "tw", 2);
	unit_end_base(u);
}

static bool find_dotted(const struct unit_window *w, uint64_t at,
			struct unit *ret)
{
	const struct unit_word *word = unit_word(w, at);
	uint64_t i = at;

	if (unit_tight(word, TEXT_GAP_POINT) && at > w->first)
		return false;
	while (letters_of(word) && is_initial(word) && i - at < DOTTED_MAX &&
	       unit_tight(unit_word(w, i + 1), TEXT_GAP_POINT))
		word = unit_word(w, ++i);
	if (i == at || !letters_of(word) || letters_of(word) > LAST_MAX ||
	    unit_tight(unit_word(w, i + 1), TEXT_GAP_POINT) ||
	    !make_joined(w, at, i + 1, ret))
		return false;
	to_centre(ret);
	return true;
}

/* --------------------------------------------------------------- other signs */

bool unit_find_joined(const struct unit_window *w, uint64_t at,
		      struct unit *ret)
{
	uint64_t i = at;

	if (find_dotted(w, at, ret))
		return true;
	/* From its first word on. */
	if (is_joint(w, at) && at > w->first)
		return false;
	do {
		if (!letters_of(unit_word(w, i)) || i - at == WORDS_MAX)
			return false;
		i++;
	} while (is_joint(w, i));
	return i - at > 1 && make_joined(w, at, i, ret);
}
