/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/define.h"

#include <string.h>

#include "base/utf8.h"
#include "store/schema.h"
#include "text/syllable.h"

/* Terms of words that an abbreviation may pass over. */
static const char *const small_words[] = {
	"va:2", "cua:3", "cac:1", "ve:B2", "cho:", "voi:b1", "tai:5", "trong:",
	"theo:", "o:a3", "tu:B2", "the:", "of:", "and:", "for:",
};

void define_begin(struct define *d)
{
	buf_clear(&d->found);
	define_text(d, NULL, 0);
}

void define_text(struct define *d, const char *s, size_t n)
{
	d->n = 0;
	d->s = s;
	d->len = n;
	d->end = 0;
}

void define_release(struct define *d)
{
	buf_release(&d->found);
}

const char *define_next(const struct define *d, size_t *at, size_t *ret_n)
{
	const char *s;

	if (*at == d->found.len)
		return NULL;
	s = d->found.s + *at;
	*ret_n = strlen(s);
	*at += *ret_n + 1;
	return s;
}

/* ----------------------------------------------------------------------- gaps */

/* Characters that say nothing between two words. */
static bool is_space(uint32_t c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == 0xa0;
}

static bool is_quote(uint32_t c)
{
	return c == '"' || c == '\'' || c == '*' || c == '_' || c == 0xab ||
	       c == 0xbb || (c >= 0x2018 && c <= 0x201f);
}

static enum define_gap gap_of(const char *s, size_t n)
{
	size_t lines = 0, commas = 0, brackets = 0, colons = 0, len;

	for (size_t i = 0; i < n; i += len) {
		uint32_t c;

		len = utf8_next(s + i, n - i, &c, NULL);
		if (is_space(c) || is_quote(c))
			continue;
		if (c == '\n' && !lines)
			lines++;
		else if (c == ',' && !commas && !brackets)
			commas++;
		else if (c == '(' && !brackets && !commas)
			brackets++;
		else if (c == ':' && !colons && !commas && !brackets)
			colons++;
		else if (c != '-' && c != 0x2013)
			return DEFINE_OTHER;
	}
	if (colons)
		return brackets || commas ? DEFINE_OTHER : DEFINE_COLON;
	if (brackets)
		return DEFINE_BRACKET;
	return commas ? DEFINE_COMMA : DEFINE_SPACE;
}

/* Whether a bracket closes behind byte `at` of the text. */
static bool closes(const struct define *d, size_t at)
{
	size_t len;

	for (; at < d->len; at += len) {
		uint32_t c;

		len = utf8_next(d->s + at, d->len - at, &c, NULL);
		if (!is_space(c) && !is_quote(c) && c != '\n')
			return c == ')';
	}
	return false;
}

/* ---------------------------------------------------------------------- words */

/* Word i of those that are remembered, i from first_word() up to d->n. */
static struct define_word *word(struct define *d, uint64_t i)
{
	return &d->v[i % DEFINE_WINDOW];
}

static uint64_t first_word(const struct define *d)
{
	return d->n < DEFINE_WINDOW ? 0 : d->n - DEFINE_WINDOW;
}

static void set_term(struct define_term *to, const struct text_token *t)
{
	memcpy(to->s, t->term, t->term_len);
	to->n = t->term_len;
	to->base_n = t->base_len;
}

static bool has_small(const char *s, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (s[i] >= 'a' && s[i] <= 'z')
			return true;
	return false;
}

static void add_word(struct define *d, const struct text_token *t)
{
	struct define_word *w = word(d, d->n);

	w->gap = DEFINE_SPACE;
	if (!d->n)
		w->gap = DEFINE_OTHER;
	else if (t->after_break)
		w->gap = gap_of(d->s + d->end, t->begin - d->end);
	w->syllable = t->kind == TEXT_SYLLABLE;
	w->capitals = t->capital && !has_small(d->s + t->begin,
					       t->end - t->begin);
	w->joined.n = 0;
	set_term(&w->term, t);
	d->end = t->end;
	d->n++;
}

static bool is_base(const struct define_word *w, const char *base)
{
	return w->term.base_n == strlen(base) &&
	       !memcmp(w->term.s, base, w->term.base_n);
}

static bool is_small(const struct define_word *w)
{
	for (size_t i = 0; i < sizeof(small_words) / sizeof(*small_words); i++)
		if (w->term.n == strlen(small_words[i]) &&
		    !memcmp(w->term.s, small_words[i], w->term.n))
			return true;
	return false;
}

/* -------------------------------------------------------------------- letters */

/* Whether letter i of a term has its first or second other shape. */
static bool has_shape(const struct define_term *t, size_t i, char first)
{
	return memchr(t->s + t->base_n, first + (char)i, t->n - t->base_n);
}

/* Whether letter i of an abbreviation may stand for the word. */
static bool stands_for(const struct define_term *abbr, size_t i,
		       const struct define_word *w)
{
	char c = abbr->s[i];

	/* TW is `trung ương`. */
	if (c == 'w')
		return w->term.s[0] == 'u' && has_shape(&w->term, 0, 'A');
	if (!w->syllable || w->term.s[0] != c)
		return false;
	return (!has_shape(abbr, i, 'A') || has_shape(&w->term, 0, 'A')) &&
	       (!has_shape(abbr, i, 'a') || has_shape(&w->term, 0, 'a'));
}

/* Of the words up to `last` those that the first n letters of an abbreviation
 * are the beginnings of: where they begin in *ret. */
static bool spell(struct define *d, const struct define_term *abbr, size_t n,
		  uint64_t last, size_t words_max, uint64_t *ret)
{
	struct define_word *w = word(d, last);
	bool more = last > first_word(d) && words_max > 1 &&
		    (w->gap == DEFINE_SPACE || w->gap == DEFINE_COMMA);

	if (stands_for(abbr, n - 1, w)) {
		if (n == 1) {
			*ret = last;
			return true;
		}
		if (more && spell(d, abbr, n - 1, last - 1, words_max - 1, ret))
			return true;
	}
	return more && is_small(w) && n < abbr->base_n &&
	       spell(d, abbr, n, last - 1, words_max - 1, ret);
}

static bool is_abbreviation(const struct define_term *t)
{
	if (t->base_n < 2 || t->base_n > DEFINE_LETTERS_MAX)
		return false;
	for (size_t i = 0; i < t->base_n; i++)
		if (t->s[i] < 'a' || t->s[i] > 'z')
			return false;
	return !text_possible(t->s, t->base_n);
}

/* The abbreviation that word i, or the words that it ends, are; NULL: none.
 * How many words in *ret_n. */
static const struct define_term *abbreviation(struct define *d, uint64_t i,
					      size_t *ret_n)
{
	struct define_word *w = word(d, i);
	const struct define_term *t = w->joined.n ? &w->joined : &w->term;

	*ret_n = w->joined.n ? w->joined_words : 1;
	if (*ret_n > i - first_word(d) + 1)
		return NULL;
	for (size_t k = 0; k < *ret_n; k++)
		if (!word(d, i - k)->capitals)
			return NULL;
	return is_abbreviation(t) ? t : NULL;
}

/* ---------------------------------------------------------------- definitions */

static int found(struct define *d, const struct define_term *abbr,
		 uint64_t first, uint64_t last)
{
	size_t at = d->found.len;

	buf_add(&d->found, abbr->s, abbr->n);
	for (uint64_t i = first; i <= last; i++) {
		const struct define_word *w = word(d, i);

		if (i > first && w->gap == DEFINE_COMMA)
			buf_addc(&d->found, ',');
		buf_addc(&d->found, ' ');
		buf_add(&d->found, w->term.s, w->term.n);
	}
	buf_addc(&d->found, '\0');
	if (d->found.failed)
		return E_NOMEM;
	if (d->found.len - at > SCHEMA_TERM_MAX - strlen(SCHEMA_DEFINITION))
		d->found.len = at;
	return 0;
}

/* Where the bracket that word `last` is in was opened: its first word. */
static bool opened(struct define *d, uint64_t last, uint64_t *ret)
{
	for (uint64_t i = last; i > first_word(d); i--) {
		enum define_gap gap = word(d, i)->gap;

		if (gap == DEFINE_BRACKET) {
			*ret = i;
			return true;
		}
		if (gap == DEFINE_OTHER)
			return false;
	}
	return false;
}

/* Whether nothing but `viết tắt là`, `gọi tắt:` stands in the bracket before word
 * i. */
static bool introduced(struct define *d, uint64_t open, uint64_t i)
{
	if (i == open)
		return true;
	if (i >= open + 2 && is_base(word(d, i - 1), "la"))
		i--;
	return i > open && (is_base(word(d, i - 1), "tat") ||
			    is_base(word(d, i - 1), "goi"));
}

/* A bracket closes behind the last word. */
static int look(struct define *d)
{
	const struct define_term *abbr;
	uint64_t last = d->n - 1, open, first;
	size_t n;

	if (!opened(d, last, &open))
		return 0;
	abbr = abbreviation(d, last, &n);
	if (abbr && last + 1 - n >= open && introduced(d, open, last + 1 - n) &&
	    spell(d, abbr, abbr->base_n, open - 1, DEFINE_WORDS_MAX, &first))
		return found(d, abbr, first, open - 1);
	abbr = abbreviation(d, open - 1, &n);
	if (abbr && last - open < DEFINE_WORDS_MAX &&
	    spell(d, abbr, abbr->base_n, last, last + 1 - open, &first) &&
	    first == open)
		return found(d, abbr, open, last);
	return 0;
}

int define_token(struct define *d, const struct text_token *t)
{
	if (!text_is_unit(t->kind)) {
		add_word(d, t);
	} else if (t->kind == TEXT_JOINED && d->n) {
		struct define_word *w = word(d, d->n - 1);

		set_term(&w->joined, t);
		w->joined_words = t->n_pos;
	} else {
		return 0;
	}
	return closes(d, t->end) ? look(d) : 0;
}
