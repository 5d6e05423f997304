/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The characters that part a query: white space, quotation marks, brackets.
 */
#include <string.h>

#include "search/query/parser.h"

static bool starts_with(const char *s, size_t n, const char *what)
{
	size_t len = strlen(what);

	return n >= len && !memcmp(s, what, len);
}

size_t query_space_len(const char *s, size_t n)
{
	static const char *const wide[] = { "\xc2\xa0", "\xe2\x80\x8b",
					    "\xe3\x80\x80" };

	if (n && query_is_space(*s))
		return 1;
	for (size_t i = 0; i < sizeof(wide) / sizeof(*wide); i++)
		if (starts_with(s, n, wide[i]))
			return strlen(wide[i]);
	return 0;
}

bool query_has_space(const char *s, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (query_space_len(s + i, n - i))
			return true;
	return false;
}

size_t query_quote_len(const char *s, size_t n)
{
	static const char *const quotes[] = {
		"\"",		"\xe2\x80\x9c", "\xe2\x80\x9d", "\xe2\x80\x9e",
		"\xe2\x80\x9f", "\xc2\xab",	"\xc2\xbb",	"\xef\xbc\x82",
	};

	for (size_t i = 0; i < sizeof(quotes) / sizeof(*quotes); i++)
		if (starts_with(s, n, quotes[i]))
			return strlen(quotes[i]);
	return 0;
}

size_t query_quote_end(const char *s, size_t n, size_t at)
{
	while (at < n && !query_quote_len(s + at, n - at))
		at++;
	return at;
}

void query_add_quoted(struct buf *b, const char *s, size_t n)
{
	buf_addc(b, '"');
	for (size_t i = 0; i < n;) {
		size_t quote = query_quote_len(s + i, n - i);

		buf_addc(b, quote ? ' ' : s[i]);
		i += quote ? quote : 1;
	}
	buf_addc(b, '"');
}

size_t query_chunk_end(const char *s, size_t n, size_t at)
{
	while (at < n && s[at] != '(' && s[at] != ')' &&
	       !query_space_len(s + at, n - at) &&
	       !query_quote_len(s + at, n - at))
		at++;
	return at;
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c & 0x80;
}

bool query_goes_on(const char *s, size_t at, size_t len)
{
	size_t end = at + len, i = at + 1;

	while (at > 0 && s[at - 1] == ' ')
		at--;
	while (i < end && is_letter(s[i]))
		i++;
	return at > 0 && is_digit(s[at - 1]) && i < end && s[i] == '/' &&
	       is_letter(s[i - 1]);
}
