/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "proto/position.h"

#include "base/utf8.h"

const char *position_encoding_name(enum position_encoding x)
{
	return x == POSITION_UTF8 ? "utf-8" : "utf-16";
}

size_t position_byte(enum position_encoding x, const char *line, size_t n,
		     uint32_t character)
{
	uint32_t units = 0;
	size_t at = 0;

	if (x == POSITION_UTF8)
		return utf8_floor(line, n, character < n ? character : n);
	while (at < n) {
		unsigned char lead = (unsigned char)line[at];
		size_t len = lead < 0x80 ? 1 : lead < 0xe0 ? 2 :
			     lead < 0xf0 ? 3 : 4;

		units += len == 4 ? 2 : 1;
		if (units > character || len > n - at)
			break;
		at += len;
	}
	return at;
}

uint32_t position_character(enum position_encoding x, const char *line,
			    size_t n, size_t byte)
{
	if (byte > n)
		byte = n;
	return (uint32_t)(x == POSITION_UTF8 ? byte :
					       utf8_utf16_len(line, byte));
}

static bool ends_line(char c)
{
	return c == '\n' || c == '\r';
}

bool position_line(const char *text, size_t n, uint32_t number,
		   size_t *ret_begin, size_t *ret_end)
{
	size_t i = 0, begin;

	/* A byte at a time: a call of memchr() for each line takes twenty times
	 * as long where all of them are empty. */
	for (; i < n && number; i++) {
		if (!ends_line(text[i]))
			continue;
		if (text[i] == '\r' && i + 1 < n && text[i + 1] == '\n')
			i++;
		number--;
	}
	begin = i;
	while (i < n && !number && !ends_line(text[i]))
		i++;
	*ret_begin = begin;
	*ret_end = i;
	return !number;
}

size_t position_offset(enum position_encoding x, const char *text, size_t n,
		       struct position at)
{
	size_t begin, end;

	if (!position_line(text, n, at.line, &begin, &end))
		return n;
	return begin + position_byte(x, text + begin, end - begin,
				     at.character);
}
