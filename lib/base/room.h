/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * room - growing arrays.
 */
#ifndef TRACUU_BASE_ROOM_H
#define TRACUU_BASE_ROOM_H

#include <stdlib.h>

/*
 * The array `v` of *cap elements of `size` bytes with room for at least `need`,
 * moved where it has to be, *cap what it has room for then; new elements are not
 * initialised.  NULL when out of memory: `v` and *cap are as they were.
 */
static inline void *room(void *v, size_t need, size_t *cap, size_t size)
{
	size_t n = *cap ? *cap : 64;
	void *moved;

	if (need <= *cap)
		return v;
	while (n < need)
		n *= 2;
	moved = reallocarray(v, n, size);
	if (moved)
		*cap = n;
	return moved;
}

#endif
