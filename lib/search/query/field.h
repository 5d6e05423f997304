/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * field - where a word of a query may be looked for.  One row of a table says
 * all there is to say about a field: a new one is a row here, its postings in
 * the indexer, and where the words of a report stand in it (view.c).
 *
 * A field BESIDE the text (author, place, path) is something that is known of a
 * report.  Its words are terms with a prefix of their own, in a dictionary of
 * their own, without pairs.  Punctuation means nothing in it: words stand side
 * by side whatever is between them, so that `path:2020/ca-phe` is a phrase.
 */
#ifndef TRACUU_SEARCH_QUERY_FIELD_H
#define TRACUU_SEARCH_QUERY_FIELD_H

#include <stdbool.h>
#include <stddef.h>

enum query_field {
	FIELD_TEXT, /* title and body */
	FIELD_TITLE,
	FIELD_AUTHOR,
	FIELD_PLACE,
	FIELD_PATH,
	FIELD_COUNT,
};

struct query_field_info {
	const char *name;   /* as typed, with its colon; "" for the text */
	const char *word;   /* what explain calls a word of it */
	const char *prefix; /* of its terms */
	const char *pairs;  /* of the terms of its pairs; NULL: it has none */
	bool beside;
	bool alternatives;  /* its words may be written otherwise (plan_alts.c) */
};
extern const struct query_field_info query_fields[FIELD_COUNT];

/* The prefix of the terms among which the forms of a word are looked up: a word
 * of the title is one of the text. */
static inline const char *query_field_dictionary(enum query_field f)
{
	return query_fields[f].beside ? query_fields[f].prefix : "";
}

#endif
