/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <limits.h>
#include <stdlib.h>
#include <unicode/unorm2.h>
#include <unicode/ustring.h>

#include "text/text.h"

/* Composing never makes more than three units of one (UAX #15). */
#define GROWS 3

/* Of n units at s, into `to` of GROWS * n; -1: not possible. */
static int32_t compose(const UChar *s, int32_t n, UChar *to)
{
	UErrorCode status = U_ZERO_ERROR;
	const UNormalizer2 *nfc = unorm2_getNFCInstance(&status);
	int32_t len = unorm2_normalize(nfc, s, n, to, GROWS * n, &status);

	return U_SUCCESS(status) ? len : -1;
}

int text_compose(const char *s, size_t n, struct buf *out)
{
	UErrorCode status = U_ZERO_ERROR;
	UChar *units;
	int32_t len = 0;

	if (n == 0)
		return 0;
	if (n > INT_MAX / (4 * GROWS))
		return buf_add(out, s, n);
	units = malloc((1 + GROWS) * n * sizeof(*units));
	/* Each unit takes three bytes at most. */
	if (!units || buf_reserve(out, 3 * GROWS * n)) {
		free(units);
		return E_NOMEM;
	}
	u_strFromUTF8(units, (int32_t)n, &len, s, (int32_t)n, &status);
	len = U_SUCCESS(status) ? compose(units, len, units + n) : -1;
	if (len >= 0)
		u_strToUTF8(out->s + out->len, (int32_t)(3 * GROWS * n), &len,
			    units + n, len, &status);
	free(units);
	if (len < 0 || U_FAILURE(status)) /* no UTF-8 */
		return buf_add(out, s, n);
	out->len += (size_t)len;
	out->s[out->len] = 0;
	return 0;
}
