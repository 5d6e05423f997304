/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * postings - what the database finds a report by: its terms, with the words of
 * its author, places and path among them, and the values that results are sorted
 * by and counted by (store/schema.h).
 */
#ifndef TRACUU_INDEXER_POSTINGS_H
#define TRACUU_INDEXER_POSTINGS_H

#include "base/err.h"
#include "indexer/define.h"
#include "indexer/terms.h"
#include "store/record.h"
#include "store/store.h"
#include "text/text.h"

struct postings {
	struct text_analyzer *analyzer; /* borrowed */
	const struct define *define;	/* likewise: what the report defines */
	struct terms terms;		/* scratch */
};

void postings_release(struct postings *p);

/*
 * Add terms and values to the document under construction: the words that rw
 * has collected, title_words of them in the title, and what `f` says.
 * E_LIMIT: more terms than a document can have; E_NOMEM, E_INTERNAL.
 */
int postings_put(struct postings *p, struct record_writer *rw,
		 uint32_t title_words, const struct record_fields *f,
		 struct store_writer *w, struct err *e);

/* Change what depends on the path of a document that is loaded for a change.
 * E_NOMEM, E_INTERNAL. */
int postings_move(struct postings *p, const char *from, const char *to,
		  struct store_writer *w, struct err *e);

#endif
