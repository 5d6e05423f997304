/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <unicode/uchar.h>

#include "base/utf8.h"
#include "text/unit.h"

bool unit_is(const struct unit_word *w, const char *base)
{
	size_t n = strlen(base);

	return w && w->term.base_len == n && !memcmp(w->term.s, base, n);
}

long unit_number(const struct unit_word *w)
{
	long v = 0;

	if (!w || w->t.kind != TEXT_NUMBER || w->term.base_len > 6)
		return -1;
	for (size_t i = 0; i < w->term.base_len; i++) {
		if (w->term.s[i] < '0' || w->term.s[i] > '9')
			return -1; /* it has a decimal point */
		v = 10 * v + (w->term.s[i] - '0');
	}
	return v;
}

long unit_year(const struct unit_word *w)
{
	long v = unit_number(w);

	return v >= 1900 && v <= 2100 ? v : -1;
}

long unit_roman(const struct unit_word *w)
{
	if (!w || w->t.kind != TEXT_SYLLABLE ||
	    w->term.len != w->term.base_len + 1)
		return -1;
	return text_roman((const char *)w->term.s, w->term.base_len);
}

bool unit_is_upper(const struct unit_window *w, const struct unit_word *word)
{
	size_t i = word->t.begin;

	if (word->t.kind != TEXT_SYLLABLE || !word->t.capital)
		return false;
	while (i < word->t.end) {
		uint32_t c;

		i += utf8_next(w->s + i, word->t.end - i, &c, NULL);
		if (u_islower((UChar32)c))
			return false;
	}
	return true;
}

bool unit_is_initials(const struct unit_window *w, const struct unit_word *word)
{
	if (!unit_is_upper(w, word))
		return false;
	for (size_t i = word->term.base_len + 1; i < word->term.len; i++)
		if (word->term.s[i] >= '1' && word->term.s[i] <= '5')
			return false;
	return true;
}

void unit_begin(struct unit *u)
{
	u->open = u->shared = false;
	u->term.len = u->term.base_len = 0;
	u->term.capital = false;
}

void unit_add(struct unit *u, const char *s, size_t n)
{
	struct term *t = &u->term;

	/* One that overflowed stays full, so that unit_fits() sees it. */
	if (t->len + n >= sizeof(t->s)) {
		t->len = sizeof(t->s);
		return;
	}
	memcpy(t->s + t->len, s, n);
	t->len += n;
}

void unit_addf(struct unit *u, const char *fmt, ...)
{
	char s[TEXT_TERM_MAX];
	va_list ap;
	int n;

	va_start(ap, fmt);
	n = vsnprintf(s, sizeof(s), fmt, ap);
	va_end(ap);
	unit_add(u, s, n < (int)sizeof(s) ? (size_t)n : sizeof(s));
}

void unit_end_base(struct unit *u)
{
	u->term.base_len = u->term.len;
	unit_add(u, ":", 1);
}

bool unit_fits(const struct unit *u)
{
	return u->term.len < sizeof(u->term.s);
}
