/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <math.h>
#include <string.h>

#include "search/plan/plan_forms.h"
#include "store/schema.h"
#include "store/store.h"
#include "text/text.h"

/* --------------------------------------------------------------------- the words */

/* No word stands for more. */
static size_t most_forms(const struct plan *p, bool prefix)
{
	return prefix && p->expanded_max > PLAN_PREFIX_MAX ? PLAN_PREFIX_MAX
							   : p->expanded_max;
}

int plan_look_up(struct plan *p, const struct run_word *t, bool prefix,
		 struct plan_form **ret, size_t *ret_n, struct err *e)
{
	struct plan_forms f = { .p = p, .most = p->expanded_max };
	size_t n = prefix ? t->base_len : t->base_len + 1;
	int r = plan_forms_walk(&f, t, n, prefix, e);

	if (r)
		return r;
	plan_forms_sort(&f);
	*ret = f.v;
	*ret_n = f.n;
	return 0;
}

/* What `my*` begins, too, where my is written as mi; false: nothing more. */
static bool with_typed_y(const struct query_word *w, char ret[TEXT_TERM_MAX])
{
	if (!w->typed_y || w->term_len > TEXT_TERM_MAX)
		return false;
	memcpy(ret, w->term, w->term_len);
	ret[w->base_len - 1] = 'y';
	return true;
}

/* `word*` */
static int expand_prefix(struct plan_forms *f, const struct query_word *w,
			 struct err *e)
{
	struct run_word t = { .term = w->term,
			      .n = w->term_len,
			      .base_len = w->base_len };
	char s[TEXT_TERM_MAX];
	int r = plan_forms_walk(f, &t, w->base_len, true, e);

	t.term = s;
	if (!r && with_typed_y(w, s))
		r = plan_forms_walk(f, &t, w->base_len, true, e);
	return r;
}

/* What is said twice is looked up once: whether it was. */
static bool expand_as_before(struct plan *p, size_t i)
{
	for (size_t k = 0; k < i; k++)
		if (p->words[k].expanded &&
		    query_same_word(&p->q->words[k], &p->q->words[i])) {
			p->words[i].forms = p->words[k].forms;
			p->words[i].n_forms = p->words[k].n_forms;
			p->words[i].expanded = true;
			return true;
		}
	return false;
}

/* The forms of the word's base that it covers. */
static int expand_word(struct plan *p, size_t i, struct err *e)
{
	const struct query_word *w = &p->q->words[i];
	const struct run_word t = { .term = w->term,
				    .n = w->term_len,
				    .base_len = w->base_len };
	struct plan_word *pw = &p->words[i];
	struct plan_forms f = { .p = p,
				.field = w->field,
				.most = most_forms(p, w->prefix),
				.own = w->prefix ? NULL : &t };
	int r;

	if (pw->expanded || expand_as_before(p, i))
		return 0;
	r = w->prefix ? expand_prefix(&f, w, e)
		      : plan_forms_walk(&f, &t, w->base_len + 1, false, e);
	if (r)
		return r;
	plan_forms_sort(&f);
	pw->forms = f.v;
	pw->n_forms = f.n;
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
	char term[SCHEMA_TERM_MAX];
	size_t n = plan_forms_term(w->field, w->term, w->term_len, term);
	bool marked;
	int r;

	r = store_term_df(p->reader, term, n, &pw->own_df, e);
	if (r)
		return r;
	marked = query_fields[w->field].beside ? p->q->marked_beside
					       : p->q->marked;
	pw->own_only = w->exact;
	/* A reference or a date is the same however much of it was said. */
	if (marked && !w->exact && !w->prefix && !text_is_unit(w->kind))
		r = plan_means_itself(p, i, &pw->own_only, e);
	if (r)
		return r;
	p->two_tiers |= pw->own_only && !w->exact && !w->unwanted;
	return pw->own_only ? 0 : expand_word(p, i, e);
}

int plan_open(struct plan *p, const struct query *q, struct store_reader *r,
	      const struct abbrev *abbrev, const struct search_limits *limits,
	      const struct search_request *req, struct err *e)
{
	struct store_stats stats;
	int ret;

	memset(p, 0, sizeof(*p));
	p->q = q;
	p->reader = r;
	p->req = req;
	p->expanded_max = limits->expanded_terms;
	ret = store_reader_stats(r, &stats, e);
	if (ret)
		return ret;
	p->documents = stats.documents;
	for (size_t i = 0; !ret && i < q->n_words; i++)
		ret = look_up(p, i, e);
	if (!ret)
		share_out(p, PLAN_STRICT);
	if (!ret)
		ret = plan_find_alts(p, abbrev, e);
	return ret ? ret : plan_rate_ways(p, e);
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

/* As expand_prefix() has it. */
static bool begins(const struct query_word *w, const char *term, size_t n)
{
	char s[TEXT_TERM_MAX];

	return text_begins(w->term, w->term_len, term, n) ||
	       (with_typed_y(w, s) && text_begins(s, w->term_len, term, n));
}

bool plan_word_is(const struct plan *p, size_t word, enum plan_tier tier,
		  const char *term, size_t n)
{
	const struct query_word *w = &p->q->words[word];

	if (plan_own_only(p, word, tier))
		return n == w->term_len && !memcmp(term, w->term, n);
	if (w->prefix)
		return begins(w, term, n);
	return text_covers(w->term, w->term_len, term, n);
}

bool plan_is_nowhere(const struct plan *p, size_t word)
{
	const struct query_word *w = &p->q->words[word];

	if (w->exact || w->prefix || w->unwanted || w->field != FIELD_TEXT ||
	    p->words[word].own_df || p->words[word].n_forms)
		return false;
	for (size_t i = 0; i < p->n_alts; i++)
		if (plan_alt_has(&p->alts[i], word))
			return false;
	return true;
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
