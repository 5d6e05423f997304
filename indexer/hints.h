/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * hints - what a format says of a document outside of its text, or by the way
 * its text is marked: the head of a web page, the front matter of Markdown.
 * Made by extract.h, believed by document.h before its own rules.
 */
#ifndef TRACUU_INDEXER_HINTS_H
#define TRACUU_INDEXER_HINTS_H

#include <stddef.h>
#include <stdint.h>

struct hint {
	const char *s; /* UTF-8 on one line, no space around it; NULL: none */
	size_t n;      /* bytes */
	uint32_t line; /* 1-based line of the *file* that it stands in; 0: not
			  known */
};

struct hints {
	/* The 1-based line of the *text* that is the title; 0: not known.  A
	 * title that is not shown on the page is made a line of the text. */
	uint32_t title_line;
	struct hint section, author;
	/* ISO 8601 as far as known, like document.published: "2020-12-19",
	 * "2020-12-19T16:25:00+07:00". */
	struct hint published;
};

#endif
