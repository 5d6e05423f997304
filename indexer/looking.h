/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * looking - what the verbs of inspect.h have in common.
 */
#ifndef TRACUU_INDEXER_LOOKING_H
#define TRACUU_INDEXER_LOOKING_H

#include <jansson.h>

#include "base/err.h"
#include "indexer/collections.h"
#include "indexer/state.h"

/* Print an object, and give it up.  E_NOMEM, also when it is NULL. */
int inspect_print(json_t *json, struct err *e);
/* The same object with the name of its collection, if it has one; NULL: there is
 * no memory, and it is given up. */
json_t *inspect_named(json_t *json, const struct collection *c);

/* The state of a collection.  As state_load(), and E_SCHEMA: of another schema
 * nothing can be said.  Release it in either case. */
int inspect_load(const struct collection *c, struct state *s, struct err *e);

#endif
