/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/room.h"
#include "search/plan.h"
#include "store/schema.h"
#include "store/store.h"
#include "text/text.h"

/* ------------------------------------------------------------------ dictionary */

/* More frequent forms first; in byte order where equal, so that plans do not
 * change from run to run. */
static int by_df(const void *a, const void *b)
{
	const struct plan_form *x = a, *y = b;
	size_t n = x->n < y->n ? x->n : y->n;
	int r;

	if (x->df != y->df)
		return x->df < y->df ? 1 : -1;
	r = memcmp(x->term, y->term, n);
	return r ? r : (x->n > y->n) - (x->n < y->n);
}

static int form_add(struct plan *p, struct plan_word *pw, size_t *cap,
		    const char *term, size_t n, uint64_t df)
{
	if (pw->n_forms == *cap) {
		size_t more = *cap ? 2 * *cap : 8;
		struct plan_form *v =
			arena_alloc(&p->arena, more * sizeof(*v));

		if (!v)
			return E_NOMEM;
		if (pw->n_forms)
			memcpy(v, pw->forms, pw->n_forms * sizeof(*v));
		pw->forms = v;
		*cap = more;
	}
	term = arena_dup(&p->arena, term, n);
	if (!term)
		return E_NOMEM;
	pw->forms[pw->n_forms++] =
		(struct plan_form){ .term = term, .n = n, .df = df };
	return 0;
}

/* Walk the forms of the word's base and keep those it covers. */
static int expand_word(struct plan *p, size_t i, struct err *e)
{
	const struct query_word *w = &p->q->words[i];
	struct plan_word *pw = &p->words[i];
	struct store_terms *walk;
	const char *term;
	size_t n, own, cap = 0;
	uint64_t df;
	int r;

	if (pw->expanded)
		return 0;
	/* Its own form first: whatever a limit takes away, that stays. */
	if (pw->own_df &&
	    form_add(p, pw, &cap, w->term, w->term_len, pw->own_df))
		return err_nomem(e);
	own = pw->n_forms;
	r = store_terms_open(p->reader, w->term, w->base_len + 1, &walk, e);
	if (r)
		return r;
	while ((r = store_terms_next(walk, &term, &n, &df, e)) > 0)
		if (n > w->term_len &&
		    text_covers(w->term, w->term_len, term, n) &&
		    form_add(p, pw, &cap, term, n, df)) {
			r = err_nomem(e);
			break;
		}
	store_terms_close(walk);
	if (r < 0)
		return r;
	if (pw->n_forms > own)
		qsort(pw->forms + own, pw->n_forms - own, sizeof(*pw->forms),
		      by_df);
	if (pw->n_forms > p->expanded_max)
		pw->n_forms = p->expanded_max;
	pw->expanded = true;
	return 0;
}

/*
 * All together may not stand for more than the limit: take from the words with
 * most forms their rarest ones, never the last.  In the loose tier only words
 * that the strict one has not used give forms up, so that the tiers agree.
 */
static void share_out(struct plan *p, enum plan_tier tier)
{
	size_t sum = 0;

	for (size_t i = 0; i < p->q->n_words; i++)
		sum += p->words[i].n_forms;
	while (sum > p->expanded_max) {
		struct plan_word *most = NULL;

		for (size_t i = 0; i < p->q->n_words; i++)
			if (p->words[i].own_only == (tier == PLAN_LOOSE) &&
			    (!most || p->words[i].n_forms > most->n_forms))
				most = &p->words[i];
		if (!most || most->n_forms <= 1)
			return;
		most->n_forms--;
		sum--;
	}
}

int plan_expand(struct plan *p, struct err *e)
{
	int r = 0;

	for (size_t i = 0; !r && i < p->q->n_words; i++)
		if (!p->q->words[i].exact)
			r = expand_word(p, i, e);
	if (!r)
		share_out(p, PLAN_LOOSE);
	return r;
}

static int look_up(struct plan *p, size_t i, struct err *e)
{
	const struct query_word *w = &p->q->words[i];
	struct plan_word *pw = &p->words[i];
	int r;

	r = store_term_df(p->reader, w->term, w->term_len, &pw->own_df, e);
	if (r)
		return r;
	pw->own_only = w->exact || (p->q->marked && pw->own_df);
	p->two_tiers |= pw->own_only && !w->exact && !w->unwanted;
	return pw->own_only ? 0 : expand_word(p, i, e);
}

int plan_open(struct plan *p, const struct query *q, struct store_reader *r,
	      const struct search_limits *limits, struct err *e)
{
	struct store_stats stats;
	int ret;

	memset(p, 0, sizeof(*p));
	p->q = q;
	p->reader = r;
	p->expanded_max = limits->expanded_terms;
	ret = store_reader_stats(r, &stats, e);
	if (ret)
		return ret;
	p->documents = stats.documents;
	for (size_t i = 0; !ret && i < q->n_words; i++)
		ret = look_up(p, i, e);
	if (!ret)
		share_out(p, PLAN_STRICT);
	return ret;
}

void plan_release(struct plan *p)
{
	arena_release(&p->arena);
}

/* What is not wanted is read strictly in both tiers: `-dân` does not take away
 * a report that has dần. */
bool plan_own_only(const struct plan *p, size_t word, enum plan_tier tier)
{
	const struct query_word *w = &p->q->words[word];

	return w->exact ||
	       ((tier == PLAN_STRICT || w->unwanted) && p->words[word].own_only);
}

bool plan_word_is(const struct plan *p, size_t word, enum plan_tier tier,
		  const char *term, size_t n)
{
	const struct query_word *w = &p->q->words[word];

	if (plan_own_only(p, word, tier))
		return n == w->term_len && !memcmp(term, w->term, n);
	return text_covers(w->term, w->term_len, term, n);
}

double plan_rarity(const struct plan *p, size_t word, enum plan_tier tier)
{
	const struct plan_word *pw = &p->words[word];
	uint64_t df = 0;

	if (plan_own_only(p, word, tier))
		df = pw->own_df;
	else
		for (size_t i = 0; i < pw->n_forms; i++)
			df += pw->forms[i].df;
	return log(1.0 + (double)p->documents / (double)(df ? df : 1));
}

/* ------------------------------------------------------------------ the query */

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

/* The pair of words i and i + 1. */
struct store_query *plan_pair_query(const struct plan *p, size_t i,
				      const char *prefix)
{
	const struct query_word *a = &p->q->words[i], *b = a + 1;
	char pair[SCHEMA_TERM_MAX];
	size_t n = schema_pair(a->term, a->base_len, b->term, b->base_len,
			       pair);

	return n ? prefixed(prefix, pair, n) : NULL;
}

/* Whether word i of a phrase has no neighbour to make a pair with. */
static bool stands_alone(const struct plan *p, const struct query_node *node,
			 size_t i)
{
	const struct query_word *w = &p->q->words[i];
	bool first = i == node->first;
	bool last = i + 1 == node->first + node->n_words;

	return (first || !w->joined) && (last || !w[1].joined);
}

/*
 * A phrase: all of its pairs, and with them its marked words, since a pair is
 * folded and the words may be rarer than it.
 */
static struct store_query *phrase_query(const struct plan *p,
					const struct query_node *node,
					enum plan_tier tier)
{
	bool title = p->q->words[node->first].title;
	struct subs s = { 0 };

	for (size_t i = node->first; i < node->first + node->n_words; i++) {
		const struct query_word *w = &p->q->words[i];

		if (i > node->first && w->joined)
			subs_add(&s, plan_pair_query(p, i - 1,
						title ? SCHEMA_TITLE_PAIR
						      : SCHEMA_PAIR));
		if (w->marked || w->exact || stands_alone(p, node, i))
			subs_add(&s, plan_word_query(p, i, tier,
						title ? SCHEMA_TITLE : ""));
	}
	return subs_combine(&s, STORE_AND);
}

/* Whether the pair term of a phrase says all there is to say about it. */
static bool phrase_is_pair(const struct plan *p, const struct query_node *node)
{
	const struct query_word *w = &p->q->words[node->first];

	return node->n_words == 2 && w[1].joined && !p->q->marked &&
	       !w[0].exact;
}

static bool node_needs_check(const struct plan *p,
			     const struct query_node *node)
{
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
			      kids[i - 1]->first + 1 == w && words[w].joined;

		if (kids[i]->op != QUERY_WORD || words[w].title)
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
	case QUERY_WORD:
		return plan_word_query(p, node->first, ask->tier,
				       p->q->words[node->first].title
					       ? SCHEMA_TITLE
					       : "");
	case QUERY_PHRASE: return phrase_query(p, node, ask->tier);
	case QUERY_NOT: return kids_query(p, &self, 1, true, ask);
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
