/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * analyzer - the inside of a struct text_analyzer.
 */
#ifndef TRACUU_TEXT_ANALYZER_H
#define TRACUU_TEXT_ANALYZER_H

#include "text/break.h"
#include "text/piece.h"
#include "text/term.h"
#include "text/text.h"
#include "text/unit.h"

#define ANALYZER_UNITS 4 /* found and not yet handed out */

struct text_analyzer {
	UBreakIterator *it;
	const char *s; /* the text as given */
	size_t n;
	size_t piece_begin, piece_end; /* bytes of s in `piece` */
	/* What the rules found, units of the piece: [from, to) is not yet
	 * handed out. */
	int32_t from, to;
	int32_t status; /* an enum break_status */
	uint32_t pos;	/* of the next token if no break comes before it */
	bool begun;	/* a token was handed out */
	bool broken;	/* a break came after it */
	enum text_kind kind; /* of it; its term is `term` */
	bool behind_point;   /* a point joins it to the one before */
	bool point;	     /* one stands behind it, without a space */
	struct term term;
	struct piece piece;

	/* text_read(): */
	struct unit_window window;
	struct unit units[ANALYZER_UNITS]; /* in their order */
	size_t n_units;
	struct term unit_term; /* of the one handed out last */
};

#endif
