/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Spellings, the values that they are, and which value finds which.
 */
#include "search/page/tally.h"

#include <search.h>
#include <stdlib.h>
#include <string.h>

#include "base/bytes.h"
#include "base/room.h"
#include "search/query/parse.h"
#include "search/session.h"

struct tally_term {
	const char *s;
	size_t n;
};

/* A spelling. */
struct tally_value {
	const char *s;
	size_t n;
	struct tally_term *terms; /* its words; those of a number are one */
	size_t n_terms;
	uint64_t count; /* reports that have it */
	uint32_t group;
};

/* What some reports have of the facet. */
struct tally_set {
	struct tally_value **v;
	size_t n;
	uint64_t count;
};

/* Spellings of the same words. */
struct group {
	const struct tally_value *best; /* that most reports have */
	uint64_t count;
	uint32_t seen;	/* by a walk over the sets: number of the last one + 1 */
	bool finds;	/* the value at hand is in it */
};

void tally_init(struct tally *t, struct search *s,
		const struct search_request *req, enum search_facet which)
{
	*t = (struct tally){ .s = s, .req = req, .which = which };
}

static void nothing(void *value)
{
	(void)value;
}

void tally_release(struct tally *t)
{
	tdestroy(t->by_spelling, nothing);
	free(t->values);
	free(t->sets);
	arena_release(&t->arena);
}

/* ---------------------------------------------------------------------- reading */

#define WORDS_MAX 64 /* of a value; of a longer one the first count */

/* Words of a value while they are read. */
struct words {
	struct tally *t;
	struct tally_term v[WORDS_MAX];
	size_t n;
};

static int word_add(struct words *w, const char *term, size_t n)
{
	if (w->n == WORDS_MAX)
		return 0;
	w->v[w->n].s = arena_dup(&w->t->arena, term, n);
	w->v[w->n].n = n;
	return w->v[w->n++].s ? 0 : E_NOMEM;
}

/* The long form of an abbreviation, of several the first; NULL: it is none. */
static const struct word_run *long_form(const struct words *w,
					const struct text_token *t)
{
	const struct abbrev_way *ways;
	size_t n = abbrev_find(&w->t->s->index->abbrev,
			       (struct base){ t->term, t->base_len },
			       (struct base){ "", 0 }, &ways);

	for (size_t i = 0; i < n; i++)
		if (!ways[i].back)
			return &ways[i].to;
	return NULL;
}

/* TP is thành phố: with its long form for each abbreviation two values that find
 * each other have the same words. */
static int place_word(struct words *w, const struct text_token *t)
{
	const struct word_run *run = long_form(w, t);
	int r = 0;

	if (!run)
		return word_add(w, t->term, t->term_len);
	for (size_t i = 0; !r && i < run->n; i++)
		r = word_add(w, run->v[i].term, run->v[i].n);
	return r;
}

static int read_words(struct words *w, const char *s, size_t n, struct err *e)
{
	struct text_analyzer *a = w->t->s->analyzer;
	struct text_token t;
	int r;

	text_begin(a, s, n, 0);
	while ((r = text_read(a, &t, e)) > 0) {
		if (w->t->which == SEARCH_FACET_REF && t.kind == TEXT_REF)
			w->n = 0; /* is all of it */
		else if (text_is_unit(t.kind))
			continue;
		r = w->t->which == SEARCH_FACET_PLACE
			    ? place_word(w, &t)
			    : word_add(w, t.term, t.term_len);
		if (r)
			return err_nomem(e);
	}
	return r;
}

/* Whether a value is a name, and not words that may be written otherwise. */
static bool is_plain(const struct tally *t)
{
	return t->which == SEARCH_FACET_YEAR || t->which == SEARCH_FACET_TYPE ||
	       t->which == SEARCH_FACET_COLLECTION;
}

static int read_value(struct tally *t, struct tally_value *v, struct err *e)
{
	struct words w = { .t = t };
	int r = is_plain(t) ? word_add(&w, v->s, v->n) : read_words(&w, v->s, v->n, e);

	if (r)
		return err_nomem(e);
	v->n_terms = w.n;
	v->terms = arena_alloc(&t->arena, w.n * sizeof(*v->terms));
	if (!v->terms)
		return err_nomem(e);
	memcpy(v->terms, w.v, w.n * sizeof(*v->terms));
	return 0;
}

/* In any order: most values differ in their lengths. */
static int by_spelling(const void *pa, const void *pb)
{
	const struct tally_value *a = pa, *b = pb;

	if (a->n != b->n)
		return a->n < b->n ? -1 : 1;
	return memcmp(a->s, b->s, a->n);
}

/* A spelling that was not met before. */
static int new_value(struct tally *t, const struct tally_value *like,
		     struct tally_value **ret, struct err *e)
{
	struct tally_value *v = arena_alloc(&t->arena, sizeof(*v));
	struct tally_value **all = room(t->values, t->n_values + 1,
					&t->cap_values, sizeof(*all));
	int r;

	if (all)
		t->values = all;
	if (!v || !all)
		return err_nomem(e);
	v->s = arena_dup(&t->arena, like->s, like->n);
	v->n = like->n;
	if (!v->s)
		return err_nomem(e);
	r = read_value(t, v, e);
	if (r)
		return r;
	if (!tsearch(v, &t->by_spelling, by_spelling))
		return err_nomem(e);
	all[t->n_values++] = v;
	*ret = v;
	return 0;
}

static int find_value(struct tally *t, const char *s, size_t n,
		      struct tally_value **ret, struct err *e)
{
	const struct tally_value like = { .s = s, .n = n };
	struct tally_value *const *found =
		tfind(&like, &t->by_spelling, by_spelling);

	if (!found)
		return new_value(t, &like, ret, e);
	*ret = *found;
	return 0;
}

static size_t lines_of(const char *s, size_t n)
{
	size_t lines = 1;

	for (size_t i = 0; i < n; i++)
		lines += s[i] == '\n';
	return lines;
}

int tally_add(struct tally *t, const char *s, size_t n, uint64_t count,
	      struct err *e)
{
	struct tally_set set = { .count = count };
	struct tally_set *all = room(t->sets, t->n_sets + 1, &t->cap_sets,
				     sizeof(*all));

	if (all)
		t->sets = all;
	set.v = arena_alloc(&t->arena, lines_of(s, n) * sizeof(*set.v));
	if (!all || !set.v)
		return err_nomem(e);
	for (size_t at = 0; at < n;) {
		const char *nl = memchr(s + at, '\n', n - at);
		size_t len = nl ? (size_t)(nl - s) - at : n - at;
		int r = find_value(t, s + at, len, &set.v[set.n], e);

		if (r)
			return r;
		set.v[set.n++]->count += count;
		at += len + 1;
	}
	all[t->n_sets++] = set;
	return 0;
}

/* --------------------------------------------------------------------- grouping */

static int by_terms(const void *pa, const void *pb)
{
	const struct tally_value *a = *(struct tally_value *const *)pa;
	const struct tally_value *b = *(struct tally_value *const *)pb;

	for (size_t i = 0; i < a->n_terms && i < b->n_terms; i++) {
		const struct tally_term *x = &a->terms[i], *y = &b->terms[i];
		int r = bytes_compare(x->s, x->n, y->s, y->n);

		if (r)
			return r;
	}
	return (a->n_terms > b->n_terms) - (a->n_terms < b->n_terms);
}

/* Groups of the spellings, in the order of their words; *ret is to be freed. */
static int make_groups(struct tally *t, struct group **ret, size_t *ret_n,
		       struct err *e)
{
	struct group *g = calloc(t->n_values + 1, sizeof(*g));
	size_t n = 0;

	if (!g)
		return err_nomem(e);
	if (t->n_values)
		qsort(t->values, t->n_values, sizeof(*t->values), by_terms);
	for (size_t i = 0; i < t->n_values; i++) {
		struct tally_value *v = t->values[i];

		if (!i || by_terms(&t->values[i - 1], &t->values[i]))
			n++;
		v->group = (uint32_t)(n - 1);
		if (!g[n - 1].best || g[n - 1].best->count < v->count)
			g[n - 1].best = v;
	}
	*ret = g;
	*ret_n = n;
	return 0;
}

/* Reports with a value of each group. */
static void count_groups(const struct tally *t, struct group *groups)
{
	for (size_t i = 0; i < t->n_sets; i++)
		for (size_t k = 0; k < t->sets[i].n; k++) {
			struct group *g = &groups[t->sets[i].v[k]->group];

			if (g->seen != i + 1)
				g->count += t->sets[i].count;
			g->seen = (uint32_t)(i + 1);
		}
}

/* ----------------------------------------------------------------------- finding */

/* Whether words of b from i on are those of a, as the query of a reads them. */
static bool stands_at(const struct tally_value *a, const struct tally_value *b,
		      size_t i)
{
	for (size_t k = 0; k < a->n_terms; k++)
		if (!text_covers(a->terms[k].s, a->terms[k].n,
				 b->terms[i + k].s, b->terms[i + k].n))
			return false;
	return true;
}

/* Whether the query of value a finds what has value b. */
static bool finds(const struct tally *t, const struct tally_value *a,
		  const struct tally_value *b)
{
	if (a->group == b->group)
		return true;
	if (is_plain(t))
		return false;
	for (size_t i = 0; i + a->n_terms <= b->n_terms; i++)
		if (stands_at(a, b, i))
			return true;
	return false;
}

/* Whether two values begin with one base, whatever its marks. */
static bool same_base(const struct tally_value *a, const struct tally_value *b)
{
	const struct tally_term *x = a->terms, *y = b->terms;
	const char *colon = a->n_terms ? memchr(x->s, ':', x->n) : NULL;
	size_t n = colon ? (size_t)(colon - x->s) + 1 : 0;

	return n && b->n_terms && y->n >= n && !memcmp(x->s, y->s, n);
}

/* Whether a value is a reference that another one completes: `Chỉ thị 05` where
 * there is 05-CT/TW.  Those that may are its neighbours: a reference has its
 * number and its type in its base. */
static bool is_part(const struct tally *t, const struct group *groups, size_t n,
		    const struct tally_value *v)
{
	size_t i = v->group;

	if (t->which != SEARCH_FACET_REF || v->n_terms != 1)
		return false;
	while (i && same_base(v, groups[i - 1].best))
		i--;
	for (; i < n && same_base(v, groups[i].best); i++) {
		const struct tally_value *other = groups[i].best;

		if (other != v && other->n_terms == 1 &&
		    other->terms[0].n > v->terms[0].n && finds(t, v, other))
			return true;
	}
	return false;
}

/* Reports that the query of a value finds. */
static uint64_t count_found(const struct tally *t, struct group *groups,
			    size_t n, const struct tally_value *v)
{
	uint64_t count = 0;
	size_t others = 0;

	for (size_t i = 0; i < n; i++) {
		groups[i].finds = finds(t, v, groups[i].best);
		others += groups[i].finds;
	}
	if (others == 1)
		return groups[v->group].count;
	for (size_t i = 0; i < t->n_sets; i++)
		for (size_t k = 0; k < t->sets[i].n; k++)
			if (groups[t->sets[i].v[k]->group].finds) {
				count += t->sets[i].count;
				break;
			}
	return count;
}

/* ----------------------------------------------------------------------- results */

static char *query_of(const struct tally *t, const struct tally_value *v)
{
	static const char *const names[SEARCH_FACETS] = {
		[SEARCH_FACET_YEAR] = "date:",	   [SEARCH_FACET_PLACE] = "place:",
		[SEARCH_FACET_AUTHOR] = "author:", [SEARCH_FACET_REF] = "ref:",
		[SEARCH_FACET_TYPE] = "type:",
		[SEARCH_FACET_COLLECTION] = QUERY_COLLECTION_PREFIX,
	};
	bool words = t->which == SEARCH_FACET_PLACE ||
		     t->which == SEARCH_FACET_AUTHOR || memchr(v->s, ' ', v->n);
	struct buf b = BUF_INIT;

	buf_adds(&b, names[t->which]);
	if (words)
		query_add_quoted(&b, v->s, v->n);
	else
		buf_add(&b, v->s, v->n);
	if (b.failed) {
		buf_release(&b);
		return NULL;
	}
	return buf_detach(&b, NULL);
}

static int add_result(const struct tally *t, const struct tally_value *v,
		      uint64_t count, struct search_facet_values *ret,
		      struct err *e)
{
	struct search_facet_value *to = &ret->v[ret->n];

	to->value = strndup(v->s, v->n);
	to->query = query_of(t, v);
	to->count = count;
	ret->n++; /* freed in any case */
	return to->value && to->query ? 0 : err_nomem(e);
}

static int by_count(const void *pa, const void *pb)
{
	const struct group *a = *(struct group *const *)pa;
	const struct group *b = *(struct group *const *)pb;

	if (a->count != b->count)
		return a->count < b->count ? 1 : -1;
	return a->best->group < b->best->group ? -1 : 1;
}

/* Groups are in the order of their words: the last year is the newest. */
static int by_year(const void *pa, const void *pb)
{
	const struct group *a = *(struct group *const *)pa;
	const struct group *b = *(struct group *const *)pb;

	return (a->best->group < b->best->group) -
	       (a->best->group > b->best->group);
}

/* The counts of values may be higher than those of their own spelling. */
static int by_found(const void *pa, const void *pb)
{
	const struct search_facet_value *a = pa, *b = pb;

	if (a->count != b->count)
		return a->count < b->count ? 1 : -1;
	return strcmp(a->value, b->value);
}

/* The first `max` of the groups in their order. */
static int choose(const struct tally *t, struct group *groups, size_t n,
		  struct group *const *order, size_t max,
		  struct search_facet_values *ret, struct err *e)
{
	int r = 0;

	for (size_t i = 0; !r && i < n && ret->n < max; i++) {
		const struct tally_value *v = order[i]->best;

		r = search_in_time(t->req, e);
		/* A value may be without words; nothing finds it. */
		if (r || !v->n_terms || is_part(t, groups, n, v))
			continue;
		r = add_result(t, v, count_found(t, groups, n, v), ret, e);
	}
	if (!r && t->which != SEARCH_FACET_YEAR && ret->n)
		qsort(ret->v, ret->n, sizeof(*ret->v), by_found);
	return r;
}

int tally_end(struct tally *t, size_t max, struct search_facet_values *ret,
	      struct err *e)
{
	struct search_facet_values found = { NULL, 0 };
	struct group *groups = NULL, **order = NULL;
	size_t n = 0;
	int r = make_groups(t, &groups, &n, e);

	if (r)
		return r;
	count_groups(t, groups);
	order = calloc(n + 1, sizeof(*order));
	found.v = calloc((n < max ? n : max) + 1, sizeof(*found.v));
	if (order && found.v) {
		for (size_t i = 0; i < n; i++)
			order[i] = &groups[i];
		if (n)
			qsort(order, n, sizeof(*order),
			      t->which == SEARCH_FACET_YEAR ? by_year
							    : by_count);
		r = choose(t, groups, n, order, max, &found, e);
	} else {
		r = err_nomem(e);
	}
	free(order);
	free(groups);
	if (r)
		search_facet_values_release(&found);
	else
		*ret = found;
	return r;
}
