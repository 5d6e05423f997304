/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * A table of abbreviations as text.
 */
#include <string.h>

#include "base/utf8.h"
#include "search/plan/abbrev.h"
#include "text/text.h"

#define BOM "\xef\xbb\xbf"

struct side {
	char bytes[ABBREV_WORDS_MAX][TEXT_TERM_MAX];
	struct run_word v[ABBREV_WORDS_MAX];
	size_t n;
};

static void put(struct side *to, size_t i, const struct text_token *t)
{
	memcpy(to->bytes[i], t->term, t->term_len);
	to->v[i] = (struct run_word){ to->bytes[i], t->term_len,
					 t->base_len, t->after_break };
}

/* The words of n bytes; with `whole` the one that they make together instead,
 * where they do: GD&ĐT. */
static int read_side(struct text_analyzer *a, const char *s, size_t n,
		     bool whole, struct side *ret, struct err *e)
{
	struct text_token t;
	int r;

	ret->n = 0;
	text_begin(a, s, n, 0);
	while ((r = text_read(a, &t, e)) > 0) {
		if (t.kind == TEXT_JOINED && whole && t.n_pos == ret->n &&
		    t.end == n) {
			put(ret, 0, &t);
			ret->n = 1;
			return 0;
		}
		if (text_is_unit(t.kind))
			continue;
		if (ret->n == ABBREV_WORDS_MAX)
			return err_set(e, E_INVAL, "\"%.*s\" has more than %d "
				       "words", (int)n, s, ABBREV_WORDS_MAX);
		put(ret, ret->n++, &t);
	}
	return r;
}

static void trim(const char **s, size_t *n)
{
	while (*n && strchr(" \t\r", **s)) {
		++*s;
		--*n;
	}
	while (*n && strchr(" \t\r", (*s)[*n - 1]))
		--*n;
}

/* Each side of a pair is read into its own words, which must stay. */
static int read_left(struct text_analyzer *a, const char *s, size_t n,
		     struct side *words, struct abbrev_pair *ret,
		     struct err *e)
{
	int r;

	trim(&s, &n);
	r = read_side(a, s, n, true, words, e);
	if (!r && !words->n)
		r = err_set(e, E_INVAL, "\"%.*s\" is no word", (int)n, s);
	ret->abbr = (struct word_run){ words->v, words->n };
	return r;
}

static int read_right(struct text_analyzer *a, const char *s, size_t n,
		      struct side *words, struct abbrev_pair *ret,
		      struct err *e)
{
	int r;

	trim(&s, &n);
	r = read_side(a, s, n, false, words, e);
	ret->words = (struct word_run){ words->v, words->n };
	if (!r && !words->n)
		r = err_set(e, E_INVAL, "\"%.*s\" is no word", (int)n, s);
	if (!r && !run_compare(&ret->abbr, &ret->words))
		r = err_set(e, E_INVAL, "both sides are the same");
	return r;
}

/* One line, without its end. */
static int read_line(struct abbrev *t, struct text_analyzer *a,
		     struct abbrev_pair *pair, const char *s, size_t n,
		     struct err *e)
{
	const char *tab = memchr(s, '\t', n), *end = s + n;
	bool off = *s == '-';
	struct side abbr, words;
	int r;

	if (!tab != off)
		return err_set(e, E_INVAL, "\"%.*s\" has %s: a line is an "
			       "abbreviation, a tab, and what it is short for, "
			       "or - and an abbreviation",
			       (int)n, s, tab ? "a tab" : "no tab");
	pair->one_way = *s == '~';
	s += off || pair->one_way;
	r = read_left(a, s, (size_t)((tab ? tab : end) - s), &abbr, pair, e);
	if (!r && tab)
		r = read_right(a, tab + 1, (size_t)(end - tab - 1), &words,
			       pair, e);
	return r ? r : abbrev_add(t, pair, e);
}

int abbrev_read(struct abbrev *t, struct text_analyzer *a,
		enum abbrev_source source, const char *name, const char *s,
		size_t n, struct err *e)
{
	unsigned line = 0;
	int r = 0;

	if (n >= strlen(BOM) && !memcmp(s, BOM, strlen(BOM))) {
		s += strlen(BOM);
		n -= strlen(BOM);
	}
	while (!r && n) {
		struct abbrev_pair pair = { .source = source };
		const char *end = memchr(s, '\n', n);
		size_t len = end ? (size_t)(end - s) : n, text_n = len;
		const char *text = s;
		struct err why = { 0 };

		line++;
		if (utf8_valid_len(s, len) != len)
			r = err_set(&why, E_INVAL, "the line is not UTF-8");
		trim(&text, &text_n);
		if (!r && text_n && *text != '#')
			r = read_line(t, a, &pair, text, text_n, &why);
		if (r == E_INVAL)
			err_set(e, r, "%s:%u: %s", name, line, why.msg);
		else if (r)
			err_set(e, r, "%s", why.msg);
		s += len + !!end;
		n -= len + !!end;
	}
	return r;
}
