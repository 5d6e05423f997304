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

struct search_index {
	char **where; /* as for store_reader_open() */
	size_t n;
	struct search_limits limits;
	struct abbrev abbrev;
	struct wordlist words;
};

#endif
