/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * slice - some bytes of a report's text, analyzed and with its matches found,
 * ready to be cut and marked.
 */
#ifndef TRACUU_SEARCH_SLICE_H
#define TRACUU_SEARCH_SLICE_H

#include "search/session.h"

/* A line longer than this is shown in part. */
#define LINE_BYTES 4096

/* Read n bytes of the report's text from byte `from` on into s->slice, less a
 * character cut in two at their end.  E_CORRUPT, E_NOMEM. */
int slice_read(struct search *s, uint64_t from, uint64_t n, struct err *e);
/* Cut s->slice where its first line ends; false when it has no end. */
bool slice_cut_line(struct search *s);

#define SLICE_WHOLE UINT32_MAX

/*
 * Analyze the n bytes at `text`, whose first word has position `pos`, into
 * s->tokens and s->slice_view, which gets its spans.  `title`: title words may
 * match here.  From position `enough` on (SLICE_WHOLE: all is wanted) only
 * SNIPPET_BYTES more are analyzed.  E_NOMEM.
 */
int slice_analyze(struct search *s, const char *text, size_t n, uint32_t pos,
		  uint32_t enough, bool title, struct err *e);

/*
 * Make *ret of bytes [from, to) of the analyzed text: control characters as
 * spaces, the spans inside as marks.  Its place in the report is left to the
 * caller.  E_NOMEM.
 */
int slice_cut(struct search *s, const char *text, size_t from, size_t to,
	      struct marked *ret, struct err *e);

/*
 * Say where in the report byte `at` is, which is in the line that begins at byte
 * `line_begin` and is number `line`.  E_CORRUPT, E_NOMEM.
 */
int slice_place(struct search *s, struct marked *m, uint64_t at, uint32_t line,
		uint64_t line_begin, struct err *e);

#endif
