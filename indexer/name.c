/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/name.h"

#include <stdint.h>
#include <wctype.h>

#include "base/utf8.h"

int name_letters(locale_t *ret, struct err *e)
{
	locale_t letters = newlocale(LC_CTYPE_MASK, "C.UTF-8", (locale_t)0);

	if (!letters)
		return err_set(e, E_INTERNAL,
			       "the locale C.UTF-8 is not installed");
	*ret = letters;
	return 0;
}

/* Letters, and of these capitals; *ret_first: the first one is.  False when
 * anything else is among them. */
static bool count(locale_t letters, const char *s, size_t n, size_t *ret_n,
		  size_t *ret_capitals, bool *ret_first)
{
	*ret_n = *ret_capitals = 0;
	for (size_t i = 0; i < n;) {
		uint32_t cp;
		bool capital;

		i += utf8_next(s + i, n - i, &cp, NULL);
		/* Marks of decomposed letters. */
		if (cp >= 0x300 && cp <= 0x36f && *ret_n)
			continue;
		if (!iswalpha_l((wint_t)cp, letters))
			return false;
		capital = iswupper_l((wint_t)cp, letters);
		if (!*ret_n)
			*ret_first = capital;
		*ret_capitals += capital;
		++*ret_n;
	}
	return *ret_n > 0;
}

bool name_is_word(locale_t letters, const char *s, size_t n)
{
	size_t all, capitals;
	bool first;

	return count(letters, s, n, &all, &capitals, &first) && first &&
	       capitals == 1;
}

bool name_is_initials(locale_t letters, const char *s, size_t n)
{
	size_t all, capitals;
	bool first;

	return count(letters, s, n, &all, &capitals, &first) && all > 1 &&
	       capitals == all;
}

bool name_is_capitals(locale_t letters, const char *s, size_t n)
{
	bool any = false;

	for (size_t i = 0; i < n;) {
		uint32_t cp;

		i += utf8_next(s + i, n - i, &cp, NULL);
		if (iswlower_l((wint_t)cp, letters))
			return false;
		any |= iswupper_l((wint_t)cp, letters) != 0;
	}
	return any;
}
