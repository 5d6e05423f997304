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
 *	E_FULL	   no room on the disk
 *	E_LIMIT	   more than a document may hold (STORE_DATA_MAX)
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

/* For C++ the promise is part of the type, so the compiler holds us to it. */
#ifdef __cplusplus
#define STORE_NOEXCEPT noexcept
extern "C" {
#else
#define STORE_NOEXCEPT
#endif

/* ------------------------------------------------------------------ writing */

/* Bytes of data in a document; Xapian gives up between 100 and 130 MiB. */
#define STORE_DATA_MAX (100u << 20)

struct store_writer;

/*
 * Create a database in the directory `dir` (made when missing), which must not
 * hold one.  E_IO.
 */
int store_writer_create(const char *dir, struct store_writer **ret,
			struct err *e) STORE_NOEXCEPT;
/* Open the database in `dir`, for changes.  E_NODB, E_LOCKED, E_CORRUPT. */
int store_writer_open(const char *dir, struct store_writer **ret,
		      struct err *e) STORE_NOEXCEPT;
/* Close, and forget what was not committed.  NULL is fine. */
void store_writer_close(struct store_writer *w) STORE_NOEXCEPT;

/*
 * One document at a time is under construction: begin it (or load a stored one
 * by its id term), add to it, put it.  A put replaces the document with the
 * same id term, or adds one.  A failed or unwanted document is dropped by the
 * next begin.
 */
void store_doc_begin(struct store_writer *w) STORE_NOEXCEPT;
/*
 * Load the stored document named by the id term, to change it.  Under another
 * id term it is put as a further document: delete the first one afterwards.
 * E_NOTFOUND.
 */
int store_doc_load(struct store_writer *w, const char *id, size_t id_len,
		   struct err *e) STORE_NOEXCEPT;
/* Count `wdf` occurrences more of the term (0: just present).  E_INVAL. */
int store_doc_term(struct store_writer *w, const char *term, size_t n,
		   uint32_t wdf, struct err *e) STORE_NOEXCEPT;
/* Take a term off; a term that is not there is fine. */
int store_doc_remove_term(struct store_writer *w, const char *term, size_t n,
			  struct err *e) STORE_NOEXCEPT;
int store_doc_value(struct store_writer *w, unsigned slot, const char *s,
		    size_t n, struct err *e) STORE_NOEXCEPT;
/* E_LIMIT above STORE_DATA_MAX. */
int store_doc_data(struct store_writer *w, const void *s, size_t n,
		   struct err *e) STORE_NOEXCEPT;
/* The data of the document under construction, until it changes. */
int store_doc_get_data(struct store_writer *w, const char **ret_s,
		       size_t *ret_n, struct err *e) STORE_NOEXCEPT;
int store_doc_put(struct store_writer *w, const char *id, size_t id_len,
		  struct err *e) STORE_NOEXCEPT;
/* As store_doc_put() where the caller knows that no such document is stored
 * (a fresh database): skips the look-up. */
int store_doc_append(struct store_writer *w, const char *id, size_t id_len,
		     struct err *e) STORE_NOEXCEPT;
/* Delete the document of an id term.  E_NOTFOUND. */
int store_doc_delete(struct store_writer *w, const char *id, size_t id_len,
		     struct err *e) STORE_NOEXCEPT;

/* Database metadata (not visible on a remote shard). */
int store_meta_set(struct store_writer *w, const char *key, const char *value,
		   struct err *e) STORE_NOEXCEPT;
int store_writer_count(struct store_writer *w, uint64_t *ret_documents,
		       struct err *e) STORE_NOEXCEPT;
/*
 * Write all changes; it is generation_publish() that syncs them.  After a
 * failure close the writer and throw the database away: Xapian may have lost
 * the batch.  E_IO, E_FULL.
 */
int store_commit(struct store_writer *w, struct err *e) STORE_NOEXCEPT;

/*
 * Merge n databases into a new one at `out` (must not exist), documents in the
 * order of the list.  The metadata of all must agree (E_INVAL).  On failure
 * nothing is left at `out`.  E_NODB, E_IO, E_CORRUPT.
 */
int store_merge(const char *const *dirs, size_t n, const char *out,
		struct err *e) STORE_NOEXCEPT;
/* Check the structure of the database in `dir`, every table.  E_CORRUPT. */
int store_check(const char *dir, struct err *e) STORE_NOEXCEPT;

/* ------------------------------------------------------------------ reading */

struct store_reader;

/*
 * Open a list of databases as one: each a directory, or "host:port" of a
 * xapian-tcpsrv (a directory of such a name: "./host:port").
 * E_NODB, E_SCHEMA, E_CORRUPT, E_IO.
 */
int store_reader_open(const char *const *where, size_t n,
		      struct store_reader **ret, struct err *e) STORE_NOEXCEPT;
/* NULL is fine.  What was made from the reader must be closed before. */
void store_reader_close(struct store_reader *r) STORE_NOEXCEPT;

struct store_stats {
	uint64_t documents;
	double mean_length; /* sum of wdf per document */
};
int store_reader_stats(struct store_reader *r, struct store_stats *ret,
		       struct err *e) STORE_NOEXCEPT;
/* Metadata of database i of the list, appended to `value`; nothing when absent. */
int store_meta_get(struct store_reader *r, size_t i, const char *key,
		   struct buf *value, struct err *e) STORE_NOEXCEPT;

/* A walk over the term dictionary, in byte order. */
struct store_terms;
int store_terms_open(struct store_reader *r, const char *prefix, size_t n,
		     struct store_terms **ret, struct err *e) STORE_NOEXCEPT;
/* Returns 1 with a term (valid until the next call) and the number of documents
 * that hold it, 0 at the end, or an error.  ret_df may be NULL (saves time). */
int store_terms_next(struct store_terms *t, const char **ret_term,
		     size_t *ret_n, uint64_t *ret_df, struct err *e) STORE_NOEXCEPT;
void store_terms_close(struct store_terms *t) STORE_NOEXCEPT; /* NULL is fine */

/* Documents that hold the term: 0 when none does. */
int store_term_df(struct store_reader *r, const char *term, size_t n,
		  uint64_t *ret_df, struct err *e) STORE_NOEXCEPT;

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
	STORE_SYNONYM,	 /* terms that count as one, as rare as all of them
			    together where they do not depend on one another */
	STORE_MAX,	 /* as OR, but only the best of them counts */
};

/* What BM25 takes for the rarity of a term that `df` of all documents have:
 * never 0. */
double store_idf(uint64_t documents, uint64_t df) STORE_NOEXCEPT;

/*
 * How the weight of a term takes the length of the report into account
 * (weight.h).  Under STORE_SYNONYM every term counts as STORE_BY_LENGTH: Xapian
 * has one weight for all of them.  1 is what Xapian counts a synonym as.
 */
enum store_norm {
	STORE_BY_LENGTH = 2,  /* words of the text */
	STORE_PAIR = 3,	      /* pairs of the text: with k1_pair */
	STORE_NORMALISED = 4, /* terms whose wdf is schema_title_wdf() */
};
struct store_query *store_query_term(const char *term, size_t n,
				     enum store_norm norm) STORE_NOEXCEPT;
struct store_query *store_query_op(enum store_op op, struct store_query **subs,
				   size_t n) STORE_NOEXCEPT;
struct store_query *store_query_scale(struct store_query *q,
				      double factor) STORE_NOEXCEPT;
/*
 * Documents whose value in `slot` is in [from, to], both inclusive.  A document
 * without a value is in no range.
 */
struct store_query *store_query_range(unsigned slot, const char *from,
				      const char *to) STORE_NOEXCEPT;
struct store_query *store_query_all(void) STORE_NOEXCEPT;
struct store_query *store_query_none(void) STORE_NOEXCEPT;
void store_query_free(struct store_query *q) STORE_NOEXCEPT; /* NULL is fine */

/* ----------------------------------------------------------------- matching */

/* The parameters of BM25, see weight.h. */
struct store_bm25 {
	double k1;	/* at which frequency a word is worth half */
	double k1_pair; /* the same for pairs */
	double b;	/* how much the length of a report counts, 0 to 1 */
};

enum store_sort {
	STORE_BY_WEIGHT,
	STORE_BY_SLOT_UP,   /* value of sort_slot ascending, then weight; what has
			       none comes last, but with a remote shard first */
	STORE_BY_SLOT_DOWN,
};

struct store_match {
	uint32_t offset, limit; /* which ranks are wanted */
	uint32_t exact_to;	/* count exactly up to this many documents */
	enum store_sort sort;
	unsigned sort_slot;
	/* BY_WEIGHT: order equal weights by tie_down descending, without a
	 * value last, then by tie_up ascending; else as they were added.  Where
	 * a shard is remote by tie_down alone. */
	bool ties;
	unsigned tie_down, tie_up;
	struct store_bm25 bm25;
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

#ifdef __cplusplus
/* As with stat(2), a struct and a function share a name. */
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wshadow"
#endif
/*
 * Run the query (which stays the caller's).  The match is stopped from inside
 * when its deadline passes or `cancel` is set; where a shard is remote that is
 * only looked at before the match, since Xapian cannot stop a remote one.
 * E_DEADLINE, E_CANCELLED, E_CORRUPT, E_IO.
 */
int store_match(struct store_reader *r, const struct store_query *q,
		const struct store_match *m, struct store_hits *ret,
		struct err *e) STORE_NOEXCEPT;
#ifdef __cplusplus
#pragma GCC diagnostic pop
#endif

/*
 * COUNTING VALUES.  How often each value of some slots comes among all documents
 * that the query matches; a document without a value is counted in no slot.
 * Every document that matches is looked at, without weights, and the different
 * values are kept in memory.  Remote shards count their own and send the counts.
 * Deadline and cancel are as for store_match().  E_DEADLINE, E_CANCELLED,
 * E_CORRUPT, E_IO.
 */
struct store_counts;
int store_counts_open(struct store_reader *r, const struct store_query *q,
		      const unsigned *slots, size_t n_slots,
		      uint64_t deadline_ns, const struct cancel *cancel,
		      struct store_counts **ret, uint64_t *ret_documents,
		      struct err *e) STORE_NOEXCEPT;
/* The next value of slots[i], in byte order: returns 1 with it (until the next
 * call for that slot) and how many documents have it, 0 at the end. */
int store_counts_next(struct store_counts *c, size_t i, const char **ret_value,
		      size_t *ret_n, uint64_t *ret_documents,
		      struct err *e) STORE_NOEXCEPT;
void store_counts_close(struct store_counts *c) STORE_NOEXCEPT; /* NULL is fine */

/* The data of a document, replacing the contents of `data`.  E_NOTFOUND. */
int store_document(struct store_reader *r, uint32_t docid, struct buf *data,
		   struct err *e) STORE_NOEXCEPT;
/* The value of a document in a slot, replacing the contents of `value`; nothing
 * where it has none.  A remote shard sends the whole document for it.
 * E_NOTFOUND. */
int store_value(struct store_reader *r, uint32_t docid, unsigned slot,
		struct buf *value, struct err *e) STORE_NOEXCEPT;
/* The document of an id term.  E_NOTFOUND. */
int store_find(struct store_reader *r, const char *id, size_t id_len,
	       uint32_t *ret_docid, struct err *e) STORE_NOEXCEPT;

#ifdef __cplusplus
}
#endif
#endif
