/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * syllable - what the letters of one Vietnamese syllable may be: whether there
 * is such a syllable, where run-together letters part into several, and which
 * ones a typing mistake may have come from.
 *
 * All of it is rules and small tables (onsets, rimes), no word list, and pure:
 * any thread, no memory of its own.  Text is UTF-8, composed or decomposed.
 */
#ifndef TRACUU_TEXT_SYLLABLE_H
#define TRACUU_TEXT_SYLLABLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "text/text.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Letters of a syllable, mistyped ones included: the longest has 7. */
#define SYLLABLE_LETTERS 10
/* Letters of a word that may be several syllables. */
#define SPLIT_LETTERS 40
/* Syllables of such a word. */
#define SPLIT_MAX 8

struct text_letter {
	char base;     /* a-z */
	uint8_t shape; /* 0; 1: â ê ô ư đ; 2: ă ơ */
	uint8_t tone;  /* 0; 1 to 5: á à ả ã ạ */
	uint8_t upper; /* 1: a capital */
};

/* Bytes without padding or slack: two are the same if memcmp() says so. */
struct syllable {
	uint8_t n;    /* letters */
	uint8_t tone; /* of the whole; that of each letter is 0 */
	struct text_letter letters[SYLLABLE_LETTERS];
};

/*
 * The letters of a word, at most `max`; ends[i] (ends may be NULL) is the byte
 * behind letter i.  Returns how many there are; 0 if it is empty, has more than
 * that, or holds anything but Latin letters with the marks of Vietnamese.
 */
size_t text_letters(const char *s, size_t n, struct text_letter *ret_letters,
		    size_t *ret_ends, size_t max);

/* The same as one syllable, possible or not.  False also where two letters
 * bear a tone, unless they are one letter typed twice (họọc). */
bool syllable_read(struct syllable *ret, const char *s, size_t n);

/* Append it in NFC, the tone where it is mostly written (hòa, thủy, quý).
 * E_NOMEM, E_LIMIT. */
int syllable_write(const struct syllable *y, struct buf *out);

/* Its term, as the analyzer makes it of what syllable_write() writes.  Returns
 * its length, and that of the base in *ret_base_len. */
size_t syllable_term(const struct syllable *y, char ret_term[TEXT_TERM_MAX],
		     size_t *ret_base_len);

/* Whether the i that it ends with may be a y as well: kĩ and kỹ. */
bool syllable_i_or_y(const struct syllable *y);

/*
 * Whether some Vietnamese syllable has these letters and these marks, and
 * maybe more marks: `hoc`, `tâp` and `duong` are possible, `hõc` is not (a
 * syllable that ends in c, ch, p or t has á or ạ), nor are `zalo` and `oxy`.
 */
bool syllable_possible(const struct syllable *y);
bool text_possible(const char *s, size_t n);

/*
 * Call `see` for each way to part a word into two or more possible syllables,
 * ends[0 .. n) being the byte behind each; those with fewest syllables come
 * first.  `see` returns false to stop.  At most `max` ways are told; returns
 * how many were.  0 for a word of more than SPLIT_LETTERS letters.
 */
typedef bool (*syllable_split_fn)(void *arg, const size_t *ends, size_t n);
size_t syllable_splits(const char *s, size_t n, size_t max,
		       syllable_split_fn see, void *arg);

/* How a hand slips, the likelier first. */
enum syllable_slip {
	SLIP_TONE,      /* another tone, or one more or less: đừc, đức */
	SLIP_SHAPE,     /* likewise the mark of a letter: đuc, đưc */
	SLIP_DOUBLED,   /* a letter typed twice: họcc */
	SLIP_SWAPPED,   /* two neighbours the wrong way round: hcọ */
	SLIP_MISSING,   /* a letter left out: họ for học */
	SLIP_SOUND,     /* written as it sounds: xang for sang */
	SLIP_NEIGHBOUR, /* the key beside the one that was meant: hpc */
	SLIP_EXTRA,     /* a letter too many: hoic */
};

/*
 * Call `see` for every possible syllable that `y`, possible or not, may have
 * come from by one slip; each once, with the likeliest slip, never y itself;
 * capitals stay.  A tone or shape that y lacks may still be lacking in what is
 * told: what was not typed is free, as everywhere.  A few hundred at most.
 * `see` returns false to stop.
 */
typedef bool (*syllable_variant_fn)(void *arg, const struct syllable *v,
				    enum syllable_slip slip);
void syllable_variants(const struct syllable *y, syllable_variant_fn see,
		       void *arg);

#ifdef __cplusplus
}
#endif
#endif
