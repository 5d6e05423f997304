/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "proto/emit.h"

#include <math.h>
#include <string.h>

#include "base/utf8.h"

static void separate(struct buf *b, char bracket)
{
	/* A string that ends in a bracket ends in a quote here. */
	if (b->len && b->s[b->len - 1] != bracket)
		buf_addc(b, ',');
}

void emit_key(struct buf *b, const char *name)
{
	separate(b, '{');
	buf_addc(b, '"');
	buf_adds(b, name);
	buf_add(b, "\":", 2);
}

void emit_item(struct buf *b)
{
	separate(b, '[');
}

static bool is_plain(unsigned char c)
{
	return c >= 0x20 && c < 0x7f && c != '"' && c != '\\';
}

/* The length of the part at the start of s that a JSON string has as it is. */
static size_t plain_len(const char *s, size_t n)
{
	size_t i = 0;

	while (i < n) {
		unsigned char c = (unsigned char)s[i];
		uint32_t cp;
		bool ok;
		size_t len;

		if (is_plain(c)) {
			i++;
			continue;
		}
		if (c < 0x80)
			break;
		len = utf8_next(s + i, n - i, &cp, &ok);
		if (!ok || !utf8_is_printable(cp))
			break;
		i += len;
	}
	return i;
}

/* One character that must not stand in a JSON string as it is. */
static size_t emit_escaped(struct buf *b, const char *s, size_t n)
{
	uint32_t cp;
	bool ok;
	size_t len = utf8_next(s, n, &cp, &ok);

	if (!ok)
		buf_add(b, "\xef\xbf\xbd", 3);
	else if (cp == '"' || cp == '\\')
		buf_addf(b, "\\%c", (char)cp);
	else if (cp == '\n')
		buf_add(b, "\\n", 2);
	else /* all that are not printable have four digits */
		buf_addf(b, "\\u%04x", (unsigned)cp);
	return len;
}

void emit_text(struct buf *b, const char *s, size_t n)
{
	buf_addc(b, '"');
	while (n) {
		size_t k = plain_len(s, n);

		buf_add(b, s, k);
		if (k < n)
			k += emit_escaped(b, s + k, n - k);
		s += k;
		n -= k;
	}
	buf_addc(b, '"');
}

void emit_list(struct buf *b, const char *name)
{
	buf_addc(b, '{');
	emit_key(b, name);
	buf_addc(b, '[');
}

void emit_u64(struct buf *b, uint64_t v)
{
	char digits[20];
	size_t at = sizeof(digits);

	do
		digits[--at] = (char)('0' + v % 10);
	while (v /= 10);
	buf_add(b, digits + at, sizeof(digits) - at);
}

void emit_real(struct buf *b, double v)
{
	buf_addf(b, "%.9g", isfinite(v) ? v : 0);
}

void emit_bool(struct buf *b, bool v)
{
	buf_adds(b, v ? "true" : "false");
}
