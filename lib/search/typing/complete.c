/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "search/typing/complete.h"

#include <stdlib.h>
#include <string.h>

/* Words that may follow, looked at beyond as many as are asked for: some are
 * never written behind all of the context. */
#define BEYOND 8
/* Pairs tried behind two words or more, most used first, beyond what was seen to
 * stand there. */
#define CONTEXT_PAIRS 4

struct complete {
	struct search *s;
	const struct search_request *req;
	struct typed typed;
	size_t most; /* completions wanted */
	struct followers pairs; /* of the last word of the context */
	struct arena arena;
	struct forms forms;
	size_t n_context; /* words of the context that the forms begin with */
};

/* ------------------------------------------------------------- without context */

static int find_words(struct complete *c, struct err *e)
{
	struct followers words = { .most = c->most + BEYOND };
	int r = 0;

	if (c->typed.begun.n)
		r = complete_words(c->s, c->req, &c->typed, &words, e);
	c->n_context = 0;
	for (size_t i = 0; !r && i < words.n && c->forms.n < c->most; i++)
		r = complete_forms(c->s, c->req, &c->typed, 0, false,
				   &words.v[i], &c->arena, &c->forms, e);
	return r;
}

/* --------------------------------------------------------------- behind context */

/* Whether a form goes on with this base behind its n words of context. */
static bool is_known(const struct forms *forms, size_t n,
		     const struct follower *pair)
{
	for (size_t i = 0; i < forms->n; i++) {
		struct written_term t = forms->v[i].v[0]->terms[n];

		if (t.n > pair->n && t.s[pair->n] == ':' &&
		    !memcmp(t.s, pair->s, pair->n))
			return true;
	}
	return false;
}

static int find_behind(struct complete *c, size_t n, bool strict, struct err *e)
{
	size_t left = n > 1 ? CONTEXT_PAIRS : c->pairs.n, known;
	bool more = true;
	int r = 0;

	c->n_context = n;
	if (n > 1)
		r = complete_behind(c->s, c->req, &c->typed, n, strict,
				    &c->arena, &c->forms, &more, e);
	known = c->forms.n;
	for (size_t i = 0; !r && more && i < c->pairs.n && left; i++) {
		const struct follower *pair = &c->pairs.v[i];
		const struct forms seen = { .v = c->forms.v, .n = known };

		if (c->forms.n >= c->most)
			break;
		if (is_known(&seen, n, pair))
			continue;
		r = complete_forms(c->s, c->req, &c->typed, n, strict, pair,
				   &c->arena, &c->forms, e);
		left--;
	}
	return r;
}

/* As much of the context as there is something to go on with.  Who types marks
 * means unmarked words as they are, at first. */
static int find_forms(struct complete *c, struct err *e)
{
	const struct typed *t = &c->typed;
	int r = 0;

	c->pairs.most = c->most + BEYOND;
	if (t->n_context)
		r = complete_pairs(c->s, c->req, t, &c->pairs, e);
	for (int strict = t->marked; c->pairs.n && strict >= 0; strict--)
		for (size_t n = t->n_context; !r && !c->forms.n && n; n--)
			r = find_behind(c, n, strict, e);
	return r || c->forms.n ? r : find_words(c, e);
}

/* --------------------------------------------------------------------- telling */

static int better(const void *a, const void *b)
{
	const struct form *x = a, *y = b;

	if (x->use != y->use)
		return x->use < y->use ? 1 : -1;
	if (x->n_words != y->n_words)
		return x->n_words < y->n_words ? -1 : 1;
	for (size_t i = 0; i < x->n_words; i++) {
		struct written_term s = x->v[0]->terms[i];
		struct written_term t = y->v[0]->terms[i];
		int c = memcmp(s.s, t.s, s.n < t.n ? s.n : t.n);

		if (c || s.n != t.n)
			return c ? c : s.n < t.n ? -1 : 1;
	}
	return 0;
}

/* Bit i: word i was typed with a capital, which it keeps. */
static unsigned capitals_typed(const struct complete *c)
{
	const struct typed *t = &c->typed;
	unsigned all = 0;

	for (size_t i = 0; i < c->n_context; i++)
		all |= (unsigned)t->context[t->n_context - c->n_context + i]
			       .capital << i;
	return t->begun.n ? all | (unsigned)t->begun.capital << c->n_context
			  : all;
}

static size_t begin_of(const struct complete *c)
{
	const struct typed *t = &c->typed;

	if (!c->forms.n)
		return c->req->query_len;
	return c->n_context ? t->context[t->n_context - c->n_context].begin
			    : t->begun.begin;
}

static int tell_form(struct complete *c, const struct form *form,
		     struct search_completion *ret, struct err *e)
{
	struct buf text = BUF_INIT;
	int r = occur_read(c->s, form->v, form->n, &c->arena, e);

	if (!r && written_at(form->v, form->n, form->n_words,
			     capitals_typed(c), &text))
		r = err_nomem(e);
	if (r) {
		buf_release(&text);
		return r;
	}
	*ret = (struct search_completion){
		.text = buf_detach(&text, NULL),
		.value = form->value,
		.exact = form->exact,
	};
	return 0;
}

static int tell(struct complete *c, struct search_completions *ret,
		struct err *e)
{
	size_t n = c->forms.n < c->most ? c->forms.n : c->most;
	struct search_completions list = { .byte = begin_of(c) };
	int r = 0;

	if (c->forms.n)
		qsort(c->forms.v, c->forms.n, sizeof(*c->forms.v), better);
	list.v = calloc(n + 1, sizeof(*list.v));
	if (!list.v)
		return err_nomem(e);
	while (!r && list.n < n) {
		r = tell_form(c, &c->forms.v[list.n], &list.v[list.n], e);
		list.n += !r;
	}
	if (r)
		search_completions_release(&list);
	else
		*ret = list;
	return r;
}

static int check(const struct search *s, const struct search_request *req,
		 struct err *e)
{
	uint32_t max = s->index->limits.query_bytes;

	if (req->limit > SEARCH_COMPLETIONS_MAX)
		return err_set(e, E_INVAL, "limit: at most %d completions",
			       SEARCH_COMPLETIONS_MAX);
	if (req->query_len > max)
		return err_limit(e, "query_bytes", max,
				 "%zu bytes were typed, at most %u are read",
				 req->query_len, max);
	return search_in_time(req, e);
}

int search_complete(struct search *s, const struct search_request *req,
		    struct search_completions *ret, struct err *e)
{
	struct complete *c;
	int r = check(s, req, e);

	if (r)
		return r;
	c = calloc(1, sizeof(*c));
	if (!c)
		return err_nomem(e);
	c->s = s;
	c->req = req;
	c->most = req->limit;
	r = complete_read(s->analyzer, req->query, req->query_len, &c->typed,
			  e);
	if (!r && c->most)
		r = find_forms(c, e);
	if (!r)
		r = tell(c, ret, e);
	arena_release(&c->arena);
	free(c->forms.v);
	free(c);
	return r;
}

void search_completions_release(struct search_completions *list)
{
	for (size_t i = 0; i < list->n; i++)
		free(list->v[i].text);
	free(list->v);
	*list = (struct search_completions){ 0 };
}
