/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <string.h>

#include "base/bytes.h"
#include "search/typing/complete.h"
#include "store/schema.h"

/* Fewer letters begin so many words that they are looked for in the list of
 * words, though it may lack rare ones. */
#define WALK_LETTERS 3
#define WALK_STEP 1024 /* terms between two looks at the clock */

static bool more_used(uint64_t df, const char *s, size_t n,
		      const struct follower *than)
{
	if (df != than->df)
		return df > than->df;
	return bytes_compare(s, n, than->s, than->n) < 0;
}

void followers_add(struct followers *f, const char *s, size_t n, uint64_t df)
{
	size_t i = f->n;

	if (n > sizeof(f->v[0].s) || !f->most ||
	    (f->n == f->most && !more_used(df, s, n, &f->v[i - 1])))
		return;
	if (f->n == f->most)
		i = --f->n;
	while (i && more_used(df, s, n, &f->v[i - 1]))
		i--;
	memmove(&f->v[i + 1], &f->v[i], (f->n - i) * sizeof(*f->v));
	memcpy(f->v[i].s, s, n);
	f->v[i].n = n;
	f->v[i].df = df;
	f->n++;
}

/* Add the terms of the dictionary that begin with n bytes, without their first
 * `skip` bytes: bases, or `whole` terms that may be meant. */
static int walk(struct search *s, const struct search_request *req,
		const struct typed *t, const char *from, size_t n, size_t skip,
		bool whole, struct followers *to, struct err *e)
{
	struct store_terms *terms;
	const char *term;
	uint64_t df;
	size_t len, seen = 0;
	int r = store_terms_open(s->reader, from, n, &terms, e), late = 0;

	if (r)
		return r;
	while (!late && (r = store_terms_next(terms, &term, &len, &df, e)) > 0) {
		if (!whole || typed_begins(t, term + skip, len - skip))
			followers_add(to, term + skip, len - skip, df);
		if (++seen % WALK_STEP == 0)
			late = search_in_time(req, e);
	}
	store_terms_close(terms);
	return late ? late : r;
}

/* Call for what has begun, and for what the y of it may have begun. */
static size_t beginnings(const struct typed *t, char ret[2][TEXT_TERM_MAX])
{
	size_t n = t->begun.base_len;

	memcpy(ret[0], t->begun.term, n);
	memcpy(ret[1], t->begun.term, n);
	if (!t->with_y)
		return 1;
	ret[1][n - 1] = 'y';
	return 2;
}

static void find_in_list(const struct wordlist *l, const struct typed *t,
			 const char *s, struct followers *to)
{
	size_t i, end = wordlist_find(l, s, t->begun.base_len, &i);

	for (; i < end; i++) {
		const struct wordlist_word *w = &l->v[i];
		const char *term = l->bytes.s + w->at;

		if (typed_begins(t, term, w->n))
			followers_add(to, term, w->n, w->df);
	}
}

int complete_words(struct search *s, const struct search_request *req,
		   const struct typed *t, struct followers *to, struct err *e)
{
	const struct wordlist *l = &s->index->words;
	char from[2][TEXT_TERM_MAX];
	size_t n = beginnings(t, from);
	int r = 0;

	for (size_t i = 0; !r && i < n; i++)
		if (wordlist_is_whole(l) || t->begun.base_len < WALK_LETTERS)
			find_in_list(l, t, from[i], to);
		else
			r = walk(s, req, t, from[i], t->begun.base_len, 0, true,
				 to, e);
	return r;
}

int complete_field(struct search *s, const struct search_request *req,
		   const struct typed *t, struct followers *to, struct err *e)
{
	const char *prefix = query_fields[t->field].prefix;
	size_t skip = strlen(prefix), n = t->begun.base_len;
	char from[2][TEXT_TERM_MAX], term[SCHEMA_TERM_MAX];
	size_t ways = beginnings(t, from);
	int r = 0;

	for (size_t i = 0; !r && i < ways && skip + n <= sizeof(term); i++) {
		memcpy(term, prefix, skip);
		memcpy(term + skip, from[i], n);
		r = walk(s, req, t, term, skip + n, skip, true, to, e);
	}
	return r;
}

int complete_pairs(struct search *s, const struct search_request *req,
		   const struct typed *t, struct followers *to, struct err *e)
{
	const struct typed_word *last = &t->context[t->n_context - 1];
	struct base first = { last->term, last->base_len };
	char from[2][TEXT_TERM_MAX], term[SCHEMA_TERM_MAX];
	size_t n = beginnings(t, from);
	int r = 0;

	for (size_t i = 0; !r && i < n; i++) {
		struct base second = { from[i], t->begun.base_len };
		size_t len = pair_term(SCHEMA_PAIR, first, second, term);

		if (len)
			r = walk(s, req, t, term, len, len - second.n, false,
				 to, e);
	}
	return r;
}
