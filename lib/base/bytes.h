/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * bytes - strings with a length, compared.
 */
#ifndef TRACUU_BASE_BYTES_H
#define TRACUU_BASE_BYTES_H

#include <stddef.h>
#include <string.h>

/* < 0, 0 or > 0: by their bytes, the beginning of a string before it, as the
 * terms of a dictionary are in order.  NULL with a length of 0 is fine. */
static inline int bytes_compare(const char *a, size_t a_n, const char *b,
				size_t b_n)
{
	size_t n = a_n < b_n ? a_n : b_n;
	int r = n ? memcmp(a, b, n) : 0;

	return r ? r : (a_n > b_n) - (a_n < b_n);
}

#endif
