/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <stdlib.h>
#include <string.h>

#include "base/room.h"
#include "base/utf8.h"
#include "search/page/slice.h"
#include "text/sentence.h"

size_t slice_space_at(const char *s, size_t n)
{
	if (n && (*s == ' ' || *s == '\n' || *s == '\r' || *s == '\t'))
		return 1;
	return n > 1 && !memcmp(s, "\xc2\xa0", 2) ? 2 : 0;
}

static bool has_space(const char *s, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (slice_space_at(s + i, n - i))
			return true;
	return false;
}

/* No cut inside a unit. */
static void join_unit(struct search *s, const struct text_token *unit)
{
	for (size_t i = s->n_tokens; i > 0 && s->tokens[i - 1].pos > unit->pos;
	     i--)
		s->tokens[i - 1].joined = true;
}

static int add_token(struct search *s, const char *text,
		     const struct text_token *t, struct text_sentence *sentence,
		     struct err *e)
{
	struct slice_token *to;
	size_t behind = s->n_tokens ? s->tokens[s->n_tokens - 1].end : 0;

	if (view_add(&s->slice_view, t->term, t->term_len, t->pos, t->n_pos))
		return err_nomem(e);
	if (text_is_unit(t->kind)) {
		join_unit(s, t);
		return 0;
	}
	to = room(s->tokens, s->n_tokens + 1, &s->cap_tokens, sizeof(*to));
	if (!to)
		return err_nomem(e);
	s->tokens = to;
	to += s->n_tokens++;
	*to = (struct slice_token){
		.begin = t->begin,
		.end = t->end,
		.pos = t->pos,
		.after_break = t->after_break,
		.begins = text_sentence_next(sentence, text, t),
	};
	/* A stop that ends no sentence is an abbreviation's.  Other scripts may
	 * be written without spaces. */
	to->joined = (t->gap == TEXT_GAP_POINT && !to->begins) ||
		     (behind && t->kind != TEXT_OTHER &&
		      !has_space(text + behind, t->begin - behind));
	return 0;
}

int slice_analyze(struct search *s, const char *text, size_t n,
		  const struct slice_text *how, struct err *e)
{
	struct text_sentence sentence;
	size_t end = n;
	struct text_token t;
	int r, more;

	s->n_tokens = 0;
	view_begin(&s->slice_view, s->view.plan, s->view.tier, how->title);
	text_sentence_begin(&sentence, how->begins);
	text_begin(s->analyzer, text, n, how->pos);
	while ((more = text_read(s->analyzer, &t, e)) > 0) {
		r = add_token(s, text, &t, &sentence, e);
		if (r)
			return r;
		if (how->more && t.pos >= how->enough && end == n)
			end = t.begin + how->more;
		if (t.begin > end)
			break;
	}
	if (more < 0)
		return more;
	s->slice_ends = !more && how->ends;
	r = view_complete(&s->slice_view, e);
	return r ? r : view_find_spans(&s->slice_view, e);
}

/* The token at a position: the events of a view have no bytes. */
static const struct slice_token *token_at(const struct search *s, size_t *i,
					  uint32_t pos)
{
	while (*i < s->n_tokens && s->tokens[*i].pos < pos)
		++*i;
	return *i < s->n_tokens ? &s->tokens[*i] : NULL;
}

/* Whether only spaces are between the last mark and byte `from`: words side by
 * side are one mark. */
static bool goes_on(const struct marked *m, size_t from)
{
	const struct mark *last;

	if (!m->n_marks)
		return false;
	last = &m->marks[m->n_marks - 1];
	for (size_t i = last->byte + last->len; i < from; i++)
		if (m->s[i] != ' ')
			return false;
	return true;
}

static void put_mark(struct marked *m, size_t from, size_t to, size_t *utf16_at,
		     uint32_t *utf16)
{
	struct mark *mark;

	if (goes_on(m, from)) {
		mark = &m->marks[m->n_marks - 1];
		mark->len = (uint32_t)(to - mark->byte);
		mark->utf16_len += (uint32_t)utf8_utf16_len(m->s + *utf16_at,
							    to - *utf16_at);
		*utf16 = mark->utf16 + mark->utf16_len;
		*utf16_at = to;
		return;
	}
	mark = &m->marks[m->n_marks++];
	*utf16 += (uint32_t)utf8_utf16_len(m->s + *utf16_at, from - *utf16_at);
	mark->byte = (uint32_t)from;
	mark->len = (uint32_t)(to - from);
	mark->utf16 = *utf16;
	mark->utf16_len = (uint32_t)utf8_utf16_len(m->s + from, to - from);
	*utf16 += mark->utf16_len;
	*utf16_at = to;
}

static void put_marks(struct search *s, size_t from, size_t to,
		      struct marked *m)
{
	const struct view *v = &s->slice_view;
	size_t at = 0, utf16_at = 0;
	uint32_t utf16 = 0;

	for (size_t i = 0; i < v->n_spans; i++) {
		const struct slice_token *a, *b;

		a = token_at(s, &at, v->spans[i].pos);
		b = token_at(s, &at, v->spans[i].end - 1);
		if (a && b && a->begin >= from && b->end <= to)
			put_mark(m, a->begin - from, b->end - from, &utf16_at,
				 &utf16);
	}
}

/* One line that is safe to print, with every byte in its place. */
static void blank_unprintable(char *s, size_t n)
{
	size_t len;

	for (size_t i = 0; i < n; i += len) {
		uint32_t cp;
		bool ok;

		len = utf8_next(s + i, n - i, &cp, &ok);
		if (!ok || !utf8_is_printable(cp))
			memset(s + i, ' ', len);
	}
}

int slice_cut(struct search *s, const char *text, size_t from, size_t to,
	      struct marked *ret, struct err *e)
{
	struct marked m = { .n = to - from };

	m.s = malloc(m.n + 1);
	m.marks = s->slice_view.n_spans
			  ? calloc(s->slice_view.n_spans, sizeof(*m.marks))
			  : NULL;
	if (!m.s || (s->slice_view.n_spans && !m.marks)) {
		free(m.s);
		free(m.marks);
		return err_nomem(e);
	}
	memcpy(m.s, text + from, m.n);
	m.s[m.n] = '\0';
	blank_unprintable(m.s, m.n);
	put_marks(s, from, to, &m);
	*ret = m;
	return 0;
}

/* Bytes that are in the file's first line, but in no editor's: its BOM. */
static size_t bom_len(const struct buf *head, uint64_t line_begin)
{
	static const char bom[] = "\xef\xbb\xbf";
	size_t n = sizeof(bom) - 1;

	return line_begin == 0 && head->len >= n && !memcmp(head->s, bom, n)
		       ? n
		       : 0;
}

/* UTF-16 units, and bytes of a BOM, in bytes [from, to) of the text.  By blocks,
 * since a line may be as long as its report: a unit is counted at the first byte
 * of its character, so a block may end inside one. */
static int count_units(struct search *s, uint64_t from, uint64_t to,
		       uint64_t *ret_units, size_t *ret_bom, struct err *e)
{
	struct buf block = BUF_INIT;
	uint64_t units = 0;
	size_t bom = 0;
	int r = 0;

	for (uint64_t at = from; !r && at < to;) {
		uint64_t end = to - at < RECORD_BLOCK ? to : at + RECORD_BLOCK;

		buf_clear(&block);
		r = search_in_time(s->view.plan->req, e);
		if (!r)
			r = record_text(s->record, at, end, &block, e);
		units += utf8_utf16_len(block.s, block.len);
		if (at == from)
			bom = bom_len(&block, from);
		at = end;
	}
	buf_release(&block);
	if (r)
		return r;
	*ret_units = units - (bom ? 1 : 0);
	*ret_bom = bom;
	return 0;
}

/* Counts from where the file is known: the start of the line, or of the piece of
 * an extracted text that has the byte.  What a damaged record says may wrap. */
int slice_place(struct search *s, struct marked *m, uint64_t at, uint32_t line,
		uint64_t line_begin, struct err *e)
{
	struct record_source from = { .line = line };
	struct record_sources sources;
	uint64_t begin = line_begin, units;
	size_t bom;
	int r = record_sources(s->record, &sources, e);

	if (r)
		return r;
	if (sources.n) {
		from = sources.v[record_source_at(&sources, at)];
		begin = from.byte;
	}
	r = count_units(s, begin, at, &units, &bom, e);
	if (r)
		return r;
	m->line = from.line;
	m->byte = at;
	m->col = (uint32_t)(from.col + (at - begin) - bom) + 1;
	m->utf16 = (uint32_t)(from.utf16 + units);
	return 0;
}

int slice_read(struct search *s, uint64_t from, uint64_t n, struct err *e)
{
	struct buf *b = &s->slice;
	size_t last;
	uint32_t cp;
	bool whole;
	int r;

	buf_clear(b);
	r = record_text(s->record, from, from + n, b, e);
	if (r || !b->len)
		return r;
	last = utf8_floor(b->s, b->len, b->len - 1);
	utf8_next(b->s + last, b->len - last, &cp, &whole);
	if (!whole)
		b->len = last;
	return 0;
}

bool slice_cut_line(struct search *s)
{
	struct buf *b = &s->slice;
	char *end = b->len ? memchr(b->s, '\n', b->len) : NULL;

	if (end)
		b->len = (size_t)(end - b->s);
	if (end && b->len && b->s[b->len - 1] == '\r')
		b->len--;
	return end;
}

bool slice_cut_paragraph(struct search *s, const struct record_anchor *anchors,
			 size_t n, size_t at)
{
	uint64_t from = anchors[at].byte;
	size_t last = 0; /* where the last line of them begins */
	const char *end;

	for (size_t i = at + 1; i < n; i++) {
		if (anchors[i].line == anchors[i - 1].line)
			continue;
		if (anchors[i].line > anchors[i - 1].line + 1)
			break;
		if (anchors[i].line_begin - from >= s->slice.len)
			return false;
		last = anchors[i].line_begin - from;
	}
	end = memchr(s->slice.s + last, '\n', s->slice.len - last);
	if (end)
		s->slice.len = (size_t)(end - s->slice.s);
	return end || from + s->slice.len >= record_text_size(s->record);
}
