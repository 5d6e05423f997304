/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Dates, day first:
 *	15/5/2016  15-05-2016  15.5.2016  2016-05-15  2016/05/15
 *	(ngày) 15 tháng 5 năm 2016  (ngày) 15 tháng 5  ngày 15/5  15/5
 *	ngày 15, tháng 5, năm 2016  mùng 2 tháng Chín  dịp 2-9
 *	tháng 5/2016  tháng 5-2016  tháng 5 năm 2016  5/2016  tháng Tư năm 1975
 *	15-16/5/2016, both days
 */
#include <stdio.h>
#include <string.h>

#include "text/unit.h"

struct date {
	long year, month, day; /* 0: not said */
	uint64_t first, last;
	enum text_gap gap; /* the sign between its numbers; OTHER: none */
	bool shared;	   /* other dates have words of it */
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

/* Whether numbers on both sides of this one are of the same thing: not 5/2016 and
 * 8/2016 in 5/2016-8/2016. */
static bool joins(const struct unit_word *w, const struct date *d)
{
	if (!is_joint(w))
		return false;
	return w->t.gap != TEXT_GAP_HYPHEN ||
	       (d->gap != TEXT_GAP_SLASH && d->gap != TEXT_GAP_POINT);
}

static bool is_number(const struct unit_word *w)
{
	return w && w->t.kind == TEXT_NUMBER;
}

static bool stands_alone(const struct unit_window *w, uint64_t at,
			 const struct date *d)
{
	const struct unit_word *next = unit_word(w, d->last + 1);

	return !(joins(unit_word(w, at), d) && is_number(unit_word(w, at - 1))) &&
	       !(joins(next, d) && is_number(next));
}

/* The word behind i, with `commas` also behind one. */
static const struct unit_word *part_after(const struct unit_window *w,
					  uint64_t i, bool commas)
{
	const struct unit_word *word = unit_word(w, i);
	const struct unit_word *next = unit_word(w, i + 1);

	if (!word || !next || !next->t.after_break)
		return next;
	if (!commas || w->s[word->t.end] != ',')
		return NULL;
	for (size_t k = word->t.end + 1; k < next->t.begin; k++)
		if (w->s[k] != ' ')
			return NULL;
	return next;
}

/* ---------------------------------------------------------------------- months */

/* The names of months, as terms. */
static const char *const names[] = {
	"gieng:C", "hai:", "ba:", "tu:B", "nam:b", "sau:1",
	"bay:3", "tam:1", "chin:1", "muoi:Bc2",
};
enum { MAY = 5, OCTOBER = 10 };

/* Typed without marks, a name is whatever it may be. */
static bool is_name(const struct unit_word *w, const char *name)
{
	size_t n = strlen(name);

	if (w->term.len == w->term.base_len + 1)
		n = strcspn(name, ":") + 1;
	return w->term.len == n && !memcmp(w->term.s, name, n);
}

/* "tháng năm 1975" is not the month of May, "tháng Năm" is. */
static bool is_may(const struct unit_window *w, uint64_t at)
{
	return unit_word(w, at)->t.capital ||
	       (unit_is(unit_after(w, at), "nam") &&
		unit_year(unit_after(w, at + 1)) > 0);
}

/* The month that word `at` is or begins, 0 for none: its last word in *ret_last.
 */
static long month_at(const struct unit_window *w, uint64_t at,
		     uint64_t *ret_last)
{
	const struct unit_word *word = unit_word(w, at);
	long v = unit_number(word);

	*ret_last = at;
	if (v > 0 && v <= 12)
		return v;
	if (!word || word->t.kind != TEXT_SYLLABLE)
		return 0;
	for (v = 1; v <= OCTOBER && !is_name(word, names[v - 1]); v++)
		;
	if (v > OCTOBER || (v == MAY && !is_may(w, at)))
		return 0;
	if (v == OCTOBER && (unit_is(unit_after(w, at), "mot") ||
			     unit_is(unit_after(w, at), "hai"))) {
		v += unit_is(unit_after(w, at), "mot") ? 1 : 2;
		++*ret_last;
	}
	return v;
}

/* ----------------------------------------------------------------- ways to write */

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
	} else if (unit_year(a) > 0 && b->t.gap != TEXT_GAP_POINT) {
		d->year = unit_year(a);
		d->day = unit_number(c);
	} else {
		return false;
	}
	d->gap = b->t.gap;
	d->last = at + 2;
	return is_day(d->year, d->month, d->day);
}

/* The 15 of 15-16/5/2016. */
static bool find_first(const struct unit_window *w, uint64_t at, struct date *d)
{
	const struct unit_word *next = unit_word(w, at + 1);
	long day = unit_number(unit_word(w, at));

	if (!unit_tight(next, TEXT_GAP_HYPHEN) || !find_full(w, at + 1, d) ||
	    d->gap == TEXT_GAP_HYPHEN || day >= d->day)
		return false;
	d->day = day;
	d->shared = true;
	return is_day(d->year, d->month, d->day);
}

/* "năm 2016" or "/2016" behind word `at`, a month; "-2016" if that is said. */
static void read_year(const struct unit_window *w, uint64_t at, bool commas,
		      struct date *d)
{
	const struct unit_word *next = unit_word(w, at + 1);

	if ((unit_tight(next, TEXT_GAP_SLASH) ||
	     (unit_tight(next, TEXT_GAP_HYPHEN) &&
	      unit_is(unit_before(w, at), "thang"))) &&
	    unit_year(next) > 0) {
		d->year = unit_year(next);
		d->gap = next->t.gap;
		d->last = at + 1;
	} else if (unit_is(part_after(w, at, commas), "nam") &&
		   unit_year(unit_after(w, at + 1)) > 0) {
		d->year = unit_year(unit_word(w, at + 2));
		d->last = at + 2;
	}
}

/* "15 tháng 5", perhaps with a year. */
static bool find_words(const struct unit_window *w, uint64_t at, struct date *d)
{
	bool commas = unit_is(unit_before(w, at), "ngay");

	if (!unit_is(part_after(w, at, commas), "thang") ||
	    !unit_after(w, at + 1))
		return false;
	d->day = unit_number(unit_word(w, at));
	d->month = month_at(w, at + 2, &d->last);
	if (d->month < 1)
		return false;
	read_year(w, d->last, commas, d);
	return is_day(d->year, d->month, d->day);
}

/* Words before which 2-9 is a day; elsewhere it is from 2 to 9. */
static bool is_occasion(const struct unit_word *w)
{
	static const char *const words[] = {
		"ngay:2", "dip:5", "mung:B2", "niem:C5", "le:B4", "khanh:1",
		"nu:B4", "dong:B5", "sang:1", "chieu:C2", "toi:B1", "hom:B",
	};

	for (size_t i = 0; w && i < sizeof(words) / sizeof(*words); i++)
		if (is_name(w, words[i]))
			return true;
	return false;
}

/* Whether a fraction of this is said: "2/3 số hộ". */
static bool is_part_of(const struct unit_word *w)
{
	return w && (ref_is_counted(w) || is_name(w, "so:B1") ||
		     is_name(w, "dien:C5") || is_name(w, "tong:B3") ||
		     is_name(w, "thoi:c2"));
}

/* "ngày 15/5", "15/5"; "ngày 15-5" */
static bool find_short(const struct unit_window *w, uint64_t at, struct date *d)
{
	const struct unit_word *next = unit_word(w, at + 1);
	bool named = unit_is(unit_before(w, at), "ngay");
	bool slash = unit_tight(next, TEXT_GAP_SLASH);

	if (!slash && !(unit_tight(next, TEXT_GAP_HYPHEN) &&
			is_occasion(unit_before(w, at))))
		return false;
	if (!named && is_part_of(unit_after(w, at + 1)))
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
	read_year(w, at, false, d);
	if (!d->year || (!named && d->last != at + 1))
		return false;
	if (named)
		d->first = at - 1;
	return true;
}

/* "tháng Tư năm 1975", from its year. */
static bool find_named_month(const struct unit_window *w, uint64_t at,
			     struct date *d)
{
	uint64_t name = at - 1, last;

	d->year = unit_year(unit_word(w, at));
	if (d->year < 0 || !unit_is(unit_before(w, at), "nam"))
		return false;
	for (int words = 1; words <= 2 && unit_before(w, name); words++) {
		d->month = month_at(w, --name, &last);
		if (d->month && last == at - 2 &&
		    unit_is(unit_before(w, name), "thang")) {
			d->first = name - 1;
			return true;
		}
	}
	return false;
}

static bool find(const struct unit_window *w, uint64_t at, struct date *d)
{
	bool (*const ways[])(const struct unit_window *, uint64_t,
			     struct date *) = {
		find_full, find_first, find_words, find_month,
		find_named_month, find_short,
	};

	for (size_t i = 0; i < sizeof(ways) / sizeof(*ways); i++) {
		*d = (struct date){ .first = at, .last = at,
				    .gap = TEXT_GAP_OTHER };
		if (ways[i](w, at, d) && stands_alone(w, at, d))
			return true;
	}
	return false;
}

/* "ngày", "mùng", "ngày mùng" before a day. */
static void read_ngay(const struct unit_window *w, struct date *d)
{
	const struct unit_word *before = unit_before(w, d->first);

	if (d->day <= OCTOBER &&
	    (unit_is(before, "mung") || unit_is(before, "mong"))) {
		d->first--;
		before = unit_before(w, d->first);
	}
	if (unit_is(before, "ngay"))
		d->first--;
}

bool unit_find_date(const struct unit_window *w, uint64_t at, struct unit *ret)
{
	struct date d;

	if (!find(w, at, &d))
		return false;
	if (d.day)
		read_ngay(w, &d);
	unit_begin(ret);
	ret->kind = TEXT_DATE;
	ret->open = !d.year || d.shared;
	ret->shared = d.shared;
	ret->first = d.first;
	ret->last = d.last;
	unit_addf(ret, "%ld-%02ld", d.year, d.month);
	unit_end_base(ret);
	if (d.day)
		unit_addf(ret, "%02ld", d.day);
	return true;
}

size_t text_day(const struct text_token *date, char ret_term[TEXT_TERM_MAX])
{
	const char *dash = memchr(date->term, '-', date->base_len);
	size_t n;

	if (date->kind != TEXT_DATE || !dash || *date->term == '0' ||
	    !text_marked(date))
		return 0;
	n = date->term_len - (size_t)(dash - date->term);
	ret_term[0] = '0';
	memcpy(ret_term + 1, dash, n);
	return n + 1;
}
