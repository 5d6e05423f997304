/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "search/typing/wordlist.h"

#include <stdlib.h>
#include <string.h>

#include "base/room.h"
#include "store/store.h"

/* Leave out the words in fewer than twice as many reports as until now. */
static void thin(struct wordlist *l)
{
	size_t n = 0, len = 0;

	l->least *= 2;
	for (size_t i = 0; i < l->n; i++) {
		struct wordlist_word w = l->v[i];

		if (w.df < l->least)
			continue;
		memmove(l->bytes.s + len, l->bytes.s + w.at, w.n);
		w.at = (uint32_t)len;
		len += w.n;
		l->v[n++] = w;
	}
	l->n = n;
	l->bytes.len = len;
}

static int add(struct wordlist *l, const char *s, size_t n, uint64_t df,
	       size_t max)
{
	struct wordlist_word *v;

	l->all++;
	while (l->n == max && df >= l->least)
		thin(l);
	if (df < l->least)
		return 0;
	v = room(l->v, l->n + 1, &l->cap, sizeof(*v));
	if (!v)
		return E_NOMEM;
	l->v = v;
	v[l->n] = (struct wordlist_word){ (uint32_t)l->bytes.len, (uint32_t)n,
					  df };
	if (buf_add(&l->bytes, s, n))
		return E_NOMEM;
	l->n++;
	return 0;
}

static int add_range(struct wordlist *l, struct store_reader *r, char first,
		     size_t max, struct err *e)
{
	struct store_terms *walk;
	const char *term;
	uint64_t df;
	size_t n;
	int code = store_terms_open(r, &first, 1, &walk, e);

	if (code)
		return code;
	while ((code = store_terms_next(walk, &term, &n, &df, e)) > 0)
		if (add(l, term, n, df, max)) {
			code = err_nomem(e);
			break;
		}
	store_terms_close(walk);
	return code;
}

/*
 * Words begin with a digit, a lower-case letter or a byte above 0x7f, the terms
 * with a prefix with a capital (schema.h): walk the words only, the pairs are
 * many times as many.
 */
int wordlist_make(struct wordlist *l, struct store_reader *r, size_t max,
		  struct err *e)
{
	int code = 0;

	l->least = 1;
	for (int first = '0'; !code && first <= 0xf4; first++)
		if (first <= '9' || first >= 'a')
			code = add_range(l, r, (char)first, max, e);
	return code;
}

void wordlist_release(struct wordlist *l)
{
	free(l->v);
	buf_release(&l->bytes);
	*l = (struct wordlist){ 0 };
}

/* The first word that is not below the n bytes; with `behind`, that neither
 * begins with them. */
static size_t lower_bound(const struct wordlist *l, const char *s, size_t n,
			  bool behind)
{
	size_t from = 0, to = l->n;

	while (from < to) {
		size_t mid = from + (to - from) / 2;
		const struct wordlist_word *w = &l->v[mid];
		size_t both = w->n < n ? w->n : n;
		int c = memcmp(l->bytes.s + w->at, s, both);

		if (c < 0 || (!c && (w->n < n || behind)))
			from = mid + 1;
		else
			to = mid;
	}
	return from;
}

size_t wordlist_find(const struct wordlist *l, const char *s, size_t n,
		     size_t *ret_from)
{
	*ret_from = lower_bound(l, s, n, false);
	return lower_bound(l, s, n, true);
}
