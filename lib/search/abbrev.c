/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "search/abbrev.h"

#include <stdlib.h>
#include <string.h>

#include "base/room.h"
#include "text/text.h"

#define LONG_WORDS_MAX 12

static const char default_table[] =
#include "lib/search/abbreviations_txt.h"
	;

/* Words of a line while it is read. */
struct words {
	struct abbrev_term v[LONG_WORDS_MAX];
	size_t n;
};

static int add_word(struct abbrev *t, const struct text_token *token,
		    struct words *to, struct err *e)
{
	char *s;

	if (to->n == LONG_WORDS_MAX)
		return err_set(e, E_INVAL, "a long form of more than %d words",
			       LONG_WORDS_MAX);
	s = arena_dup(&t->arena, token->term, token->term_len);
	if (!s)
		return err_nomem(e);
	to->v[to->n++] = (struct abbrev_term){ s, token->term_len,
					       token->base_len };
	return 0;
}

/* The words of n bytes; with `whole` the unit that they make together instead,
 * where there is one. */
static int read_words(struct abbrev *t, struct text_analyzer *a, const char *s,
		      size_t n, bool whole, struct words *ret, struct err *e)
{
	struct text_token token;
	int r;

	ret->n = 0;
	text_begin(a, s, n, 0);
	while ((r = text_read(a, &token, e)) > 0) {
		if (text_is_unit(token.kind) && !whole)
			continue;
		if (text_is_unit(token.kind))
			ret->n = 0;
		r = add_word(t, &token, ret, e);
		if (r)
			return r;
	}
	return r;
}

static int add_entry(struct abbrev *t, const struct abbrev_term *abbr,
		     const struct words *words, bool one_way, struct err *e)
{
	struct abbrev_entry *v = room(t->v, t->n + 1, &t->cap, sizeof(*v));
	struct abbrev_term *copy;

	if (!v)
		return err_nomem(e);
	t->v = v;
	copy = arena_alloc(&t->arena, words->n * sizeof(*copy));
	if (!copy)
		return err_nomem(e);
	memcpy(copy, words->v, words->n * sizeof(*copy));
	v[t->n++] = (struct abbrev_entry){ .abbr = *abbr,
					   .words = copy,
					   .n_words = words->n,
					   .one_way = one_way };
	return 0;
}

static int read_line(struct abbrev *t, struct text_analyzer *a, const char *s,
		     size_t n, struct err *e)
{
	const char *tab = memchr(s, '\t', n);
	bool one_way = n && *s == '~';
	struct words abbr, words;
	int r;

	if (!n || *s == '#')
		return 0;
	if (!tab)
		return err_set(e, E_INVAL, "\"%.*s\" has no tab", (int)n, s);
	r = read_words(t, a, s, (size_t)(tab - s), true, &abbr, e);
	if (!r)
		r = read_words(t, a, tab + 1, n - (size_t)(tab + 1 - s), false,
			       &words, e);
	if (r)
		return r;
	if (abbr.n != 1 || words.n < 2)
		return err_set(e, E_INVAL,
			       "\"%.*s\" is not one word, a tab, and what it is "
			       "short for", (int)n, s);
	return add_entry(t, &abbr.v[0], &words, one_way, e);
}

int abbrev_open(struct abbrev *ret, struct text_analyzer *a, struct err *e)
{
	int r = 0;

	memset(ret, 0, sizeof(*ret));
	for (const char *s = default_table; !r && *s;) {
		size_t n = strcspn(s, "\n");

		r = read_line(ret, a, s, n, e);
		s += n + (s[n] == '\n');
	}
	return r;
}

void abbrev_release(struct abbrev *t)
{
	free(t->v);
	arena_release(&t->arena);
	memset(t, 0, sizeof(*t));
}
