/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * objects - what is behind the opaque types of store.h that several files of
 * lib/store need.
 */
#ifndef TRACUU_STORE_OBJECTS_H
#define TRACUU_STORE_OBJECTS_H

#include <stddef.h>

#include <memory>
#include <string>
#include <vector>
#include <xapian.h>

#include "store/store.h"

struct store_reader {
	Xapian::Database db; /* all of them as one */
	std::vector<Xapian::Database> shards;
	bool remote = false; /* any shard of it */

	/* Whether a match goes through the shards one by one (match.cc). */
	bool divided() const
	{
		return shards.size() > 1 && !remote;
	}
};

/* A tree of our own, of which store_query_build() makes Xapian's. */
struct store_query {
	enum kind { NONE, ALL, TERM, RANGE, SCALE, JOIN } kind = NONE;
	enum store_op op = STORE_AND; /* of JOIN */
	unsigned number = 0; /* of TERM the norm, of RANGE the slot */
	std::string from, to; /* of TERM the term, of RANGE the values */
	double factor = 1;    /* of SCALE */
	std::vector<std::unique_ptr<store_query>> subs;
};

/* Above the norm of a term, in its wqf: its rarity is in its factor, not for the
 * weight to reckon.  So is that of a synonym, whose wqf is 1. */
#define STORE_RATED 8u
#define STORE_SYNONYM_WQF 1u

/* The query for a match on `r`, or on one of its shards. */
Xapian::Query store_query_build(const struct store_query *q,
				const struct store_reader *r);
/* Whether STORE_MAX is in it. */
bool store_query_has_max(const struct store_query *q);

/* The document that an id term names, or 0. */
Xapian::docid store_docid(const Xapian::Database &db, const char *id, size_t n);

#endif
