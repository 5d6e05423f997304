/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * slice - some bytes of a report's text, analyzed and with its matches found,
 * ready to be cut and marked.
 */
#ifndef TRACUU_SEARCH_PAGE_SLICE_H
#define TRACUU_SEARCH_PAGE_SLICE_H

#include "search/session.h"
#include "store/record.h"

/* A line longer than this is shown in part. */
#define LINE_BYTES 4096

/* Bytes of the space (no-break ones included) or line end at s, which has n left;
 * 0 where there is none. */
size_t slice_space_at(const char *s, size_t n);

/* Read n bytes of the report's text from byte `from` on into s->slice, less a
 * character cut in two at their end.  E_CORRUPT, E_NOMEM. */
int slice_read(struct search *s, uint64_t from, uint64_t n, struct err *e);
/* Cut s->slice where its first line ends; false when it has no end. */
bool slice_cut_line(struct search *s);
/*
 * Cut s->slice, which was read from anchor `at` of the n on, where the lines end
 * that follow one another and have words in the index: behind them there may be
 * what is no part of the report.  False when it ends before.
 */
bool slice_cut_paragraph(struct search *s, const struct record_anchor *anchors,
			 size_t n, size_t at);

/* How text is to be analyzed. */
struct slice_text {
	uint32_t pos;	/* of its first word */
	bool title;	/* title words may match here */
	bool begins;	/* its first word begins a sentence */
	bool ends;	/* with its last word a paragraph ends */
	uint32_t enough; /* from this position on ... */
	size_t more;	 /* ... so many bytes, 0: all of it is wanted */
};

/*
 * Analyze the n bytes at `text` into s->tokens and s->slice_view, which gets its
 * spans.  E_NOMEM.
 */
int slice_analyze(struct search *s, const char *text, size_t n,
		  const struct slice_text *how, struct err *e);

/*
 * Make *ret of bytes [from, to) of the analyzed text: control characters as
 * spaces, the spans inside as marks.  Its place in the report is left to the
 * caller.  E_NOMEM.
 */
int slice_cut(struct search *s, const char *text, size_t from, size_t to,
	      struct marked *ret, struct err *e);

/*
 * Say where in the file byte `at` of the text is, which is in the line of the text
 * that begins at byte `line_begin` and is number `line`.  E_CORRUPT, E_NOMEM,
 * E_DEADLINE, E_CANCELLED.
 */
int slice_place(struct search *s, struct marked *m, uint64_t at, uint32_t line,
		uint64_t line_begin, struct err *e);

#endif
