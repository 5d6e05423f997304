/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * complete - what the archive has for words that are being typed.  The inside
 * of search_complete().
 *
 *	complete_read.c	 the last words of what was typed: those that are
 *			 complete, and the one that has begun
 *	complete_words.c what may follow: words of the dictionary, or the second
 *			 words of its pairs, most used first
 *	complete_forms.c how that is written behind the words before it, and
 *			 whether it nearly always goes on in one way
 *	complete_name.c	 names of collections, which are no words
 *	complete.c	 all of it, in order
 */
#ifndef TRACUU_SEARCH_TYPING_COMPLETE_H
#define TRACUU_SEARCH_TYPING_COMPLETE_H

#include "search/query/field.h"
#include "search/session.h"
#include "search/typing/occur.h"

/* ------------------------------------------------------------------------ read */

/* Complete words before the one that has begun: more narrow no further. */
#define COMPLETE_CONTEXT 6

struct typed_word {
	char term[TEXT_TERM_MAX];
	size_t n, base_len; /* bytes of the term and of its base */
	size_t begin;	    /* byte of what was typed */
	bool capital;	    /* its first letter is one */
	bool marked;
};

/* The last words of what was typed that stand together. */
struct typed {
	struct typed_word context[COMPLETE_CONTEXT]; /* the last ones */
	size_t n_context;
	struct typed_word begun; /* n is 0: nothing has begun */
	bool with_y;		 /* ... its last letter is y, in its base i */
	bool marked;		 /* a word of the context has marks */
	/* What was typed between the last two words when it is no white space:
	 * the / of 71/2024. */
	struct written_term sign;
	enum query_field field;	/* that the word is typed in */
	bool exact;		/* behind `=`: the letters are meant as typed */
};

/* ret->sign points into s.  E_NOMEM. */
int complete_read(struct text_analyzer *a, const char *s, size_t n,
		  struct typed *ret, struct err *e);

/* Whether a written term may be what has begun. */
bool typed_begins(const struct typed *t, const char *term, size_t n);

/* The last n words of the context, to look for; `strict`: as they were typed. */
void complete_context(const struct typed *t, size_t n, bool strict,
		      struct occur_word *ret);

/* ----------------------------------------------------------------------- words */

/* A term of the dictionary, or a base of its pairs. */
struct follower {
	char s[TEXT_TERM_MAX];
	size_t n;
	uint64_t df;
};
#define FOLLOWERS_MAX 128
struct followers {
	struct follower v[FOLLOWERS_MAX]; /* most used first */
	size_t n, most;			  /* how many are kept */
};

/* Keep it if it is among the most used. */
void followers_add(struct followers *f, const char *s, size_t n, uint64_t df);

/* Words that may have begun.  Errors: those of store.h. */
int complete_words(struct search *s, const struct search_request *req,
		   const struct typed *t, struct followers *to, struct err *e);
/* The same in the dictionary of a field beside the text. */
int complete_field(struct search *s, const struct search_request *req,
		   const struct typed *t, struct followers *to, struct err *e);
/* Bases behind the last word of the context that may have begun. */
int complete_pairs(struct search *s, const struct search_request *req,
		   const struct typed *t, struct followers *to, struct err *e);

/* ----------------------------------------------------------------------- names */

/* Whether the name of a collection is being typed, and the byte that it begins
 * at; nothing of it may be there yet. */
bool complete_at_name(const char *s, size_t n, size_t *ret_from);
/* The names that may be meant by the query from there on.  Errors: those of
 * store.h. */
int complete_names(struct search *s, const struct search_request *req,
		   size_t from, struct search_completions *ret, struct err *e);

/* ----------------------------------------------------------------------- forms */

/* A way to go on: words that stand so in the places given. */
struct form {
	struct occurrence **v; /* of the arena, by report */
	size_t n, n_words;
	uint64_t value; /* reports that hold it, or at least not more */
	bool exact;
	double use;	/* about how many do */
};
struct forms {
	struct form *v;
	size_t n, cap;
};

/*
 * Add the forms that the last n_context words of the context have together with
 * one that may follow, a base; or, without context, of a term of the dictionary.
 * Errors: those of occur.h.
 */
int complete_forms(struct search *s, const struct search_request *req,
		   const struct typed *t, size_t n_context, bool strict,
		   const struct follower *follower, struct arena *arena,
		   struct forms *to, struct err *e);
/*
 * Add the forms that stand behind the last n_context words of the context, two or
 * more, in some of the reports that have these: the pairs of the last word alone
 * are mostly used behind other words.  *ret_more: there may be others.
 */
int complete_behind(struct search *s, const struct search_request *req,
		    const struct typed *t, size_t n_context, bool strict,
		    struct arena *arena, struct forms *to, bool *ret_more,
		    struct err *e);

#endif
