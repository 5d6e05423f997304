/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * abbrev - what may be written in place of what: abbreviations and their long
 * forms, and synonyms, from three tables in one.
 *
 *	yours	 the file that the configuration names, may be none
 *	built in abbreviations.txt, which is compiled in
 *	learned	 the definitions that reports of the archive make, as the
 *		 indexer found them: `ủy ban nhân dân (UBND)`
 *
 * A TABLE AS TEXT is UTF-8, one pair a line:
 *
 *	# a comment
 *	UBND <tab> ủy ban nhân dân	each may be written for the other
 *	~CT <tab> công ty		CT may be read as `công ty`, but `công ty`
 *					does not ask for CT
 *	ko <tab> không			both sides have 1 to ABBREV_WORDS_MAX
 *	nề nếp <tab> nền nếp		words
 *	-HĐND				nothing is known of HĐND but what else
 *					stands in this table
 *
 * One abbreviation may have several lines.  A comma on the right is where the
 * text may have one: `công nghiệp hóa, hiện đại hóa`.  White space round a side
 * and a byte order mark are passed over.
 *
 * Never changed once it is open: any number of threads may read it.
 */
#ifndef TRACUU_SEARCH_PLAN_ABBREV_H
#define TRACUU_SEARCH_PLAN_ABBREV_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "search/plan/run.h"

struct text_analyzer;

#define ABBREV_WORDS_MAX 12 /* of one side */
#define ABBREV_LEARNED_MAX 20000 /* pairs: those that most reports define */

enum abbrev_source { ABBREV_YOURS, ABBREV_BUILT_IN, ABBREV_LEARNED };

/* A line of a table. */
struct abbrev_pair {
	struct word_run abbr; /* GD&ĐT as gddt: its letters together */
	struct word_run words; /* what it is short for; n 0: a line with - */
	enum abbrev_source source; /* the first that has it, in this order */
	bool one_way;	  /* only from the abbreviation to the long form */
	uint32_t reports; /* that define it, whatever its source */
	uint32_t order;	  /* in which it was read */
};

/* A pair as it is found from one of its sides, or from another way to write it. */
struct abbrev_way {
	struct word_run from, to;
	const struct abbrev_pair *pair;
	bool back; /* not from the abbreviation */
};

struct abbrev {
	struct abbrev_pair *pairs; /* by abbreviation, then by words */
	size_t n, cap;
	struct abbrev_way *ways; /* by the bases of `from`, see abbrev_find() */
	size_t n_ways, cap_ways;
	struct arena arena;
};

/*
 * Read all tables: `own` is the text of the user's (own_n bytes; 0: none), and
 * where `r` is not NULL the definitions of its archive are read.  Release in any
 * case.  E_NOMEM; E_INVAL for a bad line, as abbrev_check(); those of store.h.
 */
int abbrev_open(struct abbrev *ret, struct text_analyzer *a, const char *own,
		size_t own_n, struct store_reader *r, struct err *e);
void abbrev_release(struct abbrev *t);

/* Whether n bytes are a table.  E_INVAL with "NAME:LINE: what is wrong";
 * E_NOMEM. */
int abbrev_check(struct text_analyzer *a, const char *name, const char *s,
		 size_t n, struct err *e);

/*
 * The ways from a word of base `first`, or with `second` (n is 0 for none) from
 * the runs of several words that begin with these two bases; the user's own
 * first, then as they were read.  How many, the first of them in *ret.  `back`
 * ones of a pair that is one_way are among them: what is ambiguous elsewhere may
 * not be so in a field.
 */
size_t abbrev_find(const struct abbrev *t, struct base first,
		   struct base second, const struct abbrev_way **ret);

/*
 * Add the other ways to write what a pair has, when its pairs are there and
 * `ways` are in order: without a `và` that has no letter (GD&ĐT as `giáo dục, đào
 * tạo`), and partly short (TPHCM as `TP Hồ Chí Minh`, `TP HCM`).  They come behind
 * the others.  E_NOMEM. (abbrev_mix.c)
 */
int abbrev_mix(struct abbrev *t, struct err *e);

/* What abbrev_open() is made of.  A copy of the pair; its `order` is given. */
int abbrev_add(struct abbrev *t, const struct abbrev_pair *pair, struct err *e);
/* Once all pairs are there. */
int abbrev_add_way(struct abbrev *t, const struct abbrev_way *way,
		   struct err *e);
/* A table as text; NAME for messages. (abbrev_read.c) */
int abbrev_read(struct abbrev *t, struct text_analyzer *a,
		enum abbrev_source source, const char *name, const char *s,
		size_t n, struct err *e);
/* The definitions of an archive. (abbrev_learn.c) */
int abbrev_learn(struct abbrev *t, struct store_reader *r, struct err *e);

#endif
