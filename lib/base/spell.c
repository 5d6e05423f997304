/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The distance of Damerau and Levenshtein, row by row.
 */
#include "base/spell.h"

#include <string.h>

static size_t smaller(size_t a, size_t b)
{
	return a < b ? a : b;
}

size_t spell_distance(const char *a, const char *b)
{
	size_t n = strlen(a), m = strlen(b);
	/* Of the last row but one, the last, and the one being made. */
	size_t rows[3][SPELL_MAX + 1];

	if (n >= SPELL_MAX || m >= SPELL_MAX)
		return SPELL_MAX;
	for (size_t k = 0; k <= m; k++)
		rows[0][k] = k;
	for (size_t i = 1; i <= n; i++) {
		size_t *row = rows[i % 3], *last = rows[(i + 2) % 3];
		const size_t *before = rows[(i + 1) % 3];

		row[0] = i;
		for (size_t k = 1; k <= m; k++) {
			row[k] = smaller(last[k - 1] + (a[i - 1] != b[k - 1]),
					 smaller(last[k], row[k - 1]) + 1);
			if (i > 1 && k > 1 && a[i - 1] == b[k - 2] &&
			    a[i - 2] == b[k - 1])
				row[k] = smaller(row[k], before[k - 2] + 1);
		}
	}
	return rows[n % 3][m];
}

size_t spell_slips(const char *name)
{
	return 1 + strlen(name) / 4;
}
