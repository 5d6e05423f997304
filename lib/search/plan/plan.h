/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * plan - a parsed query against one term dictionary: which written forms each
 * typed word stands for, and the Xapian query that finds the candidates.
 *
 * TIERS.  Someone who types marks means `an` when typing `an`, and yet may have
 * left marks out elsewhere.  So in a query that has any mark, a word whose own
 * form may well be meant (plan_own.c) asks for that form alone (tier
 * PLAN_STRICT); reports that merely have a form it covers come behind, as a
 * second tier (PLAN_LOOSE).  A word whose own form is nowhere, or is hardly
 * meant, and every word of a query without marks, stands for all forms it
 * covers, in both tiers.
 *
 * ALTERNATIVES.  A run of words may also be written otherwise: UBND as `ủy ban
 * nhân dân` and the reverse, `khóa XIII` as `khóa 13`, `pa-nô` as `panô`.  A word
 * of the query is there when a form of it is there, or an alternative to a run
 * that it is in; in a phrase an alternative stands for its whole run.
 *
 * CANDIDATES.  A phrase is asked for as the AND of its pairs.  That finds every
 * report that has it and some that do not: those are told apart afterwards, in
 * rank order, on the forward index (view.h).  plan_needs_check() says whether a
 * query needs that at all.
 */
#ifndef TRACUU_SEARCH_PLAN_PLAN_H
#define TRACUU_SEARCH_PLAN_PLAN_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "search/plan/run.h"
#include "search/query/parse.h"

struct abbrev;
struct abbrev_pair;
struct store_query;
struct store_reader;

enum plan_tier { PLAN_STRICT, PLAN_LOOSE };

#define PLAN_PREFIX_MAX 200 /* terms that one `word*` stands for */

struct plan_form {
	char *term;
	size_t n;
	uint64_t df;
};

struct plan_word {
	uint64_t own_df;	 /* reports with the word exactly as typed */
	bool own_only;		 /* PLAN_STRICT asks for that form alone */
	bool expanded;		 /* forms[] was looked up */
	struct plan_form *forms; /* covered forms, its own one included */
	size_t n_forms;
	uint64_t pair_df;	 /* of the pair that ends with it, where an
				    alternative stands for both */
};

/* Words [first, first + n) of the query written as n_terms others side by side. */
struct plan_alt {
	const char *kind; /* for people: "abbreviation", "long form" ... */
	const struct abbrev_pair *pair; /* that it comes from; NULL: none */
	size_t first, n;
	const struct run_word *terms;
	size_t n_terms;
	double weight; /* how likely it is what was meant: above 0, up to 1 */
	size_t bit;  /* of its first term in a set of all terms of alternatives */
	bool covers; /* its terms stand for what they cover, too */
	struct plan_form *forms; /* where there is one term: what it covers */
	size_t n_forms;
	uint64_t df;	/* reports that have it, about */
	size_t rarest;	/* run_df(): 0, or the second term of its rarest pair */
};
/* Whether it stands for word i, with others or alone. */
static inline bool plan_alt_has(const struct plan_alt *alt, size_t i)
{
	return alt->first <= i && i - alt->first < alt->n;
}
#define PLAN_ALTS_MAX 48
#define PLAN_ALT_TERMS_MAX 64 /* of all of them: a set is a uint64_t */

struct plan {
	const struct query *q;
	struct store_reader *reader;
	const struct search_request *req; /* in whose time all of it is done */
	struct plan_word words[QUERY_WORDS_MAX];
	struct plan_alt alts[PLAN_ALTS_MAX];
	size_t n_alts, n_alt_terms;
	uint64_t documents;
	bool two_tiers; /* PLAN_STRICT and PLAN_LOOSE differ */
	uint32_t expanded_max;
	struct arena arena;
};

/* Look the words up.  `q`, the reader and the request must outlive the plan.
 * Release in any case.  Errors: those of store.h, E_NOMEM, E_DEADLINE,
 * E_CANCELLED. */
int plan_open(struct plan *p, const struct query *q, struct store_reader *r,
	      const struct abbrev *abbrev, const struct search_limits *limits,
	      const struct search_request *req, struct err *e);
void plan_release(struct plan *p);

/* Look up the forms that the loose tier needs, if not done yet.  Errors: those of
 * plan_open(). */
int plan_expand(struct plan *p, struct err *e);

/*
 * The query of a tier: candidates with their weights.  `match` is SEARCH_ALL or
 * SEARCH_ANY; unless `ranked` nothing is in it that only adds weight.  Errors:
 * those of plan_expand().
 */
int plan_query(struct plan *p, enum plan_tier tier, enum search_match match,
	       bool ranked, struct store_query **ret, struct err *e);

/*
 * The parts that a query is made of, for explaining it: one word, and the pair
 * of words i and i + 1; in the text (prefix "" and SCHEMA_PAIR) or the title
 * (SCHEMA_TITLE and SCHEMA_TITLE_PAIR).  NULL: out of memory.
 */
struct store_query *plan_word_query(const struct plan *p, size_t i,
				    enum plan_tier tier, const char *prefix);
struct store_query *plan_pair_query(const struct plan *p, size_t i,
				    const char *prefix);
/* Whether a tier asks for the word's own form alone. */
bool plan_own_only(const struct plan *p, size_t word, enum plan_tier tier);

/*
 * Whether a word that is wanted in the text is nowhere in the archive: no form
 * that it stands for, no alternative to a run that it is in.  Never of `=word`
 * and `word*`.
 */
bool plan_is_nowhere(const struct plan *p, size_t word);

/* Whether candidates must be checked against their forward index. */
bool plan_needs_check(const struct plan *p);

/* How rare a word is: ln(1 + documents / df) of the tier's forms; for choosing
 * windows. */
double plan_rarity(const struct plan *p, size_t word, enum plan_tier tier);

/* Whether a term written in a report is what word `word` asks for. */
bool plan_word_is(const struct plan *p, size_t word, enum plan_tier tier,
		  const char *term, size_t n);
/* The same for term k of an alternative, in both tiers. */
bool plan_alt_is(const struct plan_alt *alt, size_t k, const char *term,
		 size_t n);

/*
 * Find the alternatives to the words of the query; part of plan_open()
 * (plan_alts.c).  Errors: those of store.h, E_NOMEM.
 */
int plan_find_alts(struct plan *p, const struct abbrev *abbrev, struct err *e);
/* Then look up how frequent they are; likewise (plan_way.c). */
int plan_rate_ways(struct plan *p, struct err *e);
/* Of these the ones that the table has. (plan_abbrev.c) */
int plan_find_abbreviations(struct plan *p, const struct abbrev *abbrev,
			    struct err *e);
/* Add one, of which the terms are copied and `bit` and `forms` are set; it is
 * passed over when there is no room.  Internal. */
int plan_add_alt(struct plan *p, const struct plan_alt *alt, struct err *e);
/* Whether word i, of someone who types marks, asks for its own form alone.
 * Internal.  Errors: those of store.h, E_NOMEM.  (plan_own.c) */
int plan_means_itself(struct plan *p, size_t i, bool *ret, struct err *e);
/* Look up the written terms that a typed one covers, or with `prefix` begins: at
 * most expanded_max, the most frequent first.  Internal. */
int plan_look_up(struct plan *p, const struct run_word *t, bool prefix,
		 struct plan_form **ret, size_t *ret_n, struct err *e);

#endif
