/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Bytes to UTF-8.
 */
#include "indexer/decode.h"

#include <stdint.h>
#include <string.h>
#include <unicode/ustring.h>

#include "base/utf8.h"

#define SUBSTITUTE 0x1a /* the control character that was made for it */

/* Above these shares a text is not what we take it for: legacy Vietnamese
 * encodings read as UTF-8 are ill-formed at every fifth letter. */
#define ILL_FORMED_PER_MILLE 20
#define CONTROL_PER_MILLE 20

static const char *const names[ENCODINGS] = {
	[ENCODING_NONE] = "unknown",
	[ENCODING_UTF8] = "utf-8",
	[ENCODING_UTF8_BOM] = "utf-8-bom",
	[ENCODING_UTF16LE] = "utf-16le",
	[ENCODING_UTF16BE] = "utf-16be",
};

const char *encoding_name(enum encoding e)
{
	return names[e];
}

static enum encoding bom_of(const char *s, size_t n)
{
	if (n >= 3 && !memcmp(s, "\xef\xbb\xbf", 3))
		return ENCODING_UTF8_BOM;
	if (n >= 2 && !memcmp(s, "\xff\xfe", 2))
		return ENCODING_UTF16LE;
	if (n >= 2 && !memcmp(s, "\xfe\xff", 2))
		return ENCODING_UTF16BE;
	return ENCODING_UTF8;
}

static bool is_utf16(enum encoding e)
{
	return e == ENCODING_UTF16LE || e == ENCODING_UTF16BE;
}

bool decode_is_binary(const char *s, size_t n)
{
	return !is_utf16(bom_of(s, n)) && n && memchr(s, 0, n);
}

double decode_confidence(size_t text_bytes, size_t replaced)
{
	if (!text_bytes || replaced >= text_bytes)
		return replaced ? 0 : 1;
	return 1 - (double)replaced / (double)text_bytes;
}

static bool is_control(char c)
{
	unsigned char u = (unsigned char)c;

	return u < ' ' && !(u >= '\b' && u <= '\r') && u != SUBSTITUTE &&
	       u != '\033';
}

/* NULs, or too many other control characters. */
static bool looks_binary(const char *s, size_t n)
{
	size_t controls = 0;

	if (n && memchr(s, 0, n))
		return true;
	for (size_t i = 0; i < n; i++)
		controls += is_control(s[i]);
	return controls * 1000 > n * CONTROL_PER_MILLE;
}

static size_t replace_ill_formed(char *s, size_t n)
{
	size_t i = utf8_valid_len(s, n), replaced = 0;

	while (i < n) {
		uint32_t cp;
		bool ok;
		size_t len = utf8_next(s + i, n - i, &cp, &ok);

		if (!ok) {
			memset(s + i, SUBSTITUTE, len);
			replaced += len;
		}
		i += len + utf8_valid_len(s + i + len, n - i - len);
	}
	return replaced;
}

static enum decode_result decode_utf8(struct buf *raw, struct decoded *ret)
{
	if (looks_binary(raw->s, raw->len))
		return DECODE_BINARY;
	ret->replaced = replace_ill_formed(raw->s, raw->len);
	if (ret->replaced * 1000 > raw->len * ILL_FORMED_PER_MILLE)
		return DECODE_ENCODING;
	ret->s = raw->s;
	ret->n = raw->len;
	return DECODE_OK;
}

/* Bytes behind the BOM to units of this machine, in place. */
static size_t to_units(char *s, size_t n, enum encoding encoding)
{
	size_t units = (n - 2) / 2;

	for (size_t i = 0; i < units; i++) {
		unsigned char *b = (unsigned char *)s + 2 + 2 * i;
		bool le = encoding == ENCODING_UTF16LE;
		uint32_t low = b[le ? 0 : 1], high = b[le ? 1 : 0];
		uint16_t u = (uint16_t)(high << 8 | low);

		memcpy(s + 2 * i, &u, sizeof(u));
	}
	return units;
}

static enum decode_result decode_utf16(struct buf *raw, struct buf *scratch,
				       struct decoded *ret)
{
	size_t units = to_units(raw->s, raw->len, ret->encoding);
	UErrorCode status = U_ZERO_ERROR;
	int32_t len = 0, replaced = 0;

	buf_clear(scratch);
	/* A unit takes three bytes of UTF-8 at most. */
	if (units > INT32_MAX / 3 || buf_reserve(scratch, units * 3 + 1))
		return DECODE_NOMEM;
	/* The start of malloc()ed memory is aligned for a UChar. */
	u_strToUTF8WithSub(scratch->s, (int32_t)(units * 3 + 1), &len,
			   (const UChar *)(const void *)raw->s, (int32_t)units,
			   0xfffd, &replaced, &status);
	if (U_FAILURE(status))
		return DECODE_BINARY;
	scratch->len = (size_t)len;
	ret->replaced = (size_t)replaced + (raw->len & 1);
	ret->s = scratch->s;
	ret->n = scratch->len;
	ret->extracted = true;
	if (looks_binary(ret->s, ret->n) ||
	    ret->replaced * 1000 > units * ILL_FORMED_PER_MILLE)
		return DECODE_BINARY;
	return DECODE_OK;
}

enum decode_result decode(struct buf *raw, struct buf *scratch,
			  struct decoded *ret)
{
	struct decoded d = { .s = "", .encoding = bom_of(raw->s, raw->len) };
	enum decode_result r;

	if (is_utf16(d.encoding))
		r = decode_utf16(raw, scratch, &d);
	else
		r = decode_utf8(raw, &d);
	if (r == DECODE_OK)
		*ret = d;
	return r;
}
