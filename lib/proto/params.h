/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * params - what the methods are asked with, as C and as JSON
 * (docs/protocol.md).  The client encodes, the daemon decodes.
 *
 * Decoders ignore unknown members, so that a newer client can talk to us, and
 * take NULL for `params` that were not sent.  On E_INVAL they name the
 * parameter at fault in *ret_param (static storage) and say in `e` what it must
 * be; *ret is of no use then.  Strings point into the JSON and live as long as it does.
 * Encoders append an object as text, for proto_request_add(): E_NOMEM, E_LIMIT.
 */
#ifndef TRACUU_PROTO_PARAMS_H
#define TRACUU_PROTO_PARAMS_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/err.h"

#ifdef __cplusplus
extern "C" {
#endif

enum proto_match { PROTO_MATCH_AUTO, PROTO_MATCH_ALL, PROTO_MATCH_ANY };
enum proto_sort {
	PROTO_SORT_RELEVANCE,
	PROTO_SORT_NEWEST,
	PROTO_SORT_OLDEST,
	PROTO_SORT_PATH,
};
enum proto_facet {
	PROTO_FACET_YEAR,
	PROTO_FACET_PLACE,
	PROTO_FACET_AUTHOR,
	PROTO_FACET_REF,
	PROTO_FACET_TYPE,
	PROTO_FACET_COLLECTION,
	PROTO_FACETS, /* how many there are */
};
/* The word of the protocol ("auto", "newest", ...), and back; parse returns
 * E_INVAL for an unknown word. */
const char *proto_match_name(enum proto_match m);
int proto_match_parse(const char *s, enum proto_match *ret);
const char *proto_sort_name(enum proto_sort s);
int proto_sort_parse(const char *s, enum proto_sort *ret);
const char *proto_facet_name(enum proto_facet f);
int proto_facet_parse(const char *s, enum proto_facet *ret);

/* hello */
struct proto_client {
	const char *client; /* who is asking, for the log; NULL: not said */
	uint32_t protocol;  /* the newest version it speaks; 0: not said */
};
int proto_client_decode(json_t *params, struct proto_client *ret,
			const char **ret_param, struct err *e);
int proto_client_encode(const struct proto_client *p, struct buf *json);

/* search, count, explain; similar, where the path takes the place of query,
 * match, sort and lines */
struct proto_query {
	const char *query; /* UTF-8; may hold NULs */
	size_t query_len;  /* bytes */
	uint32_t limit, offset;
	enum proto_match match;
	enum proto_sort sort;
	bool snippet, lines, collapse;
	uint32_t facets;    /* search only: a set of 1 << enum proto_facet */
	const char *latest; /* NULL: does not replace an older query */
	const char *path;   /* explain and similar; NULL: none */
	size_t path_len;
};
void proto_query_init(struct proto_query *q); /* the defaults */
/*
 * A `uri` in place of `path` is decoded into `params`, as its new member
 * "path": a path that is not UTF-8 has no other way through JSON.
 */
int proto_query_decode(json_t *params, struct proto_query *ret,
		       const char **ret_param, struct err *e);
int proto_query_encode(const struct proto_query *q, struct buf *json);
int proto_similar_decode(json_t *params, struct proto_query *ret,
			 const char **ret_param, struct err *e);
int proto_similar_encode(const struct proto_query *q, struct buf *json);

/* complete */
#define PROTO_COMPLETIONS_MAX 100
struct proto_complete {
	const char *prefix; /* what stands before the cursor: UTF-8 */
	size_t prefix_len;  /* bytes */
	uint32_t limit;	    /* at most PROTO_COMPLETIONS_MAX */
	const char *latest; /* as in a query */
};
void proto_complete_init(struct proto_complete *p); /* the defaults */
int proto_complete_decode(json_t *params, struct proto_complete *ret,
			  const char **ret_param, struct err *e);
int proto_complete_encode(const struct proto_complete *p, struct buf *json);

/* show */
struct proto_show {
	const char *path; /* bytes of the file system, see proto_query_decode */
	size_t path_len;
	uint32_t from, to; /* lines from 1; 0: not given */
};
int proto_show_decode(json_t *params, struct proto_show *ret,
		      const char **ret_param, struct err *e);
int proto_show_encode(const struct proto_show *p, struct buf *json);

/* analyze */
struct proto_analyze {
	const char *text; /* UTF-8; may hold NULs */
	size_t text_len;  /* bytes */
};
int proto_analyze_decode(json_t *params, struct proto_analyze *ret,
			 const char **ret_param, struct err *e);
int proto_analyze_encode(const struct proto_analyze *p, struct buf *json);

#ifdef __cplusplus
}
#endif
#endif
