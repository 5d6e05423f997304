/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * result - the results of all methods but `search` (hits.h), as C and as JSON
 * (docs/protocol.md).  The daemon encodes, the client decodes; both follow one
 * table of fields per struct, so that they cannot differ.
 *
 * Encoders append an object as text, for proto_result_add(); what is not UTF-8
 * is sent cleaned.  E_NOMEM, E_LIMIT (above the max of the buf).
 * Decoded strings point into the JSON.  Decoders return E_INVAL for another
 * shape than the protocol's; *ret is of no use then.
 */
#ifndef TRACUU_PROTO_RESULT_H
#define TRACUU_PROTO_RESULT_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/err.h"
#include "proto/hits.h"
#include "proto/params.h"

#ifdef __cplusplus
extern "C" {
#endif

/* n bytes, not always NUL-terminated; s is NULL when there is none. */
struct proto_str {
	const char *s;
	size_t n;
};

/* ----------------------------------------------------------------------- hello */

/* The limits in force (docs/protocol.md). */
struct proto_limits {
	uint64_t request_bytes, reply_bytes;
	uint64_t query_bytes, query_words;
	uint64_t expanded_terms;
	uint64_t nesting;
	uint64_t limit, window; /* the most of limit, and of offset + limit */
	uint64_t facet_values;	/* of each facet */
	uint64_t clients, in_flight, waiting;
	uint64_t unsent_bytes;
	uint64_t open_documents, open_bytes; /* of one client that speaks LSP */
	uint64_t deadline_ms, idle_ms;
	uint64_t cache_bytes;
};

/* A collection that the client may see; also of `stats`. */
struct proto_collection {
	const char *name; /* "": it has none */
	uint64_t generation, documents;
};
/* Append the member, where there are any, to an object that is open. */
void proto_collections_emit(const struct proto_collection *v, size_t n,
			    struct buf *json);
/* Collection i of a result; E_NOTFOUND behind the last, E_INVAL. */
int proto_collection_decode(const json_t *json, size_t i,
			    struct proto_collection *ret, struct err *e);

struct proto_hello {
	const char *version;
	uint32_t protocol;
	uint64_t generation; /* 0: no index yet */
	uint64_t documents;
	/* Those that answer, where any has a name; proto_collection_decode()
	 * instead of it. */
	const struct proto_collection *collections;
	size_t n_collections;
	struct proto_limits limits;
};
int proto_hello_encode(const struct proto_hello *h, struct buf *json);
int proto_hello_decode(const json_t *json, struct proto_hello *ret,
		       struct err *e);

/* ----------------------------------------------------------------------- count */

struct proto_count {
	uint64_t value;
	bool exact; /* relation "eq", else "gte" */
};
int proto_count_encode(const struct proto_count *c, struct buf *json);
int proto_count_decode(const json_t *json, struct proto_count *ret,
		       struct err *e);

/* --------------------------------------------------------------------- suggest */

struct proto_suggestion {
	const char *query;
	struct proto_count count; /* reports it finds */
};
/* One at a time: begin, append each, end. E_NOMEM, E_LIMIT. */
int proto_suggestions_begin(struct buf *json);
int proto_suggestion_append(const struct proto_suggestion *s, struct buf *json);
int proto_suggestions_end(struct buf *json);
/* Suggestion i of the result: E_NOTFOUND behind the last, E_INVAL. */
int proto_suggestion_decode(const json_t *json, size_t i,
			    struct proto_suggestion *ret, struct err *e);

/* -------------------------------------------------------------------- complete */

struct proto_completion {
	const char *text;
	uint64_t value; /* reports that hold it ... */
	bool exact;	/* ... relation "eq", else "lte": at most so many */
};
/* The end of the prefix that a completion takes the place of. */
struct proto_replaced {
	uint64_t byte, utf16; /* where it begins, in bytes and UTF-16 units */
};
/* One at a time: begin, append each, end. E_NOMEM, E_LIMIT. */
int proto_completions_begin(struct buf *json);
int proto_completion_append(const struct proto_completion *c, struct buf *json);
int proto_completions_end(const struct proto_replaced *what, struct buf *json);
/* Of the result.  E_INVAL. */
int proto_replaced_decode(const json_t *json, struct proto_replaced *ret,
			  struct err *e);
/* Completion i of it: E_NOTFOUND behind the last, E_INVAL. */
int proto_completion_decode(const json_t *json, size_t i,
			    struct proto_completion *ret, struct err *e);

/* ------------------------------------------------------------------------ show */

struct proto_report {
	struct proto_str path; /* exact bytes; sent cleaned, and as `uri` */
	struct proto_str title, date, author, photo, place, section, type,
		encoding, collection;
	/* For the encoder: the lists of base/mention.h and base/outline.h. */
	struct proto_str place_lines, refs, ref_lines, outline;
	bool extracted;
	uint32_t from, to; /* the lines of `text`, from 1, inclusive */
	uint32_t lines;	   /* of the whole report */
	struct proto_str text;
	/* For the encoder: the line of the file where each line of `text`
	 * begins; NULL: they are those from `from` on. */
	const uint32_t *line_numbers;
	size_t n_line_numbers;
};
int proto_report_encode(const struct proto_report *r, struct buf *json);
/* The bytes of the path are put into `paths`. E_INVAL, E_NOMEM. */
int proto_report_decode(const json_t *json, struct proto_report *ret,
			struct buf *paths, struct err *e);

/* The line of the file where line i (from 0) of the text begins. */
uint32_t proto_line_number(const json_t *json, const struct proto_report *r,
			   size_t i);

/* What the report names, and where. */
struct proto_mention {
	struct proto_str name, date; /* date: NULL where none is said */
	const json_t *lines;	     /* of numbers from 1; NULL: not known */
};
/* Item i of the list "places" or "refs", and of "outline", of a report:
 * E_NOTFOUND behind the last, E_INVAL. */
int proto_mention_decode(const json_t *json, const char *list, size_t i,
			 struct proto_mention *ret, struct err *e);
struct proto_outline_item {
	const char *role; /* "title", "furniture" ...: base/outline.h */
	uint32_t from, to; /* lines, from 1, inclusive */
};
int proto_outline_decode(const json_t *json, size_t i,
			 struct proto_outline_item *ret, struct err *e);

/* --------------------------------------------------------------------- analyze */

struct proto_token {
	const char *kind;      /* "syllable", "number", "other" */
	struct proto_str base; /* without marks */
	struct proto_str form; /* with them; NULL when it is the base */
	struct proto_str term; /* as the index has it */
	uint32_t position;
	uint64_t byte, len; /* into the text that was sent */
	bool after_break;
};
/* Tokens come one at a time: begin, append each, end. E_NOMEM, E_LIMIT. */
int proto_tokens_begin(struct buf *json);
int proto_token_append(const struct proto_token *t, struct buf *json);
int proto_tokens_end(struct buf *json);
/* Token i of the result: E_NOTFOUND behind the last, E_INVAL. */
int proto_token_decode(const json_t *json, size_t i, struct proto_token *ret,
		       struct err *e);

/* --------------------------------------------------------------------- explain */

struct proto_explanation {
	const char *read_as; /* the query in the query language */
	const char *plan;    /* an indented tree, one node a line */
	const char *weights; /* one line a term; NULL without a path */
	bool has_path;	     /* one report was asked about: */
	bool matches;	     /* it matches, ... */
	double score;	     /* ... with this score */
};
int proto_explanation_encode(const struct proto_explanation *x, struct buf *json);
int proto_explanation_decode(const json_t *json, struct proto_explanation *ret,
			     struct err *e);

/* -------------------------------------------------------------------- the rest */

/* ping */
int proto_ping_encode(struct buf *json);

struct proto_reload {
	uint64_t generation; /* the one that answers from now on */
};
int proto_reload_encode(const struct proto_reload *r, struct buf *json);
int proto_reload_decode(const json_t *json, struct proto_reload *ret,
			struct err *e);

#ifdef __cplusplus
}
#endif
#endif
