/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * feed - a report as read by document.h into the index: its words to the
 * forward index (store/record.h), its terms, pairs and values to the database.
 */
#ifndef TRACUU_INDEXER_FEED_H
#define TRACUU_INDEXER_FEED_H

#include <stdbool.h>

#include "base/err.h"
#include "indexer/document.h"
#include "indexer/extract.h"
#include "indexer/turn.h"
#include "store/record.h"
#include "store/store.h"
#include "text/text.h"

struct feed;
/* The analyzer is borrowed until feed_close().  E_NOMEM. */
int feed_open(struct text_analyzer *a, struct feed **ret, struct err *e);
void feed_close(struct feed *f); /* NULL is fine */

struct feed_input {
	const char *path; /* NUL-terminated */
	const char *collection; /* its name, "" if it has none */
	const struct document *doc;
	const struct extracted *text;
	bool fresh; /* the database has no document of this path */
	/* For documents of more than FEED_HEAVY words, of which it counts the
	 * words; NULL: nobody else is at work. */
	struct turn *turn;
};
/* A million different words and pairs take 0.3 GB in Xapian's trees. */
#define FEED_HEAVY (1u << 17)
/*
 * Read the words of the report, and say what is known of it: strings of `in` and
 * of f, until the next call.  E_LIMIT, E_NOMEM, E_INTERNAL.
 */
int feed_read(struct feed *f, const struct feed_input *in,
	      struct record_fields *ret, struct err *e);
/*
 * Put the report into the database, in place of one with the same path.  One that
 * is heavy is committed by itself.  E_LIMIT: it is larger than a document can be;
 * E_IO, E_NOMEM, E_INTERNAL, E_CANCELLED (by the turn).
 */
int feed_document(struct feed *f, const struct feed_input *in,
		  struct store_writer *w, struct err *e);

/* Give the document of one path another, without analysing it again.
 * E_NOTFOUND, E_CORRUPT, E_IO, E_NOMEM. */
int feed_move(struct feed *f, const char *from, const char *to,
	      struct store_writer *w, struct err *e);
/* Delete the document of a path. E_NOTFOUND, E_IO, E_NOMEM. */
int feed_delete(const char *path, struct store_writer *w, struct err *e);

/* The database metadata that every reader checks. */
int feed_meta(struct store_writer *w, struct err *e);

#endif
