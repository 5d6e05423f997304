/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "search/plan/abbrev.h"

#include <stdlib.h>
#include <string.h>

#include "base/bytes.h"
#include "base/room.h"

static const char default_table[] =
#include "lib/search/plan/abbreviations_txt.h"
	;

/* ------------------------------------------------------------------ the pairs */

static int add_run(struct abbrev *t, const struct word_run *run,
		   struct word_run *ret)
{
	struct run_word *v = arena_alloc(&t->arena, run->n * sizeof(*v));

	for (size_t i = 0; v && i < run->n; i++) {
		v[i] = run->v[i];
		v[i].term = arena_dup(&t->arena, v[i].term, v[i].n);
		if (!v[i].term)
			return E_NOMEM;
	}
	*ret = (struct word_run){ v, run->n };
	return v ? 0 : E_NOMEM;
}

int abbrev_add(struct abbrev *t, const struct abbrev_pair *pair, struct err *e)
{
	struct abbrev_pair *v = room(t->pairs, t->n + 1, &t->cap, sizeof(*v));

	if (!v)
		return err_nomem(e);
	t->pairs = v;
	v += t->n;
	*v = *pair;
	v->order = (uint32_t)t->n;
	if (add_run(t, &pair->abbr, &v->abbr) ||
	    add_run(t, &pair->words, &v->words))
		return err_nomem(e);
	t->n++;
	return 0;
}

static int by_both(const void *pa, const void *pb)
{
	const struct abbrev_pair *a = pa, *b = pb;
	int r = run_compare(&a->abbr, &b->abbr);

	if (!r)
		r = run_compare(&a->words, &b->words);
	return r ? r : (a->order > b->order) - (a->order < b->order);
}

/*
 * Whether a definition may be read backwards, too.  Two letters are too few for
 * that, and of several senses only the one that most of the definitions have.
 */
static void set_ways(struct abbrev_pair *v, size_t n)
{
	uint64_t reports = 0;

	for (size_t i = 0; i < n; i++)
		reports += v[i].reports;
	for (size_t i = 0; i < n; i++)
		if (v[i].source == ABBREV_LEARNED)
			v[i].one_way = v[i].abbr.v->base_len < 3 ||
				       2 * (uint64_t)v[i].reports <= reports;
}

static size_t commas(const struct word_run *run)
{
	size_t n = 0;

	for (size_t i = 0; i < run->n; i++)
		n += run->v[i].apart;
	return n;
}

/* The same pair again, the commas of one of them. */
static void merge(struct abbrev_pair *to, const struct abbrev_pair *from)
{
	to->reports += from->reports;
	if (commas(&from->words) > commas(&to->words))
		to->words = from->words;
}

/* Of the n pairs of one abbreviation, by_both(), put each sense once to `to`. */
static size_t merge_senses(const struct abbrev_pair *v, size_t n,
			   struct abbrev_pair *to)
{
	bool own_only = !v->words.n; /* that is the first then */
	size_t kept = 0;

	for (size_t i = 0; i < n; i++) {
		if (!v[i].words.n || (own_only && v[i].source != ABBREV_YOURS))
			continue;
		if (kept && !run_compare(&to[kept - 1].words, &v[i].words))
			merge(&to[kept - 1], &v[i]);
		else
			to[kept++] = v[i];
	}
	set_ways(to, kept);
	return kept;
}

static void merge_pairs(struct abbrev *t)
{
	size_t kept = 0, n;

	if (t->n)
		qsort(t->pairs, t->n, sizeof(*t->pairs), by_both);
	for (size_t i = 0; i < t->n; i += n) {
		n = 1;
		while (i + n < t->n && !run_compare(&t->pairs[i].abbr,
						       &t->pairs[i + n].abbr))
			n++;
		kept += merge_senses(&t->pairs[i], n, &t->pairs[kept]);
	}
	t->n = kept;
}

/* -------------------------------------------------------------------- finding */

static int compare_base(struct base a, struct base b)
{
	return bytes_compare(a.s, a.n, b.s, b.n);
}

/* A run of one word comes before all that begin with the same one. */
static int compare_bases(const struct word_run *run, struct base first,
			 struct base second)
{
	int r = compare_base(run_base(run, 0), first);

	return r ? r : compare_base(run_base(run, 1), second);
}

static int by_from(const void *pa, const void *pb)
{
	const struct abbrev_way *a = pa, *b = pb;
	int r = compare_bases(&a->from, run_base(&b->from, 0),
			      run_base(&b->from, 1));

	return r ? r : (a->pair->order > b->pair->order) -
			       (a->pair->order < b->pair->order);
}

static void sort_ways(struct abbrev *t)
{
	qsort(t->ways, t->n_ways, sizeof(*t->ways), by_from);
}

int abbrev_add_way(struct abbrev *t, const struct abbrev_way *way,
		   struct err *e)
{
	struct abbrev_way *v = room(t->ways, t->n_ways + 1, &t->cap_ways,
				    sizeof(*v));

	if (!v)
		return err_nomem(e);
	t->ways = v;
	v[t->n_ways++] = *way;
	return 0;
}

/* When all pairs are there: they move no more. */
static int make_ways(struct abbrev *t, struct err *e)
{
	int r = 0;

	for (size_t i = 0; !r && i < t->n; i++) {
		const struct abbrev_pair *p = &t->pairs[i];

		r = abbrev_add_way(t, &(struct abbrev_way){ p->abbr, p->words,
							    p, false }, e);
		if (!r)
			r = abbrev_add_way(t, &(struct abbrev_way){
						      p->words, p->abbr, p,
						      true }, e);
	}
	if (!r && t->n_ways)
		sort_ways(t);
	if (!r)
		r = abbrev_mix(t, e);
	if (!r && t->n_ways)
		sort_ways(t);
	return r;
}

size_t abbrev_find(const struct abbrev *t, struct base first,
		   struct base second, const struct abbrev_way **ret)
{
	size_t low = 0, high = t->n_ways, n = 0;

	while (low < high) {
		size_t mid = low + (high - low) / 2;

		if (compare_bases(&t->ways[mid].from, first, second) < 0)
			low = mid + 1;
		else
			high = mid;
	}
	*ret = &t->ways[low];
	while (low + n < t->n_ways &&
	       !compare_bases(&t->ways[low + n].from, first, second))
		n++;
	return n;
}

/* ------------------------------------------------------------------ the tables */

int abbrev_open(struct abbrev *ret, struct text_analyzer *a, const char *own,
		size_t own_n, struct store_reader *r, struct err *e)
{
	int code;

	memset(ret, 0, sizeof(*ret));
	code = abbrev_read(ret, a, ABBREV_YOURS, "your abbreviations", own,
			   own_n, e);
	if (!code)
		code = abbrev_read(ret, a, ABBREV_BUILT_IN, "abbreviations.txt",
				   default_table, sizeof(default_table) - 1, e);
	if (!code && r)
		code = abbrev_learn(ret, r, e);
	if (code)
		return code;
	merge_pairs(ret);
	return make_ways(ret, e);
}

int abbrev_check(struct text_analyzer *a, const char *name, const char *s,
		 size_t n, struct err *e)
{
	struct abbrev t = { 0 };
	int r = abbrev_read(&t, a, ABBREV_YOURS, name, s, n, e);

	abbrev_release(&t);
	return r;
}

void abbrev_release(struct abbrev *t)
{
	free(t->pairs);
	free(t->ways);
	arena_release(&t->arena);
	memset(t, 0, sizeof(*t));
}
