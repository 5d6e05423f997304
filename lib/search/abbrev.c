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

static int add_run(struct abbrev *t, const struct words *words,
		   struct abbrev_run *ret)
{
	struct abbrev_term *v =
		arena_alloc(&t->arena, words->n * sizeof(*v));

	if (!v)
		return E_NOMEM;
	memcpy(v, words->v, words->n * sizeof(*v));
	*ret = (struct abbrev_run){ v, words->n };
	return 0;
}

static int add_pair(struct abbrev *t, const struct words *abbr,
		    const struct words *words, bool one_way, struct err *e)
{
	struct abbrev_pair *v = room(t->pairs, t->n + 1, &t->cap, sizeof(*v));

	if (!v)
		return err_nomem(e);
	t->pairs = v;
	v[t->n].one_way = one_way;
	if (add_run(t, abbr, &v[t->n].abbr) ||
	    add_run(t, words, &v[t->n].words))
		return err_nomem(e);
	t->n++;
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
	return add_pair(t, &abbr, &words, one_way, e);
}

/* ------------------------------------------------------------------- finding */

static struct base base_of(const struct abbrev_term *t)
{
	return (struct base){ t->s, t->base_n };
}

static int compare_bases(struct base a, struct base b)
{
	int r = memcmp(a.s, b.s, a.n < b.n ? a.n : b.n);

	return r ? r : (a.n > b.n) - (a.n < b.n);
}

/* A run of one word comes before all that begin with the same one. */
static int compare_run(const struct abbrev_run *run, struct base first,
		       struct base second)
{
	const struct base none = { "", 0 };
	int r = compare_bases(base_of(&run->v[0]), first);

	return r ? r
		 : compare_bases(run->n > 1 ? base_of(&run->v[1]) : none,
				 second);
}

static int by_from(const void *pa, const void *pb)
{
	const struct abbrev_way *a = pa, *b = pb;
	const struct base none = { "", 0 };
	int r = compare_run(&a->from, base_of(&b->from.v[0]),
			    b->from.n > 1 ? base_of(&b->from.v[1]) : none);

	return r ? r : (a->pair > b->pair) - (a->pair < b->pair);
}

/* When all pairs are there: they move no more. */
static int sort_ways(struct abbrev *t, struct err *e)
{
	t->ways = reallocarray(NULL, 2 * t->n + 1, sizeof(*t->ways));
	if (!t->ways)
		return err_nomem(e);
	for (size_t i = 0; i < t->n; i++) {
		const struct abbrev_pair *p = &t->pairs[i];

		t->ways[t->n_ways++] =
			(struct abbrev_way){ p->abbr, p->words, p };
		t->ways[t->n_ways++] =
			(struct abbrev_way){ p->words, p->abbr, p };
	}
	qsort(t->ways, t->n_ways, sizeof(*t->ways), by_from);
	return 0;
}

size_t abbrev_find(const struct abbrev *t, struct base first,
		   struct base second, const struct abbrev_way **ret)
{
	size_t low = 0, high = t->n_ways, n = 0;

	while (low < high) {
		size_t mid = low + (high - low) / 2;

		if (compare_run(&t->ways[mid].from, first, second) < 0)
			low = mid + 1;
		else
			high = mid;
	}
	*ret = &t->ways[low];
	while (low + n < t->n_ways &&
	       !compare_run(&t->ways[low + n].from, first, second))
		n++;
	return n;
}

/* ------------------------------------------------------------------ the table */

int abbrev_open(struct abbrev *ret, struct text_analyzer *a, struct err *e)
{
	int r = 0;

	memset(ret, 0, sizeof(*ret));
	for (const char *s = default_table; !r && *s;) {
		size_t n = strcspn(s, "\n");

		r = read_line(ret, a, s, n, e);
		s += n + (s[n] == '\n');
	}
	return r ? r : sort_ways(ret, e);
}

void abbrev_release(struct abbrev *t)
{
	free(t->pairs);
	free(t->ways);
	arena_release(&t->arena);
	memset(t, 0, sizeof(*t));
}
