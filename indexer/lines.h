/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * lines - a text cut into lines, each trimmed of the space around it.
 */
#ifndef TRACUU_INDEXER_LINES_H
#define TRACUU_INDEXER_LINES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"

#define LINES_MAX (4u << 20) /* lines of one text; takes 48 MiB of memory */

enum line_kind {
	LINE_BLANK,
	LINE_BODY,
	LINE_TITLE,
	LINE_SECTION,
	LINE_DATELINE,
	LINE_AUTHOR,
	LINE_PHOTO, /* who took the pictures */
	LINE_LEAD,
	LINE_CAPTION,
	LINE_HEADING,
	LINE_FORM, /* of an administrative document: form.h */
	LINE_FURNITURE,
	LINE_DOUBLED, /* the same as the one before it */
};

/* "title", "furniture" ...; "blank", "body": static storage. */
const char *line_kind_name(enum line_kind kind);

struct line {
	uint32_t begin, end; /* bytes of the text: without the space around */
	enum line_kind kind;
};

struct lines {
	struct line *v; /* v[0] is line 1 */
	size_t n, cap;
};

void lines_release(struct lines *l);
/* Cut the text (below 4 GiB) at every '\n'; kinds are LINE_BLANK or LINE_BODY.
 * E_LIMIT above LINES_MAX, E_NOMEM. */
int lines_split(struct lines *l, const char *s, size_t n);

/* Bytes of white space, no-break spaces, BOMs at the start of s; at its end. */
size_t space_before(const char *s, size_t n);
size_t space_behind(const char *s, size_t n);

/* When the text is "X X", the same twice on one line: the length of X, else n. */
size_t half_of_doubled(const char *s, size_t n);

#endif
