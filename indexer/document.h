/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * document - what a careful reader finds in a report: its title, the section it
 * stood in, when and by whom it was written, which lines belong to the page and
 * not to the report, and which are printed twice.
 *
 * Each rule looks at whole lines, and what no rule finds is absent:
 *   title	the first line with words; unless it repeats itself ("X X") or a
 *		short line and a dateline follow: then it is the section, and
 *		the title the next, which is no name
 *   dateline	among the first eight lines with words, see dateline.h
 *   furniture	at the head (behind title and dateline) and the tail only, see
 *		furniture.h; there also lines without any word
 *   author	behind a label ("Tác giả:", "Bài và ảnh:", "Theo ..."; byline.c
 *		has all) in a line of its own right behind the head, or among the
 *		last three; else the last line when it is names alone, each two
 *		to five words with a capital at their start only, and does not
 *		stand below a line in capitals: that is a signature; or such a
 *		line between title and dateline
 *   photo	who took the pictures: behind "Ảnh:" (and the like) at the end of
 *		a line, or in brackets there; behind "Bài và ảnh:" the author
 *   doubled	a line that repeats the one before it: captions are printed as
 *		text and as description of the picture
 *   caption	a line that is doubled; one that ends with a credit; and one
 *		short sentence alone between blank lines and above a longer
 *		paragraph, without numbers, that begins with a no-break space or
 *		stands right behind the first paragraph.  Lines like these that
 *		end without a stop are captions where most of them have fourteen
 *		words or more, and a single one stands behind the first paragraph;
 *		where not they may be headings
 *   heading	in capitals alone, two words or more, with text behind it
 *		(captions and headings are also what the format says that they
 *		are)
 *   lead	the first paragraph, when it stands right behind the dateline or
 *		begins with its source ("(Báo X) - ", "TTXVN - "), or when a
 *		caption follows it
 */
#ifndef TRACUU_INDEXER_DOCUMENT_H
#define TRACUU_INDEXER_DOCUMENT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "indexer/dateline.h"
#include "indexer/hints.h"
#include "indexer/lines.h"
#include "text/text.h"

#define DOCUMENT_TITLE_MAX 480 /* bytes; a longer first line is a paragraph */

struct span {
	const char *s; /* NULL when absent */
	size_t n;
};

/* Who took the picture of a caption, or the pictures. */
struct credit {
	uint32_t line;
	struct span name;
};
#define DOCUMENT_CREDITS_MAX 64 /* further ones are passed over */

struct document {
	struct span title; /* absent when the text has no words at all */
	struct span section, author;
	/* 1-based lines; 0: not there */
	uint32_t title_line, section_line, dateline_line, author_line;
	uint32_t lead_line;
	/* The title is shown as one but its line stays in the body: it is the
	 * beginning of a paragraph, or the only line there is.  Its words must
	 * not weigh as a title's do. */
	bool title_is_body;
	char published[DATELINE_ISO_LEN + 1]; /* ISO 8601, "" when undated */
	struct lines lines; /* of the reader, until its next document */
	const struct credit *credits; /* by line; likewise */
	size_t n_credits;
};

struct furniture;

/* Compiled rules and scratch memory; one thread at a time. */
struct document_reader;
/* The analyzer and the rules, which are compiled here unless they are already, are
 * borrowed until document_close().  E_INVAL (a rule), E_NOMEM, E_INTERNAL. */
int document_open(struct text_analyzer *a, struct furniture *furniture,
		  struct document_reader **ret, struct err *e);
void document_close(struct document_reader *r); /* NULL is fine */

/*
 * Read the n bytes of UTF-8 at s, believing the hints (NULL: there are none)
 * before the rules; a section, date or author of theirs has line 0 here.
 * Everything in *ret points into s, the hints or the reader.  E_LIMIT: more than LINES_MAX lines.  E_NOMEM.
 */
int document_read(struct document_reader *r, const char *s, size_t n,
		  const struct hints *hints, struct document *ret, struct err *e);

#endif
