/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * furniture - lines that belong to the page a report was saved from, not to the
 * report: "related news", ratings, counters of visitors.
 *
 * Rules are text, one a line (furniture.rules is the built-in set):
 *	head|tail|both  a whole line
 * where the line is furniture only at that end of the report.  Lines are
 * compared by their words (words.h); '#' stands for a number, and '*' at the
 * end of a rule for any words.  '#' in the first column begins a comment.
 */
#ifndef TRACUU_INDEXER_FURNITURE_H
#define TRACUU_INDEXER_FURNITURE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"
#include "text/text.h"

enum furniture_where {
	FURNITURE_HEAD = 1 << 0,
	FURNITURE_TAIL = 1 << 1,
};

struct furniture;

extern const char furniture_builtin[]; /* rules, NUL-terminated */

/* Compile rules; the analyzer is used during the call only.
 * E_INVAL (msg has the line), E_NOMEM. */
int furniture_open(struct text_analyzer *a, const char *rules,
		   struct furniture **ret, struct err *e);
void furniture_close(struct furniture *f); /* NULL is fine */

/* Whether a rule of that end matches the line with this key (words_key()). */
bool furniture_match(const struct furniture *f, enum furniture_where where,
		     const char *key, size_t n);

#endif
