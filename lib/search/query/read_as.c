/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * read_as - a parsed query in the query language: parsing it again gives the
 * same words under the same operators.  Other ways to write them (query_alt) are
 * not promised: a word that stands apart in read_as may have lost them.
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

struct rendering {
	const struct query *q;
	const char *s; /* what q was parsed from */
	bool quoted; /* each word or phrase: nothing beside it touches it */
	const char *between; /* words of a phrase; NULL: what was typed there */
	struct buf *b;
};

static const char *field_name(const struct query_word *w)
{
	return w->ref ? "ref:" : query_fields[w->field].name;
}

/* `ref:29` is the beginning of a term without saying so. */
static bool has_star(const struct query_word *w)
{
	return w->prefix && w->term[w->base_len - 1] != '/';
}

/* The words one by one. */
static void render_apart(const struct rendering *t,
			 const struct query_node *node)
{
	for (size_t i = 0; i < node->n_words; i++) {
		const struct query_word *w = &t->q->words[node->first + i];

		/* A comma is a break, and one of the phrase.  CT2 is no
		 * reference, CT 2 is one. */
		if (i && w->pos > w[-1].pos + w[-1].n_pos)
			buf_adds(t->b, ", ");
		else if (i && w->begin > w[-1].end)
			buf_adds(t->b, t->between);
		utf8_add_clean(t->b, t->s + w->begin, w->end - w->begin, NULL);
	}
}

static void render_words(const struct rendering *t,
			 const struct query_node *node, bool lone)
{
	const struct query_word *w = &t->q->words[node->first];
	const struct query_word *last = w + node->n_words - 1;
	const char *s = t->s + w->begin;
	size_t n = last->end - w->begin;
	bool quoted =
		t->quoted || lone || query_is_operator(s, n) ||
		(!w->run && (node->op == QUERY_PHRASE || memchr(s, ' ', n)));

	buf_adds(t->b, field_name(w));
	buf_adds(t->b, w->exact ? "=" : "");
	buf_adds(t->b, quoted ? "\"" : "");
	if (t->between)
		render_apart(t, node);
	else
		utf8_add_clean(t->b, s, n, NULL);
	buf_adds(t->b, has_star(last) ? "*" : "");
	buf_adds(t->b, quoted ? "\"" : "");
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

static void render(const struct rendering *t, const struct query_node *node,
		   bool inner);

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
static bool render_plain(const struct rendering *t,
			 const struct query_node *last,
			 const struct query_node *node)
{
	const struct query_word *a = plain_word(t->q, last);
	const struct query_word *w = plain_word(t->q, node);

	if (!a || !w || t->quoted)
		return false;
	a += last->n_words - 1;
	if (a->run == w->run) {
		size_t from = a->end;

		/* The star is there already. */
		if (a->prefix && from < w->begin && t->s[from] == '*')
			from++;
		render_gap(t->s + from, w->begin - from, t->b);
	} else {
		buf_adds(t->b, ", ");
	}
	render_words(t, node, false);
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

static void render_kids(const struct rendering *t,
			const struct query_node *node, bool inner)
{
	bool brackets = inner && node->n_kids > 1;

	buf_adds(t->b, brackets ? "(" : "");
	for (size_t i = 0; i < node->n_kids; i++) {
		if (i && node->op == QUERY_NEAR)
			buf_addf(t->b, " NEAR/%u ", node->near);
		else if (i && node->op == QUERY_GROUP &&
			 render_plain(t, node->kids[i - 1], node->kids[i]))
			continue;
		else if (i)
			buf_adds(t->b, node->op == QUERY_AND  ? " AND "
				       : node->op == QUERY_OR ? " OR "
							      : " ");
		if (is_lone(t->q, node, node->kids[i]))
			render_words(t, node->kids[i], true);
		else
			render(t, node->kids[i], true);
	}
	buf_adds(t->b, brackets ? ")" : "");
}

/* The sign takes one word, one phrase or one bracket: `-Chỉ thị 05` would be
 * without the first word alone, and two signs are one. */
static void render_not(const struct rendering *t, const struct query_node *kid)
{
	const struct query_word *w = plain_word(t->q, kid);

	buf_addc(t->b, '-');
	if (kid->op == QUERY_NOT) {
		buf_addc(t->b, '(');
		render(t, kid, true);
		buf_addc(t->b, ')');
	} else if (w && memchr(t->s + w->begin, ' ', w->end - w->begin)) {
		render_words(t, kid, true);
	} else {
		render(t, kid, true);
	}
}

static void render(const struct rendering *t, const struct query_node *node,
		   bool inner)
{
	switch (node->op) {
	case QUERY_WORD:
	case QUERY_PHRASE: render_words(t, node, false); return;
	case QUERY_DATE: render_dates(&node->dates, t->b); return;
	case QUERY_TYPE: buf_addf(t->b, "type:%s", node->value); return;
	case QUERY_COLLECTION:
		buf_addf(t->b, QUERY_COLLECTION_PREFIX "%s", node->value);
		return;
	case QUERY_NOT: render_not(t, node->kids[0]); return;
	default: break;
	}
	render_kids(t, node, inner);
}

/* ------------------------------------------------------------ reading again */

static bool same_word(const struct query_word *a, const struct query_word *b)
{
	return a->field == b->field && a->exact == b->exact &&
	       a->prefix == b->prefix && a->typed_y == b->typed_y &&
	       a->term_len == b->term_len &&
	       !memcmp(a->term, b->term, a->term_len);
}

static bool same_node(const struct query *p, const struct query_node *a,
		      const struct query *q, const struct query_node *b)
{
	if (a->op != b->op || a->n_words != b->n_words ||
	    a->n_kids != b->n_kids || a->near != b->near ||
	    strcmp(a->dates.from, b->dates.from) != 0 ||
	    strcmp(a->dates.to, b->dates.to) != 0 ||
	    strcmp(a->value ? a->value : "", b->value ? b->value : "") != 0)
		return false;
	for (size_t i = 0; i < a->n_words; i++)
		if (!same_word(&p->words[a->first + i],
			       &q->words[b->first + i]))
			return false;
	for (size_t i = 0; i < a->n_kids; i++)
		if (!same_node(p, a->kids[i], q, b->kids[i]))
			return false;
	return true;
}

/* Whether the text is read as q was.  What is beyond a limit is not looked at. */
static bool reads_as(const struct query *q, struct text_analyzer *a,
		     const struct buf *b, const struct search_limits *limits)
{
	struct query again;
	struct err e;
	bool same = true;

	if (!query_parse_tree(&again, a, b->s, b->len, limits, &e))
		same = again.root ? q->root && same_node(q, q->root, &again,
							 again.root)
				  : !q->root;
	query_release(&again);
	return same;
}

/* First tried first.  Words that would be a unit side by side, a number or a date,
 * are none with a sign between them that means nothing. */
static const struct {
	bool quoted;
	const char *between;
} ways[] = { { false, NULL }, { true, NULL }, { true, " " }, { true, " _ " } };
enum { WAYS = sizeof(ways) / sizeof(*ways) };

int query_read_as(struct query *q, struct text_analyzer *a, const char *s,
		  size_t n, const struct search_limits *limits, struct err *e)
{
	struct buf b = BUF_INIT;
	struct rendering t = { .q = q, .s = s, .b = &b };
	bool same = false;

	for (int i = 0; q->root && !same && i < WAYS; i++) {
		buf_clear(&b);
		t.quoted = ways[i].quoted;
		t.between = ways[i].between;
		render(&t, q->root, false);
		if (b.failed)
			break;
		b.len = utf8_make_printable(b.s, b.len, ' ');
		same = (b.len == n && !memcmp(b.s, s, n)) ||
		       reads_as(q, a, &b, limits);
	}
	q->read_as = b.failed ? NULL
			      : arena_dup(&q->arena, b.s ? b.s : "", b.len);
	buf_release(&b);
	return q->read_as ? 0 : err_nomem(e);
}
