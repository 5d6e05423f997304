/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * store - the inverted index: a C face over Xapian, and the only place that
 * includes xapian.h.  Every function is `noexcept`: what Xapian throws becomes
 * a code of base/err.h:
 *	E_NODB	   no database there
 *	E_LOCKED   another writer has it
 *	E_SCHEMA   a database of another format
 *	E_CORRUPT  a damaged database
 *	E_IO	   a remote shard or the disk failed
 *	E_NOMEM, E_DEADLINE, E_CANCELLED
 *	E_INTERNAL everything else: a bug of ours
 * Any function with a `struct err *` may return E_NOMEM or E_INTERNAL; the
 * others are named at each.  Xapian's text may quote a document: err_set()
 * makes it printable and cuts it.
 *
 * TERMS are bytes without NUL, 1 to SCHEMA_TERM_MAX (schema.h).  Others are
 * refused at this border with E_INVAL, since Xapian 1.4 takes a NUL term and
 * then loses the whole commit.
 *
 * THREADS.  A writer, a reader and everything made from it serve one thread at
 * a time; they may move between threads.  Open a reader per running job.
 */
#ifndef TRACUU_STORE_H
#define TRACUU_STORE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/cancel.h"
#include "base/err.h"

#ifdef __cplusplus
extern "C" {
#endif

/* ------------------------------------------------------------------ writing */

struct store_writer;

/* Create a database in the directory `dir`, which must not hold one. E_IO. */
int store_writer_create(const char *dir, struct store_writer **ret,
			struct err *e);
/* Open the database in `dir`, for changes.  E_NODB, E_LOCKED, E_CORRUPT. */
int store_writer_open(const char *dir, struct store_writer **ret,
		      struct err *e);
/* Close without committing what was not committed.  NULL is fine. */
void store_writer_close(struct store_writer *w);

/*
 * One document at a time is under construction: begin it (or load a stored one
 * by its id term), add to it, put it.  A put replaces the document with the
 * same id term, or adds one.  A failed or unwanted document is dropped by the
 * next begin.
 */
void store_doc_begin(struct store_writer *w);
/* Load the stored document named by the id term, to change it.  E_NOTFOUND. */
int store_doc_load(struct store_writer *w, const char *id, size_t id_len,
		   struct err *e);
/* Count `wdf` occurrences more of the term (0: just present).  E_INVAL. */
int store_doc_term(struct store_writer *w, const char *term, size_t n,
		   uint32_t wdf, struct err *e);
/* Take a term off; a term that is not there is fine. */
int store_doc_remove_term(struct store_writer *w, const char *term, size_t n,
			  struct err *e);
int store_doc_value(struct store_writer *w, unsigned slot, const char *s,
		    size_t n, struct err *e);
int store_doc_data(struct store_writer *w, const void *s, size_t n,
		   struct err *e);
/* The data of the document under construction, until it changes. */
int store_doc_get_data(struct store_writer *w, const char **ret_s,
		       size_t *ret_n, struct err *e);
int store_doc_put(struct store_writer *w, const char *id, size_t id_len,
		  struct err *e);
/* As store_doc_put() where the caller knows that no such document is stored
 * (a fresh database): skips the look-up. */
int store_doc_append(struct store_writer *w, const char *id, size_t id_len,
		     struct err *e);
/* Delete the document of an id term.  E_NOTFOUND. */
int store_doc_delete(struct store_writer *w, const char *id, size_t id_len,
		     struct err *e);

/* Database metadata (not visible on a remote shard). */
int store_meta_set(struct store_writer *w, const char *key, const char *value,
		   struct err *e);
int store_writer_count(struct store_writer *w, uint64_t *ret_documents,
		       struct err *e);
/* Write all changes and sync them.  After a failure close the writer and throw
 * the database away: Xapian may have lost the batch.  E_IO (disk full). */
int store_commit(struct store_writer *w, struct err *e);

/*
 * Merge n databases into a new one at `out` (must not exist), documents in the
 * order of the list.  The metadata of all must agree.  E_IO, E_CORRUPT.
 */
int store_merge(const char *const *dirs, size_t n, const char *out,
		struct err *e);
/* Check the structure of the database in `dir`, every table.  E_CORRUPT. */
int store_check(const char *dir, struct err *e);

/* ------------------------------------------------------------------ reading */

struct store_reader;

/*
 * Open a list of databases as one: each a directory, or "host:port" of a
 * xapian-tcpsrv.  E_NODB, E_CORRUPT, E_IO.
 */
int store_reader_open(const char *const *where, size_t n,
		      struct store_reader **ret, struct err *e);
void store_reader_close(struct store_reader *r); /* NULL is fine */

struct store_stats {
	uint64_t documents;
	double mean_length; /* sum of wdf per document */
};
int store_reader_stats(struct store_reader *r, struct store_stats *ret,
		       struct err *e);
/* Metadata of the first database, appended to `value`; nothing when absent. */
int store_meta_get(struct store_reader *r, const char *key, struct buf *value,
		   struct err *e);

/* A walk over the term dictionary, in byte order. */
struct store_terms;
int store_terms_open(struct store_reader *r, const char *prefix, size_t n,
		     struct store_terms **ret, struct err *e);
/* Returns 1 with a term (valid until the next call) and the number of documents
 * that hold it, 0 at the end, or an error.  ret_df may be NULL (saves time). */
int store_terms_next(struct store_terms *t, const char **ret_term,
		     size_t *ret_n, uint64_t *ret_df, struct err *e);
void store_terms_close(struct store_terms *t); /* NULL is fine */

/* Documents that hold the term: 0 when none does. */
int store_term_df(struct store_reader *r, const char *term, size_t n,
		  uint64_t *ret_df, struct err *e);

/* ------------------------------------------------------------------ queries */

/*
 * A query is a tree.  Each function below makes a node; a node given to another
 * belongs to it from then on, also when the call fails.  NULL for a child is
 * passed through as a failure, so a tree can be built and checked once:
 * NULL at its root means out of memory (or a term refused at the border).
 */
struct store_query;

enum store_op {
	STORE_AND,
	STORE_OR,
	STORE_AND_NOT,	 /* first without any of the others */
	STORE_AND_MAYBE, /* first; the others only add weight */
	STORE_FILTER,	 /* first, weighted; the others must hold, unweighted */
	STORE_SYNONYM,	 /* terms that count as one */
	STORE_MAX,	 /* as OR, weight of the best one */
};

struct store_query *store_query_term(const char *term, size_t n, uint32_t wqf);
struct store_query *store_query_op(enum store_op op, struct store_query **subs,
				   size_t n);
struct store_query *store_query_scale(struct store_query *q, double factor);
/* Documents whose value in `slot` is in [from, to], both inclusive. */
struct store_query *store_query_range(unsigned slot, const char *from,
				      const char *to);
struct store_query *store_query_all(void);
struct store_query *store_query_none(void);
void store_query_free(struct store_query *q); /* NULL is fine */

/* ----------------------------------------------------------------- matching */

enum store_sort {
	STORE_BY_WEIGHT,
	STORE_BY_SLOT_UP,   /* value of sort_slot ascending, then weight */
	STORE_BY_SLOT_DOWN,
};

struct store_match {
	uint32_t offset, limit; /* which ranks are wanted */
	uint32_t exact_to;	/* count exactly up to this many documents */
	enum store_sort sort;
	unsigned sort_slot;
	double k1, b;		    /* BM25 */
	uint64_t deadline_ns;	    /* CLOCK_MONOTONIC; 0: none */
	const struct cancel *cancel;  /* set by another thread; may be NULL */
};

struct store_hit {
	uint32_t docid; /* of this reader, until it is closed */
	double weight;
};

struct store_hits {
	struct store_hit *v; /* in rank order; free() */
	size_t n;
	uint64_t lower, estimated, upper; /* how many documents match */
};

/*
 * Run the query (which stays the caller's).  The match is stopped from inside
 * when its deadline passes or `cancel` is set.
 * E_DEADLINE, E_CANCELLED, E_CORRUPT, E_IO.
 */
int store_match(struct store_reader *r, const struct store_query *q,
		const struct store_match *m, struct store_hits *ret,
		struct err *e);

/* The data of a document, replacing the contents of `data`.  E_NOTFOUND. */
int store_document(struct store_reader *r, uint32_t docid, struct buf *data,
		   struct err *e);
/* The document of an id term.  E_NOTFOUND. */
int store_find(struct store_reader *r, const char *id, size_t id_len,
	       uint32_t *ret_docid, struct err *e);

#ifdef __cplusplus
}
#endif
#endif
