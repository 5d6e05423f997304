/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * result - the parameters and results of the methods, as C and as JSON
 * (docs/protocol.md).  The daemon decodes what the client encodes, and the
 * other way round: a field has its name in one file, result.c.
 */
#ifndef TRACUU_PROTO_RESULT_H
#define TRACUU_PROTO_RESULT_H

#include <jansson.h>
#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/marked.h"

/* ----------------------------------------------------------------- parameters */

enum proto_match { PROTO_MATCH_AUTO, PROTO_MATCH_ALL, PROTO_MATCH_ANY };
enum proto_sort {
	PROTO_SORT_RELEVANCE,
	PROTO_SORT_NEWEST,
	PROTO_SORT_OLDEST,
	PROTO_SORT_PATH,
};
/* The word of the protocol ("auto", "newest", ...), and back; parse returns
 * E_INVAL for an unknown word. */
const char *proto_match_name(enum proto_match m);
int proto_match_parse(const char *s, enum proto_match *ret);
const char *proto_sort_name(enum proto_sort s);
int proto_sort_parse(const char *s, enum proto_sort *ret);

/* search, count, explain; strings live as long as the json they came from. */
struct proto_query {
	const char *query;
	size_t query_len;
	uint32_t limit, offset;
	enum proto_match match;
	enum proto_sort sort;
	bool snippet, lines;
	const char *latest; /* NULL: does not replace an older query */
	const char *path;   /* explain only; NULL: none */
};
void proto_query_init(struct proto_query *q); /* the defaults */
/*
 * E_INVAL with *ret_param the name of the parameter at fault (static storage).
 * Unknown members are ignored, so that a newer client can talk to us.
 */
int proto_query_decode(const json_t *params, struct proto_query *ret,
		       const char **ret_param, struct err *e);
json_t *proto_query_encode(const struct proto_query *q); /* NULL: no memory */

struct proto_show {
	const char *path;
	size_t path_len;
	uint32_t from, to; /* lines from 1; 0: not given */
};
int proto_show_decode(const json_t *params, struct proto_show *ret,
		      const char **ret_param, struct err *e);
json_t *proto_show_encode(const struct proto_show *p);

/* -------------------------------------------------------------------- results */

/* Strings are borrowed and may be NULL where the protocol says so. */
struct proto_hit {
	const char *path;
	size_t path_len; /* bytes of the file system; sent cleaned, with the
			    exact ones in `uri` */
	double score;
	const char *date, *author, *place, *section, *type;
	bool extracted;
	struct marked title, snippet; /* borrowed */
	const struct marked *lines;
	size_t n_lines;
};

struct proto_search_result {
	uint64_t total;
	bool total_is_exact; /* relation "eq", else "gte" */
	uint64_t took_us, generation;
	const char *read_as;
	enum proto_match match; /* what was run */
	bool relaxed;		/* read_as.fallback "any" */
	const struct proto_hit *hits;
	size_t n_hits;
};
json_t *proto_search_result_encode(const struct proto_search_result *r);

/*
 * The client's side: everything points into `json`, which must stay, except
 * the arrays, freed with proto_search_result_release().  A hit's path is taken
 * from its uri, exact bytes.  E_INVAL, E_NOMEM.
 */
struct proto_search_reply {
	struct proto_search_result r;
	struct buf strings; /* decoded paths */
	void *arrays;
};
int proto_search_result_decode(const json_t *json,
			       struct proto_search_reply *ret, struct err *e);
void proto_search_reply_release(struct proto_search_reply *r);

#endif
