/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * room - growing arrays.
 */
#ifndef TRACUU_INDEXER_ROOM_H
#define TRACUU_INDEXER_ROOM_H

#include <stdlib.h>

/*
 * The array `v` of *cap elements of `size` bytes with room for more than n,
 * moved where it has to be; NULL when out of memory: `v` is as it was then.
 */
static inline void *room_for_more(void *v, size_t n, size_t *cap, size_t size)
{
	size_t more = *cap ? *cap * 2 : 64;
	void *moved;

	if (n < *cap)
		return v;
	moved = reallocarray(v, more, size);
	if (moved)
		*cap = more;
	return moved;
}

#endif
