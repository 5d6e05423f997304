/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base/room.h"
#include "indexer/lines.h"

#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"

/* Shorter than this a line may well say a word twice ("xanh xanh"). */
#define DOUBLED_MIN 12 /* bytes of X in "X X" */

const char *line_kind_name(enum line_kind kind)
{
	static const char *const names[] = {
		[LINE_BLANK] = "blank",	    [LINE_BODY] = "body",
		[LINE_TITLE] = "title",	    [LINE_SECTION] = "section",
		[LINE_DATELINE] = "dateline", [LINE_AUTHOR] = "author",
		[LINE_PHOTO] = "photo",	    [LINE_LEAD] = "lead",
		[LINE_CAPTION] = "caption", [LINE_HEADING] = "heading",
		[LINE_FORM] = "form",
		[LINE_FURNITURE] = "furniture", [LINE_DOUBLED] = "doubled",
	};

	return names[kind];
}

void lines_release(struct lines *l)
{
	free(l->v);
	*l = (struct lines){ 0 };
}

static bool is_space(uint32_t cp)
{
	return cp == ' ' || (cp >= '\t' && cp <= '\r') || cp == 0xa0 ||
	       (cp >= 0x2000 && cp <= 0x200b) || cp == 0x2028 || cp == 0x2029 ||
	       cp == 0x202f || cp == 0x3000 || cp == 0xfeff;
}

size_t space_before(const char *s, size_t n)
{
	size_t i = 0;

	while (i < n) {
		uint32_t cp;
		size_t len = utf8_next(s + i, n - i, &cp, NULL);

		if (!is_space(cp))
			break;
		i += len;
	}
	return i;
}

size_t space_behind(const char *s, size_t n)
{
	size_t end = n;

	while (end) {
		size_t at = utf8_floor(s, n, end - 1);
		uint32_t cp;

		utf8_next(s + at, end - at, &cp, NULL);
		if (!is_space(cp))
			break;
		end = at;
	}
	return n - end;
}

static int add_line(struct lines *l, size_t begin, size_t end)
{
	struct line *v;

	if (l->n >= LINES_MAX)
		return E_LIMIT;
	v = room(l->v, l->n + 1, &l->cap, sizeof(*v));
	if (!v)
		return E_NOMEM;
	l->v = v;
	v[l->n++] = (struct line){
		.begin = (uint32_t)begin,
		.end = (uint32_t)end,
		.kind = begin < end ? LINE_BODY : LINE_BLANK,
	};
	return 0;
}

int lines_split(struct lines *l, const char *s, size_t n)
{
	l->n = 0;
	for (size_t at = 0; at < n;) {
		const char *nl = memchr(s + at, '\n', n - at);
		size_t end = nl ? (size_t)(nl - s) : n;
		size_t begin = at + space_before(s + at, end - at);
		int r;

		at = end + 1;
		if (begin < end)
			end -= space_behind(s + begin, end - begin);
		r = add_line(l, begin, end);
		if (r)
			return r;
	}
	return 0;
}

size_t half_of_doubled(const char *s, size_t n)
{
	/* Between the halves stands a space of one to three bytes. */
	for (size_t gap = 1; gap <= 3; gap++) {
		size_t half = (n - gap) / 2;

		if (n < 2 * DOUBLED_MIN + gap || (n - gap) % 2)
			continue;
		if (space_before(s + half, gap) == gap &&
		    !memcmp(s, s + half + gap, half))
			return half;
	}
	return n;
}
