/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * spell - what may have been meant by a name that is not known.  (Words of a
 * query are another matter: search/typing/.)
 */
#ifndef TRACUU_BASE_SPELL_H
#define TRACUU_BASE_SPELL_H

#include <stddef.h>

#define SPELL_MAX 64 /* bytes; longer names are like nothing */

/*
 * How many letters have to be put in, left out, changed or swapped with their
 * neighbour to make one name of the other; SPELL_MAX when one is too long.
 */
size_t spell_distance(const char *a, const char *b);
/* The most slips that a name may have and still be taken for another. */
size_t spell_slips(const char *name);

#endif
