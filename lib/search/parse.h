/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * parse - what a person typed, as a tree.  Nothing is a syntax error: an
 * unbalanced quote or bracket closes at the end, a stray one or a lone operator
 * is passed over, and query.read_as says how it was read.
 *
 *	query  = group { "OR" group }
 *	group  = item { ["AND"] item }
 *	item   = { "NOT" | "-" } atom
 *	atom   = { "title:" | "=" } ( word | '"' phrase '"' | "(" query ")" )
 *
 * Operators are whole words in capitals; `-` and `=` stand at the beginning of
 * a word, with no space behind.  Quotes may be straight or curly.  What a word
 * is, lib/text says: the query goes through the analyzer of the index.
 */
#ifndef TRACUU_SEARCH_PARSE_H
#define TRACUU_SEARCH_PARSE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "search/search.h"

struct text_analyzer;

#define QUERY_WORDS_MAX 64 /* a set of words is a uint64_t */

/* A word of the query: an analyzed syllable, number or other word. */
struct query_word {
	const char *term;  /* lib/text's "base:marks" */
	size_t term_len, base_len;
	size_t begin, end; /* bytes of the query */
	uint32_t pos;	   /* position in its run of words or its phrase */
	bool marked;	   /* has a mark */
	bool exact;	   /* `=word`: as written */
	bool title;	   /* asked for in the title */
	bool in_phrase;
	bool unwanted;	   /* stands behind NOT */
	bool joined;	   /* follows the word before it, no break or operator
			      between: the two are a pair */
};

enum query_op {
	QUERY_GROUP,  /* items side by side: `match` says all or any */
	QUERY_AND,
	QUERY_OR,
	QUERY_NOT,    /* one kid */
	QUERY_WORD,   /* words[first] */
	QUERY_PHRASE, /* words[first .. first + n_words), at least two */
};

struct query_node {
	enum query_op op;
	size_t first, n_words;
	struct query_node **kids;
	size_t n_kids;
};

struct query {
	struct query_node *root; /* NULL: nothing was asked */
	struct query_word words[QUERY_WORDS_MAX];
	size_t n_words;
	bool marked;		/* some word has a mark: its writer types marks */
	const char *read_as;	/* in the query language */
	struct arena arena;	/* owns all of it */
};

/*
 * E_LIMIT (query bytes, words, nesting), E_NOMEM.  Release in any case.
 */
int query_parse(struct query *q, struct text_analyzer *a, const char *s,
		size_t n, const struct search_limits *limits, struct err *e);
void query_release(struct query *q);

/* Set q->read_as of a query parsed from `s`. E_NOMEM. (read_as.c) */
int query_read_as(struct query *q, const char *s, struct err *e);
/* Whether n bytes, standing alone, are an operator: AND, OR, NOT. */
bool query_is_operator(const char *s, size_t n);

#endif
