/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The parts of the body: doubled lines, headings, captions and the lead.
 */
#include <string.h>

#include "base/utf8.h"
#include "indexer/name.h"
#include "indexer/reading.h"

#define DOUBLED_LINE_MIN 24 /* bytes: the cells of a table repeat rightly */
#define HEADING_MAX 240	    /* bytes */
#define CAPTION_MAX 240	    /* bytes of a caption that no credit shows */
#define CAPTION_WORDS 6
#define CAPTION_LONG 14	    /* words that few headings have */
#define LEAD_MIN 60	    /* bytes */
#define LEAD_MAX 2000
#define SOURCE_MAX 40	    /* bytes of the source that a lead begins with */

/* Not a row of dots. */
static bool has_word(struct span l)
{
	for (size_t i = 0; i < l.n; i++)
		if ((l.s[i] >= 'a' && l.s[i] <= 'z') ||
		    (l.s[i] >= 'A' && l.s[i] <= 'Z'))
			return true;
	return false;
}

void parts_doubled(struct reading *d)
{
	struct lines *lines = &d->doc->lines;
	size_t first = lines->n;

	for (size_t i = 0; i < lines->n; i++) {
		struct span l = line_span(d, i), before = { "", 0 };

		if (lines->v[i].kind == LINE_BLANK)
			continue;
		if (lines->v[i].kind != LINE_BODY) {
			first = lines->n;
			continue;
		}
		if (first < lines->n)
			before = line_span(d, first);
		if (l.n >= DOUBLED_LINE_MIN && has_word(l) && l.n == before.n &&
		    !memcmp(l.s, before.s, l.n)) {
			lines->v[first].kind = LINE_CAPTION;
			lines->v[i].kind = LINE_DOUBLED;
		} else {
			first = i;
		}
	}
}

/* -------------------------------------------------------------------- headings */

/* Capitals alone, and two words of them side by side. */
static bool is_heading(const struct reading *d, size_t i)
{
	struct span l = line_span(d, i), word;
	unsigned row = 0;

	if (l.n > HEADING_MAX ||
	    !name_is_capitals(d->r->letters, l.s, l.n))
		return false;
	while (row < 2 && next_word(&l, &word))
		row = name_is_initials(d->r->letters, word.s, word.n) ? row + 1
								      : 0;
	return row == 2;
}

static void find_headings(struct reading *d)
{
	struct lines *lines = &d->doc->lines;
	bool text_behind = false;

	for (size_t i = lines->n; i-- > d->doc->title_line;) {
		if (lines->v[i].kind != LINE_BODY)
			continue;
		if (!is_heading(d, i))
			text_behind = true;
		else if (text_behind)
			lines->v[i].kind = LINE_HEADING;
	}
}

/* ------------------------------------------------------------------- sentences */

/* The closing quote or bracket, or the ellipsis, that ends the text. */
static size_t closing(const char *s, size_t n)
{
	static const char *const signs[] = { "”", "\"", "’", "»", ")" };

	for (size_t i = 0; i < sizeof(signs) / sizeof(*signs); i++) {
		size_t len = strlen(signs[i]);

		if (n > len && !memcmp(s + n - len, signs[i], len))
			return len;
	}
	return 0;
}

/* Whether it ends as a sentence does. */
static bool is_ended(struct span l)
{
	l.n -= closing(l.s, l.n);
	return l.n && (strchr(".!?", l.s[l.n - 1]) ||
		       (l.n >= 3 && !memcmp(l.s + l.n - 3, "…", 3)));
}

/* Whether no sentence ends before the last sign; TP. and 3. end none. */
static bool is_one_sentence(struct span l)
{
	for (size_t i = 1; i + 1 < l.n; i++)
		if (l.s[i + 1] == ' ' && strchr(".!?", l.s[i]) &&
		    !(l.s[i - 1] >= '0' && l.s[i - 1] <= '9') &&
		    !(l.s[i - 1] >= 'A' && l.s[i - 1] <= 'Z'))
			return false;
	return true;
}

static size_t count_words(struct span l)
{
	size_t n = 0;

	for (size_t i = 0; i < l.n; i++)
		n += l.s[i] == ' ';
	return n + 1;
}

/* Begins with a word that has a capital, and is no item of a list: "Điều 5". */
static bool begins_sentence(const struct reading *d, struct span l)
{
	const char *space = memchr(l.s, ' ', l.n);
	size_t n = space ? (size_t)(space - l.s) : l.n;

	return space && n + 1 < l.n &&
	       (name_is_word(d->r->letters, l.s, n) ||
		name_is_initials(d->r->letters, l.s, n)) &&
	       !(space[1] >= '0' && space[1] <= '9');
}

/* -------------------------------------------------------------------- captions */

static bool is_paragraph(enum line_kind kind)
{
	return kind == LINE_BODY || kind == LINE_LEAD;
}

/* The line with words before line i; the title's at the least. */
static size_t line_before(const struct reading *d, size_t i)
{
	while (i-- > d->doc->title_line)
		if (d->doc->lines.v[i].kind != LINE_BLANK)
			return i;
	return d->doc->title_line - 1;
}

static bool begins_set_off(const struct reading *d, size_t i)
{
	const struct line *l = &d->doc->lines.v[i];

	return l->begin >= 2 && !memcmp(d->s + l->begin - 2, "\xc2\xa0", 2);
}

/* Alone between blank lines, with a longer paragraph behind it. */
static bool stands_alone(const struct reading *d, size_t i)
{
	const struct lines *lines = &d->doc->lines;
	size_t n = line_span(d, i).n, next = next_line(d, i + 1);

	return i && lines->v[i - 1].kind == LINE_BLANK && next > i + 1 &&
	       next < lines->n && is_paragraph(lines->v[next].kind) &&
	       line_span(d, next).n > n && is_ended(line_span(d, next));
}

/* A short sentence, or what might be one, without numbers and without "Theo
 * đó," before it. */
static bool may_be_caption(const struct reading *d, size_t i)
{
	struct span l = line_span(d, i), word;

	if (l.n > CAPTION_MAX || count_words(l) < CAPTION_WORDS ||
	    strchr(":;,-", l.s[l.n - 1]) || !begins_sentence(d, l) ||
	    has_digit(l) || !is_one_sentence(l) ||
	    !stands_alone(d, i))
		return false;
	for (unsigned k = 0; k < 3 && next_word(&l, &word); k++)
		if (word.s[word.n - 1] == ',')
			return false;
	return true;
}

/* Below a paragraph that is longer and ends with a stop. */
static bool is_below_paragraph(const struct reading *d, size_t i)
{
	size_t before = line_before(d, i);
	struct span above = line_span(d, before);

	return is_paragraph(d->doc->lines.v[before].kind) &&
	       above.n > line_span(d, i).n && is_ended(above);
}

static bool is_caption(const struct reading *d, size_t i, size_t first)
{
	return may_be_caption(d, i) && is_ended(line_span(d, i)) &&
	       (begins_set_off(d, i) ||
		(line_before(d, i) == first && is_below_paragraph(d, i)));
}

static bool is_open_caption(const struct reading *d, size_t i)
{
	return d->doc->lines.v[i].kind == LINE_BODY && may_be_caption(d, i) &&
	       !is_ended(line_span(d, i)) && is_below_paragraph(d, i);
}

/* Lines without a stop: headings, unless most of them are long for that.  A long
 * one alone is a heading, too, but right behind the first paragraph. */
static void find_open_captions(struct reading *d, size_t first)
{
	struct lines *lines = &d->doc->lines;
	size_t n = 0, n_long = 0, last = 0;

	for (size_t i = d->doc->title_line; i < lines->n; i++) {
		if (!is_open_caption(d, i))
			continue;
		n++;
		last = i;
		n_long += count_words(line_span(d, i)) >= CAPTION_LONG;
	}
	if (2 * n_long <= n || (n == 1 && line_before(d, last) != first))
		return;
	for (size_t i = d->doc->title_line; i < lines->n; i++)
		if (is_open_caption(d, i))
			lines->v[i].kind = LINE_CAPTION;
}

/* ------------------------------------------------------------------------ lead */

/* "(Báo X) - ", "TTXVN - ": initials, or anything in brackets, and a dash. */
static bool begins_with_source(const struct reading *d, struct span l)
{
	const char *end = *l.s == '(' ? memchr(l.s, ')', l.n) :
					memchr(l.s, ' ', l.n);
	size_t n = end ? (size_t)(end - l.s) : 0, space;

	if (!n || n > SOURCE_MAX)
		return false;
	if (*l.s != '(' && !name_is_initials(d->r->letters, l.s, n))
		return false;
	n += *l.s == '(';
	space = space_before(l.s + n, l.n - n);
	l.s += n + space;
	l.n -= n + space;
	return l.n > 3 && (*l.s == '-' || !memcmp(l.s, "–", 3));
}

/* The first line of the body; lines.n when there is none. */
static size_t first_line(const struct reading *d)
{
	const struct lines *lines = &d->doc->lines;
	size_t i = d->doc->title_line;

	while (i < lines->n &&
	       (lines->v[i].kind == LINE_BLANK ||
		lines->v[i].kind == LINE_DATELINE ||
		lines->v[i].kind == LINE_AUTHOR ||
		lines->v[i].kind == LINE_FURNITURE))
		i++;
	return i;
}

static void find_lead(struct reading *d, size_t i)
{
	struct document *doc = d->doc;
	struct span l = line_span(d, i);
	size_t next = next_line(d, i + 1);

	if (l.n < LEAD_MIN || l.n > LEAD_MAX || !is_ended(l) ||
	    next >= doc->lines.n)
		return;
	if (doc->lines.v[next].kind != LINE_CAPTION &&
	    (!doc->dateline_line || doc->dateline_line < doc->title_line ||
	     doc->lines.v[next].kind != LINE_BODY) &&
	    !begins_with_source(d, l))
		return;
	doc->lines.v[i].kind = LINE_LEAD;
	doc->lead_line = line_number(i);
}

/* What the format says that they are. */
static void take_marks(struct reading *d)
{
	const struct hints *h = d->hints;
	struct lines *lines = &d->doc->lines;

	for (size_t i = 0; i < h->n_marks; i++) {
		size_t at = h->marks[i].line - 1;

		if (at < lines->n && lines->v[at].kind == LINE_BODY)
			lines->v[at].kind = h->marks[i].kind;
	}
}

void parts_find(struct reading *d)
{
	struct lines *lines = &d->doc->lines;
	size_t first;

	take_marks(d);
	if (!d->doc->title.s || d->doc->title_is_body)
		return;
	find_headings(d);
	first = first_line(d);
	for (size_t i = d->doc->title_line; i < lines->n; i++)
		if (lines->v[i].kind == LINE_BODY && is_caption(d, i, first))
			lines->v[i].kind = LINE_CAPTION;
	find_open_captions(d, first);
	if (first < lines->n && lines->v[first].kind == LINE_BODY)
		find_lead(d, first);
}
