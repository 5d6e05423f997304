/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "search/page/cut.h"
#include "search/page/slice.h"
#include "search/page/snippet.h"
#include "search/page/window.h"

/* Positions read before a window, so that its sentence can be begun: as many as
 * half of `room` bytes may hold. */
#define LEAD_POSITIONS(room) ((uint32_t)(room) / 11)
/* Bytes read from there on, at most. */
#define READ_BYTES 1600
/* Bytes of a date or the number of a document, about: so far is read behind what
 * there is room for, so that what is one is known to be. */
#define UNIT_BYTES 48
/* A word so few bytes into its line is the first one, behind quotes or a list's
 * dash. */
#define SNIPPET_QUOTES 8

void marked_release(struct marked *m)
{
	free(m->s);
	free(m->marks);
	memset(m, 0, sizeof(*m));
}

/* ----------------------------------------------------------------------- pieces */

static uint32_t first_body_pos(const struct search *s)
{
	return s->view.title_end + 1;
}

/* A line of fewer words is a dateline or a caption, not how a report begins. */
#define OPENING_WORDS 10

/*
 * Where a report begins, for one that matched in its title alone or by what it
 * does not have: with the first long line behind the title.
 */
static uint32_t opening_pos(struct search *s)
{
	uint32_t title = record_fields(s->record)->title_line;
	uint32_t first = first_body_pos(s), begin = 0, line = 0, brief = 0;
	struct record_anchor a;
	const uint32_t *stream;
	size_t n, title_end, words = 0;

	if (record_stream(s->record, &stream, &n, &title_end, NULL))
		return first;
	for (uint32_t pos = first; pos < n && pos < first + READ_BYTES; pos++) {
		if (record_anchor(s->record, pos, &a, NULL) || a.line <= title)
			continue;
		if (a.line != line) {
			begin = pos;
			words = 0;
		}
		line = a.line;
		brief = brief ? brief : begin;
		words += stream[pos] != RECORD_BREAK;
		if (words == OPENING_WORDS)
			return begin;
	}
	return brief ? brief : first;
}

/* A piece of the report, to be the snippet or one half of it. */
struct piece {
	struct marked m;
	uint64_t from, to; /* bytes of the report */
	bool goes_on;	   /* only spaces are between the floor and it */
};

/* From anchor `at` on, for a match that is behind anchor `to` and before the next
 * one: so that `more` bytes behind it, and whole words, are read. */
static uint64_t bytes_to_read(const struct record_anchor *v, size_t n, size_t at,
			      size_t to, size_t more)
{
	uint64_t bytes = to + 1 < n ? v[to + 1].byte - v[at].byte + more + UNIT_BYTES
				    : READ_BYTES;

	return bytes < READ_BYTES ? bytes : READ_BYTES;
}

/*
 * Read and analyze the text round a window, from an anchor at least `lead`
 * positions before it on, if so many are in the lines that lead to it.  The
 * anchor is *ret_at.  E_NOTFOUND: a report without a word.
 */
static int read_around(struct search *s, const struct window *w, uint32_t lead,
		       size_t room, struct record_anchor *ret_at, struct err *e)
{
	struct slice_text how = { .enough = w->pos,
				  .more = room + UNIT_BYTES };
	const struct record_anchor *v;
	size_t n, at, to;
	int r = record_anchors(s->record, &v, &n, e);

	if (r)
		return r;
	if (!n)
		return E_NOTFOUND;
	at = record_anchor_at(v, n, w->pos > lead ? w->pos - lead : 0);
	to = record_anchor_at(v, n, w->pos);
	for (size_t i = at + 1; i <= to; i++)
		if (v[i].line > v[i - 1].line + 1)
			at = i;
	r = slice_read(s, v[at].byte, bytes_to_read(v, n, at, to, how.more),
		       e);
	if (r)
		return r;
	how.pos = v[at].pos;
	/* Quotes and brackets may stand before the first word. */
	how.begins = v[at].byte - v[at].line_begin < SNIPPET_QUOTES &&
		     (!at || v[at].line > v[at - 1].line + 1);
	how.ends = s->slice.len && slice_cut_paragraph(s, v, n, at);
	*ret_at = v[at];
	r = slice_analyze(s, s->slice.s, s->slice.len, &how, e);
	/* The bytes that were read may end inside a word. */
	if (!r && !how.ends && s->n_tokens &&
	    s->tokens[s->n_tokens - 1].end == s->slice.len)
		s->n_tokens--;
	return r;
}

/* The tokens of the window from byte `floor` of the slice on, as far as they were
 * read; false: not one of them. */
static bool find_tokens(const struct search *s, const struct window *w,
			struct cut_wish *ret)
{
	const struct slice_token *t = s->tokens;
	size_t first = 0, last;

	while (first < s->n_tokens &&
	       (t[first].pos < w->pos || t[first].begin < ret->floor))
		first++;
	if (first == s->n_tokens || (t[first].pos >= w->end))
		return false;
	for (last = first; last + 1 < s->n_tokens && t[last + 1].pos < w->end;)
		last++;
	ret->first = first;
	ret->last = last;
	return true;
}

static bool only_spaces(const char *s, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (slice_space_at(s + i, 1) != 1)
			return false;
	return true;
}

/* Where the first match of the piece is, which was read from anchor `at` on. */
static int place_piece(struct search *s, struct piece *p,
		       const struct record_anchor *at, struct err *e)
{
	uint64_t match = p->from + (p->m.n_marks ? p->m.marks[0].byte : 0);
	const char *line = s->slice.s, *end = line + (match - at->byte);
	uint64_t begin = at->line_begin;
	uint32_t number = at->line;

	while ((line = memchr(line, '\n', (size_t)(end - line)))) {
		line++;
		number++;
		begin = at->byte + (uint64_t)(line - s->slice.s);
	}
	return slice_place(s, &p->m, match, number, begin, e);
}

/*
 * The piece round a window, of about `room` bytes, behind byte `floor` of the
 * report.  It stays empty where nothing of the window is behind that.
 */
static int make_piece(struct search *s, const struct window *w, size_t room,
		      uint64_t floor, struct piece *ret, struct err *e)
{
	const uint32_t leads[] = { LEAD_POSITIONS(room), 0 };
	struct cut_wish wish = { .room = room };
	struct record_anchor at;
	struct cut cut;
	bool found = false;
	int r = 0;

	/* The second time where words before it are very long, or dots. */
	for (size_t i = 0; !r && !found && i < 2; i++) {
		r = read_around(s, w, leads[i], room, &at, e);
		if (r)
			return r == E_NOTFOUND ? 0 : r;
		wish.floor = floor > at.byte ? (size_t)(floor - at.byte) : 0;
		found = find_tokens(s, w, &wish);
	}
	if (!found)
		return 0;
	cut_choose(s, &wish, &cut);
	r = slice_cut(s, s->slice.s, cut.from, cut.to, &ret->m, e);
	if (r)
		return r;
	ret->m.cut_front = cut.front;
	ret->m.cut_back = cut.back;
	ret->from = at.byte + cut.from;
	ret->to = at.byte + cut.to;
	ret->goes_on = wish.floor &&
		       only_spaces(s->slice.s + wish.floor,
				   cut.from - wish.floor);
	return place_piece(s, ret, &at, e);
}

/* -------------------------------------------------------------------- two pieces */

#define BETWEEN " … "

static struct marked_part part_of(const struct piece *p, size_t begin)
{
	return (struct marked_part){
		.begin = (uint32_t)begin,
		.end = (uint32_t)(begin + p->m.n),
		.line = p->m.line,
		.byte = p->m.byte,
		.col = p->m.col,
		.utf16 = p->m.utf16,
	};
}

/* Append b's marks to a's, which have room for them. */
static void add_marks(struct marked *a, const struct marked *b, size_t byte,
		      size_t utf16)
{
	for (size_t i = 0; i < b->n_marks; i++) {
		struct mark *m = &a->marks[a->n_marks++];

		*m = b->marks[i];
		m->byte += (uint32_t)byte;
		m->utf16 += (uint32_t)utf16;
	}
}

/* Append the text and the marks of b to a; `gap` bytes of spaces are between, or
 * what says that words were left out.  E_NOMEM. */
static int append_piece(struct piece *a, const struct piece *b, struct err *e)
{
	size_t gap = b->goes_on ? (size_t)(b->from - a->to) : strlen(BETWEEN);
	size_t at = a->m.n + gap, n = a->m.n_marks + b->m.n_marks;
	char *s = realloc(a->m.s, at + b->m.n + 1);
	struct mark *marks;

	if (s)
		a->m.s = s;
	marks = s && n ? realloc(a->m.marks, n * sizeof(*marks)) : NULL;
	if (marks)
		a->m.marks = marks;
	if (!s || (n && !marks))
		return err_nomem(e);
	if (b->goes_on) {
		memset(s + a->m.n, ' ', gap);
	} else {
		memcpy(s + a->m.n, BETWEEN, gap);
		a->m.parts[0] = part_of(a, 0);
		a->m.parts[1] = part_of(b, at);
		a->m.n_parts = 2;
	}
	memcpy(s + at, b->m.s, b->m.n + 1);
	add_marks(&a->m, &b->m, at, utf8_utf16_len(s, at));
	a->m.n = at + b->m.n;
	a->m.cut_back = b->m.cut_back;
	return 0;
}

/* Two windows, in the order of the text; to jump to is the first match of the
 * best one, w[0]. */
static int two_pieces(struct search *s, const struct window w[2],
		      struct marked *ret, struct err *e)
{
	bool swap = w[1].pos < w[0].pos;
	struct piece a = { 0 }, b = { 0 };
	int r = make_piece(s, &w[swap], SNIPPET_BYTES / 2, 0, &a, e);

	if (!r && a.m.s)
		r = make_piece(s, &w[!swap], SNIPPET_BYTES - a.m.n, a.to, &b,
			       e);
	if (!r && b.m.s)
		r = append_piece(&a, &b, e);
	if (!r && b.m.s && swap) {
		a.m.line = b.m.line;
		a.m.byte = b.m.byte;
		a.m.col = b.m.col;
		a.m.utf16 = b.m.utf16;
	}
	marked_release(&b.m);
	if (r)
		marked_release(&a.m);
	else
		*ret = a.m;
	return r;
}

/* ----------------------------------------------------------------------- pieces */

int snippet_body(struct search *s, struct marked *ret, struct err *e)
{
	struct window w[2];
	struct piece p = { 0 };
	size_t n;
	int r = window_choose(s, w, &n, e);

	if (r)
		return r;
	if (n == 2)
		return two_pieces(s, w, ret, e);
	if (!n) {
		w[0].pos = opening_pos(s);
		w[0].end = w[0].pos + 1;
	}
	r = make_piece(s, &w[0], SNIPPET_BYTES, 0, &p, e);
	if (r)
		marked_release(&p.m);
	else
		*ret = p.m;
	return r;
}

int snippet_title(struct search *s, struct marked *ret, struct err *e)
{
	const struct record_fields *f = record_fields(s->record);
	const struct slice_text how = { .title = true };
	int r = slice_analyze(s, f->title.s, f->title.n, &how, e);

	return r ? r : slice_cut(s, f->title.s, 0, f->title.n, ret, e);
}

int snippet_place_title(struct search *s, struct marked *title, struct err *e)
{
	const struct record_fields *f = record_fields(s->record);
	uint64_t at = f->title_byte;
	uint64_t back = at < LINE_BYTES ? at : LINE_BYTES;
	const char *end;
	int r;

	if (f->title_line == RECORD_NO_LINE)
		return 0;
	r = slice_read(s, at - back, back, e);
	if (r)
		return r;
	end = s->slice.len ? memrchr(s->slice.s, '\n', s->slice.len) : NULL;
	if (end)
		back = s->slice.len - (size_t)(end + 1 - s->slice.s);
	return slice_place(s, title,
			   at + (title->n_marks ? title->marks[0].byte : 0),
			   f->title_line, at - back, e);
}
