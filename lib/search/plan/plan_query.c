/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * A plan as a query of Xapian: candidates and their weights.
 */
#include <stdio.h>
#include <string.h>

#include "search/plan/plan_part.h"
#include "search/plan/rank.h"
#include "store/schema.h"

static struct store_query *combine2(enum store_op op, struct store_query *a,
				    struct store_query *b)
{
	struct store_query *v[] = { a, b };

	return store_query_op(op, v, 2);
}

static bool node_needs_check(const struct plan *p,
			     const struct query_node *node)
{
	if (node->op == QUERY_NEAR)
		return true;
	if (node->op == QUERY_PHRASE || node->op == QUERY_WORD)
		return plan_words_need_check(p, node);
	for (size_t i = 0; i < node->n_kids; i++)
		if (node_needs_check(p, node->kids[i]))
			return true;
	return false;
}

bool plan_needs_check(const struct plan *p)
{
	return p->q->root && node_needs_check(p, p->q->root);
}

/* What is asked for, the same for all nodes of a query. */
struct asking {
	enum plan_tier tier;
	enum search_match match;
	bool ranked; /* with what only adds weight */
};

/* Whether kids i - 1 and i are neighbours that make a pair. */
static bool is_pair(const struct plan *p, struct query_node *const *kids,
		    size_t i)
{
	const struct query_word *w = &p->q->words[kids[i]->first];

	return i && kids[i]->op == QUERY_WORD &&
	       kids[i - 1]->op == QUERY_WORD &&
	       kids[i - 1]->first + 1 == kids[i]->first && w->joined &&
	       !w->prefix && !w[-1].prefix;
}

/*
 * The kid before i that is the same word, with `pair` one that makes the same
 * pair with the kid before it, else i itself.  What a long question says twice
 * counts once.
 */
static size_t first_said(const struct plan *p, struct query_node *const *kids,
			 size_t i, bool pair)
{
	const struct query_word *words = p->q->words, *w = &words[kids[i]->first];

	for (size_t k = 0; k < i; k++) {
		const struct query_word *v = &words[kids[k]->first];

		if (kids[k]->op == QUERY_WORD && query_same_word(v, w) &&
		    (!pair || (is_pair(p, kids, k) &&
			       query_same_word(v - 1, w - 1))))
			return k;
	}
	return i;
}

/* Whether kid i asks for nothing that another one has not asked for: the same
 * word, which nothing may stand for there. */
static bool is_asked_for(const struct plan *p, struct query_node *const *kids,
			 size_t i)
{
	size_t first = i;

	if (kids[i]->op == QUERY_WORD)
		first = first_said(p, kids, i, false);
	return first != i && !plan_has_alt(p, kids[first]->first, 1);
}

/*
 * What adds weight without being asked for: words that stand in the title, and
 * words that stand together.  A title word is also a word of the report and may
 * stand for it; a pair is folded and may not.
 */
static void add_bonus(const struct plan *p, struct query_node *const *kids,
		      size_t n, enum plan_tier tier, struct subs *titles,
		      struct subs *pairs)
{
	const struct query_word *words = p->q->words;

	for (size_t i = 0; i < n; i++) {
		size_t w = kids[i]->first;

		if (kids[i]->op != QUERY_WORD || words[w].field != FIELD_TEXT)
			continue;
		if (first_said(p, kids, i, false) == i)
			subs_add(titles, store_query_scale(
						 plan_word_ways(p, w,
								FIELD_TITLE,
								tier),
						 RANK_TITLE));
		if (!is_pair(p, kids, i) || first_said(p, kids, i, true) != i)
			continue;
		subs_add(pairs, store_query_scale(
					plan_pair_ways(p, w - 1, FIELD_TEXT),
					RANK_PAIR));
		subs_add(pairs, store_query_scale(
					plan_pair_ways(p, w - 1, FIELD_TITLE),
					RANK_TITLE_PAIR));
	}
}

/* ---------------------------------------------------------------------- dates */

/* Whether the dates are one whole period that has a term of its own. */
static struct store_query *period_query(const struct query_dates *d)
{
	char term[16];
	bool year = !strncmp(d->from, d->to, 4) && !strcmp(d->from + 4, "0101") &&
		    !strcmp(d->to + 4, "1231");
	size_t n = (size_t)snprintf(term, sizeof(term), "%s%.*s",
				    year ? SCHEMA_YEAR : SCHEMA_DAY,
				    year ? 4 : 8, d->from);

	if (!year && strcmp(d->from, d->to) != 0)
		return NULL;
	return store_query_term(term, n, STORE_BY_LENGTH);
}

static struct store_query *dates_query(const struct query_dates *d)
{
	struct store_query *q = NULL;
	char to[16];

	if (*d->from && *d->to)
		q = period_query(d);
	if (q)
		return q;
	/* Times of the last day come behind it. */
	snprintf(to, sizeof(to), "%s~", d->to);
	return store_query_range(SCHEMA_SLOT_DATE, *d->from ? d->from : "0",
				 to);
}

static struct store_query *value_query(const char *prefix, const char *value)
{
	return part_term(prefix, value, strlen(value));
}

/* ---------------------------------------------------------------------- nodes */

static struct store_query *node_query(const struct plan *p,
				      const struct query_node *node,
				      const struct asking *ask);

/* The kids of a node by what they are to it. */
struct kids {
	struct subs wanted, filters, not, bonus;
	bool asked; /* something is wanted, if for the second time */
};

/*
 * What must be checked later is never excluded here, since its query finds more
 * than it means.  What is excluded is asked without weights: with an AND_MAYBE
 * inside, AND_NOT of Xapian 1.4.22 was seen to let through what it should take
 * away.
 */
static void add_kid(const struct plan *p, const struct query_node *kid,
		    enum query_op op, const struct asking *ask, struct kids *to)
{
	const struct asking bare = { ask->tier, ask->match, false };

	switch (query_role(p->q, op, kid)) {
	case QUERY_WANTED:
		subs_add(&to->wanted, node_query(p, kid, ask));
		to->asked = true;
		return;
	case QUERY_FILTER:
		subs_add(&to->filters, node_query(p, kid, ask));
		return;
	case QUERY_UNWANTED: break;
	}
	if (!node_needs_check(p, kid))
		subs_add(&to->not, node_query(p, kid->kids[0], &bare));
}

static struct store_query *kids_combine(struct kids *k, bool all)
{
	struct store_query *q;

	if (!k->asked && !k->filters.n)
		subs_add(&k->wanted, store_query_all());
	if (k->wanted.n || k->wanted.failed)
		subs_add(&k->filters,
			 subs_combine(&k->wanted, all ? STORE_AND : STORE_OR));
	q = subs_combine(&k->filters, STORE_AND);
	if (k->bonus.n || k->bonus.failed)
		q = combine2(STORE_AND_MAYBE, q,
			     subs_combine(&k->bonus, STORE_OR));
	if (k->not.n || k->not.failed)
		q = combine2(STORE_AND_NOT, q, subs_combine(&k->not, STORE_OR));
	return q;
}

/* Kids under one operator: what is wanted and what must hold, what adds weight,
 * and without what is not wanted. */
static struct store_query *kids_query(const struct plan *p,
				      struct query_node *const *kids, size_t n,
				      enum query_op op,
				      const struct asking *ask)
{
	bool all = op == QUERY_GROUP ? ask->match == SEARCH_ALL
				     : op != QUERY_OR;
	struct kids k = { 0 };

	for (size_t i = 0; i < n; i++) {
		if (is_asked_for(p, kids, i))
			k.asked = true;
		else
			add_kid(p, kids[i], op, ask, &k);
	}
	if (ask->ranked)
		add_bonus(p, kids, n, ask->tier, all ? &k.bonus : &k.wanted,
			  &k.bonus);
	return kids_combine(&k, all);
}

static struct store_query *node_query(const struct plan *p,
				      const struct query_node *node,
				      const struct asking *ask)
{
	struct query_node *self = (struct query_node *)node;

	switch (node->op) {
	case QUERY_WORD: return plan_word_ways(
		p, node->first, p->q->words[node->first].field, ask->tier);
	case QUERY_DATE: return dates_query(&node->dates);
	case QUERY_TYPE: return value_query(SCHEMA_TYPE, node->value);
	case QUERY_COLLECTION:
		return value_query(SCHEMA_COLLECTION, node->value);
	case QUERY_PHRASE: return plan_phrase_query(p, node, ask->tier);
	case QUERY_NOT: return kids_query(p, &self, 1, QUERY_AND, ask);
	default: break;
	}
	return kids_query(p, node->kids, node->n_kids, node->op, ask);
}

int plan_query(struct plan *p, enum plan_tier tier, enum search_match match,
	       bool ranked, struct store_query **ret, struct err *e)
{
	const struct asking ask = { tier, match, ranked };
	struct query_node *root = p->q->root;
	struct store_query *q;
	int r;

	if (tier == PLAN_LOOSE && p->two_tiers) {
		r = plan_expand(p, e);
		if (r)
			return r;
	}
	if (!root)
		q = store_query_none();
	else if (root->op == QUERY_WORD)
		q = kids_query(p, &root, 1, QUERY_AND, &ask);
	else
		q = node_query(p, root, &ask);
	if (!q)
		return err_nomem(e);
	*ret = q;
	return 0;
}
