/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The definitions that reports of the archive make (SCHEMA_DEFINITION).
 */
#include <stdlib.h>
#include <string.h>

#include "base/bytes.h"
#include "base/room.h"
#include "search/plan/abbrev.h"
#include "store/schema.h"
#include "store/store.h"

struct found {
	const char *s;
	size_t n;
	uint32_t reports;
};

struct learning {
	struct found *v;
	size_t n, cap;
	struct arena arena;
};

static int by_reports(const void *pa, const void *pb)
{
	const struct found *a = pa, *b = pb;

	if (a->reports != b->reports)
		return a->reports < b->reports ? 1 : -1;
	return bytes_compare(a->s, a->n, b->s, b->n);
}

/* Keep those that most reports make, and only their bytes. */
static int keep_most(struct learning *x, struct err *e)
{
	struct arena kept = ARENA_INIT;

	if (x->n)
		qsort(x->v, x->n, sizeof(*x->v), by_reports);
	if (x->n <= ABBREV_LEARNED_MAX)
		return 0;
	x->n = ABBREV_LEARNED_MAX;
	for (size_t i = 0; i < x->n; i++) {
		x->v[i].s = arena_dup(&kept, x->v[i].s, x->v[i].n);
		if (!x->v[i].s) {
			arena_release(&kept);
			x->n = 0;
			return err_nomem(e);
		}
	}
	arena_release(&x->arena);
	x->arena = kept;
	return 0;
}

static int add_found(struct learning *x, const char *s, size_t n, uint64_t df,
		     struct err *e)
{
	struct found *v = room(x->v, x->n + 1, &x->cap, sizeof(*v));

	if (!v)
		return err_nomem(e);
	x->v = v;
	v[x->n] = (struct found){ arena_dup(&x->arena, s, n), n,
				  df < UINT32_MAX ? (uint32_t)df : UINT32_MAX };
	if (!v[x->n].s)
		return err_nomem(e);
	x->n++;
	return x->n == 2 * ABBREV_LEARNED_MAX ? keep_most(x, e) : 0;
}

static int walk(struct learning *x, struct store_reader *r, struct err *e)
{
	const size_t prefix = strlen(SCHEMA_DEFINITION);
	struct store_terms *terms;
	const char *term;
	uint64_t df;
	size_t n;
	int code = store_terms_open(r, SCHEMA_DEFINITION, prefix, &terms, e);

	if (code)
		return code;
	while ((code = store_terms_next(terms, &term, &n, &df, e)) > 0) {
		code = add_found(x, term + prefix, n - prefix, df, e);
		if (code)
			break;
	}
	store_terms_close(terms);
	return code;
}

/* The next of the terms that n bytes are, parted by spaces; false: it is none.
 * A comma behind a term stands before the next one. */
static bool next_term(const char **s, size_t *n, bool *apart,
		      struct run_word *ret)
{
	const char *space = memchr(*s, ' ', *n), *colon;
	size_t len = space ? (size_t)(space - *s) : *n;
	bool comma = len && (*s)[len - 1] == ',';

	colon = memrchr(*s, ':', len);
	if (!colon || colon == *s)
		return false;
	*ret = (struct run_word){ *s, len - comma, (size_t)(colon - *s),
				     *apart };
	*apart = comma;
	len += space ? 1 : 0;
	*s += len;
	*n -= len;
	return ret->base_len < ret->n;
}

/* What is no definition, a stranger's database may hold it, is passed over. */
static int add_definition(struct abbrev *t, const struct found *from,
			  struct err *e)
{
	struct run_word v[1 + ABBREV_WORDS_MAX];
	struct abbrev_pair pair = {
		.abbr = { v, 1 },
		.source = ABBREV_LEARNED,
		.reports = from->reports,
	};
	const char *s = from->s;
	size_t left = from->n, n = 0;
	bool apart = false;

	while (left && n < sizeof(v) / sizeof(*v) &&
	       next_term(&s, &left, &apart, &v[n]))
		n++;
	if (left || n < 3)
		return 0;
	pair.words = (struct word_run){ v + 1, n - 1 };
	return abbrev_add(t, &pair, e);
}

int abbrev_learn(struct abbrev *t, struct store_reader *r, struct err *e)
{
	struct learning x = { 0 };
	int code = walk(&x, r, e);

	if (!code)
		code = keep_most(&x, e);
	for (size_t i = 0; !code && i < x.n; i++)
		code = add_definition(t, &x.v[i], e);
	free(x.v);
	arena_release(&x.arena);
	return code;
}
