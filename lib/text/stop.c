/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <string.h>

#include "text/stop.h"

static bool has_vowel(const char *base, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (memchr("aeiouy", base[i], 6))
			return true;
	return false;
}

/*
 * Words of one letter, and of two without a vowel where they have a capital (TP,
 * TS, TM, Tr), need not be listed; a longer one that may end a sentence (HTX, CLB)
 * must not.  None has a vowel.
 */
bool text_own_stop(const struct text_stopped *word)
{
	static const char known[][4] = {
		"tp",  "tx", "ts", "ths", "pgs", "gs", "bs", "ks",
		"kts", "nxb", "dr", "mr", "mrs", "st", "vd",
	};
	size_t n = word->base_len;

	if (word->kind != TEXT_SYLLABLE || !n || n > 3)
		return false;
	/* What follows v.v. says whether a sentence ends. */
	if (n == 1)
		return word->base[0] != 'v' || !word->behind_point;
	if (has_vowel(word->base, n))
		return false;
	for (size_t i = 0; i < sizeof(known) / sizeof(*known); i++)
		if (strlen(known[i]) == n && !memcmp(known[i], word->base, n))
			return true;
	return n == 2 && word->capital;
}
