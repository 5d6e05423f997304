/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * cursor - what stands under the cursor of an editor: the number of a document,
 * or words.
 */
#ifndef TRACUU_DAEMON_LSP_CURSOR_H
#define TRACUU_DAEMON_LSP_CURSOR_H

#include "base/buf.h"
#include "daemon/method.h"

/* Copy n bytes to where they live as long as the request, as a member of its
 * parameters.  NULL: out of memory. */
const char *call_keep(struct call *c, const char *name, const char *s, size_t n);

/* Take the line under the cursor from a text, as far as it is looked at.
 * E_NOMEM. */
int cursor_take_line(struct call *c, const char *line, size_t n);
/* The same from the index, in a worker, where the editor did not tell it.  As
 * failure_told(): the index has no such report. */
int cursor_read_line(struct call *c, struct failure *f);

enum cursor_kind { CURSOR_NOTHING, CURSOR_REF, CURSOR_WORDS };
struct cursor {
	enum cursor_kind kind;
	size_t begin, end; /* bytes of the line */
	/* The one word of CURSOR_WORDS that the cursor is on: GD&ĐT is one. */
	size_t word_begin, word_end;
};
/*
 * In a worker: what is there; c->text is then the query that finds it.  A word
 * is taken together with the neighbour that it belongs to by what the archive
 * has: with `nông` of `người nông dân` comes `dân`.  As failure_told().
 */
int cursor_find(struct call *c, struct cursor *ret, struct failure *f);
/* Make c->text the query for bytes [at->begin, at->end).  As failure_told(). */
int cursor_ask(struct call *c, const struct cursor *at, struct failure *f);

/* Its place in the document. */
struct position_range cursor_range(const struct call *c, size_t begin,
				   size_t end);

#endif
