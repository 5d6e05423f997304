/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base/mention.h"

#include <string.h>

void mention_line_add(struct mention_lines *l, uint32_t line)
{
	size_t i = l->n;

	while (i && l->v[i - 1] > line)
		i--;
	if ((i && l->v[i - 1] == line) || l->n == MENTION_LINES_MAX)
		return;
	memmove(l->v + i + 1, l->v + i, (l->n - i) * sizeof(*l->v));
	l->v[i] = line;
	l->n++;
}

int mention_add(struct buf *b, const char *date,
		const struct mention_lines *lines)
{
	if (date)
		buf_adds(b, date);
	for (size_t i = 0; i < lines->n; i++)
		buf_addf(b, " %u", lines->v[i]);
	return buf_addc(b, '\n');
}

/* Take a line off a list. */
static const char *take_line(const char **s, const char *end, size_t *ret_n)
{
	const char *line = *s;
	const char *nl = line < end ? memchr(line, '\n', (size_t)(end - line)) :
				      NULL;

	*ret_n = (size_t)((nl ? nl : end) - line);
	*s = nl ? nl + 1 : end;
	return line;
}

bool mention_next(struct mention_list *l, struct mention *ret)
{
	size_t n;

	if (l->names == l->names_end)
		return false;
	*ret = (struct mention){ 0 };
	ret->name = take_line(&l->names, l->names_end, &ret->name_n);
	ret->lines = take_line(&l->where, l->where_end, &n);
	ret->lines_end = ret->lines + n;
	if (n >= MENTION_DATE_LEN && *ret->lines != ' ') {
		ret->date = ret->lines;
		ret->lines += MENTION_DATE_LEN;
	}
	return true;
}
