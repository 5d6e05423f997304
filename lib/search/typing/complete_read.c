/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <string.h>

#include "search/query/parser.h"
#include "search/typing/complete.h"

/* --------------------------------------------------------------- where it begins */

/* Behind the signs and fields that the chunk [at, end) begins with, which say
 * in *t how what follows is meant; its end where no words follow them.  A sign
 * between spaces is none. */
static size_t skip_signs(const char *s, size_t n, size_t at, size_t end,
			 struct typed *t)
{
	if (end < n && end - at == 1)
		return at;
	for (;;) {
		const char *colon = memchr(s + at, ':', end - at);
		size_t name = colon ? (size_t)(colon - s) - at : 0;

		if (at < end && (s[at] == '-' || s[at] == '=')) {
			t->exact |= s[at++] == '=';
		} else if (colon && query_is_filter(s + at, name)) {
			return end;
		} else if (colon && query_is_field(s + at, name)) {
			t->field = query_field_named(s + at, name);
			if (!t->field) /* ref: */
				return end;
			at += name + 1;
		} else {
			return at;
		}
	}
}

static size_t begin_anew(struct typed *t, size_t at)
{
	t->field = FIELD_TEXT;
	t->exact = false;
	return at;
}

/* Where the words begin behind the last operator, sign, field, quote or bracket
 * of a query, and how they are meant: a field or `=` is for one word, or for
 * what is in quotes behind it. */
static size_t run_begin(const char *s, size_t n, struct typed *t)
{
	size_t begin = 0;
	bool quoted = false;

	for (size_t at = 0, end, len; at < n; at = end) {
		if ((len = query_space_len(s + at, n - at))) {
			end = at + len;
			if (!quoted &&
			    (t->exact || query_fields[t->field].beside))
				begin = begin_anew(t, end);
			continue;
		}
		if ((len = query_quote_len(s + at, n - at)) || s[at] == '(' ||
		    s[at] == ')') {
			quoted = len ? !quoted : false;
			end = at + (len ? len : 1);
			if (at != begin || !quoted)
				begin_anew(t, end);
			begin = end;
			continue;
		}
		end = query_chunk_end(s, n, at);
		len = quoted ? at : skip_signs(s, n, at, end, t);
		if (len > at)
			begin = len;
		if (s[end - 1] == '*' || query_is_operator(s + at, end - at) ||
		    query_near(s + at, end - at))
			begin = begin_anew(t, end);
	}
	return begin;
}

/* ----------------------------------------------------------------------- words */

static void set_word(struct typed_word *w, const struct text_token *t,
		     size_t from)
{
	memcpy(w->term, t->term, t->term_len);
	w->n = t->term_len;
	w->base_len = t->base_len;
	w->begin = from + t->begin;
	w->capital = t->capital;
	w->marked = t->kind == TEXT_SYLLABLE && text_marked(t);
}

static void add_context(struct typed *t, const struct typed_word *w)
{
	if (t->n_context == COMPLETE_CONTEXT) {
		memmove(&t->context[0], &t->context[1],
			(COMPLETE_CONTEXT - 1) * sizeof(*t->context));
		t->n_context--;
	}
	t->context[t->n_context++] = *w;
}

/* Whether a word behind these bytes, the end of the text, is joined to what
 * stands before: a letter is put there to see. */
static int is_joined(struct text_analyzer *a, const char *s, size_t n,
		     bool *ret, struct err *e)
{
	struct buf text = BUF_INIT;
	struct text_token t;
	size_t words = 0;
	int r = 0;

	buf_add(&text, s, n);
	buf_addc(&text, 'a');
	if (text.failed)
		return err_nomem(e);
	text_begin(a, text.s, text.len, 0);
	while ((r = text_next(a, &t, e)) > 0)
		words++;
	*ret = words == 2 && !t.after_break;
	buf_release(&text);
	return r;
}

static void set_sign(struct typed *t, const char *s, size_t from, size_t to)
{
	if (t->n_context && !query_has_space(s + from, to - from))
		t->sign = (struct written_term){ s + from, to - from };
}

int complete_read(struct text_analyzer *a, const char *s, size_t n,
		  struct typed *ret, struct err *e)
{
	size_t from, end, before = 0;
	struct typed_word last = { .n = 0 };
	struct text_token t;
	bool joined = false;
	int r;

	memset(ret, 0, sizeof(*ret));
	from = end = run_begin(s, n, ret);
	text_begin(a, s + from, n - from, 0);
	while ((r = text_next(a, &t, e)) > 0) {
		if (t.after_break)
			ret->n_context = 0;
		else if (last.n)
			add_context(ret, &last);
		set_word(&last, &t, from);
		before = end;
		end = from + t.end;
	}
	if (r || !last.n)
		return r;
	if (end == n) {
		ret->begun = last;
		ret->with_y = last.term[last.base_len - 1] == 'i' &&
			      query_ends_in_y(s, n);
		set_sign(ret, s, before, last.begin);
	} else {
		r = is_joined(a, s + last.begin, n - last.begin, &joined, e);
		if (joined)
			add_context(ret, &last);
		else
			ret->n_context = 0;
		set_sign(ret, s, end, n);
	}
	for (size_t i = 0; i < ret->n_context; i++)
		ret->marked |= ret->context[i].marked;
	return r;
}

bool typed_begins(const struct typed *t, const char *term, size_t n)
{
	const struct typed_word *w = &t->begun;
	char s[TEXT_TERM_MAX];

	if (!t->with_y)
		return !w->n || text_begins(w->term, w->n, term, n);
	/* An i in the place of the y that was typed is the whole word's end. */
	if (text_covers(w->term, w->n, term, n))
		return true;
	memcpy(s, w->term, w->n);
	s[w->base_len - 1] = 'y';
	return text_begins(s, w->n, term, n);
}

void complete_context(const struct typed *t, size_t n, bool strict,
		      struct occur_word *ret)
{
	for (size_t i = 0; i < n; i++) {
		const struct typed_word *w =
			&t->context[t->n_context - n + i];

		ret[i] = (struct occur_word){ w->term, w->n, w->base_len,
					      strict };
	}
}
