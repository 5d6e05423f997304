/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Datelines.
 */
#include "indexer/dateline.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "indexer/words.h"

#define DAYS 7
#define WORDS_MAX 10	/* behind a weekday; with more it is a sentence */
#define NAME_WORDS 5	/* before the date of an official document */
#define NO_ZONE INT_MIN /* minutes */

/* By tm_wday, and other spellings; the last says no day: "Thứ 2" has only its
 * number, which the key leaves out. */
static const char *const day_names[DATELINE_DAYS] = {
	"Chủ nhật", "Thứ hai", "Thứ ba",  "Thứ tư", "Thứ năm",
	"Thứ sáu",  "Thứ bảy", "Thứ bẩy", "Thứ 2",
};

/* A line that begins with one of these says what its date is. */
static const char labels[] = "đăng cập nhật xuất bản";
static const char other_words[] =
	"chủ nhật thứ hai ba tư năm sáu bảy bẩy ngày tháng lúc vào giờ phút "
	"h g h' t z tin bài viết thời gian gmt utc am pm sa ch số lượt xem đã "
	"đọc bởi admin";

/* A line while it is read. */
struct found {
	const struct dateline_words *words;
	struct buf key; /* words_key() of the line */
	size_t n_words;
	size_t n_known;	      /* of them */
	size_t n_capital;     /* not known, with a capital, before the date */
	bool label;	      /* one was there before the date */
	int dates;
	size_t date, date_end; /* bytes of the first */
	int year, month, day;
	/* The time: the number before, and what may be between. */
	long number;	   /* -1: none */
	size_t number_end; /* its last byte */
	bool hour_word;	   /* "h", "giờ" stood behind it */
	int hour, minute, second; /* hour -1: none yet */
	size_t time_end;
	bool failed;
};

/* ------------------------------------------------------------------------ words */

static int read_words(struct text_analyzer *a, const char *s, struct buf *ret,
		      struct err *e)
{
	struct buf key = BUF_INIT;
	int r = words_key(a, s, strlen(s), &key, e);

	if (!r && (buf_addc(ret, ' ') || buf_add(ret, key.s, key.len)))
		r = err_nomem(e);
	buf_release(&key);
	return r;
}

int dateline_init(struct dateline_words *d, struct text_analyzer *a,
		  struct err *e)
{
	struct buf key = BUF_INIT;
	int r = read_words(a, labels, &d->labels, e);

	if (!r)
		r = read_words(a, labels, &d->known, e);
	if (!r)
		r = read_words(a, other_words, &d->known, e);
	for (size_t i = 0; !r && i < DATELINE_DAYS; i++) {
		r = words_key(a, day_names[i], strlen(day_names[i]), &key, e);
		if (!r && key.len >= sizeof(d->days[i]))
			r = err_set(e, E_INTERNAL, "weekday of %zu bytes",
				    key.len);
		if (!r)
			memcpy(d->days[i], key.s, key.len + 1);
	}
	buf_release(&key);
	return r;
}

void dateline_release(struct dateline_words *d)
{
	buf_release(&d->known);
	buf_release(&d->labels);
}

static bool is_in(const struct buf *list, const struct text_token *t)
{
	char word[TEXT_TERM_MAX + 2];

	word[0] = word[t->term_len + 1] = ' ';
	memcpy(word + 1, t->term, t->term_len);
	return memmem(list->s, list->len, word, t->term_len + 2);
}

/* ------------------------------------------------------------------------ times */

static bool is_word(const struct text_token *t, const char *term)
{
	return t->term_len == strlen(term) &&
	       !memcmp(t->term, term, t->term_len);
}

/* "03:15 CH" is in the afternoon. */
static void read_half(struct found *f, const struct text_token *t)
{
	if (f->hour < 0 || f->hour > 12)
		return;
	if ((is_word(t, "ch:") || is_word(t, "pm:")) && f->hour < 12)
		f->hour += 12;
	else if ((is_word(t, "sa:") || is_word(t, "am:")) && f->hour == 12)
		f->hour = 0;
}

/* The first of 16:25, 16:25:30, 16h25 and 16 giờ 25. */
static void read_number(struct found *f, const char *s,
			const struct text_token *t)
{
	long v = strtol(t->term, NULL, 10);
	bool colon = t->begin == f->number_end + 1 && s[f->number_end] == ':';

	if (f->hour < 0) {
		if (f->number >= 0 && f->number < 24 && v >= 0 && v < 60 &&
		    (colon || f->hour_word)) {
			f->hour = (int)f->number;
			f->minute = (int)v;
			f->time_end = t->end;
		}
	} else if (colon && f->number_end == f->time_end && v >= 0 && v < 60) {
		f->second = (int)v;
		f->time_end = t->end;
	}
	f->number = v;
	f->number_end = t->end;
	f->hour_word = false;
}

static void read_hour_word(struct found *f, const struct text_token *t)
{
	f->hour_word = f->number >= 0 && (is_word(t, "h:") || is_word(t, "g:") ||
					  is_word(t, "gio:c2"));
	if (!f->hour_word)
		f->number = -1;
}

/* ------------------------------------------------------------------------ dates */

static void read_date(struct found *f, const struct text_token *t)
{
	int y, m, d;

	if (sscanf(t->term, "%d-%2d:%2d", &y, &m, &d) != 3 || !y)
		return;
	if (f->dates++)
		return;
	f->date = t->begin;
	f->date_end = t->end;
	f->year = y;
	f->month = m;
	f->day = d;
}

static void read_word(struct found *f, const char *s,
		      const struct text_token *t)
{
	f->n_words++;
	if (t->kind == TEXT_NUMBER) {
		f->n_known++;
		read_number(f, s, t);
		buf_addc(&f->key, '#');
	} else {
		bool known = is_in(&f->words->known, t);

		f->n_known += known;
		f->n_capital += !known && t->capital && !f->dates;
		f->label |= !f->dates && is_in(&f->words->labels, t);
		read_hour_word(f, t);
		read_half(f, t);
		buf_add(&f->key, t->term, t->term_len);
	}
	buf_addc(&f->key, ' ');
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

/* The first "d/m/yyyy", which may also be "m/d/yyyy". */
static bool find_numbers(const char *s, int *a, int *b, int *y)
{
	for (; *s; s++) {
		char sep1, sep2;
		int len = 0;

		if (*s < '0' || *s > '9')
			continue;
		if (sscanf(s, "%2d%c%2d%c%4d%n", a, &sep1, b, &sep2, y,
			   &len) == 5 && len >= 8 && sep1 == sep2 &&
		    strchr("/-.", sep1))
			return true;
		while (s[1] >= '0' && s[1] <= '9')
			s++;
	}
	return false;
}

/* Where the line names a weekday: in its key, or NULL; and which one. */
static const char *find_weekday(const struct found *f, int *ret_wday)
{
	*ret_wday = DAYS;
	for (int i = 0; i < DATELINE_DAYS; i++) {
		const char *at = strstr(f->key.s, f->words->days[i]);

		if (!at || (at > f->key.s && at[-1] != ' '))
			continue;
		*ret_wday = i == DAYS ? 6 : i < DAYS ? i : DAYS;
		return at;
	}
	return NULL;
}

static bool find_date(struct found *f, const char *line, int wday,
		      struct tm *ret)
{
	int a, b, y;

	if (find_numbers(line, &a, &b, &y))
		return order_date(a, b, y, wday, ret);
	return f->dates && make_date(f->year, f->month, f->day, ret);
}

/* ------------------------------------------------------------------------ zones */

/* Minutes east, or NO_ZONE. */
static int zone_minutes(char sign, int hours, int minutes)
{
	int v = hours * 60 + minutes;

	if (hours < 0 || hours > 14 || minutes < 0 || minutes > 59)
		return NO_ZONE;
	return sign == '-' ? -v : v;
}

/* "GMT+7", "(UTC +07:00)"; right behind the time "+07:00" and "Z". */
static int find_zone(const struct found *f, const char *line)
{
	const char *name = strstr(line, "GMT"), *behind = line + f->time_end;
	int h, m = 0;
	char sign;

	if (!name)
		name = strstr(line, "UTC");
	if (name && sscanf(name + 3, " %c%2d:%2d", &sign, &h, &m) >= 2 &&
	    (sign == '+' || sign == '-'))
		return zone_minutes(sign, h, m);
	if (*behind == 'Z' && !behind[1])
		return 0;
	if ((*behind == '+' || *behind == '-') &&
	    sscanf(behind, "%c%2d:%2d", &sign, &h, &m) == 3)
		return zone_minutes(sign, h, m);
	return NO_ZONE;
}

static void write_iso(const struct tm *t, int zone,
		      char ret_iso[DATELINE_ISO_LEN + 1])
{
	bool has_time = t->tm_hour >= 0;
	size_t n = strftime(ret_iso, DATELINE_ISO_LEN + 1,
			    has_time ? "%Y-%m-%dT%H:%M:%S" : "%Y-%m-%d", t);

	if (has_time && zone != NO_ZONE)
		snprintf(ret_iso + n, DATELINE_ISO_LEN + 1 - n, "%c%02d:%02d",
			 zone < 0 ? '-' : '+', abs(zone) / 60 % 100,
			 abs(zone) % 60);
}

/* ------------------------------------------------------------------------ entry */

static int read_line(struct found *f, struct text_analyzer *a, const char *s,
		     size_t n, struct err *e)
{
	struct text_token t;
	int r;

	text_begin(a, s, n, 0);
	while ((r = text_read(a, &t, e)) > 0) {
		if (t.kind == TEXT_DATE)
			read_date(f, &t);
		else if (!text_is_unit(t.kind))
			read_word(f, s, &t);
	}
	return !r && f->key.failed ? err_nomem(e) : r;
}

/* "Vân Khê, ngày 15 tháng 4 năm 2022", and nothing behind. */
static bool is_official(const struct found *f, const char *line)
{
	return f->dates == 1 && f->n_capital &&
	       f->n_capital <= NAME_WORDS &&
	       f->n_known + f->n_capital == f->n_words &&
	       !line[f->date_end + strspn(line + f->date_end, " .")] &&
	       f->date_end - f->date > strlen("15/04/2022");
}

static bool is_dateline(const struct found *f, const char *line,
			const char *weekday)
{
	if (f->dates > 1 && !f->label && !weekday)
		return false;
	return f->n_known == f->n_words ||
	       (weekday == f->key.s && f->n_words <= WORDS_MAX) ||
	       is_official(f, line);
}

int dateline_parse(const struct dateline_words *d, struct text_analyzer *a,
		   const char *s, size_t n, char ret_iso[DATELINE_ISO_LEN + 1],
		   struct err *e)
{
	struct found f = { .words = d, .number = -1, .hour = -1 };
	char line[DATELINE_MAX + 1];
	const char *weekday;
	struct tm t;
	int r, wday;

	if (n > DATELINE_MAX || memchr(s, '\0', n))
		return 0;
	memcpy(line, s, n);
	line[n] = '\0';
	r = read_line(&f, a, line, n, e);
	if (!r && f.key.len) {
		weekday = find_weekday(&f, &wday);
		r = is_dateline(&f, line, weekday) &&
		    find_date(&f, line, wday, &t);
	}
	if (r > 0) {
		t.tm_hour = f.hour;
		t.tm_min = f.minute;
		t.tm_sec = f.second;
		write_iso(&t, f.hour < 0 ? NO_ZONE : find_zone(&f, line),
			  ret_iso);
	}
	buf_release(&f.key);
	return r;
}
