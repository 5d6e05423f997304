/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * parse - what a person typed, as a tree.  Nothing is a syntax error: an
 * unbalanced quote or bracket closes at the end, a stray one or a lone operator
 * is passed over, and query.read_as says how it was read.
 *
 *	query  = group { "OR" group }
 *	group  = item { ["AND" | near] item }
 *	near   = "NEAR" [ "/" number ]
 *	item   = { "NOT" | "-" } atom
 *	atom   = { field | "=" } ( word | '"' phrase '"' | "(" query ")" | "-" atom )
 *	       | ( "date:" | "year:" | "after:" | "before:" ) value
 *	       | "type:" value
 *	value  = word | '"' word '"' | "(" query of values ")"
 *	field  = "title:" | "author:" | "place:" | "path:" | "ref:"
 *	word   = what lib/text says a word is, or the beginning of one and "*"
 *
 * Operators are whole words in capitals; `-` and `=` stand at the beginning of
 * a word, with no space behind.  Quotes may be straight or curly.  What a word
 * is, lib/text says: the query goes through the analyzer of the index.
 *
 * UNITS.  A reference to a document, a date with its month and year, a host and
 * an e-mail address are one word of the query: `01-CT/TW` is not found by its
 * parts.  What may also be meant as its words (pa-nô, a day without a year)
 * leaves these and is an alternative to them.  Numbers that /, - or a point
 * joins and that are none of these stand together, as a phrase.
 */
#ifndef TRACUU_SEARCH_QUERY_PARSE_H
#define TRACUU_SEARCH_QUERY_PARSE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/err.h"
#include "search/query/field.h"
#include "search/search.h"
#include "text/text.h"

#define QUERY_WORDS_MAX 64 /* a set of words is a uint64_t */

/* A word of the query: an analyzed word or unit. */
struct query_word {
	const char *term;  /* lib/text's "base:marks" */
	size_t term_len, base_len;
	size_t begin, end; /* bytes of the query */
	uint32_t pos;	   /* position in its run of words or its phrase */
	uint32_t n_pos;	   /* positions that it takes there */
	uint32_t run;	   /* number of its run of plain words; 0: in quotes,
			      behind a field or a sign */
	enum text_kind kind;
	enum query_field field;
	bool marked;	   /* is a syllable with a mark */
	bool exact;	   /* `=word`: as written */
	bool prefix;	   /* `word*`: the beginning of what is asked for;
			      `ref:29`: any reference with this number */
	bool ref;	   /* is a reference because it stands behind ref: */
	bool typed_y;	   /* of a prefix: its last letter, i, was typed y */
	bool in_phrase;
	bool unwanted;	   /* stands behind NOT */
	bool joined;	   /* follows the word before it, no break or operator
			      between, and neither is a unit: a pair */
	bool glued;	   /* both are numbers that a sign joins: 5/15/2016 */
};

/* Words [first, first + n) may also be written as this one term. */
struct query_alt {
	size_t first, n;
	const char *term;
	size_t term_len, base_len;
};
#define QUERY_ALTS_MAX 16 /* further ones are passed over */

/* Days as YYYYMMDD, both inclusive; "" is open. */
struct query_dates {
	char from[9], to[9];
};
/*
 * Read the value of `date:` (n bytes at s): a year, month or day, or two of them
 * with ".." between, of which one may be missing; the earlier one is the
 * beginning, in whichever order they stand.  Months and days are written
 * 2020-05, 2020-05-19, 5/2020 or 19/5/2020.  False for anything else.
 */
bool query_dates_parse(const char *s, size_t n, struct query_dates *ret);
/* The value of `after:` (all behind that year, month or day) or `before:`. */
bool query_dates_beyond(const char *s, size_t n, bool after,
			struct query_dates *ret);

enum query_op {
	QUERY_GROUP,  /* items side by side: `match` says all or any of those
			 that are QUERY_WANTED */
	QUERY_AND,
	QUERY_OR,
	QUERY_NOT,    /* one kid */
	QUERY_NEAR,   /* kids are words and phrases, `near` words apart at most */
	QUERY_DATE,   /* published from `from` to `to` */
	QUERY_TYPE,   /* of the kind `value` */
	QUERY_COLLECTION, /* of the collection `value` */
	QUERY_WORD,   /* words[first] */
	QUERY_PHRASE, /* words[first .. first + n_words), at least two */
};

struct query_node {
	enum query_op op;
	size_t first, n_words;
	struct query_node **kids;
	size_t n_kids;
	uint32_t near;
	struct query_dates dates;
	const char *value; /* lower case */
};

/* What a kid is to a node of that kind. */
enum query_role {
	QUERY_WANTED,
	QUERY_FILTER,	/* of a group: a date, a type, a collection, words of an author, a place
			   or a path; it must hold whatever `match` says */
	QUERY_UNWANTED, /* behind NOT, but not among the kids of an OR, where
			   `-tập` wants whatever is without tập */
};

struct query {
	struct query_node *root; /* NULL: nothing was asked */
	struct query_word words[QUERY_WORDS_MAX];
	size_t n_words;
	struct query_alt alts[QUERY_ALTS_MAX];
	size_t n_alts;
	bool marked;		/* some word has a mark: its writer types marks */
	bool marked_beside;	/* the same of words beside the text, which say
				   nothing about the others: they may be copied */
	const char *read_as;	/* in the query language */
	struct arena arena;	/* owns all of it */
};

/*
 * E_LIMIT (query bytes, words, nesting), E_NOMEM.  Release in any case.
 */
int query_parse(struct query *q, struct text_analyzer *a, const char *s,
		size_t n, const struct search_limits *limits, struct err *e);
void query_release(struct query *q);

enum query_role query_role(const struct query *q, enum query_op op,
			   const struct query_node *kid);
/* Whether any of what is wanted is less than all of it.  NULL: nothing is. */
bool query_can_relax(const struct query *q, const struct query_node *node);

/* Whether two words ask for the same, in the same field. */
bool query_same_word(const struct query_word *a, const struct query_word *b);

/* What stands before the name of a collection. */
#define QUERY_COLLECTION_PREFIX "collection:"

/* Append n bytes in quotation marks: of those among them there are spaces. */
void query_add_quoted(struct buf *b, const char *s, size_t n);
/* Whether n bytes, standing alone, are an operator: AND, OR, NOT, NEAR. */
bool query_is_operator(const char *s, size_t n);
/* The distance of NEAR or NEAR/n, 1 to QUERY_NEAR_MAX; 0 for anything else. */
#define QUERY_NEAR_MAX 100
#define QUERY_NEAR_DEFAULT 10
uint32_t query_near(const char *s, size_t n);

#endif
