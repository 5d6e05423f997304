/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * A phrase: for each way to write it, the pairs that it is made of.
 */
#include <stdlib.h>
#include <string.h>

#include "search/plan/plan_part.h"
#include "text/text.h"

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

/*
 * Elements side by side: all of their pairs, and with them those elements that
 * may be rarer than a pair, which is folded, and those that are in none.
 */
static struct store_query *elements_query(const struct paths *x)
{
	enum query_field field = field_of(x->p, x->node);
	const char *words = query_fields[field].prefix;
	const char *pairs = query_fields[field].pairs;
	struct subs s = { 0 };

	for (size_t i = 0; i < x->n; i++) {
		const struct element *el = &x->v[i];
		bool paired = pairs && ((i && el->joined) ||
					(i + 1 < x->n && el[1].joined));

		if (pairs && i && el->joined)
			subs_add(&s, part_pair(pairs, el[-1].base, el->base));
		if (paired && !el->needed)
			continue;
		if (el->word != NO_WORD)
			subs_add(&s, plan_word_query(x->p, el->word, x->tier,
						     words));
		else
			subs_add(&s, part_alt_term(el->alt, el->k, words));
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
		const struct run_word *t = &alt->terms[k];
		/* A unit, panô for pa-nô, is in no pair. */
		bool pairs = alt->n_terms > 1 || !alt->covers;

		put_element(x, (struct element){
				       .base = { t->term, t->base_len },
				       .word = NO_WORD,
				       .joined = pairs && !t->apart &&
						 (k || w->joined),
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

struct store_query *plan_phrase_query(const struct plan *p,
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

bool plan_has_alt(const struct plan *p, size_t first, size_t n)
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
	       query_fields[w->field].pairs && !plan_has_alt(p, node->first, 2);
}

bool plan_words_need_check(const struct plan *p, const struct query_node *node)
{
	if (node->op == QUERY_PHRASE)
		return !phrase_is_pair(p, node);
	/* Without pairs the words of an alternative may stand anywhere. */
	return !query_fields[field_of(p, node)].pairs &&
	       plan_has_alt(p, node->first, 1);
}
