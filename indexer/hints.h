/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * hints - what a format says of a document outside of its text, or by the way
 * its text is marked: the head of a web page, the front matter of Markdown.
 * Made by extract.h, believed by document.h before its own rules.
 */
#ifndef TRACUU_INDEXER_HINTS_H
#define TRACUU_INDEXER_HINTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "indexer/lines.h"

struct hint {
	const char *s; /* UTF-8 on one line, no space around it; NULL: none */
	size_t n;      /* bytes */
	uint32_t line; /* 1-based line of the *file* that it stands in; 0: not
			  known */
};

/* A line of the text that is marked as a heading or a caption. */
struct hint_mark {
	uint32_t line; /* 1-based, of the *text* */
	enum line_kind kind;
};

struct hints {
	/* The 1-based line of the *text* that is the title; 0: not known.  A
	 * title that is not shown on the page is made a line of the text. */
	uint32_t title_line;
	/* Nothing says so but that it is the first heading of the highest
	 * level. */
	bool title_is_heading;
	const struct hint_mark *marks; /* by line; the title may be one */
	size_t n_marks;
	struct hint section, author;
	/* ISO 8601 as far as known, like document.published: "2020-12-19",
	 * "2020-12-19T16:25:00+07:00". */
	struct hint published;
};

#endif
