/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * plan - what has to be done: the files as they are now against the table of
 * the last run.
 *
 * A file with the size, mtime and inode of the table is not opened.  Any other
 * is read and hashed, and so is one that another rule says the encoding of: with
 * the same hash and rule it was only touched; a new one with
 * the hash of one that is gone was moved, unless its new name makes it a file of
 * another format.  What cannot be looked at now (an
 * unreadable directory or file) keeps what is known of it, so that a mount
 * with a hiccup costs no documents.
 */
#ifndef TRACUU_INDEXER_PLAN_H
#define TRACUU_INDEXER_PLAN_H

#include <stdbool.h>

#include "base/err.h"
#include "indexer/converters.h"
#include "indexer/files.h"

enum plan_action {
	PLAN_KEEP, /* nothing: as the table has it */
	PLAN_READ, /* new or changed: read and index */
	PLAN_MOVE, /* the document of `old`, under another path */
	PLAN_FAIL, /* cannot be looked at */
};

struct plan_item {
	enum plan_action action;
	/* The entry of the last run: for the same path, for PLAN_MOVE the one
	 * it was moved from; NULL when there is none. */
	const struct file *old;
};

struct plan {
	struct files now;	 /* will be the new table; the caller fills it
				    from the walk before plan_make() */
	/* What was skipped for want of another filter than there is now is
	 * read again.  Borrowed; NULL: no filter matters. */
	const struct converters *converters;
	struct files old;	 /* the table of the last run, filled likewise */
	struct plan_item *items; /* of now.v */
	bool *gone;		 /* of old.v: has no file any more, nor was it
				    moved */
};

/* Called now and then while files are read: how many of how many. */
typedef void plan_progress(void *arg, size_t done, size_t of);

/* Make items and gone; sorts `now`.  E_NOMEM. */
int plan_make(struct plan *p, plan_progress *progress, void *arg,
	      struct err *e);
void plan_release(struct plan *p);
/* Item i cannot be read after all: what was known of it, if anything, stays. */
void plan_fail(struct plan *p, size_t i);

/* Say of every file that was read by this run, or moved, in which generation and
 * when.  all: every one was read. */
void plan_stamp(struct plan *p, bool all, uint64_t generation, int64_t time);

/* What a run did, or (before it ran) would do, in numbers of files. */
struct plan_counts {
	size_t documents;
	size_t added, changed, unchanged, moved, removed; /* documents */
	size_t failed;	/* files and directories */
	size_t skipped; /* files that are no documents, new or known */
	size_t skipped_new;
	uint64_t bytes;	     /* text of the documents that were read */
	uint64_t text_bytes; /* of all documents */
};
void plan_count(const struct plan *p, struct plan_counts *ret);

/* Whether something about file i is to be told, and was not by the last run. */
bool plan_is_news(const struct plan *p, size_t i);

/* Whether there is anything to publish. */
static inline bool plan_changes(const struct plan_counts *c)
{
	return c->added || c->changed || c->moved || c->removed ||
	       c->skipped_new;
}

#endif
