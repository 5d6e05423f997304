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
#include "text/text.h"

#define QUERY_WORDS_MAX 64 /* a set of words is a uint64_t */
#define QUERY_NEAR_MAX 100

/* Where a word is asked for. */
enum query_field {
	FIELD_TEXT, /* anywhere in title and text */
	FIELD_TITLE,
	FIELD_AUTHOR,
	FIELD_PLACE,
	FIELD_PATH,
};

/*
 * An element of the query: a word, or a unit that takes the place of its words
 * (TEXT_REF, a TEXT_DATE with its year, TEXT_HOST, TEXT_EMAIL).
 *
 * `prefix` (word*): words whose base begins with this base and whose marks hold
 * those typed.  Where the analyzer wrote i for a typed y (`my` has the base mi),
 * typed_y is set: then it stands for the words of just this base, and for those
 * whose base begins with it when its last letter is y again (mỹ, myanmar; not
 * minh).  A TEXT_REF with `prefix` has the term "29/:": any reference whose base
 * begins with "29/".
 */
struct query_word {
	const char *term;  /* lib/text's "base:marks" */
	size_t term_len, base_len;
	size_t begin, end; /* bytes of the query */
	uint32_t pos;	   /* position in its run of words or its phrase */
	uint32_t n_pos;	   /* positions that it takes there: 1 for a word */
	enum text_kind kind;
	enum query_field field;
	bool marked;	   /* has a mark; units never have */
	bool exact;	   /* `=word`: as written */
	bool prefix;	   /* `word*` */
	bool typed_y;	   /* see above; only with prefix */
	bool in_phrase;
	bool unwanted;	   /* stands behind NOT */
	bool joined;	   /* follows the word before it, no break or operator
			      between: the two are a pair */
};

/* Words [first, first + n) may also be written as this one: panô where pa-nô was
 * typed (TEXT_JOINED), a day and a month without a year (TEXT_DATE).  They stand
 * in one run or one phrase. */
struct query_alt {
	size_t first, n;
	const char *term;
	size_t term_len, base_len;
	enum text_kind kind;
};

enum query_op {
	QUERY_GROUP,  /* items side by side: `match` says all or any */
	QUERY_AND,
	QUERY_OR,
	QUERY_NOT,    /* one kid */
	QUERY_WORD,   /* words[first] */
	QUERY_PHRASE, /* words[first .. first + n_words), at least two */
	QUERY_NEAR,   /* kids: words and phrases, at least two, in any order, each
			 at most `near` positions from another one */
	QUERY_DATE,   /* reports dated from date_from to date_to */
	QUERY_TYPE,   /* reports of the type `type` */
};

struct query_node {
	enum query_op op;
	size_t first, n_words;
	struct query_node **kids;
	size_t n_kids;
	uint32_t near;	  /* words, 1 to QUERY_NEAR_MAX */
	char date_from[9], date_to[9]; /* "YYYYMMDD", inclusive; "": open */
	const char *type; /* in lower case, NUL-terminated */
};

struct query {
	struct query_node *root; /* NULL: nothing was asked */
	struct query_word words[QUERY_WORDS_MAX];
	size_t n_words;
	struct query_alt alts[QUERY_WORDS_MAX];
	size_t n_alts;
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
