/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base/outline.h"

#include "base/digits.h"

int outline_add(struct buf *b, const struct outline_item *item)
{
	buf_add(b, item->role, item->role_n);
	buf_addf(b, " %u", item->from);
	if (item->to != item->from)
		buf_addf(b, " %u", item->to);
	return buf_addc(b, '\n');
}

bool outline_next(const char **s, const char *end, struct outline_item *ret)
{
	const char *p = *s;

	while (p < end && *p >= 'a' && *p <= 'z')
		p++;
	ret->role = *s;
	ret->role_n = (size_t)(p - *s);
	if (!ret->role_n || !digits_next(&p, end, &ret->from))
		return false;
	if (!digits_next(&p, end, &ret->to))
		ret->to = ret->from;
	if (p == end || *p != '\n' || !ret->from || ret->to < ret->from)
		return false;
	*s = p + 1;
	return true;
}
