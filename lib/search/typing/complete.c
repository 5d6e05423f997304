/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "search/typing/complete.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/bytes.h"

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
	/* Of the last word of the context; words of a field beside the text. */
	struct followers pairs;
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

/* Words of a field beside the text: a dictionary, and no places. */
static int find_field(struct complete *c, struct err *e)
{
	c->pairs.most = c->most;
	return c->typed.begun.n && !c->typed.n_context
		       ? complete_field(c->s, c->req, &c->typed, &c->pairs, e)
		       : 0;
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
		int c = bytes_compare(s.s, s.n, t.s, t.n);

		if (c)
			return c;
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

	return c->n_context ? t->context[t->n_context - c->n_context].begin
			    : t->begun.begin;
}

/* A sign that was typed in the place of a space stands there in the archive,
 * and behind `=` the letters are those that were typed. */
static bool is_as_typed(const struct complete *c, const struct form *form,
			const struct buf *text)
{
	const struct typed *t = &c->typed;
	size_t n = c->req->query_len - t->begun.begin;

	if (c->n_context && t->sign.s &&
	    !written_same(t->sign,
			  written_sign(form->v, form->n, c->n_context)))
		return false;
	return !t->exact || !t->begun.n || c->n_context ||
	       (text->len >= n &&
		!strncasecmp(text->s, c->req->query + t->begun.begin, n));
}

/* *ret_text stays empty when it is not what was typed. */
static int write_form(struct complete *c, const struct form *form,
		      struct buf *ret_text, struct err *e)
{
	int r = occur_read(c->s, form->v, form->n, &c->arena, e);

	if (!r && written_at(form->v, form->n, form->n_words, capitals_typed(c),
			     ret_text))
		r = err_nomem(e);
	if (!r && !is_as_typed(c, form, ret_text))
		buf_clear(ret_text);
	return r;
}

/* Take the text over. */
static void add(struct search_completions *list, struct buf *text,
		uint64_t value, bool exact)
{
	if (text->len)
		list->v[list->n++] = (struct search_completion){
			.text = buf_detach(text, NULL),
			.value = value,
			.exact = exact,
		};
	buf_release(text);
}

static int tell_forms(struct complete *c, struct search_completions *list,
		      struct err *e)
{
	int r = 0;

	if (c->forms.n)
		qsort(c->forms.v, c->forms.n, sizeof(*c->forms.v), better);
	for (size_t i = 0; !r && i < c->forms.n && list->n < c->most; i++) {
		const struct form *form = &c->forms.v[i];
		struct buf text = BUF_INIT;

		r = write_form(c, form, &text, e);
		if (r)
			buf_release(&text);
		else
			add(list, &text, form->value, form->exact);
	}
	return r;
}

static int tell_field(struct complete *c, struct search_completions *list,
		      struct err *e)
{
	bool name = c->typed.field == FIELD_AUTHOR || c->typed.begun.capital;

	for (size_t i = 0; i < c->pairs.n && list->n < c->most; i++) {
		const struct follower *f = &c->pairs.v[i];
		struct buf text = BUF_INIT;

		if (written_term((struct written_term){ f->s, f->n }, name,
				 &text)) {
			buf_release(&text);
			return err_nomem(e);
		}
		add(list, &text, f->df, true);
	}
	return 0;
}

static int tell(struct complete *c, struct search_completions *ret,
		struct err *e)
{
	struct search_completions list = { .byte = begin_of(c) };
	int r;

	list.v = calloc(c->most + 1, sizeof(*list.v));
	if (!list.v)
		return err_nomem(e);
	r = query_fields[c->typed.field].beside ? tell_field(c, &list, e)
						: tell_forms(c, &list, e);
	if (!list.n)
		list.byte = c->req->query_len;
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
	size_t from;
	int r = check(s, req, e);

	if (r)
		return r;
	if (complete_at_name(req->query, req->query_len, &from))
		return complete_names(s, req, from, ret, e);
	c = calloc(1, sizeof(*c));
	if (!c)
		return err_nomem(e);
	c->s = s;
	c->req = req;
	c->most = req->limit;
	r = complete_read(s->analyzer, req->query, req->query_len, &c->typed,
			  e);
	if (!r && c->most)
		r = query_fields[c->typed.field].beside ? find_field(c, e)
							: find_forms(c, e);
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
