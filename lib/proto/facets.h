/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * facets - the member `facets` of the result of search, as C and as JSON
 * (docs/protocol.md).
 */
#ifndef TRACUU_PROTO_FACETS_H
#define TRACUU_PROTO_FACETS_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/err.h"
#include "proto/params.h"

#ifdef __cplusplus
extern "C" {
#endif

struct proto_facet_value {
	const char *value;
	uint64_t count;	   /* reports that have it */
	const char *query; /* the filter that finds these */
};

/* The values of one facet. */
struct proto_facet_values {
	bool asked; /* else it is not in the JSON */
	const struct proto_facet_value *v;
	size_t n;
};

/* Append the member to an object that is open, where any facet was asked for. */
void proto_facets_emit(const struct proto_facet_values f[PROTO_FACETS],
		       struct buf *json);

/*
 * Fill `ret` from an object's member of this name, or with nothing.  Strings
 * point into the JSON; *ret_values is what is to be freed.  On failure there is
 * nothing to free.  E_INVAL (another shape), E_NOMEM.
 */
int proto_facets_decode(const json_t *object,
			struct proto_facet_values ret[PROTO_FACETS],
			struct proto_facet_value **ret_values, struct err *e);

#ifdef __cplusplus
}
#endif
#endif
