/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * mention - what a report names (places, documents), and where.  Two lists of
 * lines side by side: the names, and for each of them " 5 9 13", the lines of
 * the report, or "2016-05-15 5 9" with the date that stands beside the name.
 */
#ifndef TRACUU_BASE_MENTION_H
#define TRACUU_BASE_MENTION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"

#define MENTION_LINES_MAX 32 /* of a name; further ones are passed over */
#define MENTION_DATE_LEN 10  /* "2016-05-15" */

/* Where one name stands; zeroed, nowhere. */
struct mention_lines {
	uint32_t v[MENTION_LINES_MAX]; /* from 1, each once, in order */
	size_t n;
};
/* Lines come in any order. */
void mention_line_add(struct mention_lines *l, uint32_t line);
/* The list's next line: date may be NULL.  E_NOMEM. */
int mention_add(struct buf *b, const char *date,
		const struct mention_lines *lines);

struct mention {
	const char *name; /* name_n bytes */
	size_t name_n;
	const char *date; /* MENTION_DATE_LEN bytes, NULL: not said */
	const char *lines, *lines_end; /* for digits_next() */
};
/* What is left of both lists. */
struct mention_list {
	const char *names, *names_end;
	const char *where, *where_end;
};
/* The next name and where it stands; false behind the last. */
bool mention_next(struct mention_list *l, struct mention *ret);

#endif
