/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base/utf8.h"

static bool is_continuation(unsigned char c)
{
	return (c & 0xc0) == 0x80;
}

/* What a first byte promises: the length, and the range of the second byte
 * (Unicode 15, table 3-7).  Length 1 for what cannot start a character. */
static size_t promise(unsigned char c, unsigned char *ret_lo,
		      unsigned char *ret_hi)
{
	*ret_lo = c == 0xe0 ? 0xa0 : c == 0xf0 ? 0x90 : 0x80;
	*ret_hi = c == 0xed ? 0x9f : c == 0xf4 ? 0x8f : 0xbf;
	if (c >= 0xc2 && c <= 0xdf)
		return 2;
	if (c >= 0xe0 && c <= 0xef)
		return 3;
	if (c >= 0xf0 && c <= 0xf4)
		return 4;
	return 1;
}

static size_t next_multibyte(const unsigned char *s, size_t n,
			     uint32_t *ret_cp, bool *ret_ok)
{
	unsigned char lo, hi;
	size_t len = promise(s[0], &lo, &hi), i;
	uint32_t cp = s[0] & (0x7fu >> len);

	for (i = 1; i < len && i < n; i++) {
		if (s[i] < lo || s[i] > hi)
			break;
		lo = 0x80;
		hi = 0xbf;
		cp = cp << 6 | (s[i] & 0x3fu);
	}
	*ret_ok = len > 1 && i == len;
	*ret_cp = *ret_ok ? cp : 0xfffd;
	return i;
}

size_t utf8_next(const char *s, size_t n, uint32_t *ret_cp, bool *ret_ok)
{
	unsigned char c = (unsigned char)s[0];
	bool ok = true;
	size_t len = 1;

	if (c < 0x80)
		*ret_cp = c;
	else
		len = next_multibyte((const unsigned char *)s, n, ret_cp, &ok);
	if (ret_ok)
		*ret_ok = ok;
	return len;
}

size_t utf8_valid_len(const char *s, size_t n)
{
	size_t i = 0;

	while (i < n) {
		uint32_t cp;
		bool ok;
		size_t len = utf8_next(s + i, n - i, &cp, &ok);

		if (!ok)
			break;
		i += len;
	}
	return i;
}

int utf8_add_clean(struct buf *b, const char *s, size_t n,
		   size_t *ret_replaced)
{
	size_t replaced = 0;

	while (n) {
		size_t good = utf8_valid_len(s, n);
		uint32_t cp;
		int r = buf_add(b, s, good);

		if (r)
			return r;
		s += good;
		n -= good;
		if (!n)
			break;
		r = buf_add(b, "\xef\xbf\xbd", 3);
		if (r)
			return r;
		good = utf8_next(s, n, &cp, NULL);
		s += good;
		n -= good;
		replaced++;
	}
	if (ret_replaced)
		*ret_replaced = replaced;
	return 0;
}

size_t utf8_utf16_len(const char *s, size_t n)
{
	size_t units = 0;

	/* One unit for each first byte, two for those of four bytes. */
	for (size_t i = 0; i < n; i++) {
		unsigned char c = (unsigned char)s[i];

		units += !is_continuation(c);
		units += c >= 0xf0;
	}
	return units;
}

size_t utf8_floor(const char *s, size_t n, size_t at)
{
	size_t i = at;
	uint32_t cp;

	if (at >= n)
		return n;
	while (i && at - i < 3 && is_continuation((unsigned char)s[i]))
		i--;
	/* A stray continuation byte belongs to nothing before it. */
	return i + utf8_next(s + i, n - i, &cp, NULL) > at ? i : at;
}

bool utf8_is_printable(uint32_t cp)
{
	if (cp < 0x20 || (cp >= 0x7f && cp < 0xa0))
		return false; /* C0, DEL, C1 */
	if (cp == 0x2028 || cp == 0x2029)
		return false; /* line and paragraph separator */
	/* Embedding, override and isolate of direction: what follows them on
	 * the line would no longer be read in the order it was written. */
	return !(cp >= 0x202a && cp <= 0x202e) &&
	       !(cp >= 0x2066 && cp <= 0x2069);
}

size_t utf8_make_printable(char *s, size_t n, char substitute)
{
	size_t out = 0;

	for (size_t i = 0; i < n;) {
		uint32_t cp;
		bool ok;
		size_t len = utf8_next(s + i, n - i, &cp, &ok);

		if (ok && utf8_is_printable(cp)) {
			for (size_t j = 0; j < len; j++)
				s[out++] = s[i + j];
		} else {
			s[out++] = substitute;
		}
		i += len;
	}
	return out;
}
