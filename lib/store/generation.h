/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * generation - an index directory, and how a new state of it is published.
 *
 *	INDEX/gen-000007/db/	   a Xapian database that never changes again
 *	INDEX/gen-000007/manifest  JSON, struct manifest
 *	INDEX/gen-000007/files	   what the indexer knows of every file
 *	INDEX/current -> gen-000007
 *	INDEX/lock		   flock(2) of the one indexer
 *	INDEX/new-000008/	   a generation being made; litter after a crash
 *	INDEX/old-000004/	   a generation being removed; the same
 *	INDEX/current.new	   the link about to be `current`; the same
 *
 * `current` is swapped by rename(2) and the directory is synced before and
 * after, so that a crash at any moment leaves the old state or the new one.
 * A reader opens the generation by its real path and never reopens across a
 * swap; what it has open goes on working while the directory is removed.  All
 * functions may be called from any thread; only the holder of the lock may call
 * those that change something.
 */
#ifndef TRACUU_STORE_GENERATION_H
#define TRACUU_STORE_GENERATION_H

#include <stddef.h>
#include <stdint.h>

#include "base/collection.h"
#include "base/err.h"

#ifdef __cplusplus
extern "C" {
#endif

struct manifest {
	unsigned schema;      /* SCHEMA_VERSION */
	char analyzer[64];    /* text_analyzer_id() */
	char furniture[64];   /* of the rules by which pages were read; "": not
				 known */
	char collection[COLLECTION_NAME_MAX + 1]; /* "": it has no name */
	uint64_t generation;
	uint64_t documents;
	uint64_t text_bytes;  /* UTF-8 bytes of all documents */
	int64_t time;	      /* seconds since 1970 of publishing */
	struct { /* of the run that made it */
		uint64_t added, changed, moved, removed, failed;
		double seconds;
	} run;
	char **roots;	      /* n_roots absolute directories */
	size_t n_roots;
	char **encodings;     /* n_encodings rules of the user, "GLOB=NAME" */
	size_t n_encodings;
};
/* Write DIR/manifest, synced.  E_INVAL for a root or rule that is not
 * UTF-8. E_IO. */
int manifest_write(const char *dir, const struct manifest *m, struct err *e);
/* Read it; free with manifest_release().  E_NODB when there is none,
 * E_CORRUPT when it is not what we write, E_SCHEMA when `schema` is not ours
 * (the sentence says to reindex; the analyzer is the caller's to compare). */
int manifest_read(const char *dir, struct manifest *ret, struct err *e);
/* Of a manifest of whatever schema, what the user chose: `roots` and
 * `encodings`; all else is 0.  E_NODB, E_CORRUPT when there are no roots in it,
 * E_IO. */
int manifest_read_choices(const char *dir, struct manifest *ret, struct err *e);
void manifest_release(struct manifest *m);
/* `run` and `roots` as the manifest has them, for json_decref(); NULL: no
 * memory. */
struct json_t *manifest_run_json(const struct manifest *m);
struct json_t *manifest_roots_json(const struct manifest *m);

/*
 * The real path of the current generation, for free(), and its number.
 * E_NODB when nothing was published, E_CORRUPT when `current` is not ours or
 * what it names is missing, E_IO.
 */
int generation_current(const char *index_dir, char **ret_path,
		       uint64_t *ret_number, struct err *e);

/* Make INDEX and take its lock without waiting; *ret_fd is closed to let go.
 * E_LOCKED when another indexer runs, E_IO. */
int generation_lock(const char *index_dir, int *ret_fd, struct err *e);
/* Remove what a run left that died or failed: all of the above, and gen-* above
 * the current one (a generation rolled back from goes with them).  E_CORRUPT as above, E_IO. */
int generation_sweep(const char *index_dir, struct err *e);
/* Make the empty directory INDEX/new-NNNNNN for the number after the current
 * one; *ret_path for free().  Sweep before.  E_CORRUPT as above, E_IO. */
int generation_begin(const char *index_dir, char **ret_path,
		     uint64_t *ret_number, struct err *e);
/* Sync everything below INDEX/new-NNNNNN, rename it to gen-NNNNNN and swap
 * `current` to it.  E_NOTFOUND when it was not begun; E_IO: not published, or
 * (only where the very last sync fails) not certain to outlive a power cut. */
int generation_publish(const char *index_dir, uint64_t number, struct err *e);
/* Point `current` at the published generation before the current one.
 * E_NOTFOUND when there is none, E_IO. */
int generation_rollback(const char *index_dir, uint64_t *ret_number,
			struct err *e);
/* Bytes of the files of the current generation, and of the others, of which there
 * are *ret_others.  E_NODB, E_CORRUPT, E_IO. */
int generation_bytes(const char *index_dir, uint64_t *ret_current,
		     uint64_t *ret_older, size_t *ret_others, struct err *e);
/* Keep the current generation and the `keep` newest others.  E_NODB, E_IO. */
int generation_prune(const char *index_dir, unsigned keep, struct err *e);

#ifdef __cplusplus
}
#endif
#endif
