/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base/number.h"

#include <ctype.h>
#include <errno.h>
#include <stdlib.h>

#include "base/err.h"

int number_parse(const char *s, uint64_t min, uint64_t max, uint64_t *ret)
{
	unsigned long long v;
	char *end;

	if (!isdigit((unsigned char)*s))
		return E_INVAL; /* strtoull() would take a sign or a space */
	errno = 0;
	v = strtoull(s, &end, 10);
	if (errno || *end || v < min || v > max)
		return E_INVAL;
	*ret = v;
	return 0;
}
