/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * limits - everything a client can make grow has a number here: a name, a unit,
 * a default and a range.  The names are those of the configuration file, of
 * `hello` (struct proto_limits) and of tracuud(8), which a test holds together.
 */
#ifndef TRACUU_DAEMON_LIMITS_H
#define TRACUU_DAEMON_LIMITS_H

#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "proto/result.h"
#include "search/search.h"

struct limit {
	const char *name;
	const char *unit; /* "bytes", "ms", ...; "" for a plain count */
	uint64_t value;	  /* the default */
	uint64_t min, max;
	size_t offset; /* in struct proto_limits */
	const char *help;
};
extern const struct limit limit_table[];
extern const size_t limit_count;

void limits_default(struct proto_limits *l);
uint64_t limit_get(const struct proto_limits *l, const struct limit *x);
void limit_put(struct proto_limits *l, const struct limit *x, uint64_t v);

/* The part that lib/search keeps. */
struct search_limits limits_for_search(const struct proto_limits *l);

#endif
