/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Other ways to write some words of a query.
 */
#include <string.h>

#include "search/abbrev.h"
#include "search/plan.h"
#include "text/text.h"

/* Behind these words a Roman numeral is a number; without marks. */
static const char *const heads[] = {
	"khoa",	 "hoi",	 "thu",	 "lan",	 "dieu", "chuong", "quy", "qui",
	"ky",	 "ki",	 "phan", "muc",	 "tap",	 "cap",	   "hang", "loai",
	"dot",	 "vong", "vung", "vuc",	 "khu",	 "doan",   "quyet",
	"khoan", "bang", "nhom", "giai", "luc",	 "so",
};

static bool is_head(const struct query_word *w)
{
	for (size_t i = 0; i < sizeof(heads) / sizeof(*heads); i++)
		if (strlen(heads[i]) == w->base_len &&
		    !memcmp(heads[i], w->term, w->base_len))
			return true;
	return false;
}

/* The alternative to fill next, NULL when there is no room for it. */
static struct plan_alt *next_alt(struct plan *p, size_t n_terms)
{
	if (p->n_alts == PLAN_ALTS_MAX ||
	    p->n_alt_terms + n_terms > PLAN_ALT_TERMS_MAX)
		return NULL;
	return &p->alts[p->n_alts];
}

/* Take the alternative that next_alt() gave, with these terms. */
static int take_alt(struct plan *p, const struct plan_term *terms, size_t n,
		    struct err *e)
{
	struct plan_alt *alt = &p->alts[p->n_alts];
	struct plan_term *copy = arena_alloc(&p->arena, n * sizeof(*copy));

	if (!copy)
		return err_nomem(e);
	memcpy(copy, terms, n * sizeof(*copy));
	alt->terms = copy;
	alt->n_terms = n;
	alt->bit = p->n_alt_terms;
	p->n_alt_terms += n;
	p->n_alts++;
	if (!alt->covers || n > 1)
		return 0;
	return plan_look_up(p, copy, false, &alt->forms, &alt->n_forms, e);
}

/* What the query itself says: pa-nô as panô. */
static int add_typed(struct plan *p, struct err *e)
{
	int r = 0;

	for (size_t i = 0; !r && i < p->q->n_alts; i++) {
		const struct query_alt *from = &p->q->alts[i];
		struct plan_term t = { from->term, from->term_len,
				       from->base_len };
		struct plan_alt *alt = next_alt(p, 1);

		if (!alt)
			return 0;
		*alt = (struct plan_alt){ .kind = "joined",
					  .first = from->first,
					  .n = from->n,
					  .covers = true };
		r = take_alt(p, &t, 1, e);
	}
	return r;
}

/* ------------------------------------------------------------- roman numerals */

/* The other way to write the number that word `w` is, in ret; 0: there is none. */
static size_t other_number(const struct query_word *w, char ret[32])
{
	size_t n = 0;
	long v = 0;

	if (w->kind == TEXT_SYLLABLE && !w->marked) {
		v = text_roman(w->term, w->base_len);
		if (v < 1)
			return 0;
		if (v >= 10)
			ret[n++] = (char)('0' + v / 10);
		ret[n++] = (char)('0' + v % 10);
	} else if (w->kind == TEXT_NUMBER && w->base_len <= 2) {
		for (size_t i = 0; i < w->base_len; i++)
			v = 10 * v + (w->term[i] - '0');
		n = text_roman_write(v, ret);
	}
	if (n)
		ret[n++] = ':';
	return n;
}

static int add_roman(struct plan *p, size_t i, struct err *e)
{
	const struct query_word *w = &p->q->words[i];
	char s[TEXT_ROMAN_MAX + 16];
	struct plan_term terms[2];
	struct plan_alt *alt;
	size_t n;

	if (!i || !w->joined || w->exact || w->prefix || !is_head(w - 1) ||
	    !query_fields[w->field].alternatives)
		return 0;
	n = other_number(w, s);
	alt = n ? next_alt(p, 2) : NULL;
	if (!alt)
		return 0;
	terms[0] = (struct plan_term){ w[-1].term, w[-1].term_len,
				       w[-1].base_len };
	terms[1] = (struct plan_term){ arena_dup(&p->arena, s, n), n, n - 1 };
	if (!terms[1].term)
		return err_nomem(e);
	*alt = (struct plan_alt){ .kind = "number",
				  .first = i - 1,
				  .n = 2,
				  .covers = true };
	return take_alt(p, terms, 2, e);
}

/* -------------------------------------------------------------- abbreviations */

static bool is_typed(const struct query_word *w, const struct abbrev_term *t)
{
	if (w->exact || w->prefix || w->kind != TEXT_SYLLABLE ||
	    w->base_len != t->base_n)
		return false;
	return text_covers(w->term, w->term_len, t->s, t->n);
}

/* Words [first, first + n) as the other side of a pair. */
static int add_way(struct plan *p, size_t first, size_t n,
		   const struct abbrev_way *way, struct err *e)
{
	struct plan_alt *alt = next_alt(p, way->to.n);
	struct plan_term terms[PLAN_ALT_TERMS_MAX];

	if (!alt)
		return 0;
	for (size_t i = 0; i < way->to.n; i++)
		terms[i] = (struct plan_term){ way->to.v[i].s, way->to.v[i].n,
					       way->to.v[i].base_n };
	*alt = (struct plan_alt){
		.kind = way->to.n > 1 ? "long form" : "abbreviation",
		.first = first,
		.n = n,
	};
	return take_alt(p, terms, way->to.n, e);
}

/* Whether the words from i on are these, side by side in one field. */
static bool stands_at(const struct plan *p, size_t i,
		      const struct abbrev_run *run)
{
	const struct query_word *w = &p->q->words[i];

	if (run->n > p->q->n_words - i)
		return false;
	for (size_t k = 0; k < run->n; k++)
		if ((k && (!w[k].joined || w[k].field != w->field)) ||
		    !is_typed(&w[k], &run->v[k]))
			return false;
	return true;
}

/* What the words from i on may be: one of base `first`, or several of which
 * `second` is the next one's. */
static int add_ways(struct plan *p, const struct abbrev *abbrev, size_t i,
		    struct base first, struct base second, struct err *e)
{
	const struct abbrev_way *ways;
	size_t n = abbrev_find(abbrev, first, second, &ways);
	/* Among places TP is nothing but a city. */
	bool any = p->q->words[i].field == FIELD_PLACE;
	int r = 0;

	for (size_t k = 0; !r && k < n; k++) {
		const struct abbrev_run *from = &ways[k].from;

		if ((any || from->n == 1 || !ways[k].pair->one_way) &&
		    stands_at(p, i, from))
			r = add_way(p, i, from->n, &ways[k], e);
	}
	return r;
}

static int add_abbreviations(struct plan *p, const struct abbrev *abbrev,
			     size_t i, struct err *e)
{
	const struct query_word *w = &p->q->words[i];
	const struct base first = { w->term, w->base_len };
	int r;

	if (!query_fields[w->field].alternatives)
		return 0;
	r = add_ways(p, abbrev, i, first, (struct base){ "", 0 }, e);
	if (r || i + 1 == p->q->n_words)
		return r;
	return add_ways(p, abbrev, i, first,
			(struct base){ w[1].term, w[1].base_len }, e);
}

/* What was typed as one word, GD-ĐT. */
static int add_joined(struct plan *p, const struct abbrev *abbrev,
		      const struct query_alt *typed, struct err *e)
{
	const struct base first = { typed->term, typed->base_len };
	const struct abbrev_way *ways;
	size_t n = abbrev_find(abbrev, first, (struct base){ "", 0 }, &ways);
	int r = 0;

	for (size_t k = 0; !r && k < n; k++)
		if (text_covers(typed->term, typed->term_len,
				ways[k].from.v[0].s, ways[k].from.v[0].n))
			r = add_way(p, typed->first, typed->n, &ways[k], e);
	return r;
}

int plan_find_alts(struct plan *p, const struct abbrev *abbrev, struct err *e)
{
	int r = add_typed(p, e);

	for (size_t i = 0; !r && i < p->q->n_words; i++)
		r = add_roman(p, i, e);
	for (size_t i = 0; !r && abbrev && i < p->q->n_words; i++)
		r = add_abbreviations(p, abbrev, i, e);
	for (size_t i = 0; !r && abbrev && i < p->q->n_alts; i++)
		r = add_joined(p, abbrev, &p->q->alts[i], e);
	return r;
}

bool plan_alt_is(const struct plan_alt *alt, size_t k, const char *term,
		 size_t n)
{
	const struct plan_term *t = &alt->terms[k];

	if (alt->covers)
		return text_covers(t->term, t->n, term, n);
	return t->n == n && !memcmp(t->term, term, n);
}
