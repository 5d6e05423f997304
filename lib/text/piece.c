/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <string.h>

#include <unicode/utf16.h>

#include "base/utf8.h"
#include "text/piece.h"

size_t piece_len(const char *s, size_t n)
{
	const char *end;

	if (n <= PIECE_MAX)
		return n;
	end = memrchr(s, '\n', PIECE_MAX);
	if (!end)
		end = memrchr(s, ' ', PIECE_MAX);
	if (end)
		return (size_t)(end - s) + 1;
	n = utf8_floor(s, n, PIECE_MAX);
	return n ? n : PIECE_MAX;
}

void piece_load(struct piece *p, const char *s, size_t n)
{
	int32_t units = 0;
	size_t i = 0;

	while (i < n) {
		uint32_t c;
		size_t len;

		p->at[units] = (uint16_t)i;
		if ((unsigned char)s[i] < 0x80) {
			p->units[units++] = (unsigned char)s[i++];
			continue;
		}
		len = utf8_next(s + i, n - i, &c, NULL);
		if (c > 0xffff)
			p->at[units + 1] = (uint16_t)i;
		U16_APPEND_UNSAFE(p->units, units, c);
		i += len;
	}
	p->at[units] = (uint16_t)n;
	p->n = units;
}
