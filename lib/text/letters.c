/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * A syllable to and from UTF-8, and to its term.
 */
#include <assert.h>
#include <string.h>

#include <unicode/uchar.h>
#include <unicode/unorm2.h>

#include "base/utf8.h"
#include "text/syllable.h"
#include "text/term.h"

enum { SHAPES = 3, TONES = 6, DECOMPOSED = 8 };

static const UChar32 tone_marks[TONES] = { 0,	   0x0301, 0x0300,
					   0x0309, 0x0303, 0x0323 };

static const struct {
	char base;
	UChar32 marks[SHAPES];
} shape_marks[] = {
	{ 'a', { 0, 0x0302, 0x0306 } }, { 'd', { 0, 0x0335, 0 } },
	{ 'e', { 0, 0x0302, 0 } },	{ 'o', { 0, 0x0302, 0x031B } },
	{ 'u', { 0, 0x031B, 0 } },
};

/* 0 where the letter has no such shape. */
static UChar32 shape_mark(char base, unsigned shape)
{
	for (size_t i = 0; i < sizeof(shape_marks) / sizeof(*shape_marks); i++)
		if (shape_marks[i].base == base)
			return shape_marks[i].marks[shape];
	return 0;
}

/* False if Vietnamese has no such mark on that letter, or it has one already. */
static bool mark_letter(struct text_letter *l, UChar32 c)
{
	for (uint8_t i = 1; i < TONES; i++)
		if (tone_marks[i] == c && !l->tone) {
			l->tone = i;
			return true;
		}
	for (uint8_t i = 1; i < SHAPES && !l->shape; i++)
		if (shape_mark(l->base, i) == c) {
			l->shape = i;
			return true;
		}
	return false;
}

/* A character that is a letter with all its marks. */
static bool read_letter(struct text_letter *l, UChar32 c)
{
	UErrorCode status = U_ZERO_ERROR;
	const UNormalizer2 *nfd = unorm2_getNFDInstance(&status);
	UChar s[DECOMPOSED];
	UChar32 lower = u_tolower(c);
	int32_t n;

	if (U_FAILURE(status))
		return false;
	memset(l, 0, sizeof(*l));
	l->upper = lower != c;
	if (fold_is_barred_d(lower)) {
		l->base = 'd';
		l->shape = 1;
		return true;
	}
	n = unorm2_getDecomposition(nfd, lower, s, DECOMPOSED, &status);
	if (n < 0) {
		s[0] = lower < 0x80 ? (UChar)lower : 0;
		n = 1;
	}
	if (U_FAILURE(status) || s[0] < 'a' || s[0] > 'z')
		return false;
	l->base = (char)s[0];
	for (int32_t i = 1; i < n; i++)
		if (!mark_letter(l, s[i]))
			return false;
	return true;
}

size_t text_letters(const char *s, size_t n, struct text_letter *ret_letters,
		    size_t *ret_ends, size_t max)
{
	size_t k = 0;

	for (size_t i = 0; i < n;) {
		uint32_t cp;
		UChar32 c;

		i += utf8_next(s + i, n - i, &cp, NULL);
		c = (UChar32)cp;
		if (k > 0 && mark_letter(&ret_letters[k - 1], c))
			;
		else if (k < max && read_letter(&ret_letters[k], c))
			k++;
		else
			return 0;
		if (ret_ends)
			ret_ends[k - 1] = i;
	}
	return k;
}

static bool is_repeated(const struct syllable *y, size_t i)
{
	const struct text_letter *l = &y->letters[i];

	return i > 0 && l[-1].base == l->base && l[-1].shape == l->shape;
}

bool syllable_read(struct syllable *ret, const char *s, size_t n)
{
	struct syllable y = { 0 };

	y.n = (uint8_t)text_letters(s, n, y.letters, NULL, SYLLABLE_LETTERS);
	for (size_t i = 0; i < y.n; i++) {
		uint8_t tone = y.letters[i].tone;

		if (tone && y.tone && (tone != y.tone || !is_repeated(&y, i)))
			return false;
		y.tone |= tone;
		y.letters[i].tone = 0;
	}
	/* Of a word that was refused some letters may have been read. */
	if (y.n > 0)
		*ret = y;
	return y.n > 0;
}

/* ---------------------------------------------------------------- writing */

static bool is_vowel(const struct syllable *y, size_t i)
{
	return i < y->n && strchr("aeiouy", y->letters[i].base);
}

/* Where the vowels begin that may bear the tone: u is none in qu, nor i in gi
 * before another vowel. */
static size_t first_vowel(const struct syllable *y)
{
	size_t i = 0;

	while (i < y->n && !is_vowel(y, i))
		i++;
	if (i == 1 && is_vowel(y, 2) &&
	    ((y->letters[0].base == 'q' && y->letters[1].base == 'u') ||
	     (y->letters[0].base == 'g' && y->letters[1].base == 'i')))
		i++;
	return i;
}

/*
 * The letter that bears the tone: the last that has a shape; else of three
 * vowels the second, of two the second before a consonant and the first at the
 * end.  y->n if there is no vowel.
 */
static size_t tone_at(const struct syllable *y)
{
	size_t from = first_vowel(y), to = from, shaped = y->n;

	for (; is_vowel(y, to); to++)
		if (y->letters[to].shape)
			shaped = to;
	if (shaped < y->n || to == from)
		return shaped;
	if (to - from == 1)
		return from;
	return to - from > 2 || to < y->n ? from + 1 : from;
}

/* Composed as a whole: the dot below comes before the circumflex (ậ) but
 * behind the horn (ợ). */
static UChar32 letter_char(const struct text_letter *l, unsigned tone)
{
	UErrorCode status = U_ZERO_ERROR;
	const UNormalizer2 *nfc = unorm2_getNFCInstance(&status);
	UChar s[3], composed[3];
	UChar32 c = (unsigned char)l->base;
	int32_t n = 0;

	if (l->base == 'd') {
		c = l->shape ? 0x0111 : 'd';
	} else if (l->shape || tone) {
		s[n++] = (UChar)c;
		if (l->shape)
			s[n++] = (UChar)shape_mark(l->base, l->shape);
		if (tone)
			s[n++] = (UChar)tone_marks[tone];
		n = unorm2_normalize(nfc, s, n, composed, 3, &status);
		if (U_SUCCESS(status) && n > 0)
			c = composed[0];
	}
	return l->upper ? u_toupper(c) : c;
}

int syllable_write(const struct syllable *y, struct buf *out)
{
	size_t at = tone_at(y);
	uint8_t s[SYLLABLE_LETTERS * U8_MAX_LENGTH];
	size_t n = 0;

	for (size_t i = 0; i < y->n; i++) {
		UChar32 c = letter_char(&y->letters[i], i == at ? y->tone : 0);

		U8_APPEND_UNSAFE(s, n, (uint32_t)c);
	}
	return buf_add(out, s, n);
}

size_t syllable_term(const struct syllable *y, char ret_term[TEXT_TERM_MAX],
		     size_t *ret_base_len)
{
	uint8_t *s = (uint8_t *)ret_term;
	struct fold_marks m = { .tones = y->tone ? 1u << (y->tone - 1) : 0 };

	assert(y->n <= SYLLABLE_LETTERS);
	for (size_t i = 0; i < y->n; i++) {
		s[i] = (uint8_t)y->letters[i].base;
		if (y->letters[i].shape == 1)
			m.first |= 1u << i;
		else if (y->letters[i].shape == 2)
			m.second |= 1u << i;
	}
	fold_one_i(s, y->n);
	*ret_base_len = y->n;
	s[y->n] = ':';
	return y->n + 1u + fold_marks(s + y->n + 1, &m);
}

bool syllable_i_or_y(const struct syllable *y)
{
	uint8_t s[SYLLABLE_LETTERS];

	if (y->n == 0 || y->letters[y->n - 1].base != 'i')
		return false;
	for (size_t i = 0; i < y->n; i++)
		s[i] = (uint8_t)y->letters[i].base;
	s[y->n - 1] = 'y';
	fold_one_i(s, y->n);
	return s[y->n - 1] == 'i';
}
