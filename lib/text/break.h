/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * break - iterators over text by the rules of break.rules.
 */
#ifndef TRACUU_TEXT_BREAK_H
#define TRACUU_TEXT_BREAK_H

#include <unicode/ubrk.h>

#include "base/buf.h"
#include "base/err.h"

/* What lies before a boundary: the status values of break.rules. */
enum break_status {
	BREAK_GAP = 0,	    /* spaces, hyphens, quotes ...: separates */
	BREAK_PHRASE = 100, /* a comma, a line end ...: and ends a phrase */
	BREAK_OTHER = 200,
	BREAK_NUMBER = 300,
	BREAK_SYLLABLE = 400,
};

/* A new iterator, for ubrk_close().  Any thread.  E_NOMEM, E_INTERNAL. */
int break_open(UBreakIterator **ret, struct err *e);

/* The rules that iterators are opened by, as ubrk_openBinaryRules() takes them. */
struct break_rules {
	const uint8_t *s;
	size_t n;
	struct buf compiled; /* where s is, unless it was given */
};

/*
 * The n bytes at s (borrowed, aligned to 16), where the ICU that made them, of the
 * version built_with, is the one we run with and takes them; else it compiles the
 * text of our rules.  E_NOMEM, E_INTERNAL.
 */
int break_choose(const uint8_t *s, size_t n, const char *built_with,
		 struct break_rules *ret, struct err *e);

#endif
