/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * encodings - rules of the user: which files are in which encoding, where
 * finding it out by their words (guess.h) would be wrong.
 *
 * A pattern is as in filter.h: without '/' for the name alone, with one for the
 * path below the root.  Of several rules that match the last one counts.
 */
#ifndef TRACUU_INDEXER_ENCODINGS_H
#define TRACUU_INDEXER_ENCODINGS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/err.h"
#include "indexer/decode.h"

struct encoding_rule {
	char *glob;
	enum encoding encoding; /* ENCODING_NONE: "auto", to be found out */
};

struct encodings {
	struct encoding_rule *v;
	size_t n, cap;
};

void encodings_release(struct encodings *es);
/* Add a rule.  E_INVAL: no encoding is called so, the sentence lists those that
 * there are; E_NOMEM. */
int encodings_add(struct encodings *es, const char *glob, const char *name,
		  struct err *e);
/* The same from "GLOB=NAME", the last '=' counts. */
int encodings_add_text(struct encodings *es, const char *text, struct err *e);
/* The rules as "GLOB=NAME", for encodings_free_texts(); NULL behind the last.
 * E_NOMEM. */
int encodings_texts(const struct encodings *es, char ***ret, struct err *e);
void encodings_free_texts(char **texts); /* NULL is fine */
bool encodings_same_texts(char *const *a, size_t n_a, char *const *b,
			  size_t n_b);

/* What the rules say of a file: `below` is its path below the root, `name` the
 * last part of it.  ENCODING_NONE: nothing, or that it is to be found out. */
enum encoding encodings_find(const struct encodings *es, const char *below,
			     const char *name);

#endif
