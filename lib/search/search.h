/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * search - a question in, a page of reports out.  Pure: no socket, no loop, no
 * thread of its own, nothing printed.
 *
 *	query/parse.h	the query a person typed -> a tree that says what they
 *			meant
 *	plan/plan.h	that tree + the term dictionary -> a Xapian query, and
 *			what each document must still be checked for
 *	page/match.h	run it: candidates in rank order, checked until the page
 *			is full
 *	page/snippet.h	the best window of each report, its matches marked
 *	typing/		what may have been meant; what the archive goes on with
 *
 * A `struct search_index` is one generation, read by any number of threads.  A
 * `struct search` on it is one reader, one analyzer and scratch memory: it
 * serves one request at a time, from any thread.
 */
#ifndef TRACUU_SEARCH_H
#define TRACUU_SEARCH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/cancel.h"
#include "base/err.h"
#include "base/marked.h"
#include "store/record.h"

struct store_reader;
struct text_analyzer;
struct search;
struct search_index;

/* Limits on one query, with the defaults of docs/protocol.md. */
struct search_limits {
	uint32_t query_bytes;	 /* 4096 */
	uint32_t words;		 /* 64 */
	uint32_t expanded_terms; /* 512 in all */
	uint32_t nesting;	 /* 32 */
	uint32_t window;	 /* offset + limit: 10000 */
	uint32_t page;		 /* limit: 1000 */
	uint32_t facet_values;	 /* 20 of each facet */
};
extern const struct search_limits search_limits_default;

/* What does not come with the query. */
struct search_settings {
	struct search_limits limits;
	const char *abbreviations; /* the user's table, as search/plan/abbrev.h has */
	size_t abbreviations_len;  /* it; 0: none */
};
/* Whether n bytes are such a table.  E_INVAL: "NAME:LINE: what is wrong".
 * E_NOMEM. */
int search_check_abbreviations(const char *name, const char *s, size_t n,
			       struct err *e);

/*
 * One generation, and what all sessions on it share: `where` as for
 * store_reader_open().  Metadata is compared where it can be read.  The
 * settings are copied.  E_NODB, E_SCHEMA ("reindex"), E_CORRUPT, E_IO, E_INVAL
 * (the table), E_NOMEM.
 */
int search_index_open(const char *const *where, size_t n,
		      const struct search_settings *settings,
		      struct search_index **ret, struct err *e);
void search_index_close(struct search_index *x); /* NULL is fine */

/* A session on an index, which must outlive it.  E_NODB, E_CORRUPT, E_IO,
 * E_NOMEM. */
int search_open(const struct search_index *index, struct search **ret,
		struct err *e);
void search_close(struct search *s); /* NULL is fine */

/*
 * Of an index directory (store/generation.h): where its current generation is,
 * for free(), and its number.  E_NODB when nothing was published, E_CORRUPT,
 * E_IO.
 */
int search_current(const char *index_dir, char **ret_path,
		   uint64_t *ret_number, struct err *e);
/* Whether the generation at such a path can be opened, and how many documents its
 * manifest says it has.  Errors as search_index_open(). */
int search_check_generation(const char *path, uint64_t *ret_documents,
			    struct err *e);
/* Open the generations at n such paths as one.  As search_index_open(). */
int search_index_open_generations(const char *const *paths, size_t n,
				  const struct search_settings *settings,
				  struct search_index **ret, struct err *e);

/*
 * Append the normal form of a query, which finds the same: composed (NFC), several
 * spaces as one, none at the ends.  Any thread.  E_NOMEM, E_LIMIT (the max of
 * `ret`).
 */
int search_normalise(const char *query, size_t n, struct buf *ret);

enum search_match { SEARCH_AUTO, SEARCH_ALL, SEARCH_ANY };
enum search_sort {
	SEARCH_BY_RELEVANCE,
	SEARCH_BY_NEWEST,
	SEARCH_BY_OLDEST,
	SEARCH_BY_PATH,
};

/* By what reports can be divided and counted. */
enum search_facet {
	SEARCH_FACET_YEAR,
	SEARCH_FACET_PLACE,
	SEARCH_FACET_AUTHOR,
	SEARCH_FACET_REF, /* documents cited */
	SEARCH_FACET_TYPE,
	SEARCH_FACET_COLLECTION,
	SEARCH_FACETS, /* how many there are */
};

struct search_request {
	const char *query; /* UTF-8, any bytes are survived */
	size_t query_len;
	uint32_t limit, offset;
	enum search_match match;
	enum search_sort sort;
	bool snippet;		    /* one window of text per hit */
	bool lines;		    /* every line that matches (grep) */
	bool collapse;		    /* near-duplicates are one hit */
	uint32_t facets;	    /* those to count: a set of 1 << facet */
	uint64_t deadline_ns;	    /* CLOCK_MONOTONIC; 0: none */
	const struct cancel *cancel;  /* set by another thread; may be NULL */
};

/* A report that resembles a hit before it (collapse.h). */
struct search_duplicate {
	char *path; /* path_len bytes */
	size_t path_len;
	char *title; /* NULL when it has none */
};
#define SEARCH_DUPLICATES_MAX 10 /* named of a hit; all are counted */

struct search_hit {
	char *path; /* bytes of the file system, path_len of them */
	size_t path_len;
	double score;
	char *section, *author, *place, *date, *type; /* NULL when unknown */
	char *collection; /* its name; NULL: it has none */
	bool extracted;
	uint32_t page; /* of the snippet's place, from 1; 0: no pages, or a
			  text too long to count them */
	struct marked title;
	struct marked snippet; /* s is NULL when not asked for */
	struct marked *lines;
	size_t n_lines;
	struct search_duplicate *duplicates; /* with `collapse`, by rank */
	size_t n_duplicates;
	uint64_t duplicate_count; /* of them all, as far as was looked */
};

enum search_relation { SEARCH_EQ, SEARCH_GTE };

/* A value of a facet, and how many of the reports found have it. */
struct search_facet_value {
	char *value;
	uint64_t count;
	char *query; /* the filter: `( query ) AND filter` finds these */
};
struct search_facet_values {
	struct search_facet_value *v; /* the most frequent first; years: the
					 newest */
	size_t n;
};
void search_facet_values_release(struct search_facet_values *f);

struct search_result {
	uint64_t total; /* reports that match, whatever was folded */
	enum search_relation relation;
	enum search_match match; /* what was run: SEARCH_ALL or SEARCH_ANY */
	bool relaxed;		 /* auto: nothing had all, so any was run */
	const char *fallback;	 /* words that are nowhere were read as "telex"
				    or "vni" keys or as "joined" words; NULL:
				    all as typed */
	char *read_as;		 /* the query as it was understood, in the query
				    language itself; NULL: none was asked */
	char *suggestion;	 /* did-you-mean, a query; NULL: none, or no
				    need of one */
	struct search_hit *hits;
	size_t n_hits, cap_hits;
	struct search_facet_values facets[SEARCH_FACETS]; /* those asked for */
};

/*
 * E_INVAL (msg names the parameter), E_LIMIT (msg names the limit and its
 * value), E_DEADLINE, E_CANCELLED, E_NOMEM, E_CORRUPT, E_IO.
 * Free the result with search_result_free().
 */
int search_run(struct search *s, const struct search_request *req,
	       struct search_result **ret, struct err *e);
void search_result_free(struct search_result *r); /* NULL is fine */

/*
 * Reports about the same as the one at `path`, which is not among them: those
 * with the words and pairs that it has often and others seldom.  Of the request:
 * limit, offset, sort, snippet, collapse, deadline and cancel.  Nothing is
 * marked.  Errors as search_run(), and E_NOTFOUND.
 */
int search_similar(struct search *s, const struct search_request *req,
		   const char *path, size_t path_len,
		   struct search_result **ret, struct err *e);

/* How many reports match: query, match, deadline and cancel of the request. */
int search_count(struct search *s, const struct search_request *req,
		 uint64_t *ret_value, enum search_relation *ret_relation,
		 struct err *e);

/*
 * What may have been meant by a query: whole queries that find something, the
 * likeliest first.  Of the request: query, match (all, for auto), deadline and
 * cancel.  Errors as search_run().
 */
struct search_suggestion {
	char *query;
	uint64_t value; /* reports it finds */
	enum search_relation relation;
};
struct search_suggestions {
	struct search_suggestion *v;
	size_t n;
};
int search_suggest(struct search *s, const struct search_request *req,
		   struct search_suggestions *ret, struct err *e);
void search_suggestions_release(struct search_suggestions *list);

/*
 * What the archive has for words that are being typed: the query of the request
 * is what stands before the cursor, and each completion takes the place of its
 * bytes from `byte` on.  Best first, at most `limit`, at most
 * SEARCH_COMPLETIONS_MAX.  Also of the request: deadline and cancel.  Errors as
 * search_run().
 */
#define SEARCH_COMPLETIONS_MAX 100
struct search_completion {
	char *text;
	uint64_t value; /* reports that hold it; or at least not more: */
	bool exact;
};
struct search_completions {
	struct search_completion *v;
	size_t n;
	size_t byte;	/* of the query; its length when nothing was found */
};
int search_complete(struct search *s, const struct search_request *req,
		    struct search_completions *ret, struct err *e);
void search_completions_release(struct search_completions *list);

/*
 * What an abbreviation is short for, the likeliest first: by the user's table, by
 * how many reports define it so, by how many have the long form.  Of the request:
 * query, which is the abbreviation alone, deadline and cancel.  Nothing is found
 * for what is none.  Errors as search_run().
 */
#define SEARCH_MEANINGS_MAX 5
struct search_meaning {
	char *text;	  /* the long form, as the archive writes it */
	uint64_t reports; /* that define it so; 0: none does */
};
struct search_meanings {
	struct search_meaning v[SEARCH_MEANINGS_MAX];
	size_t n;
};
int search_meanings(struct search *s, const struct search_request *req,
		    struct search_meanings *ret, struct err *e);
void search_meanings_release(struct search_meanings *list);

/* How a query is read, planned and, for `path` (may be NULL), weighted. */
struct search_explanation {
	char *read_as; /* in the query language */
	char *plan;    /* the plan as an indented tree, one node a line */
	char *weights; /* one line a term: weight, term; NULL without a path */
	bool matches;  /* with a path: whether that report matches */
	double score;
};
int search_explain(struct search *s, const struct search_request *req,
		   const char *path, size_t path_len,
		   struct search_explanation *ret, struct err *e);
void search_explanation_release(struct search_explanation *x);

/* A stored report, for `show`.  Lines [from, to] of the file, 1-based; 0: the
 * end. */
struct search_report {
	struct record_fields fields; /* strings of the arena */
	struct arena arena;
	char *text; /* UTF-8; NULL when there is none */
	size_t n;
	uint32_t from, to, lines; /* lines shown, and how many there are */
	/* Where lines of the text are not those of the file: the line of the
	 * file where each line of `text` begins; else NULL. */
	uint32_t *line_numbers;
	size_t n_line_numbers;
};
/* E_NOTFOUND when the index has no such path. */
int search_show(struct search *s, const char *path, size_t path_len,
		uint32_t from, uint32_t to, struct search_report **ret,
		struct err *e);
void search_report_free(struct search_report *r);

/* A word as the analyzer sees it (text/text.h has what the members mean). */
struct search_token {
	const char *kind; /* "syllable", "number" or "other" */
	const char *term; /* "base:marks", until the callback returns */
	size_t term_len, base_len;
	uint32_t pos;
	size_t begin, end; /* bytes of the text */
	bool after_break;
};
typedef int search_token_cb(void *arg, const struct search_token *t,
			    struct err *e);
/* Analyze n bytes, a call for each token until one returns an error, which is
 * then returned.  E_NOMEM. */
int search_analyze(struct search *s, const char *text, size_t n,
		   search_token_cb *cb, void *arg, struct err *e);

struct search_index_stats {
	uint64_t documents;
	uint64_t terms; /* distinct syllables, numbers and words */
	double mean_length;
};
void search_stats(const struct search *s, struct search_index_stats *ret);

#endif
