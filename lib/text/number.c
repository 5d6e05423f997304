/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * What digits with points and commas between them are worth.  Both are used for
 * thousands and for decimals: 1.150 and 1,150 are 1150; 1.15 and 1,15 are not.
 */
#include <unicode/uchar.h>

#include "text/term.h"

/* The points of a run of digits, read from its start. */
struct points {
	int32_t n, at;	    /* how many, where the last one is */
	UChar first, last;  /* '.' or ',' */
	bool same;	    /* all but the last are the same */
	bool thousands;	    /* digits before it in groups of 1-3, 3, 3 ... */
	int32_t digits;	    /* since the last one */
	bool zero;	    /* the number starts with 0 */
};

/* 0 to 9, or -1.  Digits of any script, and raised ones. */
static int digit_of(UChar32 c)
{
	double v;

	if (c < 0x80)
		return c >= '0' && c <= '9' ? (int)c - '0' : -1;
	v = u_getNumericValue(c);
	return v >= 0 && v <= 9 ? (int)v : -1;
}

/* '.' or ',' (full-width ones too), or 0. */
static UChar point_of(UChar32 c)
{
	switch (c) {
	case '.':
	case 0xFF0E: return '.';
	case ',':
	case 0xFF0C: return ',';
	default: return 0;
	}
}

static void see_point(struct points *p, UChar point, int32_t at)
{
	if (p->n == 0) {
		p->first = point;
		p->thousands = p->digits <= 3 && !p->zero;
	} else {
		p->thousands &= p->digits == 3;
		p->same &= p->last == p->first;
	}
	p->last = point;
	p->at = at;
	p->digits = 0;
	p->n++;
}

/* Where its decimal point is: n if it has none, -1 if it is no number. */
static int32_t decimal_point(const UChar *s, int32_t n)
{
	struct points p = { .same = true, .thousands = true };

	for (int32_t i = 0; i < n;) {
		int32_t at = i;
		UChar32 c = unit_next(s, &i, n);

		if (point_of(c)) {
			see_point(&p, point_of(c), at);
		} else if (digit_of(c) >= 0) {
			p.zero |= p.n == 0 && p.digits == 0 && digit_of(c) == 0;
			p.digits++;
		}
	}
	p.thousands &= p.same;
	if (p.n == 0)
		return n;
	if (p.thousands && p.last == p.first && p.digits == 3)
		return n;
	if (p.n == 1 || (p.thousands && p.last != p.first))
		return p.at;
	return -1;
}

/* The first run of digits at or behind a point. */
static void first_run(const UChar *s, int32_t n, int32_t *begin, int32_t *end)
{
	*begin = *end = n;
	for (int32_t i = 0; i < n;) {
		int32_t at = i;
		UChar32 c = unit_next(s, &i, n);

		if (*begin == n && digit_of(c) >= 0)
			*begin = at;
		if (*begin < n && point_of(c)) {
			*end = at;
			return;
		}
	}
}

/* Write the digits: no leading zeros, nothing else but the decimal point. */
static void write_number(struct term *t, const UChar *s, int32_t n,
			 int32_t decimal)
{
	t->base_len = 0;
	for (int32_t i = 0; i < n;) {
		bool point = i == decimal;
		int digit = digit_of(unit_next(s, &i, n));

		if (point && t->base_len == 0)
			term_add(t, '0', TEXT_TERM_MAX - 1);
		if (point)
			term_add(t, '.', TEXT_TERM_MAX - 1);
		else if (digit > 0 || (digit == 0 && t->base_len > 0))
			term_add(t, '0' + digit, TEXT_TERM_MAX - 1);
	}
	if (t->base_len == 0)
		term_add(t, '0', TEXT_TERM_MAX - 1);
	t->s[t->base_len] = ':';
	t->len = t->base_len + 1;
	t->capital = false;
}

void number_term(struct term *t, const UChar *s, int32_t n, int32_t *ret_begin,
		 int32_t *ret_end)
{
	int32_t begin = 0, end = n, decimal;

	/* What begins with a point is the rest of what was no number. */
	decimal = point_of(s[0]) ? -1 : decimal_point(s, n);
	if (decimal < 0) {
		first_run(s, n, &begin, &end);
		decimal = end;
	}
	write_number(t, s + begin, end - begin, decimal - begin);
	*ret_begin = begin;
	*ret_end = end;
}
