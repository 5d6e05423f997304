/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * terms - the terms of one document, collected and handed to the database in
 * byte order: Xapian keeps them in trees, and sorted insertion makes a whole
 * build a fifth faster.
 */
#ifndef TRACUU_INDEXER_TERMS_H
#define TRACUU_INDEXER_TERMS_H

#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/err.h"
#include "store/store.h"

/* Different terms and pairs of one document: a million takes half a gigabyte
 * in Xapian's trees, and a book has some ten thousand. */
#define TERMS_MAX (1u << 20)

struct term;

struct terms {
	struct term *v;
	size_t n, cap;
	struct buf bytes; /* of all terms */
};

void terms_release(struct terms *t);
void terms_clear(struct terms *t);
/* Add `prefix` + `s`, which comes `wdf` times.  What would be longer than a
 * term can be is left out.  E_LIMIT above TERMS_MAX, E_NOMEM. */
int terms_add(struct terms *t, const char *prefix, const char *s, size_t n,
	      uint32_t wdf);
/* Sort them and add them to the document under construction.
 * E_INVAL, E_NOMEM, E_INTERNAL. */
int terms_put(struct terms *t, struct store_writer *w, struct err *e);
/* Take them off the document under construction.  E_INVAL, E_INTERNAL. */
int terms_remove(const struct terms *t, struct store_writer *w, struct err *e);

#endif
