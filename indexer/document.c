/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The rules by which a report is read.
 */
#include "indexer/document.h"

#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "indexer/name.h"
#include "indexer/reading.h"
#include "indexer/words.h"

#define HEAD_MAX 8	   /* lines with words that are looked at from the top */
#define SHORT_LINE 240	   /* bytes of a title or section line */
#define FURNITURE_LINE 400 /* bytes of the longest furniture line */

int document_open(struct text_analyzer *a, struct furniture *furniture,
		  struct document_reader **ret, struct err *e)
{
	struct document_reader *r = calloc(1, sizeof(*r));
	int code;

	if (!r)
		return err_nomem(e);
	r->a = a;
	r->furniture = furniture;
	code = furniture_compile(furniture, a, e);
	if (!code)
		code = name_letters(&r->letters, e);
	if (!code)
		code = dateline_init(&r->dateline, a, e);
	if (!code)
		code = form_init(&r->form, a, e);
	if (!code)
		code = byline_init(r, e);
	if (code) {
		document_close(r);
		return code;
	}
	*ret = r;
	return 0;
}

void document_close(struct document_reader *r)
{
	if (!r)
		return;
	if (r->letters)
		freelocale(r->letters);
	buf_release(&r->key);
	dateline_release(&r->dateline);
	form_release(&r->form);
	for (size_t i = 0; i < BYLINE_LABELS; i++)
		buf_release(&r->labels[i]);
	lines_release(&r->lines);
	free(r);
}

struct span trim(struct span l)
{
	size_t space = space_before(l.s, l.n);

	l.s += space;
	l.n -= space;
	l.n -= space_behind(l.s, l.n);
	return l;
}

/* Bytes up to the next white space. */
static size_t word_len(struct span l)
{
	size_t i = 0;

	while (i < l.n && !space_before(l.s + i, l.n - i))
		i++;
	return i;
}

bool next_word(struct span *l, struct span *ret)
{
	size_t space = space_before(l->s, l->n);

	l->s += space;
	l->n -= space;
	*ret = (struct span){ l->s, word_len(*l) };
	l->s += ret->n;
	l->n -= ret->n;
	return ret->n > 0;
}

bool has_digit(struct span l)
{
	for (size_t i = 0; i < l.n; i++)
		if (l.s[i] >= '0' && l.s[i] <= '9')
			return true;
	return false;
}

size_t next_line(const struct reading *d, size_t i)
{
	while (i < d->doc->lines.n && d->doc->lines.v[i].kind == LINE_BLANK)
		i++;
	return i;
}

/* The words of line i into r->key. */
static int line_key(struct reading *d, size_t i)
{
	struct span l = line_span(d, i);

	return words_key(d->r->a, l.s, half_of_doubled(l.s, l.n), &d->r->key,
			 d->e);
}

/* Whether line i is furniture at that end; 1, 0 or an error. */
static int is_furniture(struct reading *d, size_t i, enum furniture_where where)
{
	int r;

	if (line_span(d, i).n > FURNITURE_LINE)
		return 0;
	r = line_key(d, i);
	if (r)
		return r;
	return !d->r->key.len ||
	       furniture_match(d->r->furniture, where, d->r->key.s,
			       d->r->key.len);
}

static int is_dateline(struct reading *d, size_t i)
{
	struct span l = line_span(d, i);

	return dateline_parse(&d->r->dateline, d->r->a, l.s, l.n,
			      d->doc->published, d->e);
}

/* ------------------------------------------------------------------- the head */

/* The dateline among the first lines; lines.n when there is none. */
static int find_dateline(struct reading *d, size_t first, size_t *ret)
{
	size_t i = first;

	*ret = d->doc->lines.n;
	for (unsigned k = 0; k < HEAD_MAX; k++) {
		int r;

		i = next_line(d, i);
		if (i >= d->doc->lines.n)
			return 0;
		r = is_dateline(d, i);
		if (r < 0)
			return r;
		if (r) {
			*ret = i;
			return 0;
		}
		i++;
	}
	return 0;
}

/* Where the title is known, the dateline may stand above it: among the lines
 * before line `title`, the last that is one. */
static int find_dateline_above(struct reading *d, size_t title, size_t *ret)
{
	for (size_t i = title; i-- > 0;) {
		int r = d->doc->lines.v[i].kind == LINE_BODY ?
				is_dateline(d, i) :
				0;

		if (r > 0)
			*ret = i;
		if (r)
			return r < 0 ? r : 0;
		if (title - i == HEAD_MAX)
			break;
	}
	return 0;
}

static void set_title(struct reading *d, size_t i)
{
	struct document *doc = d->doc;
	struct span l = line_span(d, i);

	/* The marks of a Markdown heading are none of its words. */
	while (l.n && *l.s == '#') {
		l.s++;
		l.n--;
	}
	l.s += space_before(l.s, l.n);
	l.n = (size_t)(d->s + doc->lines.v[i].end - l.s);
	if (!l.n)
		l = line_span(d, i); /* there was no heading behind them */
	l.n = half_of_doubled(l.s, l.n);
	doc->title_is_body = l.n > DOCUMENT_TITLE_MAX ||
			     next_line(d, i + 1) >= doc->lines.n;
	if (!doc->title_is_body)
		doc->lines.v[i].kind = LINE_TITLE;
	if (l.n > DOCUMENT_TITLE_MAX) {
		/* A paragraph: its beginning, up to a space where there is one */
		size_t cut = utf8_floor(l.s, l.n, DOCUMENT_TITLE_MAX);
		const char *space = memrchr(l.s, ' ', cut);

		l.n = space && space > l.s ? (size_t)(space - l.s) : cut;
	}
	doc->title = l;
	doc->title_line = line_number(i);
}

static void set_section(struct reading *d, size_t i)
{
	struct document *doc = d->doc;

	doc->section = line_span(d, i);
	doc->section.n = half_of_doubled(doc->section.s, doc->section.n);
	doc->section_line = line_number(i);
	doc->lines.v[i].kind = LINE_SECTION;
}

/* Whether the first line with words is a section, and the second the title. */
static bool is_section(const struct reading *d, size_t first, size_t second,
		       size_t dateline)
{
	struct span l = line_span(d, first);
	size_t n = d->doc->lines.n, half = half_of_doubled(l.s, l.n);

	if (second >= n || second == dateline || half > SHORT_LINE ||
	    line_span(d, second).n > SHORT_LINE || byline_is_names(d, second))
		return false;
	return half < l.n ||
	       (dateline < n && next_line(d, second + 1) == dateline);
}

static void find_title(struct reading *d, size_t first, size_t dateline)
{
	size_t second = next_line(d, first + 1);

	if (is_section(d, first, second, dateline)) {
		set_section(d, first);
		set_title(d, second);
	} else {
		set_title(d, first);
	}
}

/* Furniture from line i on, up to the first line that is none. */
static int mark_head(struct reading *d, size_t i, size_t *ret_next)
{
	struct lines *lines = &d->doc->lines;

	for (;; i++) {
		int r;

		i = next_line(d, i);
		if (i >= lines->n)
			break;
		if (lines->v[i].kind != LINE_BODY)
			continue;
		r = is_furniture(d, i, FURNITURE_HEAD);
		if (r < 0)
			return r;
		if (!r)
			break;
		lines->v[i].kind = LINE_FURNITURE;
	}
	*ret_next = i;
	return 0;
}

/* The dateline of a report whose first line, or title, is `first`. */
static int read_dateline(struct reading *d, size_t first, bool is_title,
			 size_t *ret)
{
	int r = find_dateline(d, first, ret);

	if (!r && is_title && *ret == d->doc->lines.n)
		r = find_dateline_above(d, first, ret);
	return r;
}

static int read_head(struct reading *d, const struct form *form)
{
	struct document *doc = d->doc;
	size_t first, dateline = form->dateline - 1, end;
	size_t title = form->title ? form->title : d->hints->title_line;
	int r = mark_head(d, 0, &first);

	if (title && title <= doc->lines.n)
		first = title - 1;
	if (!r && !form->dateline)
		r = read_dateline(d, first, title, &dateline);
	if (r)
		return r;
	if (dateline < doc->lines.n) {
		doc->lines.v[dateline].kind = LINE_DATELINE;
		doc->dateline_line = line_number(dateline);
		if (first == dateline)
			first = next_line(d, dateline + 1);
	}
	if (first >= doc->lines.n)
		return 0;
	if (title || form->found)
		set_title(d, first);
	else
		find_title(d, first, dateline);
	return mark_head(d, first, &end);
}

/* ------------------------------------------------------------------- the tail */

static int mark_tail(struct reading *d)
{
	struct lines *lines = &d->doc->lines;

	/* The title line may have stayed in the body, but is no furniture. */
	for (size_t i = lines->n; i-- > d->doc->title_line;) {
		int r;

		if (lines->v[i].kind == LINE_BLANK)
			continue;
		if (lines->v[i].kind != LINE_BODY)
			return 0;
		r = is_furniture(d, i, FURNITURE_TAIL);
		if (r <= 0)
			return r;
		lines->v[i].kind = LINE_FURNITURE;
	}
	return 0;
}

/* What the format says is nearer the truth than what the lines look like. */
static void take_hints(struct reading *d)
{
	const struct hints *h = d->hints;
	struct document *doc = d->doc;

	if (h->section.s) {
		doc->section = (struct span){ h->section.s, h->section.n };
		doc->section_line = 0;
	}
	if (h->author.s) {
		doc->author = (struct span){ h->author.s, h->author.n };
		doc->author_line = 0;
	}
	if (h->published.s && h->published.n < sizeof(doc->published)) {
		memcpy(doc->published, h->published.s, h->published.n);
		doc->published[h->published.n] = '\0';
	}
}

int document_read(struct document_reader *r, const char *s, size_t n,
		  const struct hints *hints, struct document *ret,
		  struct err *e)
{
	static const struct hints none;
	struct document doc = { .published = "", .credits = r->credits };
	struct reading d = { .r = r, .s = s, .doc = &doc, .e = e };
	struct form form;
	int code = lines_split(&r->lines, s, n);

	if (code == E_LIMIT)
		return err_set(e, code, "more than %u lines", LINES_MAX);
	if (code)
		return err_nomem(e);
	d.hints = hints ? hints : &none;
	doc.lines = r->lines;
	code = form_head(&d, &form);
	if (!code)
		code = read_head(&d, &form);
	if (!code)
		code = mark_tail(&d);
	if (!code && !doc.author.s)
		code = byline_author(&d);
	if (!code && form.found)
		code = form_tail(&d);
	parts_doubled(&d);
	if (!code)
		code = byline_credits(&d);
	if (code)
		return code;
	parts_find(&d);
	take_hints(&d);
	*ret = doc;
	return 0;
}
