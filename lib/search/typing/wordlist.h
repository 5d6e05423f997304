/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * wordlist - the words of a generation in memory, in the order of the term
 * dictionary, with how many reports hold each: for what so many words begin
 * with that a walk over the dictionary takes too long for a keystroke.  Where
 * there are more than WORDLIST_MAX the rare ones are left out.
 */
#ifndef TRACUU_SEARCH_TYPING_WORDLIST_H
#define TRACUU_SEARCH_TYPING_WORDLIST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/err.h"

struct store_reader;

#define WORDLIST_MAX (1u << 16) /* words: about 1.5 MB */

struct wordlist_word {
	uint32_t at; /* bytes of `bytes` */
	uint32_t n;
	uint64_t df;
};

struct wordlist {
	struct wordlist_word *v;
	size_t n, cap;
	struct buf bytes;
	uint64_t all;	/* words of the dictionary */
	uint64_t least; /* those in fewer reports are left out */
};

/*
 * Walk the words of the dictionary, a microsecond each.  Never changed
 * afterwards: any number of threads may read it.  `l` is zeroed; release in any
 * case.  At most `max` words are kept.  Errors: those of store.h.
 */
int wordlist_make(struct wordlist *l, struct store_reader *r, size_t max,
		  struct err *e);
void wordlist_release(struct wordlist *l);

/* Whether no word of the dictionary is left out. */
static inline bool wordlist_is_whole(const struct wordlist *l)
{
	return l->n == l->all;
}

/* The words that begin with n bytes: [*ret_from, the number returned). */
size_t wordlist_find(const struct wordlist *l, const char *s, size_t n,
		     size_t *ret_from);

#endif
