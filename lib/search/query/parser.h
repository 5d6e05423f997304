/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * parser - the inside of query_parse(): parse.c has the grammar, parse_field.c
 * what stands before a colon, query_words.c what becomes of the words,
 * query_chars.c what parts them.
 */
#ifndef TRACUU_SEARCH_QUERY_PARSER_H
#define TRACUU_SEARCH_QUERY_PARSER_H

#include "search/query/parse.h"

/* What a filter says, whose values are no words. */
enum query_filter { FILTER_NONE, FILTER_DATES, FILTER_AFTER, FILTER_BEFORE,
		    FILTER_TYPE, FILTER_COLLECTION };

struct parser {
	struct query *q;
	struct text_analyzer *analyzer;
	const char *s;
	size_t n, at;
	uint32_t words_max, nesting_max, depth, runs;
	/* behind title:, ref:, =, or in their brackets */
	enum query_field field;
	bool ref, exact;
	enum query_filter filter; /* in the brackets of date:, type: ... */
	struct err *e;
};

/* query_parse() without read_as. */
int query_parse_tree(struct query *q, struct text_analyzer *a, const char *s,
		     size_t n, const struct search_limits *limits,
		     struct err *e);
/*
 * Set q->read_as of a query parsed from the n bytes at s: as it was typed where
 * that reads the same again, else each word in quotation marks.  E_NOMEM.
 * (read_as.c)
 */
int query_read_as(struct query *q, struct text_analyzer *a, const char *s,
		  size_t n, const struct search_limits *limits, struct err *e);

/* A node of q's arena; NULL with E_NOMEM in p->e. */
struct query_node *query_node_new(struct parser *p, enum query_op op);

/* Whether `prefix` is typed here, in any case, and has something to belong to. */
bool query_at_prefix(const struct parser *p, const char *prefix);
/* The same for any field, filter or `=`. */
bool query_at_field(const struct parser *p);
/* Whether n bytes and a colon behind them are one. */
bool query_is_field(const char *s, size_t n);
/* The same for one whose value says nothing about words: date:, type:. */
bool query_is_filter(const char *s, size_t n);
/* The field they name; FIELD_TEXT for any other prefix, and for none. */
enum query_field query_field_named(const char *s, size_t n);
/*
 * Pass over fields and `=` here, which say in p how the words behind them are
 * meant, up to a filter (a date, a type) and its value, which becomes *ret, or
 * the bracket of its values.  What is no value of its filter is left standing:
 * then it is words.  E_NOMEM.
 */
int query_parse_fields(struct parser *p, struct query_node **ret);
/* The value of p->filter that stands here, in quotation marks or without; *ret is
 * NULL when there is none.  E_NOMEM. */
int query_parse_value(struct parser *p, struct query_node **ret);

/* White space in ASCII. */
static inline bool query_is_space(char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

/* Bytes of white space at s, of a quotation mark there, straight or curly; 0 when
 * there is none. (query_chars.c) */
size_t query_space_len(const char *s, size_t n);
/* Whether there is white space among n bytes. */
bool query_has_space(const char *s, size_t n);
size_t query_quote_len(const char *s, size_t n);
/* The closing quotation mark of a phrase whose text begins at `at`, or n. */
size_t query_quote_end(const char *s, size_t n, size_t at);
/* The end of the chunk at `at`: up to a space, a quote or a bracket. */
size_t query_chunk_end(const char *s, size_t n, size_t at);
/* Whether the chunk of `len` bytes at `at`, which begins with '-', goes on with the
 * number of a document before it: `05 -CT/TW`. */
bool query_goes_on(const char *s, size_t at, size_t len);

/*
 * AND or NEAR takes a word or a phrase out of the run of words that it stands in:
 * what makes it one with the words beside it, pairs and alternatives, goes.
 * (query_words.c)
 */
void query_take_out(struct parser *p, const struct query_node *node);

/* Whether a word of n bytes ends in y, which the analyzer may write as i: `my` may
 * be the beginning of something else. (query_words.c) */
bool query_ends_in_y(const char *word, size_t n);

/*
 * Analyze bytes [from, to) of the query and append the words: *ret_n of them
 * from number *ret_first on.  E_LIMIT, E_NOMEM.
 */
int query_add_words(struct parser *p, size_t from, size_t to, size_t *ret_first,
		    size_t *ret_n);
/* Behind ref: a number is any reference that has it.  Other words stay what they
 * are.  E_NOMEM. (query_words.c) */
int query_to_ref(struct parser *p, struct query_word *w);
/* The end of the reference that begins at byte `from`, its words apart (`Chỉ thị
 * 05`); `from` where there is none before `to`.  E_NOMEM. (query_words.c) */
int query_ref_end(struct parser *p, size_t from, size_t to, size_t *ret);

#endif
