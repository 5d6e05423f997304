/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/form.h"

#include <string.h>

#include "base/mention.h"
#include "indexer/form_line.h"
#include "indexer/reading.h"
#include "indexer/words.h"

#define MOTTO_LINES 60 /* with words, among which the motto must be */
#define HEAD_LINES 16  /* with words, on each side of it */
#define ISSUER_MAX 200 /* bytes of all its lines */
#define PLACE_BYTES 24 /* of half a name: "Quảng", then "Trị, ngày ..." */
#define SIGNED_LINES 6 /* of an office, above the name */
#define NUMERAL 4      /* the longest: "VIII" */

/* In whose name a document is signed. */
static const char *const signing[] = { "TM.", "T/M", "KT.", "K/T", "TL.",
				       "T/L", "TUQ.", "Q.", "TM ", "KT ",
				       "TL " };

/* The next column of a row: tabs, bars or a wide space are between. */
static bool next_cell(struct span *row, struct span *ret)
{
	size_t i = 0;

	while (row->n && strchr(" \t|", *row->s)) {
		row->s++;
		row->n--;
	}
	while (i < row->n && row->s[i] != '\t' && row->s[i] != '|' &&
	       (row->n - i < 3 || memcmp(row->s + i, "   ", 3) != 0))
		i++;
	*ret = trim((struct span){ row->s, i });
	row->s += i;
	row->n -= i;
	return ret->n > 0;
}

static bool is_of_head(enum form_part part)
{
	return part == FORM_BLANK || part == FORM_RULE || part == FORM_STATE ||
	       part == FORM_NUMBER || part == FORM_DATE ||
	       part == FORM_ISSUER || part == FORM_TITLE ||
	       part == FORM_ABOUT;
}

/* "I. ", "A) ", "2.": so begins a heading. */
static bool is_numbered(struct span l)
{
	size_t i = 0;

	while (i < l.n && i < NUMERAL && strchr("IVX0123456789ABCD", l.s[i]))
		i++;
	return i && i < l.n && strchr(".)-/", l.s[i]);
}

/* ------------------------------------------------------------------ letterhead */

/* Lines [begin, end): all of it.  type, about: lines.n where there is none, and
 * the same line where the kind says its subject; only then it is before `end`. */
struct head {
	size_t begin, end, type, about;
};

/* The line of the motto, or of the Party's name; lines.n: there is none. */
static int find_motto(struct reading *d, size_t *ret)
{
	const struct lines *lines = &d->doc->lines;
	size_t i = next_line(d, 0);

	for (size_t k = 0; k < MOTTO_LINES && i < lines->n; k++) {
		int r = form_is_motto(d, line_span(d, i));

		*ret = i;
		if (r)
			return r < 0 ? r : 0;
		i = next_line(d, i + 1);
	}
	*ret = lines->n;
	return 0;
}

static int find_begin(struct reading *d, size_t motto, struct head *h)
{
	size_t i = motto;

	h->begin = motto;
	for (size_t k = 0; i > d->hints->title_line && k < HEAD_LINES; i--) {
		enum form_part part;
		int r = form_part_of(d, i - 1, &part);

		if (r)
			return r;
		if (!is_of_head(part))
			break;
		if (part != FORM_BLANK) {
			h->begin = i - 1;
			k++;
		}
	}
	return 0;
}

/* Half of a place's name, and the date in the line below it. */
static int is_half_place(struct reading *d, size_t i)
{
	enum form_part next = FORM_OTHER;
	int r = 0;

	if (line_span(d, i).n <= PLACE_BYTES && i + 1 < d->doc->lines.n)
		r = form_part_of(d, i + 1, &next);
	return r ? r : next == FORM_DATE;
}

/* A line that no word tells, behind one of the part `before`: 1, 0 or an error.
 * A letter is about something in several lines, and need not say "V/v". */
static int goes_on(struct reading *d, size_t i, enum form_part before,
		   enum form_part *part)
{
	if (before == FORM_ABOUT ||
	    (before == FORM_NUMBER && form_begins_with(line_span(d, i), "Về "))) {
		*part = FORM_ABOUT;
		return 1;
	}
	return is_half_place(d, i);
}

/* A line below the motto, behind one of the part `before`.  1 where it is of the
 * letterhead, whatever it says; 0, or an error. */
static int part_below(struct reading *d, size_t i, enum form_part before,
		      const struct head *h, enum form_part *part)
{
	struct span l = line_span(d, i);
	int r = form_part_of(d, i, part);

	if (r)
		return r;
	if (*part == FORM_OTHER)
		return goes_on(d, i, before, part);
	if (*part != FORM_ISSUER && *part != FORM_DATE)
		return 0;
	if (h->type < d->doc->lines.n) {
		if (is_numbered(l) && form_is_capitals(d, l))
			*part = FORM_OTHER;
	} else if (before != FORM_ISSUER && before != FORM_ABOUT &&
		   form_is_title(d, l)) {
		*part = FORM_TITLE;
	}
	return 0;
}

static int find_end(struct reading *d, size_t motto, struct head *h)
{
	enum form_part before = FORM_STATE, part;
	size_t n = d->doc->lines.n;

	h->type = h->about = n;
	h->end = motto + 1;
	for (size_t i = motto + 1, k = 0; i < n && k < HEAD_LINES; i++) {
		int r = part_below(d, i, before, h, &part);

		if (r < 0)
			return r;
		if (part == FORM_TITLE)
			h->type = h->about = i;
		if (part == FORM_TYPE && h->type == n)
			h->type = i;
		if (part == FORM_ABOUT && h->about == n)
			h->about = i;
		if (!r && !is_of_head(part))
			break;
		before = part;
		if (part != FORM_BLANK) {
			h->end = i + 1;
			k++;
		}
	}
	return 0;
}

/* --------------------------------------------------------------- what it says */

/* One column of a line, up to what is the state's: of capitals it is the
 * issuer's. */
static int add_issuer(struct reading *d, struct span cell)
{
	struct buf *issuer = &d->r->form.issuer;
	size_t at;
	int r = form_find_state(d, cell, &at);

	if (r < 0)
		return r;
	if (r)
		cell = trim((struct span){ cell.s, at });
	else if (form_part_by_key(d, cell) != FORM_ISSUER)
		return 0;
	if (!cell.n || !form_has_words(cell) || !form_is_capitals(d, cell) ||
	    issuer->len + cell.n + 1 > ISSUER_MAX)
		return 0;
	if (issuer->len)
		buf_addc(issuer, ' ');
	return buf_add(issuer, cell.s, cell.n) ? err_nomem(d->e) : 0;
}

static int read_issuer(struct reading *d, const struct head *h)
{
	struct document *doc = d->doc;
	struct buf *issuer = &d->r->form.issuer;
	int r = 0;

	buf_clear(issuer);
	for (size_t i = h->begin; !r && i < h->end && i < h->type; i++) {
		struct span row = line_span(d, i), cell;

		while (!r && next_cell(&row, &cell))
			r = add_issuer(d, cell);
		if (issuer->len && !doc->author_line)
			doc->author_line = line_number(i);
	}
	if (!r && issuer->len)
		doc->author = (struct span){ issuer->s, issuer->len };
	return r;
}

/* The line that holds byte `at` of the row. */
static size_t line_of_row(const struct reading *d, const struct head *h,
			  size_t at)
{
	size_t i = h->begin, end = line_span(d, i).n;

	while (end <= at && i + 1 < h->end)
		end += 1 + line_span(d, ++i).n;
	return i;
}

/* The first full date: in one row, since it may go on in the next line. */
static int read_date(struct reading *d, const struct head *h, size_t *ret_line)
{
	struct buf *row = &d->r->form.row;
	struct text_token t;
	int r;

	buf_clear(row);
	for (size_t i = h->begin; i < h->end; i++) {
		struct span l = line_span(d, i);

		if (i > h->begin)
			buf_addc(row, ' ');
		if (buf_add(row, l.s, l.n))
			return err_nomem(d->e);
	}
	text_begin(d->r->a, row->s, row->len, 0);
	while ((r = text_read(d->r->a, &t, d->e)) > 0)
		if (t.kind == TEXT_DATE && t.term_len == MENTION_DATE_LEN)
			break;
	if (r <= 0)
		return r;
	memcpy(d->doc->published, t.term, t.term_len);
	d->doc->published[t.base_len] = '-';
	d->doc->published[t.term_len] = '\0';
	*ret_line = line_number(line_of_row(d, h, t.begin));
	return 0;
}

static void mark(struct reading *d, size_t i)
{
	struct line *l = &d->doc->lines.v[i];

	if (l->kind == LINE_BODY)
		l->kind = LINE_FORM;
}

/* The line below the kind, which says what the document is about; that of the
 * kind where it is missing. */
static size_t find_about(const struct reading *d, const struct head *h)
{
	static const char *const others[] = { "Căn cứ", "Kính gửi", "Điều 1" };
	size_t n = d->doc->lines.n, i = h->about;

	if (i == n && h->type < n)
		i = next_line(d, h->type + 1);
	if (i == n)
		return h->type;
	for (size_t k = 0; k < sizeof(others) / sizeof(*others); k++)
		if (form_begins_with(line_span(d, i), others[k]))
			return h->type;
	return i;
}

/* The kind, what the document is about and who speaks: capitals below it. */
static void mark_type(struct reading *d, const struct head *h)
{
	const struct lines *lines = &d->doc->lines;
	size_t first = next_line(d, h->type + 1);

	for (size_t i = h->type; i < lines->n; i = next_line(d, i + 1)) {
		struct span l = line_span(d, i);
		bool capitals = form_is_capitals(d, l);

		if ((!capitals && i != first) || is_numbered(l))
			break;
		if (capitals)
			mark(d, i);
	}
}

/* All of it around the motto; it is marked. */
static int read_head(struct reading *d, size_t motto, struct head *ret)
{
	int r = find_begin(d, motto, ret);

	if (!r)
		r = find_end(d, motto, ret);
	if (r)
		return r;
	for (size_t i = ret->begin; i < ret->end; i++)
		mark(d, i);
	if (ret->type < d->doc->lines.n)
		mark_type(d, ret);
	return 0;
}

int form_head(struct reading *d, struct form *ret)
{
	const struct lines *lines = &d->doc->lines;
	size_t motto;
	struct head h;
	int r = find_motto(d, &motto);

	*ret = (struct form){ 0 };
	if (r || motto == lines->n)
		return r;
	r = read_head(d, motto, &h);
	if (!r)
		r = read_issuer(d, &h);
	if (!r)
		r = read_date(d, &h, &ret->dateline);
	if (r)
		return r;
	ret->found = true;
	if (h.begin == next_line(d, 0) && !d->hints->title_line)
		ret->title = line_number(find_about(d, &h)) % (lines->n + 1);
	if (ret->dateline)
		d->doc->lines.v[ret->dateline - 1].kind = LINE_DATELINE;
	if (ret->title)
		d->doc->lines.v[ret->title - 1].kind = LINE_BODY;
	return 0;
}

/* -------------------------------------------------------- recipients, signature */

static bool is_item(struct span l)
{
	return l.n > 1 && (*l.s == '-' || *l.s == '+' ||
			   !memcmp(l.s, "–", strlen("–") < l.n ? strlen("–") :
								   l.n));
}

/* "Nơi nhận:" and the items below it. */
static int mark_recipients(struct reading *d, size_t i)
{
	struct document_reader *r = d->r;
	struct span l = line_span(d, i);
	int code;

	if (l.n > PLACE_BYTES)
		return 0;
	code = words_key(r->a, l.s, l.n, &r->key, d->e);
	if (code || r->key.len != r->form.recipients.len ||
	    memcmp(r->key.s, r->form.recipients.s, r->key.len) != 0)
		return code;
	mark(d, i);
	for (i = next_line(d, i + 1); i < d->doc->lines.n;
	     i = next_line(d, i + 1)) {
		if (!is_item(line_span(d, i)))
			break;
		mark(d, i);
	}
	return 0;
}

/* The office, in capitals above a name. */
static void mark_office(struct reading *d, size_t name)
{
	const struct lines *lines = &d->doc->lines;
	size_t i = name;

	for (size_t k = 0; i-- > d->doc->title_line && k < SIGNED_LINES;) {
		struct span l = line_span(d, i);

		if (lines->v[i].kind == LINE_BLANK)
			continue;
		if (lines->v[i].kind != LINE_BODY ||
		    (!form_is_capitals(d, l) && *l.s != '('))
			break;
		mark(d, i);
		mark(d, name);
		k++;
	}
}

/* "TM. ỦY BAN NHÂN DÂN", and capitals below it. */
static void mark_signing(struct reading *d, size_t i)
{
	struct span l = line_span(d, i);
	bool signs = false;

	for (size_t k = 0; k < sizeof(signing) / sizeof(*signing); k++)
		signs |= l.n > strlen(signing[k]) &&
			 !memcmp(l.s, signing[k], strlen(signing[k]));
	for (size_t k = 0; signs && k < SIGNED_LINES; k++) {
		if (i >= d->doc->lines.n || !form_is_capitals(d, line_span(d, i)))
			break;
		mark(d, i++);
	}
}

/* The letterhead of a form in an annex. */
static int mark_inner(struct reading *d, size_t i)
{
	struct head h;
	int r = form_is_motto(d, line_span(d, i));

	return r > 0 ? read_head(d, i, &h) : r;
}

int form_tail(struct reading *d)
{
	const struct lines *lines = &d->doc->lines;
	int r = 0;

	for (size_t i = d->doc->title_line; !r && i < lines->n; i++) {
		if (lines->v[i].kind != LINE_BODY)
			continue;
		r = mark_inner(d, i);
		if (lines->v[i].kind != LINE_BODY)
			continue;
		if (byline_is_names(d, i))
			mark_office(d, i);
		else if (form_is_capitals(d, line_span(d, i)))
			mark_signing(d, i);
		else if (!r)
			r = mark_recipients(d, i);
	}
	return r;
}
