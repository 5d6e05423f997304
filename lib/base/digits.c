/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base/digits.h"

bool digits_next(const char **s, const char *end, uint32_t *ret)
{
	const char *p = *s, *digits = p + 1;
	uint64_t v = 0;

	if (p == end || *p++ != ' ')
		return false;
	while (p < end && *p >= '0' && *p <= '9' && v <= UINT32_MAX)
		v = v * 10 + (uint64_t)(*p++ - '0');
	if (p == digits || v > UINT32_MAX)
		return false;
	*s = p;
	*ret = (uint32_t)v;
	return true;
}
