/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * query_tree - the tree of a parsed query as text, to compare it with another.
 */
#ifndef TRACUU_TESTS_QUERY_TREE_H
#define TRACUU_TESTS_QUERY_TREE_H

#include "base/buf.h"
#include "search/query/parse.h"

static void add_word(struct buf *b, const struct query_word *w)
{
	static const char *const fields[] = {
		[FIELD_TITLE] = "title.", [FIELD_AUTHOR] = "author.",
		[FIELD_PLACE] = "place.", [FIELD_PATH] = "path.",
	};

	buf_adds(b, w->field ? fields[w->field] : "");
	buf_adds(b, w->exact ? "=" : "");
	buf_add(b, w->term, w->term_len);
	buf_adds(b, w->prefix ? "*" : "");
	buf_adds(b, w->typed_y ? "y" : "");
}

/*
 * (or (near/3 a: b:) date:20200101-20201231 "hoc: tap:").  Words that make a
 * pair have no sign between them, others a bar.
 */
static void add_node(struct buf *b, const struct query *q,
		     const struct query_node *node)
{
	static const char *const names[] = {
		[QUERY_GROUP] = "group", [QUERY_AND] = "and",
		[QUERY_OR] = "or",	 [QUERY_NOT] = "not",
		[QUERY_NEAR] = "near",
	};
	const struct query_word *w = &q->words[node->first];

	switch (node->op) {
	case QUERY_DATE:
		buf_addf(b, "date:%s-%s", node->dates.from, node->dates.to);
		return;
	case QUERY_TYPE: buf_addf(b, "type:%s", node->value); return;
	case QUERY_COLLECTION:
		buf_addf(b, "collection:%s", node->value);
		return;
	case QUERY_WORD: add_word(b, w); return;
	case QUERY_PHRASE:
		for (size_t i = 0; i < node->n_words; i++) {
			buf_adds(b, i ? w[i].joined ? " " : " | " : "\"");
			add_word(b, &w[i]);
		}
		buf_addc(b, '"');
		return;
	default: break;
	}
	buf_addf(b, "(%s", names[node->op]);
	if (node->op == QUERY_NEAR)
		buf_addf(b, "/%u", node->near);
	for (size_t i = 0; i < node->n_kids; i++) {
		const struct query_node *kid = node->kids[i];
		bool word = kid->op == QUERY_WORD;

		buf_adds(b, i && word && !q->words[kid->first].joined ? " | "
								      : " ");
		add_node(b, q, kid);
	}
	buf_addc(b, ')');
}

/* The tree of a query, and behind it what else its words may be. */
static void tree_of(const struct query *q, struct buf *b)
{
	buf_adds(b, "");
	if (q->root)
		add_node(b, q, q->root);
	for (size_t i = 0; i < q->n_alts; i++)
		buf_addf(b, " {%zu+%zu %.*s}", q->alts[i].first, q->alts[i].n,
			 (int)q->alts[i].term_len, q->alts[i].term);
}

/* The tree without what depends on how close its words were typed. */
static void bare_tree_of(struct query *q, struct buf *b)
{
	for (size_t i = 0; i < q->n_words; i++)
		q->words[i].joined = !q->words[i].in_phrase;
	q->n_alts = 0;
	tree_of(q, b);
}

#endif
