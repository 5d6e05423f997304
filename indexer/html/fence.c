/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * What the parser must not be given: tags of so many attributes that it would
 * not come to an end, and the end of a page that goes on.
 */
#include <ctype.h>
#include <string.h>
#include <strings.h>

#include "indexer/html/page.h"

/* The end of a quoted value that begins at i. */
static size_t behind_quote(const char *s, size_t n, size_t i)
{
	const char *end = memchr(s + i + 1, s[i], n - i - 1);

	return end ? (size_t)(end + 1 - s) : i + 1;
}

/*
 * Go over the tag that begins at i.  Each space inside may begin an attribute; a
 * quote that is no value's costs at most what stands behind it.
 */
static size_t fence_tag(char *s, size_t n, size_t i, bool *bounded)
{
	size_t attributes = 0, from = 0;

	while (i < n && s[i] != '>') {
		bool value = (s[i] == '"' || s[i] == '\'') && s[i - 1] == '=';

		if (!value && !isalnum((unsigned char)s[i]) &&
		    ++attributes == HTML_ATTRIBUTES_MAX * 4)
			from = i;
		i = value ? behind_quote(s, n, i) : i + 1;
	}
	if (from) {
		memset(s + from, ' ', i - from);
		*bounded = true;
	}
	return i;
}

/* Behind </html> the parser takes nothing more, and pages go on. */
static size_t blank_end(char *s, size_t n, size_t i)
{
	static const char end[] = "/html>";
	size_t len = sizeof(end) - 1;

	if (n - i < len || strncasecmp(s + i, end, len))
		return i;
	memset(s + i - 1, ' ', len + 1);
	return i + len;
}

bool html_fence(char *s, size_t n)
{
	bool bounded = false;
	size_t i = 0;

	while (i + 1 < n) {
		const char *open = memchr(s + i, '<', n - i - 1);

		if (!open)
			break;
		i = (size_t)(open + 1 - s);
		if (isalpha((unsigned char)s[i]))
			i = fence_tag(s, n, i, &bounded);
		else
			i = blank_end(s, n, i);
	}
	return bounded;
}
