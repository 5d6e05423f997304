/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * term - a term while it is made from the UTF-16 units of one token.
 */
#ifndef TRACUU_TEXT_TERM_H
#define TRACUU_TEXT_TERM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <unicode/utf16.h>
#include <unicode/utf8.h>

#include "base/err.h"
#include "text/text.h"

struct term {
	uint8_t s[TEXT_TERM_MAX]; /* base, ':', marks; no NUL */
	size_t len, base_len;	  /* bytes; both 0 when nothing was left */
	bool capital;		  /* of the first letter */
};

/* The code point at *i, which moves behind it.  (ICU's own macro for it does
 * not compile under -Wconversion.) */
static inline UChar32 unit_next(const UChar *s, int32_t *i, int32_t n)
{
	UChar c = s[(*i)++];

	if (U16_IS_LEAD(c) && *i < n && U16_IS_TRAIL(s[*i]))
		return U16_GET_SUPPLEMENTARY(c, s[(*i)++]);
	return c;
}

/* Append a code point to the base if it stays within `max` bytes. */
static inline bool term_add(struct term *t, UChar32 c, size_t max)
{
	if (t->base_len + (size_t)U8_LENGTH((uint32_t)c) > max)
		return false;
	U8_APPEND_UNSAFE(t->s, t->base_len, (uint32_t)c);
	return true;
}

/* The marks of a syllable while they are collected. */
enum {
	FOLD_LETTERS = 16, /* of which a term tells the shape */
	FOLD_TONES = 5,
	FOLD_MARKS_MAX = 2 * FOLD_LETTERS + FOLD_TONES,
};
struct fold_marks {
	unsigned first, second; /* bit i: the shape of letter i */
	unsigned tones;		/* bit i: tone i + 1 */
};
/* Write them as a term has them behind its colon (text.h), at most
 * FOLD_MARKS_MAX bytes; returns how many. */
size_t fold_marks(uint8_t *to, const struct fold_marks *m);

/*
 * Where standard writing has both i and y for the same sound, as an open
 * syllable after one of h k l m s t and in quy, the n letters of a base have i.
 */
void fold_one_i(uint8_t *s, size_t n);

/* d with stroke, eth, d with tail; the small ones. */
static inline bool fold_is_barred_d(UChar32 c)
{
	return c == 0x0111 || c == 0x00F0 || c == 0x0256;
}

/* Build what fold.c needs, once in a process.  E_NOMEM, E_INTERNAL. */
int fold_init(struct err *e);

/*
 * Each makes *t from the n units at s; a word that folds to nothing (fillers)
 * leaves t->len 0.  E_NOMEM.
 */
int fold_syllable(struct term *t, const UChar *s, int32_t n, struct err *e);
int fold_other(struct term *t, const UChar *s, int32_t n, struct err *e);

/*
 * The number at the start of the n > 0 units at s, [*begin, *end) of them.
 * Digits joined by points which are no number (15.5.2016) come one run at a
 * time: call it again with what follows *end, as it is.
 */
void number_term(struct term *t, const UChar *s, int32_t n, int32_t *ret_begin,
		 int32_t *ret_end);

#endif
