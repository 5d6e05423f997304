/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <stdlib.h>
#include <string.h>

#include "base/room.h"
#include "search/typing/complete.h"

/* Reports read for each word that may follow, fewer if they agree, and those read
 * to see what stands behind two words or more. */
#define REPORTS 4
#define ENOUGH 3
#define REPORTS_BEHIND 12
/* Words that a longer way to go on has more. */
#define LONGER 4

struct finder {
	struct search *s;
	const struct typed *t;
	size_t n_context;
	struct occur_word words[COMPLETE_CONTEXT + 1];
	char last[2 * TEXT_TERM_MAX];
	uint64_t pairs; /* reports that have them side by side, at most */
	struct arena *arena;
	struct occurrences places;
	struct forms *to;
};

/* ----------------------------------------------------------------- what is asked */

/* What follows as a word to look for: a whole term, or its base with the marks
 * that were typed. */
static void set_last(struct finder *f, const struct follower *follower)
{
	const struct typed_word *begun = &f->t->begun;
	size_t marks = begun->n ? begun->n - begun->base_len : 1;
	size_t n = follower->n;
	struct occur_word *w = &f->words[f->n_context];

	memcpy(f->last, follower->s, n);
	if (f->n_context) {
		w->base_len = n;
		memcpy(f->last + n, begun->n ? begun->term + begun->base_len
					     : ":", marks);
		n += marks;
	} else {
		w->base_len = schema_base(f->last, n);
	}
	w->s = f->last;
	w->n = n;
	w->exact = !f->n_context;
}

/* The pair of words i and i + 1, in how many reports it is. */
static int count_pair(struct finder *f, size_t i, struct err *e)
{
	const struct occur_word *w = &f->words[i];
	uint64_t df;
	int r = pair_df(f->s->reader, (struct base){ w[0].s, w[0].base_len },
			(struct base){ w[1].s, w[1].base_len }, &df, e);

	if (!r && df < f->pairs)
		f->pairs = df;
	return r;
}

/* `follower` is NULL: the words of the context alone. */
static int set_words(struct finder *f, bool strict,
		     const struct follower *follower, struct err *e)
{
	int r = 0;

	complete_context(f->t, f->n_context, strict, f->words);
	f->pairs = UINT64_MAX;
	if (follower) {
		set_last(f, follower);
		f->pairs = follower->df;
	}
	for (size_t i = 0; !r && i + 1 < f->n_context; i++)
		r = count_pair(f, i, e);
	return r;
}

/* ----------------------------------------------------------------------- forms */

static struct form *new_form(struct finder *f, size_t most)
{
	struct forms *to = f->to;
	struct form *v = room(to->v, to->n + 1, &to->cap, sizeof(*v));

	if (!v)
		return NULL;
	to->v = v;
	v += to->n;
	*v = (struct form){ .v = arena_alloc(f->arena, most * sizeof(*v->v)) };
	if (!v->v)
		return NULL;
	to->n++;
	return v;
}

static struct form *find_form(const struct finder *f, size_t from,
			      const struct occurrence *p)
{
	for (size_t i = from; i < f->to->n; i++)
		if (occur_same(f->to->v[i].v[0], p, f->n_context + 1))
			return &f->to->v[i];
	return NULL;
}

static bool is_meant(const struct finder *f, const struct occurrence *p)
{
	const struct written_term *t = &p->terms[f->n_context];

	return p->n > f->n_context && typed_begins(f->t, t->s, t->n);
}

/* Put together the places where the same words stand. */
static int group(struct finder *f)
{
	const struct occurrences *places = &f->places;
	size_t from = f->to->n;

	for (size_t i = 0; i < places->n; i++) {
		struct occurrence *p = &places->v[i];
		struct form *form;

		if (!is_meant(f, p))
			continue;
		form = find_form(f, from, p);
		if (!form)
			form = new_form(f, places->n);
		if (!form)
			return E_NOMEM;
		form->n_words = f->n_context + 1;
		form->v[form->n++] = p;
	}
	return 0;
}

static uint32_t reports_of(const struct form *form)
{
	uint32_t n = 0;

	for (size_t i = 0; i < form->n; i++)
		n += !i || form->v[i]->report != form->v[i - 1]->report;
	return n;
}

static int lower_to_df(struct finder *f, struct written_term term,
		       uint64_t *value, struct err *e)
{
	uint64_t df;
	int r = store_term_df(f->s->reader, term.s, term.n, &df, e);

	if (!r && df < *value)
		*value = df;
	return r;
}

/* Reports that hold words i and i + 1 of some place side by side. */
static int pair_at(struct finder *f, const struct occurrence *p, size_t i,
		   uint64_t *ret, struct err *e)
{
	const struct written_term *t = &p->terms[i];

	return pair_df(f->s->reader, term_base(t[0].s, t[0].n),
		       term_base(t[1].s, t[1].n), ret, e);
}

/*
 * In how many reports the words stand so: known where all were read.  Otherwise
 * in no more than hold each of them and each of their pairs, and as the share of
 * those read is.
 */
static int count_form(struct finder *f, struct form *form, struct err *e)
{
	const struct occurrence *p = form->v[0];
	uint32_t seen = reports_of(form);
	uint64_t pair = UINT64_MAX;
	int r = 0;

	if (f->n_context)
		r = pair_at(f, p, f->n_context - 1, &pair, e);
	form->use = (double)f->pairs;
	form->value = pair < f->pairs ? pair : f->pairs;
	for (size_t i = 0; !r && i < form->n_words; i++)
		r = lower_to_df(f, p->terms[i], &form->value, e);
	form->exact = !f->n_context;
	if (f->n_context)
		form->use *= (double)seen / f->places.reports;
	if (f->n_context && f->places.all) {
		form->value = seen;
		form->exact = true;
	}
	if (form->use > (double)form->value)
		form->use = (double)form->value;
	return r;
}

/* ---------------------------------------------------------------------- longer */

/* The places that go on as place i does, of those that go on so far. */
static size_t go_on_as(const struct form *form, size_t i, size_t n_words)
{
	size_t n = 0;

	for (size_t k = 0; k < form->n; k++)
		n += occur_same(form->v[i], form->v[k], n_words);
	return n;
}

static bool same_way(const struct form *form, size_t n_words, size_t *ret_place)
{
	for (size_t i = 0; i < form->n; i++)
		if (form->v[i]->n >= n_words &&
		    8 * go_on_as(form, i, n_words) >= 7 * form->n) {
			*ret_place = i;
			return true;
		}
	return false;
}

/* Behind a year or a sum anything may stand. */
static bool is_number(struct written_term t)
{
	return t.s[0] >= '0' && t.s[0] <= '9';
}

/*
 * Whether what is written nearly always goes on with one more word: in seven of
 * eight places, and the pair is in half of the reports at least, lest a few
 * reports about one thing speak for all.
 */
static int goes_on(struct finder *f, struct form *form, size_t *ret_place,
		   bool *ret, struct err *e)
{
	size_t n = form->n_words;
	const struct occurrence *p;
	uint64_t df;
	int r;

	*ret = false;
	if (!same_way(form, n + 1, ret_place))
		return 0;
	p = form->v[*ret_place];
	if (is_number(p->terms[n - 1]))
		return 0;
	r = pair_at(f, p, n - 1, &df, e);
	if (r || 2 * df < form->value)
		return r;
	if (df < form->value)
		form->value = df;
	form->n_words++;
	*ret = true;
	return lower_to_df(f, p->terms[n], &form->value, e);
}

/* Half of a word, which nothing but the rest of it ever follows: `thông` behind
 * `công nghệ`.  What was typed itself is none. */
static bool is_half(const struct finder *f, const struct form *form,
		    const struct form *longer, size_t n)
{
	return f->n_context && n == form->n &&
	       10 * longer->value >= 9 * form->value;
}

/* Of the places of `from` those that go on as place `as` of it does. */
static void set_longer(const struct finder *f, struct form *to,
		       const struct form *from, size_t as)
{
	size_t n = 0;

	for (size_t i = 0; i < from->n; i++)
		if (occur_same(from->v[as], from->v[i], from->n_words))
			to->v[n++] = from->v[i];
	to->n = n;
	to->n_words = from->n_words;
	to->value = f->places.all ? reports_of(to) : from->value;
	to->exact = f->places.all;
	to->use = from->use * (double)n / (double)from->n;
	if (to->use > (double)to->value)
		to->use = (double)to->value;
}

/* Add the longer way to go on, if form i has one. */
static int add_longer(struct finder *f, size_t i, struct err *e)
{
	struct form longer = f->to->v[i], *to = &f->to->v[i];
	bool more = reports_of(&longer) >= (f->places.all ? 2 : ENOUGH);
	size_t place = 0;
	int r = 0;

	while (!r && more)
		r = goes_on(f, &longer, &place, &more, e);
	if (r || longer.n_words == to->n_words)
		return r;
	if (!is_half(f, to, &longer,
		     go_on_as(&longer, place, longer.n_words)))
		to = new_form(f, longer.n);
	if (!to)
		return err_nomem(e);
	set_longer(f, to, &longer, place);
	return 0;
}

static int find_forms(struct finder *f, const struct search_request *req,
		      const struct occur_search *what, struct err *e)
{
	size_t from = f->to->n, end;
	int r = occur_find(f->s, req, what, f->arena, &f->places, e);

	if (!r && group(f))
		r = err_nomem(e);
	end = f->to->n;
	for (size_t i = from; !r && i < end; i++) {
		r = count_form(f, &f->to->v[i], e);
		if (!r)
			r = add_longer(f, i, e);
	}
	return r;
}

int complete_forms(struct search *s, const struct search_request *req,
		   const struct typed *t, size_t n_context, bool strict,
		   const struct follower *follower, struct arena *arena,
		   struct forms *to, struct err *e)
{
	struct finder f = { .s = s, .t = t, .n_context = n_context,
			    .arena = arena, .to = to };
	struct occur_search what = { .words = f.words, .n = n_context + 1,
				     .reports = REPORTS, .enough = ENOUGH,
				     .behind = LONGER };
	int r = set_words(&f, strict, follower, e);

	return r ? r : find_forms(&f, req, &what, e);
}

int complete_behind(struct search *s, const struct search_request *req,
		    const struct typed *t, size_t n_context, bool strict,
		    struct arena *arena, struct forms *to, bool *ret_more,
		    struct err *e)
{
	struct finder f = { .s = s, .t = t, .n_context = n_context,
			    .arena = arena, .to = to };
	struct occur_search what = { .words = f.words, .n = n_context,
				     .reports = REPORTS_BEHIND,
				     .behind = 1 + LONGER };
	int r = set_words(&f, strict, NULL, e);

	if (!r)
		r = find_forms(&f, req, &what, e);
	if (!r)
		*ret_more = f.places.n && !f.places.all;
	return r;
}
