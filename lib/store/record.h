/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * record - what the index keeps of a document: its fields, its text, and its
 * forward index (the terms of the document in their order).
 *
 * It is the data of the Xapian document.  One fetch of it answers everything a
 * page of results needs: phrases are checked, the best window is chosen and its
 * bytes are found without a position list and without analysing the text again.
 * Why not Xapian's positions: docs/schema.md has the measurement.
 *
 *	header	version, fields, lengths
 *	terms	the distinct terms of the document, most frequent first
 *	stream	an item per position: a term's number, or a break
 *	units	terms over several positions: dates, document numbers
 *	anchors every RECORD_ANCHOR_STEP positions and at the first word of each
 *		line: byte, line, start of line
 *	sources of a text that was extracted: where its pieces stand in the file
 *	text	the UTF-8 text in blocks of RECORD_BLOCK bytes, zstd each, so that
 *		a window is read without inflating the rest
 *
 * The bytes are described in docs/schema.md.
 *
 * The title comes first in the stream: positions [0, title_end), then a break,
 * then the body.  Title tokens lie at bytes of the `title` field; all others at
 * bytes of the text.  Regions that are not indexed (page furniture) have no
 * positions but stay in the text, so that bytes and lines are the file's own;
 * the first word after one has an anchor, so that whoever counts words in the
 * text from an anchor never counts words of such a region.
 *
 * Bytes from a database are never trusted: decoding checks every length.
 * No locking: a record serves one thread at a time.
 */
#ifndef TRACUU_STORE_RECORD_H
#define TRACUU_STORE_RECORD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/err.h"

#ifdef __cplusplus
extern "C" {
#endif

#define RECORD_BLOCK 16384    /* bytes of text in a block */
#define RECORD_ANCHOR_STEP 32 /* positions */
#define RECORD_NO_LINE 0      /* lines count from 1 */

/* The most a document may have, so that a damaged record is refused before it
 * asks for memory: about 100 MB of text. */
#define RECORD_MAX_POSITIONS (1u << 24)
#define RECORD_MAX_TERM_BYTES (1u << 25) /* of all distinct terms together */
#define RECORD_MAX_SOURCES (1u << 21)

/* A string of n bytes, not NUL-terminated; NULL and 0 when absent. */
struct record_str {
	const char *s;
	size_t n;
};

struct record_fields {
	struct record_str path;	   /* bytes as in the file system */
	struct record_str title;   /* UTF-8, one line */
	struct record_str section;
	struct record_str author;
	struct record_str photo;   /* who took the pictures: by '\n' */
	struct record_str place;   /* several: separated by '\n' */
	struct record_str place_lines; /* where in the file: base/mention.h */
	struct record_str refs;	   /* document numbers cited: by '\n' */
	struct record_str ref_lines; /* where, and of what date: likewise */
	struct record_str outline; /* what the file's lines are:
				      base/outline.h */
	struct record_str date;	   /* ISO 8601 as far as known:
				      "2020-12-19T16:25:00+07:00" */
	struct record_str type;	   /* "text", "html", ... */
	struct record_str encoding;
	struct record_str collection; /* that it belongs to; absent: the one
					 without a name */
	uint64_t title_byte;	   /* where the title begins in the text ... */
	uint32_t title_line;	   /* ... and its line; RECORD_NO_LINE: not there */
	bool extracted;		   /* its bytes are those of the extracted text,
				      not of the file */
};

/*
 * Where a piece of an extracted text, from `byte` to the next one's, stands in
 * the file.  Columns are exact at its beginning, and as far behind it as the
 * file has neither tags nor entities.  Of a text the first one has byte 0, and
 * bytes and lines never decrease.
 */
struct record_source {
	uint32_t byte;	/* of the text */
	uint32_t line;	/* of the file, from 1; never less than the one before */
	uint32_t col;	/* bytes of UTF-8 from the start of that line, from 0 */
	uint32_t utf16; /* the same in UTF-16 code units; not above col */
};
struct record_sources {
	const struct record_source *v;
	size_t n; /* 0: lines of the text are those of the file, or it has none */
};
/* The number of the source, of n > 0, that byte `at` of the text is of. */
size_t record_source_at(const struct record_sources *sources, uint64_t at);

/* ------------------------------------------------------------------ writing */

/*
 * Collects one document.  Order of calls: begin, the title's words, end_title,
 * the body's words and breaks, finish.  After a failure the document is lost:
 * only begin or close may follow.
 */
struct record_writer;
int record_writer_open(struct record_writer **ret, struct err *e);
void record_writer_close(struct record_writer *w); /* NULL is fine */

void record_begin(struct record_writer *w);
/*
 * A word of `term` at bytes [begin, ...) of the title or the text; for the body
 * also the 1-based line and the byte where that line begins.  Calls come in
 * order.  E_NOMEM; E_LIMIT above RECORD_MAX_*; E_INVAL for a term that is empty
 * or above SCHEMA_TERM_MAX bytes.
 */
int record_word(struct record_writer *w, const char *term, size_t n,
		uint64_t begin, uint32_t line, uint64_t line_begin);
/*
 * What the last n_pos positions are together (a date, a document number), as one
 * term: see text.h.  It takes no position.  With `paired` it makes pairs with its
 * neighbours, as the one word does that it may also be written as (panô, pa-nô).
 * E_NOMEM, E_LIMIT; E_INVAL as record_word(), and for positions that are not
 * there.
 */
#define RECORD_UNIT_MAX 64 /* positions of a unit */
int record_unit(struct record_writer *w, const char *term, size_t n,
		uint32_t n_pos, bool paired);
/* A position that no phrase crosses.  Two in a row count as one.
 * E_NOMEM, E_LIMIT. */
int record_break(struct record_writer *w);
/* As a break, where words of the text are left out before the next one. */
int record_gap(struct record_writer *w);
/* The title is complete. E_NOMEM, E_LIMIT. */
int record_end_title(struct record_writer *w);
/* How many distinct terms and pairs there are among them, at most. */
uint64_t record_weight(const struct record_writer *w);
/*
 * Walk the distinct terms collected so far with how often each came: for the
 * postings of the document.  Returns false behind the last; start with i = 0.
 * *ret_in_title: times in the title.
 */
bool record_term(const struct record_writer *w, size_t i, const char **ret_term,
		 size_t *ret_n, uint32_t *ret_count, uint32_t *ret_in_title);
/*
 * The distinct pairs of neighbours collected so far, a break never between
 * them, with how often each came: for the pair terms.  A pair is of bases: a
 * term up to its last ':'.  Pairs of one base and different marks count as one.
 * *ret_v and its strings last until the next word or begin.  E_NOMEM.
 */
struct record_pair {
	struct record_str first, second;
	uint32_t count;
	uint32_t in_title; /* of these, with both in the title */
};
int record_pairs(struct record_writer *w, const struct record_pair **ret_v,
		 size_t *ret_n);
/* Append the encoded record to `out`.  The fields, the text and its sources (NULL:
 * none) are borrowed for the call.  E_NOMEM, E_LIMIT (a text above 4 GiB, more
 * than RECORD_MAX_SOURCES, or `out` too small). */
int record_finish(struct record_writer *w, const struct record_fields *f,
		  const char *text, size_t n,
		  const struct record_sources *sources, struct buf *out,
		  struct err *e);

/* Append a copy of the record with another path (a moved file) to `out`.
 * E_CORRUPT, E_NOMEM, E_LIMIT. */
int record_set_path(const char *data, size_t n, const char *path, size_t path_n,
		    struct buf *out, struct err *e);

/* ------------------------------------------------------------------ reading */

struct record;
/* A decoder with its scratch memory: reuse it for many documents. E_NOMEM. */
int record_open(struct record **ret, struct err *e);
/* A decoder for the same thread as `first`, which must outlive it: without the
 * 100 kB that decompression takes. E_NOMEM. */
int record_open_beside(struct record *first, struct record **ret,
		       struct err *e);
void record_close(struct record *r); /* NULL is fine */

/*
 * Decode the record in `data`, which must stay unchanged while the record is
 * read: the fields point into it.  Only the header is read at once; the parts
 * below are decoded when asked for, once.  E_CORRUPT.
 */
int record_load(struct record *r, const char *data, size_t n, struct err *e);
const struct record_fields *record_fields(const struct record *r);
uint64_t record_text_size(const struct record *r); /* bytes of the text */

/* The distinct terms: term i is *ret_v[i], of *ret_n.  Until the next load. */
int record_terms(struct record *r, const struct record_str **ret_v,
		 size_t *ret_n, struct err *e);

#define RECORD_BREAK UINT32_MAX
/*
 * The stream: v[p] is the number of the term at position p, or RECORD_BREAK.
 * Positions [0, *ret_title_end) are the title.  Until the next load.
 */
int record_stream(struct record *r, const uint32_t **ret_v, size_t *ret_n,
		  size_t *ret_title_end, struct err *e);

/* A term over several positions; the number of a term as in the stream. */
struct record_unit {
	uint32_t pos, n_pos; /* positions [pos, pos + n_pos) */
	uint32_t term;
};
/* All units, by the last of their positions.  Until the next load. */
int record_units(struct record *r, const struct record_unit **ret_v,
		 size_t *ret_n, struct err *e);

struct record_anchor {
	uint32_t pos;	     /* position of the word at ... */
	uint32_t line;	     /* 1-based, of the text */
	uint64_t byte;	     /* ... this byte of the text */
	uint64_t line_begin; /* first byte of that line */
};
/* All anchors, by position.  Until the next load. */
int record_anchors(struct record *r, const struct record_anchor **ret_v,
		   size_t *ret_n, struct err *e);
/* Of n > 0 anchors the last one at or before a position; the first one when
 * there is none before. */
size_t record_anchor_at(const struct record_anchor *v, size_t n, uint32_t pos);
/*
 * The last anchor at or before the position of a word of the body, which is in
 * the same line; the first one when there is none before.
 * E_NOTFOUND for a document whose body has no words.
 */
int record_anchor(struct record *r, uint32_t pos, struct record_anchor *ret,
		  struct err *e);

/* Where the text stands in the file.  Until the next load. */
int record_sources(struct record *r, struct record_sources *ret, struct err *e);

/* Append bytes [from, to) of the text, cut to its size, to `out`. E_CORRUPT. */
int record_text(struct record *r, uint64_t from, uint64_t to, struct buf *out,
		struct err *e);

#ifdef __cplusplus
}
#endif
#endif
