/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The words of a query: what the analyzer says, with units in the place of the
 * words that they are made of.
 */
#include <string.h>

#include "search/query/parser.h"

/* Whether `word*` was typed.  The sign is no part of the word. */
static bool has_star(const struct parser *p, size_t end)
{
	return end < p->n && p->s[end] == '*';
}

bool query_ends_in_y(const char *word, size_t n)
{
	static const char *const ys[] = { "y", "Y", "ý", "ỳ", "ỷ",
					  "ỹ", "ỵ", "Ý", "Ỳ", "Ỷ",
					  "Ỹ", "Ỵ" };

	for (size_t i = 0; i < sizeof(ys) / sizeof(*ys); i++) {
		size_t len = strlen(ys[i]);

		if (n >= len && !memcmp(word + n - len, ys[i], len))
			return true;
	}
	return false;
}

static int new_word(struct parser *p, const struct text_token *t, size_t from,
		    struct query_word **ret)
{
	struct query *q = p->q;
	struct query_word *w;

	if (q->n_words == p->words_max)
		return err_limit(p->e, "query_words", p->words_max,
				 "the query has more than %u words",
				 p->words_max);
	w = &q->words[q->n_words++];
	*w = (struct query_word){
		.term = arena_dup(&q->arena, t->term, t->term_len),
		.term_len = t->term_len,
		.base_len = t->base_len,
		.begin = from + t->begin,
		.end = from + t->end,
		.pos = t->pos,
		.n_pos = t->n_pos,
		.kind = t->kind,
		.field = p->field,
		.exact = p->exact,
	};
	if (!w->term)
		return err_nomem(p->e);
	*ret = w;
	return 0;
}

static int add_word(struct parser *p, const struct text_token *t, size_t from,
		    size_t first)
{
	const struct query_word *last;
	struct query_word *w;
	int r = new_word(p, t, from, &w);

	if (r)
		return r;
	w->marked = t->kind == TEXT_SYLLABLE && text_marked(t);
	if (query_fields[p->field].beside)
		p->q->marked_beside |= w->marked;
	else
		p->q->marked |= w->marked;
	w->prefix = !w->exact && has_star(p, w->end);
	w->typed_y = w->prefix && w->term[w->base_len - 1] == 'i' &&
		     query_ends_in_y(p->s + w->begin, w->end - w->begin);
	if (query_fields[p->field].beside)
		w->pos = (uint32_t)(p->q->n_words - 1 - first);
	if (p->q->n_words - 1 == first)
		return 0;
	last = w - 1;
	if (query_fields[p->field].beside) {
		w->joined = true;
		return 0;
	}
	w->joined = !t->after_break && !text_is_unit(last->kind);
	w->glued = t->tight && t->kind == TEXT_NUMBER &&
		   last->kind == TEXT_NUMBER &&
		   (t->gap == TEXT_GAP_SLASH || t->gap == TEXT_GAP_HYPHEN ||
		    t->gap == TEXT_GAP_POINT);
	return 0;
}

/* The first of the words from `first` on that lie in the unit. */
static size_t first_in_unit(const struct query *q, const struct text_token *t,
			    size_t from, size_t first)
{
	size_t i = q->n_words;

	while (i > first && q->words[i - 1].begin >= from + t->begin)
		i--;
	return i;
}

static int add_alt_over(struct parser *p, const struct text_token *t,
			size_t first, size_t n)
{
	struct query *q = p->q;
	struct query_alt *alt = &q->alts[q->n_alts];

	if (q->n_alts == QUERY_ALTS_MAX || p->exact ||
	    query_fields[p->field].beside)
		return 0;
	*alt = (struct query_alt){
		.first = first,
		.n = n,
		.term = arena_dup(&q->arena, t->term, t->term_len),
		.term_len = t->term_len,
		.base_len = t->base_len,
	};
	if (!alt->term)
		return err_nomem(p->e);
	q->n_alts++;
	return 0;
}

/* What is written as a unit, and the numbers that a sign joins in it: of `ngày
 * 15/5` these stand together, and ngày does not stand with them. */
static int add_open_unit(struct parser *p, const struct text_token *t,
			 size_t first)
{
	size_t n = p->q->n_words - first;
	int r = add_alt_over(p, t, first, n);

	if (r || n <= 2 || t->kind != TEXT_DATE ||
	    !p->q->words[first + n - 1].glued)
		return r;
	return add_alt_over(p, t, first + n - 2, 2);
}

static bool ends_behind(const struct query_alt *alt, size_t word)
{
	return alt->first + alt->n > word;
}

static int add_unit(struct parser *p, const struct text_token *t, size_t from,
		    size_t first)
{
	size_t at = first_in_unit(p->q, t, from, first);
	struct query_word *w;
	int r;

	/* A name, a path is looked for word by word. */
	if (query_fields[p->field].beside)
		return 0;
	if (t->open && !(p->ref && t->kind == TEXT_REF))
		return add_open_unit(p, t, at);
	p->q->n_words = at;
	while (p->q->n_alts && ends_behind(&p->q->alts[p->q->n_alts - 1], at))
		p->q->n_alts--;
	r = new_word(p, t, from, &w);
	if (!r) {
		w->prefix = false;
		w->ref = p->ref && t->kind == TEXT_REF;
	}
	return r;
}

/* Without a slash a number is the beginning of one: `ref:17*`. */
int query_to_ref(struct parser *p, struct query_word *w)
{
	char *term;

	if (w->kind != TEXT_NUMBER)
		return 0;
	term = arena_alloc(&p->q->arena, w->base_len + 2);
	if (!term)
		return err_nomem(p->e);
	memcpy(term, w->term, w->base_len);
	memcpy(term + w->base_len, "/", 2);
	w->term = term;
	w->base_len += !w->prefix;
	w->term_len = w->base_len;
	w->kind = TEXT_REF;
	w->prefix = w->ref = true;
	return 0;
}

/* The number and the letter of `ref:1234a`, the last two words, as one. */
static int with_letter(struct parser *p, size_t *n)
{
	struct query_word *w = &p->q->words[p->q->n_words - 2];
	const struct query_word *letter = w + 1;
	char *term;

	if (w->kind != TEXT_NUMBER || letter->kind != TEXT_SYLLABLE ||
	    letter->begin != w->end || letter->term_len != 2)
		return 0;
	term = arena_alloc(&p->q->arena, w->base_len + 2);
	if (!term)
		return err_nomem(p->e);
	memcpy(term, w->term, w->base_len);
	memcpy(term + w->base_len, letter->term, 2);
	w->term = term;
	w->base_len++;
	w->term_len++;
	w->end = letter->end;
	w->prefix = letter->prefix;
	p->q->n_words--;
	--*n;
	return 0;
}

/* A head has four words at most, and what makes up a unit stands in a window. */
#define REF_WORDS 8

int query_ref_end(struct parser *p, size_t from, size_t to, size_t *ret)
{
	struct text_token t;
	int r = 1;

	*ret = from;
	text_begin(p->analyzer, p->s + from, to - from, 0);
	for (size_t i = 0; i < REF_WORDS && *ret == from; i++) {
		r = text_read(p->analyzer, &t, p->e);
		if (r <= 0)
			break;
		if (t.kind == TEXT_REF && !t.begin)
			*ret = from + t.end;
	}
	return r < 0 ? r : 0;
}

int query_add_words(struct parser *p, size_t from, size_t to, size_t *ret_first,
		    size_t *ret_n)
{
	size_t first = p->q->n_words;
	struct text_token t;
	int r;

	text_begin(p->analyzer, p->s + from, to - from, 0);
	while ((r = text_read(p->analyzer, &t, p->e)) > 0) {
		r = text_is_unit(t.kind) ? add_unit(p, &t, from, first)
					 : add_word(p, &t, from, first);
		if (r)
			return r;
	}
	*ret_first = first;
	*ret_n = p->q->n_words - first;
	if (!r && p->ref && *ret_n == 2)
		r = with_letter(p, ret_n);
	if (!r && p->ref && *ret_n == 1)
		r = query_to_ref(p, &p->q->words[first]);
	return r;
}

/* Drop the alternatives to words of which some are in [first, end), some not. */
static void drop_alts(struct query *q, size_t first, size_t end)
{
	size_t kept = 0;

	for (size_t i = 0; i < q->n_alts; i++) {
		const struct query_alt *alt = &q->alts[i];
		size_t to = alt->first + alt->n;
		bool apart = to <= first || alt->first >= end;

		if (apart || (alt->first >= first && to <= end))
			q->alts[kept++] = *alt;
	}
	q->n_alts = kept;
}

void query_take_out(struct parser *p, const struct query_node *node)
{
	struct query *q = p->q;
	size_t end = node->first + node->n_words;

	if ((node->op != QUERY_WORD && node->op != QUERY_PHRASE) ||
	    !q->words[node->first].run)
		return;
	p->runs++;
	for (size_t i = node->first; i < end; i++)
		q->words[i].run = p->runs;
	q->words[node->first].joined = false;
	if (end < q->n_words)
		q->words[end].joined = false;
	drop_alts(q, node->first, end);
}
