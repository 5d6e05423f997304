/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * break - the rules of break.rules, compiled.
 */
#ifndef TRACUU_TEXT_BREAK_H
#define TRACUU_TEXT_BREAK_H

#include <unicode/ubrk.h>

#include "base/err.h"

/* What lies before a boundary: the status values of break.rules. */
enum break_status {
	BREAK_GAP = 0,	    /* spaces, hyphens, quotes ...: separates */
	BREAK_PHRASE = 100, /* a comma, a line end ...: and ends a phrase */
	BREAK_OTHER = 200,
	BREAK_NUMBER = 300,
	BREAK_SYLLABLE = 400,
};

/*
 * A new iterator, for break_close().  The first one compiles the rules, further
 * ones copy it.  Any thread.  E_NOMEM, E_INTERNAL.
 */
int break_open(UBreakIterator **ret, struct err *e);
/* Any thread.  With the last one the compiled rules go, too. */
void break_close(UBreakIterator *it);

#endif
