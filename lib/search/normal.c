/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "search/search.h"
#include "text/text.h"

/* Of what b has from `at` on: several spaces as one, none at either end.  Line
 * ends and tabs may part what spaces do not. */
static void squeeze(struct buf *b, size_t at)
{
	size_t to = at;

	for (size_t i = at; i < b->len; i++)
		if (b->s[i] != ' ' || (to > at && b->s[to - 1] != ' '))
			b->s[to++] = b->s[i];
	if (to > at && b->s[to - 1] == ' ')
		to--;
	b->len = to;
}

int search_normalise(const char *query, size_t n, struct buf *ret)
{
	size_t at = ret->len;
	int r = text_compose(query, n, ret);

	if (!r)
		squeeze(ret, at);
	return r;
}
