/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * What a term that was typed stands for, and the names of kinds.
 */
#include <string.h>

#include "text/text.h"

struct part {
	const char *s;
	size_t n;
};

/* Parts of the marks of a reference: year before the slash, issuer behind. */
static void split(const char *s, size_t n, struct part *year,
		  struct part *issuer)
{
	const char *slash = n ? memchr(s, '/', n) : NULL;
	size_t at = slash ? (size_t)(slash - s) : n;

	*year = (struct part){ s, at };
	*issuer = slash ? (struct part){ slash + 1, n - at - 1 }
			: (struct part){ s + n, 0 };
}

static bool agree(struct part a, struct part b)
{
	return !a.n || !b.n || (a.n == b.n && !memcmp(a.s, b.s, a.n));
}

static bool refs_agree(const char *t, size_t t_n, const char *w, size_t w_n)
{
	struct part t_year, t_issuer, w_year, w_issuer;

	split(t, t_n, &t_year, &t_issuer);
	split(w, w_n, &w_year, &w_issuer);
	return agree(t_year, w_year) && agree(t_issuer, w_issuer);
}

/* A mark typed must have been written; one left out may be there or not. */
static bool marks_in(const char *t, size_t t_n, const char *w, size_t w_n)
{
	if (t_n > w_n)
		return false;
	for (size_t i = 0; i < t_n; i++)
		if (!memchr(w, t[i], w_n))
			return false;
	return true;
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* Whether t is a day without a year, and w the same with or without one. */
static bool is_that_day(const char *t, size_t t_len, const char *w, size_t w_len)
{
	const char *dash = memchr(w, '-', w_len);

	return t_len > 2 && !memcmp(t, "0-", 2) && dash && is_digit(*w) &&
	       t_len - 1 == w_len - (size_t)(dash - w) &&
	       !memcmp(t + 1, dash, t_len - 1);
}

bool text_covers(const char *t, size_t t_len, const char *w, size_t w_len)
{
	const char *colon = memchr(t, ':', t_len);
	size_t base = colon ? (size_t)(colon - t) + 1 : t_len;
	const char *marks = t + base;
	size_t n = t_len - base;

	if (w_len < base || memcmp(t, w, base) != 0)
		return is_that_day(t, t_len, w, w_len);
	w += base;
	w_len -= base;
	if (memchr(t, '/', base))
		return refs_agree(marks, n, w, w_len);
	if (is_digit(t[0]) && memchr(t, '-', base))
		return n == 0 || (n == w_len && !memcmp(marks, w, n));
	return marks_in(marks, n, w, w_len);
}

static bool is_unit_base(const char *s, size_t n)
{
	return memchr(s, '/', n) || (n && is_digit(*s) && memchr(s, '-', n));
}

bool text_begins(const char *t, size_t t_len, const char *w, size_t w_len)
{
	const char *t_colon = memchr(t, ':', t_len);
	const char *w_colon = memchr(w, ':', w_len);
	size_t t_base = t_colon ? (size_t)(t_colon - t) : t_len;
	size_t w_base = w_colon ? (size_t)(w_colon - w) : w_len;
	size_t t_marks = t_colon ? t_base + 1 : t_len;

	if (w_base < t_base || memcmp(t, w, t_base) != 0)
		return false;
	if (!t_colon)
		return memchr(w, '/', w_base);
	if (is_unit_base(w, w_base) && !is_unit_base(t, t_base))
		return false;
	return !w_colon || marks_in(t + t_marks, t_len - t_marks, w_colon + 1,
				    w_len - w_base - 1);
}

const char *text_kind_name(enum text_kind kind)
{
	switch (kind) {
	case TEXT_SYLLABLE: return "syllable";
	case TEXT_NUMBER: return "number";
	case TEXT_OTHER: break;
	case TEXT_REF: return "ref";
	case TEXT_DATE: return "date";
	case TEXT_JOINED: return "joined";
	case TEXT_HOST: return "host";
	case TEXT_EMAIL: return "email";
	}
	return "other";
}
