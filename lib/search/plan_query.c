/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * A plan as a query of Xapian: candidates and their weights.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/room.h"
#include "search/pair.h"
#include "search/plan.h"
#include "store/schema.h"
#include "store/store.h"
#include "text/text.h"

/* Sub-queries while a node is built; owned until they are combined. */
struct subs {
	struct store_query **v;
	size_t n, cap;
	bool failed;
};

static void subs_add(struct subs *s, struct store_query *q)
{
	struct store_query **v = room(s->v, s->n + 1, &s->cap, sizeof(*v));

	if (v)
		s->v = v;
	if (!q || !v) {
		s->failed = true;
		store_query_free(q);
		return;
	}
	v[s->n++] = q;
}

/* All of them under one operator; NULL when any of them failed.  With none:
 * nothing matches. */
static struct store_query *subs_combine(struct subs *s, enum store_op op)
{
	struct store_query *q;

	if (s->failed) {
		for (size_t i = 0; i < s->n; i++)
			store_query_free(s->v[i]);
		q = NULL;
	} else if (s->n == 0) {
		q = store_query_none();
	} else if (s->n == 1) {
		q = s->v[0];
	} else {
		q = store_query_op(op, s->v, s->n);
	}
	free(s->v);
	memset(s, 0, sizeof(*s));
	return q;
}

static struct store_query *combine2(enum store_op op, struct store_query *a,
				    struct store_query *b)
{
	struct store_query *v[] = { a, b };

	return store_query_op(op, v, 2);
}

static enum store_norm norm_of(const char *prefix)
{
	bool title = !strcmp(prefix, SCHEMA_TITLE) ||
		     !strcmp(prefix, SCHEMA_TITLE_PAIR);

	return title ? STORE_NORMALISED : STORE_BY_LENGTH;
}

static struct store_query *prefixed(const char *prefix, const char *term,
				    size_t n)
{
	char t[SCHEMA_TERM_MAX];
	size_t len = strlen(prefix);

	if (len + n > sizeof(t))
		return NULL;
	memcpy(t, prefix, len);
	memcpy(t + len, term, n);
	return store_query_term(t, len + n, norm_of(prefix));
}

/* One word, in the text (prefix "") or the title. */
struct store_query *plan_word_query(const struct plan *p, size_t i,
				      enum plan_tier tier, const char *prefix)
{
	const struct query_word *w = &p->q->words[i];
	const struct plan_word *pw = &p->words[i];
	struct subs s = { 0 };

	if (plan_own_only(p, i, tier))
		return prefixed(prefix, w->term, w->term_len);
	for (size_t f = 0; f < pw->n_forms; f++)
		subs_add(&s, prefixed(prefix, pw->forms[f].term,
				      pw->forms[f].n));
	return subs_combine(&s, STORE_SYNONYM);
}

static struct store_query *pair_query(const char *prefix, struct base first,
				      struct base second)
{
	char term[SCHEMA_TERM_MAX];
	size_t n = pair_term(prefix, first, second, term);

	return n ? store_query_term(term, n, norm_of(prefix)) : NULL;
}

/* The pair of words i and i + 1. */
struct store_query *plan_pair_query(const struct plan *p, size_t i,
				      const char *prefix)
{
	const struct query_word *w = &p->q->words[i];

	return pair_query(prefix, (struct base){ w->term, w->base_len },
			  (struct base){ w[1].term, w[1].base_len });
}

/* ------------------------------------------------------------------- phrases */

/* What a phrase is made of along one way to write it. */
struct element {
	struct base base;
	size_t word;  /* of the query; NO_WORD: of an alternative, ... */
	bool joined;  /* makes a pair with the one before */
	bool needed;  /* is rarer than its pairs: asked for by itself, too */
	const struct plan_alt *alt; /* ... its term `k` */
	size_t k;
};
#define NO_WORD SIZE_MAX
/* An alternative may be longer than what it stands for. */
#define ELEMENTS_MAX (QUERY_WORDS_MAX + PLAN_ALT_TERMS_MAX)
#define PATHS_MAX 16 /* ways to write a phrase; further ones are passed over */

struct paths {
	const struct plan *p;
	const struct query_node *node;
	enum plan_tier tier;
	struct element v[ELEMENTS_MAX];
	size_t n, n_paths;
	struct subs subs; /* a query for each way */
};

static enum query_field field_of(const struct plan *p,
				 const struct query_node *node)
{
	return p->q->words[node->first].field;
}

/* The prefix of words in a field, and of their pairs: NULL where it has none. */
static const char *word_prefix(enum query_field field)
{
	switch (field) {
	case FIELD_TITLE: return SCHEMA_TITLE;
	case FIELD_AUTHOR: return SCHEMA_AUTHOR;
	case FIELD_TEXT: break;
	}
	return "";
}

static const char *pair_prefix(enum query_field field)
{
	switch (field) {
	case FIELD_TITLE: return SCHEMA_TITLE_PAIR;
	case FIELD_AUTHOR: return NULL;
	case FIELD_TEXT: break;
	}
	return SCHEMA_PAIR;
}

/* A term of an alternative: itself, or what it covers where that was looked
 * up. */
static struct store_query *alt_term_query(const struct plan_alt *alt, size_t k,
					  const char *prefix)
{
	struct subs s = { 0 };

	if (!alt->covers || alt->n_terms > 1)
		return prefixed(prefix, alt->terms[k].term, alt->terms[k].n);
	for (size_t i = 0; i < alt->n_forms; i++)
		subs_add(&s, prefixed(prefix, alt->forms[i].term,
				      alt->forms[i].n));
	return subs_combine(&s, STORE_SYNONYM);
}

/*
 * Elements side by side: all of their pairs, and with them those elements that
 * may be rarer than a pair, which is folded, and those that are in none.
 */
static struct store_query *elements_query(const struct paths *x)
{
	enum query_field field = field_of(x->p, x->node);
	const char *pairs = pair_prefix(field), *words = word_prefix(field);
	struct subs s = { 0 };

	for (size_t i = 0; i < x->n; i++) {
		const struct element *el = &x->v[i];
		bool paired = pairs && ((i && el->joined) ||
					(i + 1 < x->n && el[1].joined));

		if (pairs && i && el->joined)
			subs_add(&s, pair_query(pairs, el[-1].base, el->base));
		if (paired && !el->needed)
			continue;
		if (el->word != NO_WORD)
			subs_add(&s, plan_word_query(x->p, el->word, x->tier,
						     words));
		else
			subs_add(&s, alt_term_query(el->alt, el->k, words));
	}
	return subs_combine(&s, STORE_AND);
}

static void put_element(struct paths *x, struct element el)
{
	if (x->n < ELEMENTS_MAX)
		x->v[x->n++] = el;
}

static void put_word(struct paths *x, size_t i)
{
	const struct query_word *w = &x->p->q->words[i];

	put_element(x, (struct element){
			       .base = { w->term, w->base_len },
			       .word = i,
			       /* A prefix has no pair of its own. */
			       .joined = w->joined && !w->prefix &&
					 !w[-1].prefix,
			       .needed = w->marked || w->exact || w->prefix ||
					 text_is_unit(w->kind),
		       });
}

/* An alternative in the place of words that begin with w. */
static void put_alt(struct paths *x, const struct plan_alt *alt,
		    const struct query_word *w)
{
	for (size_t k = 0; k < alt->n_terms; k++) {
		const struct plan_term *t = &alt->terms[k];
		/* A unit, panô for pa-nô, is in no pair. */
		bool pairs = alt->n_terms > 1 || !alt->covers;

		put_element(x, (struct element){
				       .base = { t->term, t->base_len },
				       .word = NO_WORD,
				       .joined = pairs && (k || w->joined),
				       .needed = !pairs || t->n > t->base_len + 1,
				       .alt = alt,
				       .k = k,
			       });
	}
}

/* All ways to write the phrase from its word i on. */
static void walk_paths(struct paths *x, size_t i)
{
	size_t end = x->node->first + x->node->n_words, n = x->n;
	const struct query_word *w = &x->p->q->words[i];

	if (x->n_paths == PATHS_MAX)
		return;
	if (i == end) {
		x->n_paths++;
		subs_add(&x->subs, elements_query(x));
		return;
	}
	put_word(x, i);
	walk_paths(x, i + 1);
	x->n = n;
	for (size_t a = 0; a < x->p->n_alts; a++) {
		const struct plan_alt *alt = &x->p->alts[a];

		if (alt->first != i || i + alt->n > end)
			continue;
		put_alt(x, alt, w);
		/* What follows a unit makes no pair with it. */
		walk_paths(x, i + alt->n);
		x->n = n;
	}
}

static struct store_query *phrase_query(const struct plan *p,
					const struct query_node *node,
					enum plan_tier tier)
{
	struct paths *x = calloc(1, sizeof(*x));
	struct store_query *q;

	if (!x)
		return NULL;
	x->p = p;
	x->node = node;
	x->tier = tier;
	walk_paths(x, node->first);
	q = subs_combine(&x->subs, STORE_OR);
	free(x);
	return q;
}

static bool has_alt(const struct plan *p, size_t first, size_t n)
{
	for (size_t i = 0; i < p->n_alts; i++)
		if (p->alts[i].first < first + n &&
		    p->alts[i].first + p->alts[i].n > first)
			return true;
	return false;
}

/* Whether the pair term of a phrase says all there is to say about it. */
static bool phrase_is_pair(const struct plan *p, const struct query_node *node)
{
	const struct query_word *w = &p->q->words[node->first];

	return node->n_words == 2 && w[1].joined && !p->q->marked &&
	       !w[0].exact && !w[0].prefix && !w[1].prefix &&
	       w->field != FIELD_AUTHOR && !has_alt(p, node->first, 2);
}

static bool node_needs_check(const struct plan *p,
			     const struct query_node *node)
{
	if (node->op == QUERY_NEAR)
		return true;
	if (node->op == QUERY_PHRASE)
		return !phrase_is_pair(p, node);
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
		bool paired = i && kids[i - 1]->op == QUERY_WORD &&
			      kids[i - 1]->first + 1 == w &&
			      words[w].joined && !words[w].prefix &&
			      !words[w - 1].prefix;

		if (kids[i]->op != QUERY_WORD || words[w].field != FIELD_TEXT)
			continue;
		subs_add(titles, store_query_scale(
					 plan_word_query(p, w, tier,
							 SCHEMA_TITLE),
					 PLAN_TITLE));
		if (!paired)
			continue;
		subs_add(pairs, store_query_scale(
					plan_pair_query(p, w - 1, SCHEMA_PAIR),
					PLAN_PAIR));
		subs_add(pairs, store_query_scale(
					plan_pair_query(p, w - 1,
							SCHEMA_TITLE_PAIR),
					PLAN_TITLE_PAIR));
	}
}

/*
 * An alternative for one of the words that it stands for: all of its pairs, as a
 * phrase has them.  That finds hardly a report that does not have it, so that
 * words side by side are not checked for it.
 */
static struct store_query *alt_query(const struct plan_alt *alt,
				     enum query_field field)
{
	const char *words = word_prefix(field), *pairs = pair_prefix(field);
	struct subs s = { 0 };
	double share = PLAN_ALT / (double)(2 * alt->n_terms - 1);

	for (size_t k = 0; k < alt->n_terms; k++) {
		const struct plan_term *t = &alt->terms[k];

		if (k)
			subs_add(&s, pair_query(pairs,
						(struct base){ t[-1].term,
							       t[-1].base_len },
						(struct base){ t->term,
							       t->base_len }));
		if (!alt->covers || alt->n_terms == 1)
			subs_add(&s, alt_term_query(alt, k, words));
	}
	return store_query_scale(subs_combine(&s, STORE_AND), share);
}

/* A word, or an alternative to a run that it is in. */
static struct store_query *any_way(const struct plan *p, size_t i,
				   enum plan_tier tier)
{
	enum query_field field = p->q->words[i].field;
	struct subs s = { 0 };

	subs_add(&s, plan_word_query(p, i, tier, word_prefix(field)));
	for (size_t a = 0; a < p->n_alts && field != FIELD_AUTHOR; a++)
		if (plan_alt_has(&p->alts[a], i))
			subs_add(&s, alt_query(&p->alts[a], field));
	return subs_combine(&s, STORE_OR);
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

static struct store_query *type_query(const char *type)
{
	return prefixed(SCHEMA_TYPE, type, strlen(type));
}

/* ---------------------------------------------------------------------- nodes */

static struct store_query *node_query(const struct plan *p,
				      const struct query_node *node,
				      const struct asking *ask);

/*
 * Kids under one operator: those that are wanted, what adds weight, and without
 * those that are not wanted.  What must be checked later is never excluded
 * here, since its query finds more than it means.  What is excluded is asked
 * without weights: with an AND_MAYBE inside, AND_NOT of Xapian 1.4.22 was seen
 * to let through what it should take away.
 */
static struct store_query *kids_query(const struct plan *p,
				      struct query_node *const *kids, size_t n,
				      bool all, const struct asking *ask)
{
	struct asking bare = { ask->tier, ask->match, false };
	struct subs wanted = { 0 }, bonus = { 0 }, not = { 0 };
	struct store_query *q;
	bool any = false;

	for (size_t i = 0; i < n; i++) {
		if (kids[i]->op != QUERY_NOT) {
			subs_add(&wanted, node_query(p, kids[i], ask));
			any = true;
		} else if (!node_needs_check(p, kids[i])) {
			subs_add(&not, node_query(p, kids[i]->kids[0], &bare));
		}
	}
	if (!any)
		subs_add(&wanted, store_query_all());
	if (ask->ranked)
		add_bonus(p, kids, n, ask->tier, all ? &bonus : &wanted,
			  &bonus);
	q = subs_combine(&wanted, all ? STORE_AND : STORE_OR);
	if (bonus.n || bonus.failed)
		q = combine2(STORE_AND_MAYBE, q,
			     subs_combine(&bonus, STORE_OR));
	if (not.n || not.failed)
		q = combine2(STORE_AND_NOT, q, subs_combine(&not, STORE_OR));
	return q;
}

static struct store_query *node_query(const struct plan *p,
				      const struct query_node *node,
				      const struct asking *ask)
{
	struct query_node *self = (struct query_node *)node;
	bool all = ask->match == SEARCH_ALL;

	switch (node->op) {
	case QUERY_WORD: return any_way(p, node->first, ask->tier);
	case QUERY_DATE: return dates_query(&node->dates);
	case QUERY_TYPE: return type_query(node->type);
	case QUERY_PHRASE: return phrase_query(p, node, ask->tier);
	case QUERY_NOT: return kids_query(p, &self, 1, true, ask);
	case QUERY_NEAR:
	case QUERY_AND: all = true; break;
	case QUERY_OR: all = false; break;
	case QUERY_GROUP: break;
	}
	return kids_query(p, node->kids, node->n_kids, all, ask);
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
		q = kids_query(p, &root, 1, true, &ask);
	else
		q = node_query(p, root, &ask);
	if (!q)
		return err_nomem(e);
	*ret = q;
	return 0;
}
