/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * furniture - lines that belong to the page a report was saved from, not to the
 * report: "related news", ratings, counters of visitors.
 *
 * Rules are text, one a line (furniture.rules is the built-in set):
 *	head|tail|both|never  a whole line
 * where the line is furniture only at that end of the report, and never where a
 * rule says never, whatever others say.  Lines are compared by their words
 * (words.h); '#' stands for a number, and '*' at the end of a rule for any words.
 * '#' in the first column begins a comment.
 *
 * Opened, the rules have an identity; matching them takes an analyzer, and most
 * runs need none.  Once compiled they are not changed: for any number of threads
 * and forks.
 */
#ifndef TRACUU_INDEXER_FURNITURE_H
#define TRACUU_INDEXER_FURNITURE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"
#include "base/hash.h"
#include "text/text.h"

enum furniture_where {
	FURNITURE_HEAD = 1 << 0,
	FURNITURE_TAIL = 1 << 1,
	FURNITURE_NEVER = 1 << 2, /* of rules only */
};

struct furniture;

/*
 * Read the built-in rules and those of n files.  E_INVAL ("FILE:LINE: what is
 * wrong"), E_NOTFOUND, E_IO, E_LIMIT (a file above FURNITURE_FILE_MAX), E_NOMEM.
 */
#define FURNITURE_FILE_MAX (1u << 20) /* bytes */
int furniture_open(const char *const *files, size_t n, struct furniture **ret,
		   struct err *e);
void furniture_close(struct furniture *f); /* NULL is fine */

/* Another one as soon as a rule is: not by comments or the space around it. */
void furniture_id(const struct furniture *f, char ret_hex[HASH_HEX_LEN + 1]);

/* Make the rules what lines are compared with; once is enough.  E_INVAL (a rule
 * without a word, as above), E_NOMEM, E_INTERNAL. */
int furniture_compile(struct furniture *f, struct text_analyzer *a,
		      struct err *e);

/* Whether a rule of that end matches the line with this key (words_key()).  Compile
 * before. */
bool furniture_match(const struct furniture *f, enum furniture_where where,
		     const char *key, size_t n);

#endif
