/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Words that a hyphen or an ampersand joins, as one word: what people also write
 * together (pa-nô and panô, KT-XH and KTXH, GD&ĐT and GDĐT).
 */
#include "text/unit.h"

#define WORDS_MAX 4

static bool is_joint(const struct unit_word *w)
{
	return unit_tight(w, TEXT_GAP_HYPHEN) || unit_tight(w, TEXT_GAP_AND);
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

bool unit_find_joined(const struct unit_window *w, uint64_t at,
		      struct unit *ret)
{
	struct fold_marks m = { 0 };
	uint8_t marks[FOLD_MARKS_MAX];
	unsigned letter = 0;
	uint64_t i = at;

	/* From its first word on. */
	if (is_joint(unit_word(w, at)) && at > w->first)
		return false;
	unit_begin(ret);
	do {
		const struct unit_word *word = unit_word(w, i);

		if (word->t.kind != TEXT_SYLLABLE || i - at == WORDS_MAX)
			return false;
		unit_add(ret, (const char *)word->term.s, word->term.base_len);
		add_marks(&m, &word->term, letter);
		letter += letters(&word->term);
		i++;
	} while (is_joint(unit_word(w, i)));
	if (i - at < 2)
		return false;
	unit_end_base(ret);
	unit_add(ret, (const char *)marks, fold_marks(marks, &m));
	ret->kind = TEXT_JOINED;
	ret->first = at;
	ret->last = i - 1;
	return true;
}
