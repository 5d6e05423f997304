/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Dates, day first:
 *	15/5/2016  15-05-2016  15.5.2016  2016-05-15
 *	(ngày) 15 tháng 5 năm 2016  (ngày) 15 tháng 5  ngày 15/5
 *	tháng 5/2016  tháng 5-2016  tháng 5 năm 2016  5/2016
 */
#include <stdio.h>

#include "text/unit.h"

struct date {
	long year, month, day; /* 0: not said */
	uint64_t first, last;
};

static bool is_day(long year, long month, long day)
{
	static const int days[] = { 31, 29, 31, 30, 31, 30,
				    31, 31, 30, 31, 30, 31 };

	if (month < 1 || month > 12 || day < 1 || day > days[month - 1])
		return false;
	return day != 29 || month != 2 || !year ||
	       (year % 4 == 0 && (year % 100 != 0 || year % 400 == 0));
}

/* A separator of 15/5/2016, the same in both places. */
static bool is_joint(const struct unit_word *w)
{
	return unit_tight(w, TEXT_GAP_SLASH) || unit_tight(w, TEXT_GAP_HYPHEN) ||
	       unit_tight(w, TEXT_GAP_POINT);
}

static bool goes_on(const struct unit_window *w, uint64_t at)
{
	const struct unit_word *next = unit_word(w, at + 1);

	return is_joint(next) && next->t.kind == TEXT_NUMBER;
}

/* Three numbers with the same sign between them. */
static bool find_full(const struct unit_window *w, uint64_t at, struct date *d)
{
	const struct unit_word *a = unit_word(w, at);
	const struct unit_word *b = unit_word(w, at + 1);
	const struct unit_word *c = unit_word(w, at + 2);

	if (!is_joint(b) || !is_joint(c) || b->t.gap != c->t.gap)
		return false;
	d->month = unit_number(b);
	if (unit_year(c) > 0) {
		d->year = unit_year(c);
		d->day = unit_number(a);
	} else if (unit_year(a) > 0 && b->t.gap == TEXT_GAP_HYPHEN) {
		d->year = unit_year(a);
		d->day = unit_number(c);
	} else {
		return false;
	}
	d->last = at + 2;
	return is_day(d->year, d->month, d->day);
}

/* "năm 2016" or "/2016" behind word `at`, a month; "-2016" if that is said. */
static void read_year(const struct unit_window *w, uint64_t at, struct date *d)
{
	const struct unit_word *next = unit_word(w, at + 1);

	if ((unit_tight(next, TEXT_GAP_SLASH) ||
	     (unit_tight(next, TEXT_GAP_HYPHEN) &&
	      unit_is(unit_before(w, at), "thang"))) &&
	    unit_year(next) > 0) {
		d->year = unit_year(next);
		d->last = at + 1;
	} else if (unit_is(unit_after(w, at), "nam") &&
		   unit_year(unit_after(w, at + 1)) > 0) {
		d->year = unit_year(unit_word(w, at + 2));
		d->last = at + 2;
	}
}

/* "15 tháng 5", perhaps with a year. */
static bool find_words(const struct unit_window *w, uint64_t at, struct date *d)
{
	if (!unit_is(unit_after(w, at), "thang"))
		return false;
	d->day = unit_number(unit_word(w, at));
	d->month = unit_number(unit_after(w, at + 1));
	d->last = at + 2;
	if (d->month < 1)
		return false;
	read_year(w, at + 2, d);
	return is_day(d->year, d->month, d->day);
}

/* "ngày 15/5" */
static bool find_short(const struct unit_window *w, uint64_t at, struct date *d)
{
	const struct unit_word *next = unit_word(w, at + 1);

	if (!unit_is(unit_before(w, at), "ngay") ||
	    !(unit_tight(next, TEXT_GAP_SLASH) ||
	      unit_tight(next, TEXT_GAP_HYPHEN)))
		return false;
	d->day = unit_number(unit_word(w, at));
	d->month = unit_number(next);
	d->last = at + 1;
	return is_day(0, d->month, d->day);
}

/* "tháng 5/2016", "tháng 5 năm 2016", "5/2016" */
static bool find_month(const struct unit_window *w, uint64_t at, struct date *d)
{
	const struct unit_word *thang = unit_before(w, at);
	bool named = unit_is(thang, "thang");

	d->month = unit_number(unit_word(w, at));
	if (d->month < 1 || d->month > 12)
		return false;
	read_year(w, at, d);
	if (!d->year || (!named && d->last != at + 1))
		return false;
	if (named)
		d->first = at - 1;
	return true;
}

static bool find(const struct unit_window *w, uint64_t at, struct date *d)
{
	bool (*const ways[])(const struct unit_window *, uint64_t,
			     struct date *) = { find_full, find_words,
						find_month, find_short };

	for (size_t i = 0; i < sizeof(ways) / sizeof(*ways); i++) {
		*d = (struct date){ .first = at, .last = at };
		if (ways[i](w, at, d) && !goes_on(w, d->last))
			return true;
	}
	return false;
}

bool unit_find_date(const struct unit_window *w, uint64_t at, struct unit *ret)
{
	const struct unit_word *word = unit_word(w, at);
	struct date d;

	if ((is_joint(word) && unit_word(w, at - 1) &&
	     unit_word(w, at - 1)->t.kind == TEXT_NUMBER) ||
	    !find(w, at, &d))
		return false;
	if (d.day && unit_is(unit_before(w, d.first), "ngay"))
		d.first--;
	unit_begin(ret);
	ret->kind = TEXT_DATE;
	ret->first = d.first;
	ret->last = d.last;
	unit_addf(ret, "%ld-%02ld", d.year, d.month);
	unit_end_base(ret);
	if (d.day)
		unit_addf(ret, "%02ld", d.day);
	return true;
}

size_t text_day(long day, long month, char ret_term[TEXT_TERM_MAX])
{
	int n;

	if (!is_day(0, month, day))
		return 0;
	n = snprintf(ret_term, TEXT_TERM_MAX, "0-%02ld:%02ld", month, day);
	return (size_t)n;
}
