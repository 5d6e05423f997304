/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/legacy.h"

#include <string.h>
#include <unicode/unorm2.h>
#include <unicode/ustring.h>

#include "base/err.h"

enum {
	PIECE = 4096, /* bytes that are decoded at a time */
	/* Units of UTF-16, and bytes of UTF-8 for one of them. */
	UNITS = 2 * PIECE,
	UTF8_MAX = 3,
	NOTHING = 0xfffd,
};

static char16_t letter_of(const struct legacy_table *t, unsigned char c)
{
	if (c >= 0x80)
		return t->high[c - 0x80];
	return c < 0x20 && t->low && t->low[c] ? t->low[c] : c;
}

static int32_t to_units(const struct legacy_table *t, const char *s, size_t n,
			UChar *ret, size_t *replaced)
{
	int32_t len = 0;

	for (size_t i = 0; i < n; i++) {
		unsigned char c = (unsigned char)s[i];

		ret[len++] = letter_of(t, c);
		*replaced += ret[len - 1] == NOTHING;
		if (c >= 0xc0 && t->tones && t->tones[c & 0x1f])
			ret[len++] = t->tones[c & 0x1f];
	}
	return len;
}

/* A piece ends where no mark can follow, before a byte of ASCII. */
static size_t piece_len(const char *s, size_t n)
{
	size_t len = PIECE;

	if (n <= PIECE)
		return n;
	while (len && ((unsigned char)s[len] >= 0x80 || s[len] < ' '))
		len--;
	return len ? len : PIECE;
}

static int add_units(const UChar *units, int32_t n, struct buf *out)
{
	UErrorCode status = U_ZERO_ERROR;
	int32_t room = n * UTF8_MAX + 1, len = 0;

	if (buf_reserve(out, (size_t)room))
		return E_NOMEM;
	u_strToUTF8(out->s + out->len, room, &len, units, n, &status);
	if (U_FAILURE(status))
		return E_NOMEM;
	out->len += (size_t)len;
	return 0;
}

int legacy_decode(const struct legacy_table *t, const char *s, size_t n,
		  struct buf *out, size_t *replaced)
{
	UChar units[UNITS], composed[UNITS];

	while (n) {
		UErrorCode status = U_ZERO_ERROR;
		const UNormalizer2 *nfc = unorm2_getNFCInstance(&status);
		size_t piece = piece_len(s, n);
		int32_t len = to_units(t, s, piece, units, replaced);

		/* What is composed is never longer than the parts. */
		len = unorm2_normalize(nfc, units, len, composed, UNITS,
				       &status);
		if (U_FAILURE(status) || add_units(composed, len, out))
			return E_NOMEM;
		s += piece;
		n -= piece;
	}
	return 0;
}
