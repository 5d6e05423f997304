/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * sketch - a text in 64 bytes, so that two of them tell how much their texts
 * have in common: the same report in another frame, under another headline, with
 * a line more or a paragraph less.
 *
 * RESEMBLANCE (Broder, On the resemblance and containment of documents, 1997) is
 * the share of the shingles of two texts that both have, a shingle being so many
 * words in a row.  Of one hash for each shingle the upper bits choose one of 64
 * bins; each keeps its least hash (Li, Owen and Zhang, One Permutation Hashing,
 * 2012), and of that one byte (Li and König, b-Bit Minwise Hashing, 2010).
 * A byte 0 is a bin without a shingle.  Bins that both have alike, of those that
 * are not empty in both, are the resemblance and, by chance, 1 in 255 of the
 * others (Li, Owen and Zhang, section 3, with b = 8):
 *
 *	m = alike / (64 - empty in both)
 *	R = (m - 1/255) / (1 - 1/255)
 *
 * The standard error is sqrt(R (1 - R) / 64), at most 0.0625; a text with few
 * shingles has hardly two in a bin, so that for a short one it is less.
 *
 * Plain data and no state but the caller's: any thread.
 */
#ifndef TRACUU_BASE_SKETCH_H
#define TRACUU_BASE_SKETCH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define SKETCH_BYTES 64
#define SKETCH_SHINGLE 3 /* words; why: bench/README.md, sketch */
/* A text of fewer words has no sketch: of two that say `xem tệp đính kèm` and no
 * more it is the title that tells what they are. */
#define SKETCH_MIN_WORDS 32

struct sketch {
	unsigned char bins[SKETCH_BYTES];
};

/* A text while its words come. */
struct sketcher {
	uint64_t last[SKETCH_SHINGLE]; /* hashes of the last words */
	uint64_t words;
	uint64_t least[SKETCH_BYTES];
};

void sketch_begin(struct sketcher *s);
/* The next word: n bytes, what is to count as the same word being the same. */
void sketch_word(struct sketcher *s, const char *word, size_t n);
/* False: the text has too few words, *ret was not touched. */
bool sketch_end(const struct sketcher *s, struct sketch *ret);

/* The resemblance of two texts as their sketches tell it, 0 to 1. */
double sketch_resemblance(const struct sketch *a, const struct sketch *b);

#endif
