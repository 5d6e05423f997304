/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * marked - a piece of a report with the matches in it marked: a title, a
 * snippet, a line.  Made by lib/search, carried by lib/proto, shown by a client.
 * Plain data: whoever fills the pointers says who frees them.
 */
#ifndef TRACUU_BASE_MARKED_H
#define TRACUU_BASE_MARKED_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct mark {
	uint32_t byte, len;	   /* bytes into the text */
	uint32_t utf16, utf16_len; /* the same in UTF-16 code units */
};

/* One of several places of a report that a text was put together from. */
struct marked_part {
	uint32_t begin, end; /* bytes of the text; between parts is " … " */
	/* where its first mark is in the report, as below */
	uint32_t line;
	uint64_t byte;
	uint32_t col;
	uint32_t utf16;
};
#define MARKED_PARTS 2

struct marked {
	char *s;	    /* UTF-8 on one line (control characters are
			       spaces); NULL when absent */
	size_t n;	    /* bytes */
	struct mark *marks; /* in order, not overlapping */
	size_t n_marks;
	bool cut_front, cut_back; /* the sentence goes on before, behind */
	struct marked_part parts[MARKED_PARTS]; /* in order */
	size_t n_parts; /* 0: it is of one place */
	/* where its first mark (or, without marks, its start) is in the report;
	 * of parts that of the best one */
	uint32_t line;	/* from 1; 0 when it is not part of the text */
	uint64_t byte;	/* from the start of the report */
	uint32_t col;	/* bytes from the start of the line, from 1 */
	uint32_t utf16; /* UTF-16 units from the start of the line, from 0 */
};

#endif
