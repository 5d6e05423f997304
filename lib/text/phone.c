/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Telephone numbers in groups, as the one number that they are without these:
 *
 *	0913.456.789  0913 456 789  024-3825-1234
 */
#include "text/unit.h"

/* Digits of all, with the 0 that they begin with. */
#define DIGITS_MIN 10
#define DIGITS_MAX 11
#define GROUP_MIN 2
#define GROUP_MAX 5

/* How many digits a word is; 0 if it is anything else. */
static size_t digits_of(const struct unit_window *w,
			const struct unit_word *word)
{
	size_t n = word && word->t.kind == TEXT_NUMBER
			   ? word->t.end - word->t.begin
			   : 0;

	for (size_t i = 0; i < n; i++)
		if (w->s[word->t.begin + i] < '0' ||
		    w->s[word->t.begin + i] > '9')
			return 0;
	return n >= GROUP_MIN && n <= GROUP_MAX ? n : 0;
}

static bool is_joint(const struct unit_word *w)
{
	return unit_tight(w, TEXT_GAP_POINT) || unit_tight(w, TEXT_GAP_HYPHEN) ||
	       (w && w->t.gap == TEXT_GAP_SPACE && !w->t.after_break);
}

bool unit_find_phone(const struct unit_window *w, uint64_t at, struct unit *ret)
{
	const struct unit_word *word = unit_word(w, at);
	const struct unit_word *next = unit_word(w, at + 1);
	enum text_gap gap = next ? next->t.gap : TEXT_GAP_OTHER;
	size_t digits = digits_of(w, word), n;
	uint64_t last = at;

	if (!digits || w->s[word->t.begin] != '0')
		return false;
	while (is_joint(next) && next->t.gap == gap &&
	       (n = digits_of(w, next)) && digits <= DIGITS_MAX) {
		digits += n;
		next = unit_word(w, ++last + 1);
	}
	if (digits < DIGITS_MIN || digits > DIGITS_MAX || last == at)
		return false;
	unit_begin(ret);
	/* As of any number, without the 0. */
	unit_add(ret, w->s + word->t.begin + 1,
		 word->t.end - word->t.begin - 1);
	for (uint64_t i = at + 1; i <= last; i++) {
		word = unit_word(w, i);
		unit_add(ret, w->s + word->t.begin, word->t.end - word->t.begin);
	}
	unit_end_base(ret);
	ret->kind = TEXT_JOINED;
	ret->open = true;
	ret->first = at;
	ret->last = last;
	return true;
}
