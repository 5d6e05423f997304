/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * piece - the part of a text that is being analysed, in UTF-16 as ICU wants it,
 * and where each unit of it was in the bytes.
 */
#ifndef TRACUU_TEXT_PIECE_H
#define TRACUU_TEXT_PIECE_H

#include <stddef.h>
#include <stdint.h>

#include <unicode/umachine.h>

/* Offsets within a piece have 16 bits; a small piece stays in the cache. */
#define PIECE_MAX (32 * 1024)

struct piece {
	int32_t n; /* units */
	UChar units[PIECE_MAX];
	/* byte, in the piece, of each unit; [n] is the piece's length */
	uint16_t at[PIECE_MAX + 1];
};

/*
 * How many bytes at the start of s make the next piece: all of them, else to
 * the end of a line, else behind a space, else up to some character.  Not 0.
 */
size_t piece_len(const char *s, size_t n);

/* Decode n <= PIECE_MAX bytes; each ill-formed part becomes one U+FFFD. */
void piece_load(struct piece *p, const char *s, size_t n);

#endif
