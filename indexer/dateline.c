/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Datelines.
 */
#include "indexer/dateline.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "indexer/words.h"

#define DAYS 7
#define ANY_DAY DAYS /* "Thứ 2": a day by number, which the key leaves out */
#define WORDS_MAX 10 /* a line with more of them is a sentence */
#define ZONE_VIETNAM 7

static const char *const day_names[DAYS + 1] = {
	"Chủ nhật", "Thứ hai", "Thứ ba",  "Thứ tư",
	"Thứ năm",  "Thứ sáu", "Thứ bảy", "Thứ 2",
};

int dateline_init(struct dateline_days *d, struct text_analyzer *a,
		  struct err *e)
{
	struct buf key = BUF_INIT;
	int r = 0;

	for (size_t i = 0; !r && i <= DAYS; i++) {
		r = words_key(a, day_names[i], strlen(day_names[i]), &key, e);
		if (!r && key.len >= sizeof(d->key[i]))
			r = err_set(e, E_INTERNAL, "weekday of %zu bytes",
				    key.len);
		if (!r)
			memcpy(d->key[i], key.s, key.len + 1);
	}
	buf_release(&key);
	return r;
}

/* 0..6, ANY_DAY, or -1. */
static int weekday(const struct dateline_days *d, const struct buf *key)
{
	size_t words = 0;

	for (size_t i = 0; i < key->len; i++)
		words += key->s[i] == ' ';
	if (!words || words > WORDS_MAX)
		return -1;
	for (int i = 0; i <= DAYS; i++)
		if (!strncmp(key->s, d->key[i], strlen(d->key[i])))
			return i;
	return -1;
}

/* A day as struct tm, with its weekday; false when there is no such day. */
static bool make_date(int y, int m, int d, struct tm *ret)
{
	struct tm t = { .tm_year = y - 1900, .tm_mon = m - 1, .tm_mday = d };

	if (y < 1900 || y > 2199 || m < 1 || m > 12 || d < 1 || d > 31)
		return false;
	timegm(&t); /* puts 31/4 to 1/5 */
	*ret = t;
	return t.tm_mday == d;
}

/* Two numbers as they stand in the line, into day and month. */
static bool order_date(int first, int second, int year, int wday,
		       struct tm *ret)
{
	struct tm day_first, month_first;
	bool is_day_first = make_date(year, second, first, &day_first);
	bool is_month_first = make_date(year, first, second, &month_first);

	if (!is_day_first && !is_month_first)
		return false;
	if (is_month_first &&
	    (!is_day_first ||
	     (day_first.tm_wday != wday && month_first.tm_wday == wday)))
		*ret = month_first;
	else
		*ret = day_first;
	return true;
}

/* The first "d/m/yyyy"; returns what is behind it, NULL when there is none. */
static const char *find_date(const char *s, int *a, int *b, int *y)
{
	for (; *s; s++) {
		char sep1, sep2;
		int len = 0;

		if (*s < '0' || *s > '9')
			continue;
		if (sscanf(s, "%2d%c%2d%c%4d%n", a, &sep1, b, &sep2, y,
			   &len) == 5 && len >= 8 && sep1 == sep2 &&
		    strchr("/-.", sep1))
			return s + len;
		while (s[1] >= '0' && s[1] <= '9')
			s++;
	}
	return NULL;
}

/* "16:25" in what is behind the date. */
static bool find_time(const char *s, struct tm *t)
{
	int h, min;

	s += strcspn(s, "0123456789[(");
	if (sscanf(s, "%2d%*1[:hg]%2d", &h, &min) != 2 || h < 0 || h > 23 ||
	    min < 0 || min > 59)
		return false;
	t->tm_hour = h;
	t->tm_min = min;
	return true;
}

static int find_zone(const char *s)
{
	const char *gmt = strstr(s, "GMT");
	int zone;

	if (gmt && sscanf(gmt, "GMT%3d", &zone) == 1 && zone >= -12 &&
	    zone <= 14)
		return zone;
	return ZONE_VIETNAM;
}

static void write_iso(const struct tm *t, bool has_time, int zone,
		      char ret_iso[DATELINE_ISO_LEN + 1])
{
	size_t n = strftime(ret_iso, DATELINE_ISO_LEN + 1,
			    has_time ? "%Y-%m-%dT%H:%M:00" : "%Y-%m-%d", t);

	if (has_time)
		snprintf(ret_iso + n, DATELINE_ISO_LEN + 1 - n, "%c%02d:00",
			 zone < 0 ? '-' : '+', abs(zone) % 100);
}

bool dateline_parse(const struct dateline_days *days, const char *s, size_t n,
		    const struct buf *key, char ret_iso[DATELINE_ISO_LEN + 1])
{
	char line[DATELINE_MAX + 1];
	int wday = weekday(days, key), a, b, year;
	const char *rest;
	bool has_time;
	struct tm t;

	if (wday < 0 || n > DATELINE_MAX)
		return false;
	memcpy(line, s, n);
	line[n] = '\0';
	rest = find_date(line, &a, &b, &year);
	if (!rest || !order_date(a, b, year, wday, &t))
		return false;
	has_time = find_time(rest, &t);
	write_iso(&t, has_time, find_zone(rest), ret_iso);
	return true;
}
