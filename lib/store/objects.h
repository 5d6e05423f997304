/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * objects - what is behind the opaque types of store.h that several files of
 * lib/store need.
 */
#ifndef TRACUU_STORE_OBJECTS_H
#define TRACUU_STORE_OBJECTS_H

#include <stddef.h>
#include <xapian.h>

struct store_reader {
	Xapian::Database db;
	bool remote = false; /* any shard of it */
};

struct store_query {
	Xapian::Query q;
	bool has_max = false; /* OP_MAX is in it */
};

/* The document that an id term names, or 0. */
Xapian::docid store_docid(const Xapian::Database &db, const char *id, size_t n);

#endif
