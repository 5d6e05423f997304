/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * snippet - the part of a report that shows why it was found, and where in the
 * report that is.
 *
 * Which windows are shown, window.h says, and cut.h where they begin and end.
 * Only the bytes round them are read and analysed, so that what is marked is what
 * the analyzer says, whatever way it was written.
 */
#ifndef TRACUU_SEARCH_PAGE_SNIPPET_H
#define TRACUU_SEARCH_PAGE_SNIPPET_H

#include "search/session.h"

#define SNIPPET_BYTES 250 /* bytes of a snippet, of one or two pieces, about */

/*
 * All of these read the report loaded in `s`, whose view has its spans, and fill
 * *ret with memory of its own (marked_release()).  E_CORRUPT, E_NOMEM.
 */
int snippet_title(struct search *s, struct marked *ret, struct err *e);
/* Say where in the report its title is: inflates the text there, so it is done
 * only where the title is what to jump to. */
int snippet_place_title(struct search *s, struct marked *title, struct err *e);
int snippet_body(struct search *s, struct marked *ret, struct err *e);
/*
 * Every line that has as many different words of the query as the best line, at
 * most SNIPPET_LINES.  Also E_DEADLINE and E_CANCELLED of `req`.
 */
#define SNIPPET_LINES 1000
int snippet_lines(struct search *s, const struct search_request *req,
		  struct marked **ret, size_t *ret_n, struct err *e);

/* Free what a title, a snippet or a line that was made here owns: base/marked.h
 * leaves that to whoever made it. */
void marked_release(struct marked *m);

#endif
