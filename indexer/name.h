/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * name - how the words of a name are written: a capital at the start, and small
 * letters behind it, of any script.
 */
#ifndef TRACUU_INDEXER_NAME_H
#define TRACUU_INDEXER_NAME_H

#include <locale.h>
#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"

/* Upper and lower case of all letters, for freelocale().  E_INTERNAL. */
int name_letters(locale_t *ret, struct err *e);

/* Whether n bytes of UTF-8 are letters alone, capital exactly at the start. */
bool name_is_word(locale_t letters, const char *s, size_t n);
/* Whether they are letters alone, two or more, all of them capital. */
bool name_is_initials(locale_t letters, const char *s, size_t n);
/* Whether of all letters among them, and there are some, none is small. */
bool name_is_capitals(locale_t letters, const char *s, size_t n);

#endif
