/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * intake - one file, all the way: read, extract, read as a report, feed.
 * Holds everything that is needed for it; one thread or process at a time.
 */
#ifndef TRACUU_INDEXER_INTAKE_H
#define TRACUU_INDEXER_INTAKE_H

#include "base/err.h"
#include "indexer/document.h"
#include "indexer/extract.h"
#include "indexer/feed.h"
#include "indexer/furniture.h"
#include "indexer/files.h"
#include "store/store.h"

/* What files are read by; borrowed. */
struct intake_rules {
	const struct converters *converters;
	struct furniture *furniture;
	const char *collection; /* its name, "" if it has none */
	struct turn *turn; /* see feed.h */
};

struct intake {
	struct text_analyzer *analyzer;
	struct extractor *extractor;
	struct document_reader *reader;
	struct feed *feed;
	const char *collection;
	struct turn *turn;
	struct buf raw;
};

/* The converters are borrowed until intake_close(). */
int intake_open(struct intake *t, const struct intake_rules *rules,
		struct err *e);
void intake_close(struct intake *t); /* as after intake_open(), or zeroed */

/*
 * Read a file, extract its text and find out what it is; f tells what became of it,
 * and has the encoding that a rule says (f->rule).
 * Returns 1 with *ret_text and *ret_doc (until the next call), 0 when there is
 * nothing to index (f->status says why), or an error that ends the run: E_IO (no
 * process for a filter can be made), E_NOMEM, E_INTERNAL.
 */
int intake_read(struct intake *t, const char *path, struct file *f,
		struct extracted *ret_text, struct document *ret_doc,
		struct err *e);

/*
 * The same, and put it into the database; without one (NULL) it is only found
 * out what would be done.  fresh: the database has no document of this path.
 * Returns 0, also for a file that cannot be indexed, or an error that ends the
 * run: E_IO, E_NOMEM, E_INTERNAL, E_CANCELLED.
 */
int intake_file(struct intake *t, const char *path, bool fresh, struct file *f,
		struct store_writer *w, struct err *e);

#endif
