/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * read_as - a parsed query in the query language: parsing it again gives the
 * same words under the same operators.
 */
#include <string.h>

#include "base/buf.h"
#include "base/utf8.h"
#include "search/query/parser.h"

uint32_t query_near(const char *s, size_t n)
{
	uint32_t near = 0;

	if (n < 4 || memcmp(s, "NEAR", 4) != 0)
		return 0;
	if (n == 4)
		return QUERY_NEAR_DEFAULT;
	if (s[4] != '/' || n == 5)
		return 0;
	for (size_t i = 5; i < n; i++) {
		if (s[i] < '0' || s[i] > '9')
			return 0;
		near = 10 * near + (uint32_t)(s[i] - '0');
		if (near > QUERY_NEAR_MAX)
			near = QUERY_NEAR_MAX;
	}
	return near ? near : 1;
}

bool query_is_operator(const char *s, size_t n)
{
	return query_near(s, n) || (n == 2 && !memcmp(s, "OR", 2)) ||
	       (n == 3 && (!memcmp(s, "AND", 3) || !memcmp(s, "NOT", 3)));
}

static const char *field_name(const struct query_word *w)
{
	bool is_ref = w->kind == TEXT_REF && w->prefix;

	return is_ref ? "ref:" : query_fields[w->field].name;
}

static bool may_be_number(const struct query_word *w)
{
	return w->kind == TEXT_NUMBER || text_is_unit(w->kind);
}

/* Whether the words beside it would make another number of it: 0.5 of 0.5,1. */
static bool is_cut(const struct query *q, const char *s,
		   const struct query_node *node)
{
	const struct query_word *w = &q->words[node->first];
	const struct query_word *last = w + node->n_words - 1;
	bool before = node->first && w->begin == w[-1].end + 1 &&
		      may_be_number(&w[-1]);
	bool behind = node->first + node->n_words < q->n_words &&
		      last[1].begin == last->end + 1 &&
		      may_be_number(&last[1]);

	return node->op == QUERY_PHRASE && w->kind == TEXT_NUMBER &&
	       (before || behind) &&
	       memchr(s + w->begin, '.', last->end - w->begin);
}

/* The words one by one, with nothing but spaces between. */
static void render_apart(const struct query *q, const char *s,
			 const struct query_node *node, struct buf *b)
{
	for (size_t i = 0; i < node->n_words; i++) {
		const struct query_word *w = &q->words[node->first + i];

		buf_adds(b, i ? " " : "");
		utf8_add_clean(b, s + w->begin, w->end - w->begin, NULL);
	}
}

/* A plain word that would be an operator by itself: in small letters. */
static void render_small(const char *s, size_t n, struct buf *b)
{
	for (size_t i = 0; i < n; i++)
		buf_addc(b, (char)(s[i] | 0x20));
}

static void render_words(const struct query *q, const char *s,
			 const struct query_node *node, bool apart,
			 struct buf *b)
{
	const struct query_word *w = &q->words[node->first];
	const struct query_word *last = w + node->n_words - 1;
	size_t n = last->end - w->begin;
	bool operator = query_is_operator(s + w->begin, n);
	bool cut = is_cut(q, s, node);
	bool quoted = apart || cut ||
		      (!w->run && (node->op == QUERY_PHRASE || operator ||
				   memchr(s + w->begin, ' ', n)));

	buf_adds(b, field_name(w));
	buf_adds(b, w->exact ? "=" : "");
	buf_adds(b, quoted ? "\"" : "");
	if (cut)
		render_apart(q, s, node, b);
	else if (operator && !quoted)
		render_small(s + w->begin, n, b);
	else
		utf8_add_clean(b, s + w->begin, n, NULL);
	buf_adds(b, last->prefix && last->kind != TEXT_REF ? "*" : "");
	buf_adds(b, quoted ? "\"" : "");
}

/* A day as `date:` reads it again. */
static void render_day(const char *day, struct buf *b)
{
	if (*day)
		buf_addf(b, "%.4s-%.2s-%.2s", day, day + 4, day + 6);
}

static void render_dates(const struct query_dates *d, struct buf *b)
{
	buf_adds(b, "date:");
	render_day(d->from, b);
	if (strcmp(d->from, d->to) != 0) {
		buf_adds(b, "..");
		render_day(d->to, b);
	}
}

static void render(const struct query *q, const char *s,
		   const struct query_node *node, bool inner, struct buf *b);

static const struct query_word *plain_word(const struct query *q,
					   const struct query_node *node)
{
	bool is_words = node->op == QUERY_WORD || node->op == QUERY_PHRASE;

	return is_words && q->words[node->first].run ? &q->words[node->first]
						      : NULL;
}

/* What stood between two words, several spaces as one.  What cannot be printed
 * becomes a sign that means nothing: a space would end what it is in. */
static void render_gap(const char *s, size_t n, struct buf *b)
{
	size_t i = 0;

	while (i < n) {
		size_t from = i, at = b->len;

		while (i < n && !query_is_space(s[i]))
			i++;
		utf8_add_clean(b, s + from, i - from, NULL);
		if (b->len > at)
			b->len = at + utf8_make_printable(b->s + at,
							  b->len - at, '_');
		if (i < n)
			buf_addc(b, ' ');
		while (i < n && query_is_space(s[i]))
			i++;
	}
}

/*
 * A plain word behind another: with what stood between them, a comma perhaps,
 * where they were one run; else with a comma, so that they are not one again.
 */
static bool render_plain(const struct query *q, const char *s,
			 const struct query_node *last,
			 const struct query_node *node, struct buf *b)
{
	const struct query_word *a = plain_word(q, last);
	const struct query_word *w = plain_word(q, node);

	if (!a || !w)
		return false;
	a += last->n_words - 1;
	if (a->run == w->run) {
		size_t from = a->end;

		/* "title" that was no field does not become one. */
		if (query_is_field(s + a->begin, a->end - a->begin) &&
		    from < w->begin && s[from] == ':')
			buf_addc(b, ' ');
		/* The star is there already. */
		if (a->prefix && from < w->begin && s[from] == '*')
			from++;
		/* A sign right behind a quotation mark may begin something. */
		buf_adds(b, is_cut(q, s, last) ? " " : "");
		render_gap(s + from, w->begin - from, b);
		buf_adds(b, is_cut(q, s, last) ? " " : "");
	} else {
		buf_adds(b, ", ");
	}
	render_words(q, s, node, false, b);
	return true;
}

/* A word that was quoted among others: without quotes it would be one with
 * these. */
static bool is_lone(const struct query *q, const struct query_node *node,
		    const struct query_node *kid)
{
	const struct query_word *w = &q->words[kid->first];

	return node->op == QUERY_GROUP && kid->op == QUERY_WORD && !w->run &&
	       !w->exact && w->field == FIELD_TEXT && w->kind != TEXT_REF;
}

static void render_kids(const struct query *q, const char *s,
			const struct query_node *node, bool inner,
			struct buf *b)
{
	bool brackets = inner && node->n_kids > 1;

	buf_adds(b, brackets ? "(" : "");
	for (size_t i = 0; i < node->n_kids; i++) {
		if (i && node->op == QUERY_NEAR)
			buf_addf(b, " NEAR/%u ", node->near);
		else if (i && node->op == QUERY_GROUP &&
			 render_plain(q, s, node->kids[i - 1], node->kids[i],
				      b))
			continue;
		else if (i)
			buf_adds(b, node->op == QUERY_AND  ? " AND "
				    : node->op == QUERY_OR ? " OR "
							   : " ");
		if (is_lone(q, node, node->kids[i]))
			render_words(q, s, node->kids[i], true, b);
		else
			render(q, s, node->kids[i], true, b);
	}
	buf_adds(b, brackets ? ")" : "");
}

/* The sign takes one word, one phrase or one bracket: `-Chỉ thị 05` would be
 * without the first word alone, and two signs are one. */
static void render_not(const struct query *q, const char *s,
		       const struct query_node *kid, struct buf *b)
{
	const struct query_word *w = plain_word(q, kid);

	buf_addc(b, '-');
	if (kid->op == QUERY_NOT) {
		buf_addc(b, '(');
		render(q, s, kid, true, b);
		buf_addc(b, ')');
	} else if (w && memchr(s + w->begin, ' ', w->end - w->begin)) {
		render_words(q, s, kid, true, b);
	} else {
		render(q, s, kid, true, b);
	}
}

static void render(const struct query *q, const char *s,
		   const struct query_node *node, bool inner, struct buf *b)
{
	switch (node->op) {
	case QUERY_WORD:
	case QUERY_PHRASE: render_words(q, s, node, false, b); return;
	case QUERY_DATE: render_dates(&node->dates, b); return;
	case QUERY_TYPE: buf_addf(b, "type:%s", node->type); return;
	case QUERY_NOT: render_not(q, s, node->kids[0], b); return;
	default: break;
	}
	render_kids(q, s, node, inner, b);
}

int query_read_as(struct query *q, const char *s, struct err *e)
{
	struct buf b = BUF_INIT;

	if (q->root)
		render(q, s, q->root, false, &b);
	if (b.len)
		b.len = utf8_make_printable(b.s, b.len, ' ');
	q->read_as = b.failed ? NULL
			      : arena_dup(&q->arena, b.s ? b.s : "", b.len);
	buf_release(&b);
	return q->read_as ? 0 : err_nomem(e);
}
