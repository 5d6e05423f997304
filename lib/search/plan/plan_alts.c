/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Other ways to write some words of a query.
 */
#include <string.h>

#include "search/plan/plan.h"
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

int plan_add_alt(struct plan *p, const struct plan_alt *alt, struct err *e)
{
	struct plan_alt *to = &p->alts[p->n_alts];
	struct run_word *terms;

	if (p->n_alts == PLAN_ALTS_MAX ||
	    p->n_alt_terms + alt->n_terms > PLAN_ALT_TERMS_MAX)
		return 0;
	terms = arena_alloc(&p->arena, alt->n_terms * sizeof(*terms));
	if (!terms)
		return err_nomem(e);
	memcpy(terms, alt->terms, alt->n_terms * sizeof(*terms));
	*to = *alt;
	to->terms = terms;
	to->bit = p->n_alt_terms;
	p->n_alt_terms += alt->n_terms;
	p->n_alts++;
	if (!to->covers || to->n_terms > 1)
		return 0;
	return plan_look_up(p, terms, false, &to->forms, &to->n_forms, e);
}

/* What the query itself says: pa-nô as panô. */
static int add_typed(struct plan *p, struct err *e)
{
	int r = 0;

	for (size_t i = 0; !r && i < p->q->n_alts; i++) {
		const struct query_alt *from = &p->q->alts[i];
		const struct run_word t = { .term = from->term,
					     .n = from->term_len,
					     .base_len = from->base_len };
		const struct plan_alt alt = { .kind = "joined",
					      .first = from->first,
					      .n = from->n,
					      .terms = &t,
					      .n_terms = 1,
					      .weight = 1.0,
					      .covers = true };

		r = plan_add_alt(p, &alt, e);
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
	struct run_word terms[2] = { 0 };
	const struct plan_alt alt = { .kind = "number",
				      .first = i - 1,
				      .n = 2,
				      .terms = terms,
				      .n_terms = 2,
				      .weight = 1.0,
				      .covers = true };
	size_t n;

	if (!i || !w->joined || w->exact || w->prefix || !is_head(w - 1) ||
	    !query_fields[w->field].alternatives)
		return 0;
	n = other_number(w, s);
	if (!n)
		return 0;
	terms[0].term = w[-1].term;
	terms[0].n = w[-1].term_len;
	terms[0].base_len = w[-1].base_len;
	terms[1].term = arena_dup(&p->arena, s, n);
	terms[1].n = n;
	terms[1].base_len = n - 1;
	if (!terms[1].term)
		return err_nomem(e);
	return plan_add_alt(p, &alt, e);
}

int plan_find_alts(struct plan *p, const struct abbrev *abbrev, struct err *e)
{
	int r = add_typed(p, e);

	for (size_t i = 0; !r && i < p->q->n_words; i++)
		r = add_roman(p, i, e);
	return r || !abbrev ? r : plan_find_abbreviations(p, abbrev, e);
}

bool plan_alt_is(const struct plan_alt *alt, size_t k, const char *term,
		 size_t n)
{
	const struct run_word *t = &alt->terms[k];

	if (alt->covers)
		return text_covers(t->term, t->n, term, n);
	return t->n == n && !memcmp(t->term, term, n);
}
