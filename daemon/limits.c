/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "daemon/limits.h"

#include <string.h>

#define KIB UINT64_C(1024)
#define MIB (1024 * KIB)
#define AT(field) offsetof(struct proto_limits, field)

/*
 * The highest values keep a mistyped configuration from taking the machine's
 * memory: they are far above sense, not recommendations.
 */
const struct limit limit_table[] = {
	{ "request_bytes", "bytes", 64 * KIB, 1 * KIB, 16 * MIB,
	  AT(request_bytes), "one request; a longer one closes the connection" },
	{ "reply_bytes", "bytes", 16 * MIB, 4 * KIB, 256 * MIB, AT(reply_bytes),
	  "one reply; a longer one is refused" },
	{ "query_bytes", "bytes", 4 * KIB, 16, 1 * MIB, AT(query_bytes),
	  "the text of one query" },
	{ "query_words", "words", 64, 1, 64, AT(query_words),
	  "words of one query" },
	{ "expanded_terms", "terms", 512, 1, 65536, AT(expanded_terms),
	  "index terms that all words of one query may stand for" },
	{ "nesting", "levels", 32, 1, 256, AT(nesting),
	  "brackets within brackets in a query" },
	{ "limit", "hits", 1000, 1, 100000, AT(limit),
	  "hits in one reply (the parameter limit)" },
	{ "window", "hits", 10000, 1, 1000000, AT(window),
	  "the parameters offset + limit" },
	{ "facet_values", "values", 20, 1, 1000, AT(facet_values),
	  "values told of each facet; further ones, the rarest, are left out" },
	{ "clients", "", 1024, 1, 65536, AT(clients),
	  "connections at a time; one more is refused" },
	{ "in_flight", "requests", 32, 1, 4096, AT(in_flight),
	  "unanswered requests of a client; it is not read from until one is "
	  "answered" },
	{ "waiting", "requests", 256, 0, 65536, AT(waiting),
	  "requests that wait for a worker, of a client at most as many as "
	  "places are free; one more is answered busy" },
	{ "unsent_bytes", "bytes", 32 * MIB, 64 * KIB, 1024 * MIB,
	  AT(unsent_bytes),
	  "replies that a client has not read; above it the connection is "
	  "closed" },
	{ "open_documents", "documents", 64, 1, 4096, AT(open_documents),
	  "documents that a client of LSP has open; one more is not kept" },
	{ "open_bytes", "bytes", 1 * MIB, 4 * KIB, 256 * MIB, AT(open_bytes),
	  "their names and texts; a text beyond it is not kept" },
	{ "deadline_ms", "ms", 2000, 1, 600000, AT(deadline_ms),
	  "from the arrival of a request to its answer" },
	{ "idle_ms", "ms", 600000, 100, 86400000, AT(idle_ms),
	  "without a request or a reply, then the connection is closed, unless "
	  "it speaks LSP" },
	{ "cache_bytes", "bytes", 64 * MIB, 0, 16384 * MIB, AT(cache_bytes),
	  "answers kept for who asks the same again; 0: none, and each query is "
	  "run for itself" },
};
const size_t limit_count = sizeof(limit_table) / sizeof(*limit_table);

uint64_t limit_get(const struct proto_limits *l, const struct limit *x)
{
	uint64_t v;

	memcpy(&v, (const char *)l + x->offset, sizeof(v));
	return v;
}

void limit_put(struct proto_limits *l, const struct limit *x, uint64_t v)
{
	memcpy((char *)l + x->offset, &v, sizeof(v));
}

void limits_default(struct proto_limits *l)
{
	for (size_t i = 0; i < limit_count; i++)
		limit_put(l, &limit_table[i], limit_table[i].value);
}

struct search_limits limits_for_search(const struct proto_limits *l)
{
	/* No cast loses anything: see the highest values above. */
	return (struct search_limits){
		.query_bytes = (uint32_t)l->query_bytes,
		.words = (uint32_t)l->query_words,
		.expanded_terms = (uint32_t)l->expanded_terms,
		.nesting = (uint32_t)l->nesting,
		.window = (uint32_t)l->window,
		.page = (uint32_t)l->limit,
		.facet_values = (uint32_t)l->facet_values,
	};
}
