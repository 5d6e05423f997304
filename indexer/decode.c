/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Bytes to UTF-8.
 */
#include "indexer/decode.h"

#include <stdint.h>
#include <string.h>
#include <unicode/ustring.h>

#include "base/err.h"
#include "base/utf8.h"
#include "indexer/claim.h"
#include "indexer/guess.h"
#include "indexer/legacy.h"

#define SUBSTITUTE 0x1a /* the control character that was made for it */

/* Above these shares a text is not what we take it for. */
#define ILL_FORMED_PER_MILLE 20
#define CONTROL_PER_MILLE 20

static const char *const names[ENCODINGS] = {
	[ENCODING_NONE] = "unknown",
	[ENCODING_UTF8] = "utf-8",
	[ENCODING_UTF8_BOM] = "utf-8-bom",
	[ENCODING_UTF16LE] = "utf-16le",
	[ENCODING_UTF16BE] = "utf-16be",
	[ENCODING_WINDOWS_1258] = "windows-1258",
	[ENCODING_TCVN3] = "tcvn3",
	[ENCODING_VNI] = "vni",
	[ENCODING_VISCII] = "viscii",
	[ENCODING_VPS] = "vps",
};

const char *encoding_name(enum encoding e)
{
	return names[e];
}

bool encoding_is_guessed(enum encoding e)
{
	return e >= ENCODING_WINDOWS_1258;
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

bool encoding_is_utf16(enum encoding e)
{
	return e == ENCODING_UTF16LE || e == ENCODING_UTF16BE;
}

bool decode_is_binary(const char *s, size_t n)
{
	return !encoding_is_utf16(bom_of(s, n)) && n && memchr(s, 0, n);
}

/* The share that means something. */
static double share_read(size_t n, size_t replaced)
{
	if (!n || replaced >= n)
		return replaced ? 0 : 1;
	return 1 - (double)replaced / (double)n;
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

/* ----------------------------------------------------------------------- UTF-8 */

struct census {
	size_t beyond_ascii; /* well-formed characters that are no ASCII */
	size_t ill_formed;   /* bytes */
};

static struct census take_census(const char *s, size_t n)
{
	struct census c = { 0 };

	for (size_t i = 0; i < n;) {
		uint32_t cp;
		bool ok;
		size_t len = utf8_next(s + i, n - i, &cp, &ok);

		c.ill_formed += ok ? 0 : len;
		c.beyond_ascii += ok && len > 1;
		i += len;
	}
	return c;
}

/* The bytes before `i` are known to be well-formed. */
static size_t replace_ill_formed(char *s, size_t n, size_t i)
{
	size_t replaced = 0;

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

static enum decode_result decode_utf8(struct buf *raw, size_t well_formed,
				      struct decoded *ret)
{
	if (looks_binary(raw->s, raw->len))
		return DECODE_BINARY;
	ret->replaced = replace_ill_formed(raw->s, raw->len, well_formed);
	ret->s = raw->s;
	ret->n = raw->len;
	ret->confidence = share_read(ret->n, ret->replaced);
	return DECODE_OK;
}

/* ------------------------------------------------------------------- by guess */

static enum decode_result decode_guessed(const struct guess *g,
					 const struct buf *raw,
					 struct buf *scratch,
					 struct decoded *ret)
{
	buf_clear(scratch);
	if (legacy_decode(g->table, raw->s, raw->len, scratch, &ret->replaced))
		return DECODE_NOMEM;
	ret->s = scratch->s;
	ret->n = scratch->len;
	ret->encoding = g->table->encoding;
	ret->confidence = g->confidence * share_read(raw->len, ret->replaced);
	ret->extracted = true;
	return looks_binary(ret->s, ret->n) ? DECODE_BINARY : DECODE_OK;
}

/*
 * Characters that are well-formed by chance are rare: where there are more of
 * them than ill-formed bytes, it is UTF-8 that was damaged.
 */
static enum decode_result decode_ill_formed(struct buf *raw, size_t well_formed,
					    struct buf *scratch,
					    struct decoded *ret)
{
	struct census c = take_census(raw->s, raw->len);
	struct guess g = { 0 };

	if (c.beyond_ascii > c.ill_formed || memchr(raw->s, 0, raw->len))
		return decode_utf8(raw, well_formed, ret);
	if (ret->encoding != ENCODING_UTF8_BOM &&
	    guess_encoding(raw->s, raw->len,
			   claimed_encoding(raw->s, raw->len), scratch, &g))
		return DECODE_NOMEM;
	if (g.table)
		return decode_guessed(&g, raw, scratch, ret);
	if (c.ill_formed * 1000 > raw->len * ILL_FORMED_PER_MILLE)
		return looks_binary(raw->s, raw->len) ? DECODE_BINARY :
							DECODE_ENCODING;
	return decode_utf8(raw, well_formed, ret);
}

static enum decode_result decode_8bit(struct buf *raw, struct buf *scratch,
				      struct decoded *ret)
{
	size_t n = utf8_valid_len(raw->s, raw->len);

	return n == raw->len ? decode_utf8(raw, n, ret) :
			       decode_ill_formed(raw, n, scratch, ret);
}

/* ---------------------------------------------------------------------- UTF-16 */

/* Bytes behind a BOM, if there is one, to units of this machine, in place. */
static size_t to_units(char *s, size_t n, enum encoding encoding)
{
	size_t bom = bom_of(s, n) == encoding ? 2 : 0;
	size_t units = (n - bom) / 2;

	for (size_t i = 0; i < units; i++) {
		unsigned char *b = (unsigned char *)s + bom + 2 * i;
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
	ret->confidence = share_read(ret->n, ret->replaced);
	ret->extracted = true;
	if (looks_binary(ret->s, ret->n) ||
	    ret->replaced * 1000 > units * ILL_FORMED_PER_MILLE)
		return DECODE_BINARY;
	return DECODE_OK;
}

/* --------------------------------------------------------------------- by rule */

/* Its table; of those for one encoding the one that fits better. */
static int find_table(enum encoding rule, const struct buf *raw,
		      struct buf *scratch, const struct legacy_table **ret)
{
	struct guess g = { 0 };

	if (guess_encoding(raw->s, raw->len,
			   claimed_encoding(raw->s, raw->len), scratch, &g))
		return E_NOMEM;
	*ret = g.table && g.table->encoding == rule ? g.table : NULL;
	for (size_t i = 0; !*ret && i < LEGACY_TABLES; i++)
		if (legacy_tables[i].encoding == rule)
			*ret = &legacy_tables[i];
	return 0;
}

static enum decode_result decode_by_rule(struct buf *raw, enum encoding rule,
					 struct buf *scratch,
					 struct decoded *ret)
{
	struct guess g = { .confidence = 1 };

	ret->encoding = rule;
	if (encoding_is_utf16(rule))
		return decode_utf16(raw, scratch, ret);
	if (!encoding_is_guessed(rule))
		return decode_utf8(raw, utf8_valid_len(raw->s, raw->len), ret);
	if (find_table(rule, raw, scratch, &g.table))
		return DECODE_NOMEM;
	return decode_guessed(&g, raw, scratch, ret);
}

enum decode_result decode(struct buf *raw, enum encoding rule,
			  struct buf *scratch, struct decoded *ret)
{
	struct decoded d = { .s = "", .encoding = bom_of(raw->s, raw->len) };
	enum decode_result r;

	if (rule != ENCODING_NONE)
		r = decode_by_rule(raw, rule, scratch, &d);
	else if (encoding_is_utf16(d.encoding))
		r = decode_utf16(raw, scratch, &d);
	else
		r = decode_8bit(raw, scratch, &d);
	if (r != DECODE_OK)
		return r;
	if (rule != ENCODING_NONE)
		d.confidence = 1; /* what is wrong is told by `replaced` */
	*ret = d;
	return r;
}
