/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/claim.h"

#include <string.h>
#include <strings.h>

#define HEAD_BYTES 8192 /* where it is looked for */

/* Names as IANA, libiconv and the editors of their time have them.  What the
 * others claim, iso-8859-1 and x-user-defined above all, says nothing. */
static const struct {
	const char *name;
	enum encoding encoding;
} names[] = {
	{ "windows-1258", ENCODING_WINDOWS_1258 },
	{ "cp1258", ENCODING_WINDOWS_1258 },
	{ "x-cp1258", ENCODING_WINDOWS_1258 },
	{ "tcvn", ENCODING_TCVN3 },
	{ "tcvn3", ENCODING_TCVN3 },
	{ "tcvn-5712", ENCODING_TCVN3 },
	{ "tcvn5712-1", ENCODING_TCVN3 },
	{ "x-viet-tcvn", ENCODING_TCVN3 },
	{ "x-viet-tcvn5712", ENCODING_TCVN3 },
	{ "vni", ENCODING_VNI },
	{ "x-viet-vni", ENCODING_VNI },
	{ "viscii", ENCODING_VISCII },
	{ "csviscii", ENCODING_VISCII },
	{ "viscii1.1-1", ENCODING_VISCII },
	{ "vps", ENCODING_VPS },
	{ "x-viet-vps", ENCODING_VPS },
};

static enum encoding encoding_of(const char *s, size_t n)
{
	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
		if (strlen(names[i].name) == n &&
		    !strncasecmp(names[i].name, s, n))
			return names[i].encoding;
	return ENCODING_NONE;
}

/* What stands behind `key` and "=" in the tag s, quoted or not. */
static enum encoding value_of(const char *s, size_t n, const char *key)
{
	size_t len = strlen(key);

	for (size_t i = 0; i + len < n; i++) {
		size_t begin = i + len, end;

		if (strncasecmp(s + i, key, len))
			continue;
		while (begin < n && strchr(" =\"'", s[begin]))
			begin++;
		end = begin;
		while (end < n && !strchr(" ;\"'/>?", s[end]))
			end++;
		return encoding_of(s + begin, end - begin);
	}
	return ENCODING_NONE;
}

enum encoding claimed_encoding(const char *s, size_t n)
{
	static const struct {
		const char *tag, *key;
	} places[] = { { "<?xml", "encoding" }, { "<meta", "charset" } };
	enum encoding claim = ENCODING_NONE;

	n = n < HEAD_BYTES ? n : HEAD_BYTES;
	for (size_t i = 0; i < n && claim == ENCODING_NONE; i++) {
		const char *end;

		if (s[i] != '<')
			continue;
		end = memchr(s + i, '>', n - i);
		for (size_t k = 0; end && k < 2; k++)
			if (!strncasecmp(s + i, places[k].tag, 5))
				claim = value_of(s + i, (size_t)(end - s) - i,
						 places[k].key);
	}
	return claim;
}
