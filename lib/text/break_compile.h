/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * break_compile - the rules of break.rules, compiled by ICU from their text.  It
 * takes milliseconds, so that programs carry them compiled (tools/break_rules.c)
 * and do it only where ICU is another than they were built with.  Any thread.
 */
#ifndef TRACUU_TEXT_BREAK_COMPILE_H
#define TRACUU_TEXT_BREAK_COMPILE_H

#include <unicode/ubrk.h>
#include <unicode/uversion.h>

#include "base/buf.h"
#include "base/err.h"

/* A new iterator, for ubrk_close().  E_NOMEM, E_INTERNAL (the rules are wrong). */
int break_compile(UBreakIterator **ret, struct err *e);
/* Its rules as ICU has them in memory, appended to `ret`: for ubrk_openBinaryRules()
 * of this ICU on a machine of this kind.  E_NOMEM. */
int break_binary(UBreakIterator *it, struct buf *ret, struct err *e);

/* The version of the ICU that the program runs with: "72.1". */
void break_icu(char ret[U_MAX_VERSION_STRING_LENGTH]);

#endif
