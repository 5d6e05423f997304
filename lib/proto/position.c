/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "proto/position.h"

#include <string.h>

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
		uint32_t cp;
		size_t len = utf8_next(line + at, n - at, &cp, NULL);

		units += cp > 0xffff ? 2 : 1;
		if (units > character)
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

/* The end of the line that begins at `at`; *ret_next is where the next one
 * begins, or n + 1 where there is none. */
static size_t line_end(const char *text, size_t n, size_t at, size_t *ret_next)
{
	const char *lf = memchr(text + at, '\n', n - at);
	size_t end = lf ? (size_t)(lf - text) : n;
	const char *cr = memchr(text + at, '\r', end - at);

	*ret_next = end + 1;
	if (cr && cr + 1 == lf)
		return end - 1;
	if (!cr)
		return end;
	*ret_next = (size_t)(cr - text) + 1;
	return (size_t)(cr - text);
}

bool position_line(const char *text, size_t n, uint32_t number,
		   size_t *ret_begin, size_t *ret_end)
{
	size_t begin = 0, next;

	for (;; number--) {
		size_t end = line_end(text, n, begin, &next);

		if (!number) {
			*ret_begin = begin;
			*ret_end = end;
			return true;
		}
		if (next > n)
			break;
		begin = next;
	}
	*ret_begin = *ret_end = n;
	return false;
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
