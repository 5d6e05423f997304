/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * collections - which collections there are, and which of them a verb is for.
 *
 * There are the unnamed one, those of the configuration, and those that are on
 * disk below the index directory though the configuration has them no more
 * (base/collection.h).  What --collection names is chosen; without it
 *	update, rebuild	    all of the configuration; the unnamed one where it has
 *	and watch	    roots, or where there is no other
 *	any other verb	    all that are there
 */
#ifndef TRACUU_INDEXER_COLLECTIONS_H
#define TRACUU_INDEXER_COLLECTIONS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/conf.h"
#include "base/err.h"
#include "indexer/filter.h"
#include "indexer/options.h"

/* As --collection has it, the unnamed one: no name begins so. */
#define COLLECTION_UNNAMED "-"

struct collection {
	const char *name; /* "": the unnamed one */
	const char *dir;  /* its index directory */
	const char **roots; /* those of the configuration */
	size_t n_roots;
	const struct conf_value **origins; /* of the roots */
	struct filter filter;
	bool configured; /* the unnamed one always is */
	bool chosen;
};

struct collections {
	struct collection *v; /* the unnamed one, then the others by name */
	size_t n;
	size_t n_chosen;
	struct arena arena; /* all of it */
};

/*
 * Those of the configuration and of the disk; strings of `c` and of the arena.
 * o->index, o->roots and o->filter are in place.  Release it in either case.
 * E_INVAL: a root that lies in one of another collection; E_IO, E_NOMEM.
 */
int collections_load(struct collections *cs, const struct conf *c,
		     const struct options *o, struct err *e);
void collections_release(struct collections *cs);

/* NULL: there is none of that name. */
struct collection *collections_find(const struct collections *cs,
				    const char *name);

/* E_INVAL: the command line names one that there is not, or several where one
 * must be named; E_IO, E_NOMEM. */
int collections_choose(struct collections *cs, const struct options *o,
		       struct err *e);
/* The chosen ones one after the other: `after` is NULL for the first. */
const struct collection *collections_next(const struct collections *cs,
					  const struct collection *after);
/* Whether the unnamed one alone is chosen, as where nobody knows of others. */
bool collections_plain(const struct collections *cs);

/* E_INVAL: one of n roots, real paths, lies in a root that is configured for
 * another collection than c, or the other way round. */
int collections_check_roots(const struct collections *cs,
			    const struct collection *c, char *const *roots,
			    size_t n, struct err *e);

/*
 * Call fn for each chosen one.  Where that is the unnamed one alone its error is
 * the result.  Else one that fails is said and does not stop the others; the
 * result is E_CANCELLED then, or where nothing worse happened E_INVAL (of the command
 * line or the configuration), then E_LOCKED; and e->msg is "".
 */
typedef int collection_fn(const struct collection *c, void *arg,
			  struct err *e);
int collections_each(const struct collections *cs, collection_fn *fn, void *arg,
		     struct err *e);
/* The worse of two results, as above. */
int collections_worse(int a, int b);

/* Whether there is a generation, be it a broken one. */
bool collection_is_published(const struct collection *c);

/* "collection NAME: " and the sentence, on stderr; of the unnamed one as it is. */
void collection_say(const struct collection *c, const char *sentence);

#endif
