/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * read_as - a parsed query in the query language: parsing it again gives the
 * same words under the same operators.
 */
#include <string.h>

#include "base/buf.h"
#include "base/utf8.h"
#include "search/parse.h"

bool query_is_operator(const char *s, size_t n)
{
	return (n == 2 && !memcmp(s, "OR", 2)) ||
	       (n == 3 && (!memcmp(s, "AND", 3) || !memcmp(s, "NOT", 3)));
}

static void render_words(const struct query *q, const char *s,
			 const struct query_node *node, struct buf *b)
{
	const struct query_word *w = &q->words[node->first];
	const struct query_word *last = w + node->n_words - 1;
	bool quoted = node->op == QUERY_PHRASE ||
		      query_is_operator(s + w->begin, w->end - w->begin);

	buf_adds(b, w->title ? "title:" : "");
	buf_adds(b, w->exact ? "=" : "");
	buf_adds(b, quoted ? "\"" : "");
	utf8_add_clean(b, s + w->begin, last->end - w->begin, NULL);
	buf_adds(b, quoted ? "\"" : "");
}

static void render(const struct query *q, const char *s,
		   const struct query_node *node, bool inner, struct buf *b)
{
	const char *between = node->op == QUERY_AND  ? " AND "
			      : node->op == QUERY_OR ? " OR "
						     : " ";
	bool brackets = inner && node->n_kids > 1;

	if (node->op == QUERY_WORD || node->op == QUERY_PHRASE) {
		render_words(q, s, node, b);
		return;
	}
	if (node->op == QUERY_NOT)
		buf_addc(b, '-');
	buf_adds(b, brackets ? "(" : "");
	for (size_t i = 0; i < node->n_kids; i++) {
		buf_adds(b, i ? between : "");
		render(q, s, node->kids[i], true, b);
	}
	buf_adds(b, brackets ? ")" : "");
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
