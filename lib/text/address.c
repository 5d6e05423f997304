/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Names of hosts and e-mail addresses: www.baoabc.vn, ban.doc@baoabc.vn.
 */
#include <string.h>

#include "text/unit.h"

#define WORDS_MAX 12

/* The last part of a name. */
static const char *const domains[] = {
	"vn",  "com",  "net", "org", "info", "edu", "gov", "biz", "io",
	"eu",  "asia", "tv",  "me",  "int",  "cn",  "jp",  "kr",  "la",
	"kh",  "fr",   "de",  "uk",  "us",   "au",  "sg",  "xyz", "app",
};

static bool is_domain(const struct unit_word *w)
{
	for (size_t i = 0; i < sizeof(domains) / sizeof(*domains); i++)
		if (unit_is(w, domains[i]))
			return true;
	return false;
}

static bool is_ascii(const struct unit_window *w, const struct unit_word *word)
{
	for (size_t i = word->t.begin; i < word->t.end; i++)
		if ((unsigned char)w->s[i] >= 0x80)
			return false;
	return true;
}

static bool is_part(const struct unit_window *w, const struct unit_word *word)
{
	return word && word->t.tight &&
	       (word->t.gap == TEXT_GAP_POINT || word->t.gap == TEXT_GAP_AT ||
		word->t.gap == TEXT_GAP_HYPHEN ||
		word->t.gap == TEXT_GAP_NONE) &&
	       is_ascii(w, word);
}

static void add_lower(struct unit *u, const char *s, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		char c = s[i] >= 'A' && s[i] <= 'Z' ? (char)(s[i] + 32) : s[i];

		unit_add(u, &c, 1);
	}
}

bool unit_find_address(const struct unit_window *w, uint64_t at,
		       struct unit *ret)
{
	const struct unit_word *first = unit_word(w, at), *word;
	uint64_t last = 0, ats = 0, i = at;
	size_t begin = first->t.begin;

	if (first->t.kind == TEXT_OTHER ||
	    (first->t.kind == TEXT_NUMBER &&
	     !unit_tight(unit_word(w, at + 1), TEXT_GAP_NONE)) || !is_ascii(w, first) ||
	    (at > w->first && is_part(w, first)))
		return false;
	while ((word = unit_word(w, ++i)) && i - at < WORDS_MAX &&
	       is_part(w, word)) {
		ats += word->t.gap == TEXT_GAP_AT;
		/* A stop and then a capital is a new sentence. */
		if (word->t.gap == TEXT_GAP_POINT && word->t.capital && !ats &&
		    !unit_is(first, "www"))
			break;
		if (word->t.gap == TEXT_GAP_POINT && is_domain(word))
			last = i;
	}
	if (!last || ats > 1)
		return false;
	if (unit_is(first, "www") && last > at + 1)
		begin = unit_word(w, at + 1)->t.begin;
	unit_begin(ret);
	add_lower(ret, w->s + begin, unit_word(w, last)->t.end - begin);
	unit_end_base(ret);
	ret->kind = ats ? TEXT_EMAIL : TEXT_HOST;
	ret->first = at;
	ret->last = last;
	return true;
}
