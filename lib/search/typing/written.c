/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <stdlib.h>
#include <string.h>

#include "search/typing/occur.h"
#include "search/typing/written.h"
#include "text/syllable.h"

_Static_assert(WRITTEN_MAX <= OCCUR_RUN, "what is written stands in a place");

/* ----------------------------------------------------------------------- pairs */

static struct written_pair *find_pair(const struct written *w,
				      const struct occurrence *p)
{
	for (size_t i = 0; i < w->n; i++)
		if (written_same(w->v[i].first, p->terms[0]) &&
		    written_same(w->v[i].second, p->terms[1]))
			return &w->v[i];
	return NULL;
}

static int more_frequent(const void *a, const void *b)
{
	const struct written_pair *x = a, *y = b;

	return (x->n < y->n) - (x->n > y->n);
}

/* Any form of a base. */
static int any_form(struct base base, struct arena *arena,
		    struct occur_word *ret)
{
	char *s = arena_dup(arena, base.s, base.n + 1);

	if (!s)
		return E_NOMEM;
	s[base.n] = ':';
	*ret = (struct occur_word){ s, base.n + 1, base.n, false };
	return 0;
}

int written_pairs(struct search *s, const struct search_request *req,
		  struct base first, struct base second, uint32_t reports,
		  struct arena *arena, struct written *ret, struct err *e)
{
	struct occur_word words[2];
	struct occur_search what = { .words = words, .n = 2,
				     .reports = reports };
	struct written w = { 0 };
	struct occurrences places;
	int r;

	if (any_form(first, arena, &words[0]) ||
	    any_form(second, arena, &words[1]))
		return err_nomem(e);
	r = occur_find(s, req, &what, arena, &places, e);
	if (r)
		return r;
	w.v = arena_alloc(arena, places.n * sizeof(*w.v));
	if (!w.v)
		return err_nomem(e);
	for (size_t i = 0; i < places.n; i++) {
		const struct occurrence *p = &places.v[i];
		struct written_pair *pair = find_pair(&w, p);

		if (!pair) {
			pair = &w.v[w.n++];
			*pair = (struct written_pair){ p->terms[0],
						       p->terms[1], 0 };
		}
		pair->n++;
	}
	if (w.n)
		qsort(w.v, w.n, sizeof(*w.v), more_frequent);
	*ret = w;
	return 0;
}

/* ------------------------------------------------------------------------ text */

/* The syllable of a term, if it is one. */
static bool term_syllable(struct written_term t, struct syllable *ret)
{
	size_t base = schema_base(t.s, t.n);
	struct syllable y;

	if (!syllable_read(&y, t.s, base))
		return false;
	for (size_t i = base + 1; i < t.n; i++) {
		char c = t.s[i];

		if (c >= '1' && c <= '5')
			y.tone = (uint8_t)(c - '0');
		else if (c >= 'A' && c < 'A' + y.n)
			y.letters[c - 'A'].shape = 1;
		else if (c >= 'a' && c < 'a' + y.n)
			y.letters[c - 'a'].shape = 2;
	}
	*ret = y;
	return true;
}

int written_term(struct written_term t, bool capital, struct buf *out)
{
	struct syllable y;

	if (!term_syllable(t, &y))
		return buf_add(out, t.s, schema_base(t.s, t.n));
	y.letters[0].upper = capital;
	return syllable_write(&y, out);
}

/* How a word is written in one place. */
enum capitals { CAPITALS_NONE, CAPITALS_FIRST, CAPITALS_ALL };

static enum capitals capitals_of(const struct syllable *y)
{
	size_t n = 0;

	for (size_t i = 0; i < y->n; i++)
		n += y->letters[i].upper;
	if (!y->letters[0].upper)
		return CAPITALS_NONE;
	return n == y->n && n > 1 ? CAPITALS_ALL : CAPITALS_FIRST;
}

/* The capital that begins a sentence says nothing, but that of two names. */
static bool begins_sentence(const struct occurrence *p, size_t n_words)
{
	struct syllable y;

	return p->start &&
	       (n_words < 2 || !p->texts[1].s ||
		!syllable_read(&y, p->texts[1].s, p->texts[1].n) ||
		!y.letters[0].upper);
}

/* A word of several places: how it is written in the first, and with which
 * capitals at least. */
struct seen {
	struct written_term text; /* s NULL: it was not read anywhere */
	struct syllable y;	  /* n is 0: it is none */
	enum capitals capitals;
};

static void see_word(struct occurrence *const *places, size_t n,
		     size_t n_words, size_t word, struct seen *to)
{
	bool sure = false;

	*to = (struct seen){ .capitals = CAPITALS_NONE };
	for (size_t i = 0; i < n; i++) {
		const struct occurrence *p = places[i];
		enum capitals here;
		struct syllable y;

		if (!p->texts || !p->texts[word].s)
			continue;
		if (!to->text.s)
			to->text = p->texts[word];
		if (!syllable_read(&y, p->texts[word].s, p->texts[word].n))
			continue;
		here = capitals_of(&y);
		if (here == CAPITALS_FIRST && !word &&
		    begins_sentence(p, n_words)) {
			if (!to->y.n)
				to->y = y;
		} else if (!sure || here < to->capitals) {
			to->y = y;
			to->capitals = here;
			sure = true;
		}
	}
}

/* A number or a word of another script.  The 01 of a date or a document is 1 by
 * itself. */
static int add_other(struct written_term text, bool zeros, struct buf *out)
{
	size_t i = 0;

	while (!zeros && i + 1 < text.n && text.s[i] == '0' &&
	       text.s[i + 1] >= '0' && text.s[i + 1] <= '9')
		i++;
	return buf_add(out, text.s + i, text.n - i);
}

/*
 * A name has its capital in every place.  Capitals throughout are a heading's,
 * and say nothing, unless it is no syllable: UBND is written so.
 */
static int spell_word(struct occurrence *const *places, size_t n,
		      size_t n_words, size_t word, bool capital, struct buf *out)
{
	struct seen seen;
	struct syllable *y = &seen.y;

	see_word(places, n, n_words, word, &seen);
	if (!seen.text.s)
		return written_term(places[0]->terms[word], capital, out);
	if (!y->n)
		return add_other(seen.text, n_words > 1, out);
	if (seen.capitals == CAPITALS_NONE ||
	    (seen.capitals == CAPITALS_ALL && syllable_possible(y)))
		for (size_t i = 0; i < y->n; i++)
			y->letters[i].upper = 0;
	y->letters[0].upper |= capital;
	return syllable_write(y, out);
}

struct written_term written_sign(struct occurrence *const *places, size_t n,
				 size_t word)
{
	for (size_t i = 0; i < n; i++)
		if (places[i]->texts && places[i]->texts[word].s)
			return places[i]->signs[word];
	return (struct written_term){ 0 };
}

/* What stands before a word that is not the first. */
static int add_sign(struct occurrence *const *places, size_t n, size_t word,
		    struct buf *out)
{
	struct written_term sign = written_sign(places, n, word);

	return sign.s ? buf_add(out, sign.s, sign.n) : buf_addc(out, ' ');
}

int written_at(struct occurrence *const *places, size_t n, size_t n_words,
	       unsigned capitals, struct buf *out)
{
	int r = 0;

	for (size_t i = 0; !r && i < n_words; i++) {
		if (i)
			r = add_sign(places, n, i, out);
		if (!r)
			r = spell_word(places, n, n_words, i,
				       capitals >> i & 1, out);
	}
	return r;
}

/* Words that were not seen together, from their terms; whether there is i or y
 * only reports can say. */
static int spell_apart(struct search *s, const struct search_request *req,
		       const struct written_term *terms, size_t n,
		       struct buf *out, struct err *e)
{
	int r = 0;

	for (size_t i = 0; !r && i < n; i++) {
		struct syllable y;

		if (i && buf_addc(out, ' '))
			return err_nomem(e);
		if (n > 1 && term_syllable(terms[i], &y) && syllable_i_or_y(&y))
			r = written_text(s, req, &terms[i], 1, out, e);
		else if (written_term(terms[i], false, out))
			return err_nomem(e);
	}
	return r;
}

/* The words as the places that were found have them. */
static int spell_places(struct search *s, const struct occurrences *places,
			size_t n, struct arena *arena, struct buf *out, struct err *e)
{
	struct occurrence *v[OCCUR_TEXTS * OCCUR_EACH];
	size_t n_places = 0;
	int r;

	for (; n_places < places->n && n_places < sizeof(v) / sizeof(*v);
	     n_places++)
		v[n_places] = &places->v[n_places];
	r = occur_read(s, v, n_places, arena, e);
	if (!r && written_at(v, n_places, n, 0, out))
		r = err_nomem(e);
	return r;
}

int written_text(struct search *s, const struct search_request *req,
		 const struct written_term *terms, size_t n, struct buf *out,
		 struct err *e)
{
	struct occur_word words[WRITTEN_MAX];
	struct occur_search what = { .words = words, .n = n,
				     .reports = OCCUR_TEXTS };
	struct arena arena = ARENA_INIT;
	struct occurrences places = { 0 };
	int r = 0;

	for (size_t i = 0; i < n && n <= WRITTEN_MAX; i++)
		words[i] = (struct occur_word){ terms[i].s, terms[i].n,
						schema_base(terms[i].s,
							    terms[i].n),
						true };
	if (n && n <= WRITTEN_MAX)
		r = occur_find(s, req, &what, &arena, &places, e);
	if (!r && places.n)
		r = spell_places(s, &places, n, &arena, out, e);
	else if (!r)
		r = spell_apart(s, req, terms, n, out, e);
	arena_release(&arena);
	return r;
}
