/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/guess.h"

#include <string.h>

#include "base/utf8.h"
#include "text/syllable.h"

/* What is read to judge by: of a large file the head, the middle, the tail. */
#define WINDOWS 3
#define WINDOW 4096 /* bytes */

/* The least share of syllables among the words that count.  Vietnamese has 940
 * and more in its own encoding, names and all, and 630 at most in another one;
 * French, Spanish and Portuguese have 400. */
#define GOOD_PER_MILLE 700

/* So many words is it worth that the page says so. */
#define CLAIM_WORDS 3

/* So many words more than the next encoding make a half of the confidence. */
#define LEAD_HALF 2

struct tally {
	size_t good, odd; /* words */
	double common;	  /* of the good ones: how common their letters are,
			     0 to 1 for each */
	double handicap;  /* of the encoding */
};

/* In words. */
static double score(const struct tally *t)
{
	return (double)t->good + t->common - (double)t->odd - t->handicap;
}

/*
 * How common each letter with marks is, from 0 to 9, by its tone: none, á à ả ã
 * ạ.  The logarithm of how often it is in the sample archive.  It decides where
 * few words are syllables in two encodings: `th\xf4ng t\xfd`, in windows-1258
 * thông tư, would be thụng tý in TCVN3.
 */
static const struct {
	char base;
	uint8_t shape;
	const char *common;
} letters[] = {
	{ 'a', 0, "089778" }, { 'a', 2, "665335" }, { 'a', 1, "777446" },
	{ 'e', 0, "054533" }, { 'e', 1, "787647" }, { 'i', 0, "066547" },
	{ 'o', 0, "076546" }, { 'o', 1, "777667" }, { 'o', 2, "778637" },
	{ 'u', 0, "056756" }, { 'u', 1, "966666" }, { 'y', 0, "053431" },
	{ 'd', 1, "900000" },
};

/* What may stand beside words: all else that is no ASCII is part of one, and
 * so makes it odd. */
static bool is_punctuation(uint32_t cp)
{
	switch (cp) {
	case 0x00a0: /* no-break space */
	case 0x00a7: /* § */
	case 0x00a9: /* © */
	case 0x00ab: /* « */
	case 0x00ae: /* ® */
	case 0x00b0: /* ° */
	case 0x00b1: /* ± */
	case 0x00b2: /* ² */
	case 0x00b3: /* ³ */
	case 0x00b7: /* · */
	case 0x00bb: /* » */
	case 0x00d7: /* × */
	case 0x2013: /* – */
	case 0x2014: /* — */
	case 0x2018: /* ‘ */
	case 0x2019: /* ’ */
	case 0x201c: /* “ */
	case 0x201d: /* ” */
	case 0x2022: /* • */
	case 0x2026: /* … */
	case 0x20ab: /* ₫ */
	case 0x20ac: /* € */
	case 0x2122: /* ™ */
		return true;
	default:
		return false;
	}
}

static bool is_ascii_letter(uint32_t cp)
{
	return (cp | 0x20) >= 'a' && (cp | 0x20) <= 'z';
}

static int commonness(const struct text_letter *l)
{
	for (size_t i = 0; i < sizeof(letters) / sizeof(*letters); i++)
		if (letters[i].base == l->base && letters[i].shape == l->shape)
			return letters[i].common[l->tone] - '0';
	return 0;
}

static bool is_marked(const struct text_letter *l)
{
	return l->shape || l->tone;
}

/* How common the letters with marks of a word are, 0 to 1. */
static double word_commonness(const struct text_letter *l, size_t n)
{
	int sum = 0, marked = 0;

	for (size_t i = 0; i < n; i++)
		if (is_marked(&l[i])) {
			sum += commonness(&l[i]);
			marked++;
		}
	return marked ? (double)sum / (9 * marked) : 0;
}

/* No capital with marks behind a small letter.  One without may stand there:
 * most of these encodings lack some capitals, and write HộI. */
static bool case_fits(const struct text_letter *l, size_t n)
{
	for (size_t i = 1; i < n; i++)
		if (l[i].upper && is_marked(&l[i]) && !l[i - 1].upper)
			return false;
	return true;
}

/* Capitals without a vowel, as in ĐH or NĐ: no syllable, and not odd either. */
static bool is_abbreviation(const struct text_letter *l, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (!l[i].upper || l[i].tone || strchr("aeiouy", l[i].base))
			return false;
	return true;
}

static void judge(const char *word, size_t n, struct tally *ret)
{
	struct text_letter l[SYLLABLE_LETTERS];
	size_t k = text_letters(word, n, l, NULL, SYLLABLE_LETTERS);

	if (k && case_fits(l, k) && text_possible(word, n)) {
		ret->good++;
		ret->common += word_commonness(l, k);
	} else if (!k || !is_abbreviation(l, k)) {
		ret->odd++;
	}
}

/* The words of a text that are not of ASCII alone. */
static void judge_words(const struct buf *text, struct tally *ret)
{
	size_t begin = 0;
	bool counts = false;

	for (size_t i = 0; i < text->len;) {
		uint32_t cp;
		size_t len = utf8_next(text->s + i, text->len - i, &cp, NULL);

		if (cp >= 0x80 && !is_punctuation(cp)) {
			counts = true;
		} else if (!is_ascii_letter(cp)) {
			if (counts)
				judge(text->s + begin, i - begin, ret);
			begin = i + len;
			counts = false;
		}
		i += len;
	}
	if (counts)
		judge(text->s + begin, text->len - begin, ret);
}

static int judge_table(const struct legacy_table *t, const char *s, size_t n,
		       struct buf *scratch, struct tally *ret)
{
	size_t replaced = 0;

	*ret = (struct tally){ .handicap = t->handicap };
	for (size_t i = 0; i < WINDOWS; i++) {
		size_t at = n <= WINDOWS * WINDOW ?
				    i * WINDOW :
				    (n - WINDOW) / (WINDOWS - 1) * i;

		if (at >= n)
			break;
		buf_clear(scratch);
		if (legacy_decode(t, s + at, n - at < WINDOW ? n - at : WINDOW,
				  scratch, &replaced))
			return E_NOMEM;
		judge_words(scratch, ret);
	}
	return 0;
}

static bool is_convincing(const struct tally *t)
{
	return t->good &&
	       t->good * 1000 >= (t->good + t->odd) * GOOD_PER_MILLE;
}

static double confidence(const struct tally *best, double next)
{
	double ahead = score(best) - next;
	double share = (double)best->good / (double)(best->good + best->odd);

	return share * ahead / (ahead + LEAD_HALF);
}

int guess_encoding(const char *s, size_t n, enum encoding claim,
		   struct buf *scratch, struct guess *ret)
{
	struct tally tally[LEGACY_TABLES];
	size_t best = 0;
	double next = -(double)n;

	for (size_t i = 0; i < LEGACY_TABLES; i++) {
		if (judge_table(&legacy_tables[i], s, n, scratch, &tally[i]))
			return E_NOMEM;
		if (legacy_tables[i].encoding == claim)
			tally[i].handicap -= CLAIM_WORDS;
		if (score(&tally[i]) > score(&tally[best]))
			best = i;
	}
	for (size_t i = 0; i < LEGACY_TABLES; i++)
		if (legacy_tables[i].encoding != legacy_tables[best].encoding &&
		    score(&tally[i]) > next)
			next = score(&tally[i]);
	*ret = (struct guess){ 0 };
	if (is_convincing(&tally[best])) {
		ret->table = &legacy_tables[best];
		ret->confidence = confidence(&tally[best], next);
	}
	return 0;
}
