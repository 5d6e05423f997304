/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * screen - text for people: colours, columns, and nothing that could drive a
 * terminal.  Reports are strangers' bytes: all that comes from one passes
 * screen_text() or screen_marked().
 */
#ifndef TRACUU_CLIENT_SCREEN_H
#define TRACUU_CLIENT_SCREEN_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/marked.h"

enum ink { INK_PLAIN, INK_TITLE, INK_DIM, INK_MATCH };

struct screen {
	struct buf out;
	bool terminal;	/* the output goes to one */
	bool color;
	unsigned width; /* columns to wrap at; 0: never */
};

/* Whether stdout is a terminal, and how wide; `color` as --color says. */
void screen_init(struct screen *s);
void screen_release(struct screen *s);

void screen_ink(struct screen *s, enum ink ink);
/* n bytes with what cannot be printed as '?', but '\n' as `newline`. */
void screen_text(struct screen *s, const char *text, size_t n,
		 const char *newline);
/* The same in one ink. */
void screen_inked(struct screen *s, enum ink ink, const char *text, size_t n);
/* A cell of a table: at least so many columns, and two spaces. */
void screen_cell(struct screen *s, const char *text, size_t n, size_t columns);
/* Whole lines of a report: line ends and tabs stay. */
void screen_lines(struct screen *s, const char *text, size_t n);

/* The matches in INK_MATCH, what stands between parts in INK_DIM, the rest in
 * `base`; on one line. */
void screen_marked(struct screen *s, enum ink base, const struct marked *m);
/* The same, indented and wrapped between words, with a line end at the end.
 * `before` and `after` go around it ("" for none). */
void screen_wrapped(struct screen *s, unsigned indent, enum ink base,
		    const char *before,
		    const struct marked *m, const char *after);

/* Columns that the text takes on a terminal. */
size_t screen_columns(const char *text, size_t n);

#endif
