/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The values of `date:`, `after:` and `before:`.
 */
#include <stdio.h>
#include <string.h>

#include "search/query/parse.h"

/* A year, a month or a day, whatever is not said being 0. */
struct moment {
	int year, month, day;
};

static int days_of(int year, int month)
{
	static const int days[] = { 31, 28, 31, 30, 31, 30,
				    31, 31, 30, 31, 30, 31 };
	bool leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);

	return days[month - 1] + (month == 2 && leap);
}

/* Up to four digits at *s, which moves behind them; -1 when there are none. */
static int read_number(const char **s, const char *end, size_t *ret_digits)
{
	int v = 0;

	*ret_digits = 0;
	while (*s < end && **s >= '0' && **s <= '9' && *ret_digits < 4) {
		v = 10 * v + (*(*s)++ - '0');
		++*ret_digits;
	}
	return *ret_digits ? v : -1;
}

/* All years have four digits, so that they sort as what they mean. */
static bool is_year(int year)
{
	return year >= 1000 && year <= 9999;
}

static bool is_moment(const struct moment *m)
{
	if (!is_year(m->year) || m->month < 0 || m->month > 12)
		return false;
	return !m->day || (m->month && m->day > 0 &&
			   m->day <= days_of(m->year, m->month));
}

/* 2020, 2020-05, 2020-05-19, 5/2020, 19/5/2020, and with other signs. */
static bool read_moment(const char *s, const char *end, struct moment *ret)
{
	int v[3] = { 0 };
	size_t digits[3] = { 0 }, n = 0;

	while (n < 3) {
		v[n] = read_number(&s, end, &digits[n]);
		if (v[n] < 0)
			return false;
		n++;
		if (s == end)
			break;
		if (n == 3 || !memchr("-/.", *s, 3))
			return false;
		s++;
	}
	if (s != end)
		return false;
	if (digits[0] == 4)
		*ret = (struct moment){ v[0], v[1], v[2] };
	else if (digits[n - 1] == 4 && n > 1)
		*ret = (struct moment){ v[n - 1], v[n - 2], n == 3 ? v[0] : 0 };
	else
		return false;
	/* A part that was written must not be 0. */
	return is_moment(ret) && v[0] && (n < 2 || v[1]) && (n < 3 || v[2]);
}

static void first_day(const struct moment *m, char ret[9])
{
	snprintf(ret, 9, "%04u%02u%02u", (unsigned)m->year % 10000,
		 m->month ? (unsigned)m->month % 100 : 1,
		 m->day ? (unsigned)m->day % 100 : 1);
}

static void last_day(const struct moment *m, char ret[9])
{
	int month = m->month ? m->month : 12;
	int day = m->day ? m->day : days_of(m->year, month);

	snprintf(ret, 9, "%04u%02u%02u", (unsigned)m->year % 10000,
		 (unsigned)month % 100, (unsigned)day % 100);
}

/* From the one moment to the other, either of them NULL where it is open. */
static void set_range(const struct moment *from, const struct moment *to,
		      struct query_dates *ret)
{
	*ret = (struct query_dates){ "", "" };
	if (from)
		first_day(from, ret->from);
	if (to)
		last_day(to, ret->to);
}

/* What parts a range: two points, as people type it three, an ellipsis.  NULL:
 * nothing; its bytes in *ret_n. */
static const char *find_dots(const char *s, size_t n, size_t *ret_n)
{
	static const char *const dots[] = { "...", "..", "\u2026" };

	for (size_t i = 0; i < sizeof(dots) / sizeof(*dots); i++) {
		const char *at = memmem(s, n, dots[i], strlen(dots[i]));

		*ret_n = strlen(dots[i]);
		if (at)
			return at;
	}
	return NULL;
}

bool query_dates_parse(const char *s, size_t n, struct query_dates *ret)
{
	size_t len;
	const char *dots = find_dots(s, n, &len), *end = s + n;
	struct moment from, to;
	bool has_from = dots && dots > s, has_to = dots && dots + len < end;

	if (!dots) {
		if (!read_moment(s, end, &from))
			return false;
		set_range(&from, &from, ret);
		return true;
	}
	if ((!has_from && !has_to) ||
	    (has_from && !read_moment(s, dots, &from)) ||
	    (has_to && !read_moment(dots + len, end, &to)))
		return false;
	set_range(has_from ? &from : NULL, has_to ? &to : NULL, ret);
	/* The later one first: 2021..2020. */
	if (has_from && has_to && strcmp(ret->from, ret->to) > 0)
		set_range(&to, &from, ret);
	return true;
}

/* The day before the first, or behind the last one, of a moment. */
bool query_dates_beyond(const char *s, size_t n, bool after,
			struct query_dates *ret)
{
	struct query_dates d = { "", "" };
	struct moment m;

	if (!read_moment(s, s + n, &m))
		return false;
	if (after) {
		m.month = m.month ? m.month : 12;
		m.day = (m.day ? m.day : days_of(m.year, m.month)) + 1;
		if (m.day > days_of(m.year, m.month)) {
			m.day = 1;
			m.month++;
		}
		if (m.month > 12) {
			m.month = 1;
			m.year++;
		}
		first_day(&m, d.from);
	} else {
		m.month = m.month ? m.month : 1;
		m.day = (m.day ? m.day : 1) - 1;
		if (!m.day && !--m.month) {
			m.month = 12;
			m.year--;
		}
		if (!m.day)
			m.day = days_of(m.year, m.month);
		last_day(&m, d.to);
	}
	/* Nothing is after 9999 or before 1000. */
	if (!is_year(m.year))
		return false;
	*ret = d;
	return true;
}
