/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "search/plan/plan.h"
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

/* Forms while they are collected. */
struct forms {
	struct plan *p;
	enum query_field field; /* in whose dictionary they stand */
	struct plan_form *v;
	size_t n, cap;
};

static int form_add(struct forms *f, const char *term, size_t n, uint64_t df)
{
	if (f->n == f->cap) {
		size_t more = f->cap ? 2 * f->cap : 8;
		struct plan_form *v =
			arena_alloc(&f->p->arena, more * sizeof(*v));

		if (!v)
			return E_NOMEM;
		if (f->n)
			memcpy(v, f->v, f->n * sizeof(*v));
		f->v = v;
		f->cap = more;
	}
	term = arena_dup(&f->p->arena, term, n);
	if (!term)
		return E_NOMEM;
	f->v[f->n++] = (struct plan_form){ .term = term, .n = n, .df = df };
	return 0;
}

/* A word as a term of the dictionary of its field; returns its length. */
static size_t dictionary_term(enum query_field field, const char *s, size_t n,
			      char ret[SCHEMA_TERM_MAX])
{
	const char *prefix = query_field_dictionary(field);
	size_t len = strlen(prefix);

	memcpy(ret, prefix, len);
	memcpy(ret + len, s, n);
	return len + n;
}

/* Walk the terms of a field that begin with n bytes; keep what t covers, or
 * begins. */
static int walk_forms(struct forms *f, const char *from, size_t n,
		      const struct run_word *t, bool prefix, struct err *e)
{
	bool (*is)(const char *, size_t, const char *, size_t) =
		prefix ? text_begins : text_covers;
	char key[SCHEMA_TERM_MAX];
	size_t key_n = dictionary_term(f->field, from, n, key);
	size_t skip = key_n - n, len;
	struct store_terms *walk;
	const char *term;
	uint64_t df;
	int r = store_terms_open(f->p->reader, key, key_n, &walk, e);

	if (r)
		return r;
	while ((r = store_terms_next(walk, &term, &len, &df, e)) > 0)
		if (is(t->term, t->n, term + skip, len - skip) &&
		    form_add(f, term + skip, len - skip, df)) {
			r = err_nomem(e);
			break;
		}
	store_terms_close(walk);
	return r < 0 ? r : 0;
}

static void by_frequency(struct forms *f, size_t from)
{
	if (f->n > from)
		qsort(f->v + from, f->n - from, sizeof(*f->v), by_df);
	if (f->n > f->p->expanded_max)
		f->n = f->p->expanded_max;
}

int plan_look_up(struct plan *p, const struct run_word *t, bool prefix,
		 struct plan_form **ret, size_t *ret_n, struct err *e)
{
	struct forms f = { .p = p };
	size_t n = prefix ? t->base_len : t->base_len + 1;
	int r = walk_forms(&f, t->term, n, t, prefix, e);

	if (r)
		return r;
	by_frequency(&f, 0);
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
static int expand_prefix(struct forms *f, const struct query_word *w,
			 struct err *e)
{
	struct run_word t = { .term = w->term,
				     .n = w->term_len,
				     .base_len = w->base_len };
	char s[TEXT_TERM_MAX];
	int r = walk_forms(f, w->term, w->base_len, &t, true, e);

	t.term = s;
	if (!r && with_typed_y(w, s))
		r = walk_forms(f, s, w->base_len, &t, true, e);
	if (r)
		return r;
	by_frequency(f, 0);
	if (f->n > PLAN_PREFIX_MAX)
		f->n = PLAN_PREFIX_MAX;
	return 0;
}

static bool is_own(const struct plan_form *form, const struct query_word *w)
{
	return form->n == w->term_len && !memcmp(form->term, w->term, form->n);
}

/* Its own form first: whatever a limit takes away, that stays. */
static void own_first(struct forms *f, const struct query_word *w)
{
	for (size_t i = 1; i < f->n; i++)
		if (is_own(&f->v[i], w)) {
			struct plan_form own = f->v[i];

			f->v[i] = f->v[0];
			f->v[0] = own;
		}
}

/* The forms of the word's base that it covers. */
static int expand_word(struct plan *p, size_t i, struct err *e)
{
	const struct query_word *w = &p->q->words[i];
	const struct run_word t = { .term = w->term,
				     .n = w->term_len,
				     .base_len = w->base_len };
	struct plan_word *pw = &p->words[i];
	struct forms f = { .p = p, .field = w->field };
	int r;

	if (pw->expanded)
		return 0;
	if (w->prefix) {
		r = expand_prefix(&f, w, e);
	} else {
		r = walk_forms(&f, w->term, w->base_len + 1, &t, false, e);
		own_first(&f, w);
		by_frequency(&f, f.n && is_own(&f.v[0], w));
	}
	if (r)
		return r;
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
	size_t n = dictionary_term(w->field, w->term, w->term_len, term);
	bool marked;
	int r;

	r = store_term_df(p->reader, term, n, &pw->own_df, e);
	if (r)
		return r;
	marked = query_fields[w->field].beside ? p->q->marked_beside
					       : p->q->marked;
	/* A reference or a date is the same however much of it was said. */
	pw->own_only = w->exact || (marked && pw->own_df && !w->prefix &&
				    !text_is_unit(w->kind));
	p->two_tiers |= pw->own_only && !w->exact && !w->unwanted;
	return pw->own_only ? 0 : expand_word(p, i, e);
}

int plan_open(struct plan *p, const struct query *q, struct store_reader *r,
	      const struct abbrev *abbrev, const struct search_limits *limits,
	      struct err *e)
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
