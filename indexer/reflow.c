/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/reflow.h"

#include <stdbool.h>
#include <string.h>

#define FULL 3 / 4 /* of the longest line: letters are not all as wide */

/* Characters of UTF-8. */
static size_t width(const char *s, size_t n)
{
	size_t w = 0;

	for (size_t i = 0; i < n; i++)
		w += ((unsigned char)s[i] & 0xc0) != 0x80;
	return w;
}

static size_t line_len(const char *s, size_t n)
{
	const char *nl = memchr(s, '\n', n);

	return nl ? (size_t)(nl - s) : n;
}

static size_t longest_line(const char *s, size_t n)
{
	size_t longest = 0;

	for (size_t at = 0; at < n;) {
		size_t len = line_len(s + at, n - at);
		size_t w = width(s + at, len);

		longest = w > longest ? w : longest;
		at += len + 1;
	}
	return longest;
}

static bool is_blank(const char *s, size_t n)
{
	while (n && (*s == ' ' || *s == '\t' || *s == '\r'))
		s++, n--;
	return !n;
}

static void reflow_page(char *s, size_t n)
{
	size_t full = longest_line(s, n) * FULL;

	for (size_t at = 0; at < n;) {
		size_t len = line_len(s + at, n - at), next = at + len + 1;

		if (next < n && width(s + at, len) >= full &&
		    !is_blank(s + at, len) &&
		    !is_blank(s + next, line_len(s + next, n - next)))
			s[at + len] = ' ';
		at = next;
	}
}

void reflow(char *s, size_t n)
{
	while (n) {
		char *end = memchr(s, '\f', n);
		size_t len = end ? (size_t)(end - s) : n;

		reflow_page(s, len);
		len += end != NULL;
		s += len;
		n -= len;
	}
}
