/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Roman numerals.
 */
#include <string.h>

#include "text/text.h"

static const struct {
	int v;
	const char *s;
} parts[] = { { 50, "l" }, { 40, "xl" }, { 10, "x" }, { 9, "ix" },
	      { 5, "v" },  { 4, "iv" },	 { 1, "i" } };

/* The only way to write a number. */
size_t text_roman_write(long v, char ret[TEXT_ROMAN_MAX])
{
	size_t n = 0;

	if (v < 1 || v > 89)
		return 0;
	for (size_t i = 0; i < sizeof(parts) / sizeof(*parts); i++)
		for (; v >= parts[i].v; v -= parts[i].v) {
			size_t len = strlen(parts[i].s);

			memcpy(ret + n, parts[i].s, len);
			n += len;
		}
	return n;
}

static int worth(char c)
{
	switch (c) {
	case 'i': return 1;
	case 'v': return 5;
	case 'x': return 10;
	case 'l': return 50;
	default: return 0;
	}
}

long text_roman(const char *s, size_t n)
{
	char again[TEXT_ROMAN_MAX];
	long v = 0;

	if (!n || n > 8)
		return -1;
	for (size_t i = 0; i < n; i++) {
		int d = worth(s[i]);

		if (!d)
			return -1;
		v += i + 1 < n && d < worth(s[i + 1]) ? -d : d;
	}
	if (text_roman_write(v, again) != n || memcmp(again, s, n) != 0)
		return -1;
	return v;
}
