/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * index - what all sessions on one generation share.  Made once and only read
 * from then on, by any number of threads.
 */
#ifndef TRACUU_SEARCH_INDEX_H
#define TRACUU_SEARCH_INDEX_H

#include "search/plan/abbrev.h"
#include "search/search.h"
#include "search/typing/wordlist.h"
#include "store/store.h"

struct search_index {
	char **where; /* as for store_reader_open() */
	size_t n;
	struct search_limits limits;
	struct abbrev abbrev;
	struct wordlist words;
};

/* Whether the metadata of each of n databases are those that we read.  E_SCHEMA,
 * and errors of store_meta_get(). */
int search_check_schema(struct store_reader *r, size_t n, struct err *e);

#endif
