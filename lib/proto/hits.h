/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * hits - the result of `search`, as C and as JSON (docs/protocol.md).
 */
#ifndef TRACUU_PROTO_HITS_H
#define TRACUU_PROTO_HITS_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/marked.h"
#include "proto/facets.h"
#include "proto/params.h"

#ifdef __cplusplus
extern "C" {
#endif

/* A report that was folded into a hit. */
struct proto_duplicate {
	const char *path; /* as in a hit */
	size_t path_len;
	const char *title; /* NULL: none */
};

/*
 * Strings are borrowed and may be NULL where the protocol says so.  They should
 * be UTF-8; what is not is sent cleaned.
 */
struct proto_hit {
	const char *path;
	size_t path_len; /* bytes of the file system; sent cleaned, with the
			    exact ones in `uri` */
	double score;
	const char *date, *author, *place, *section, *type,
		*collection;
	bool extracted;
	uint32_t page; /* 0: none */
	/* Both borrowed.  The hit's line, byte, col and utf16 are the
	 * snippet's, whether its text is there or not. */
	struct marked title, snippet;
	const struct marked *lines;
	size_t n_lines;
	const struct proto_duplicate *duplicates; /* some of ... */
	size_t n_duplicates;
	uint64_t duplicate_count; /* ... so many; 0: none, or not asked for */
};

struct proto_search_result {
	uint64_t total;
	bool total_is_exact; /* relation "eq", else "gte" */
	uint64_t took_us; /* of the reply: not encoded, see proto_took_add() */
	uint64_t generation;
	const char *read_as; /* NULL: no query was asked */
	enum proto_match match; /* what was run */
	const char *fallback;	/* read_as.fallback: "telex", "vni", "joined", or
				   "any" where `relaxed`; NULL: as typed */
	bool relaxed;		/* read_as.relaxed: no report had all words */
	const char *suggestion; /* another query, "did you mean"; NULL: none */
	const struct proto_hit *hits;
	size_t n_hits;
	struct proto_facet_values facets[PROTO_FACETS];
};
/* Append the object as text, for proto_result_add(). E_NOMEM, E_LIMIT. */
int proto_search_result_encode(const struct proto_search_result *r, struct buf *json);
/* Append such a result, an object, with `took_us` in it: it may be told in several
 * replies. */
int proto_took_add(const struct buf *result, uint64_t us, struct buf *json);

/*
 * The client's side: strings point into the JSON, which must stay; the arrays
 * and the paths, which are the exact bytes that `uri` carries, are freed by
 * proto_search_reply_release().  On failure there is nothing to release.
 * E_INVAL (another shape than docs/protocol.md has), E_NOMEM.
 */
struct proto_search_reply {
	struct proto_search_result r;
	struct proto_hit *hits;
	struct marked *lines; /* of all hits */
	struct mark *marks;   /* of all hits */
	struct proto_duplicate *duplicates; /* of all hits */
	struct proto_facet_value *facet_values; /* of all facets */
	struct buf paths;     /* of all hits */
};
int proto_search_result_decode(const json_t *json,
			       struct proto_search_reply *ret, struct err *e);
void proto_search_reply_release(struct proto_search_reply *r);

#ifdef __cplusplus
}
#endif
#endif
