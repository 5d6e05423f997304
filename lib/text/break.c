/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/text/break_built.h"
#include "text/break.h"
#include "text/break_compile.h"
#include "text/text.h"

/*
 * Raised with every change of break.rules or of the folding that gives any
 * text other terms, positions or breaks:
 *	1	syllables, numbers, other scripts
 *	2	units: references, dates, joined words, addresses
 *	3	references: the numbers of letters (356/UBND-NC), a year or a day
 *		behind a bare number
 *	4	letters in any case, months with a hyphen, telephone numbers, words
 *		that points or an apostrophe join
 *	5	the stop of an abbreviation is no break; references without "số",
 *		close to their code or with a letter, more ways to write a day;
 *		TƯ is TW; Greek without accents
 */
#define RULES_VERSION 5

static char analyzer_id[16 + U_MAX_VERSION_STRING_LENGTH];
static pthread_once_t analyzer_id_once = PTHREAD_ONCE_INIT;

static void make_analyzer_id(void)
{
	char icu[U_MAX_VERSION_STRING_LENGTH];

	break_icu(icu);
	snprintf(analyzer_id, sizeof(analyzer_id), "%d/icu%s", RULES_VERSION,
		 icu);
}

const char *text_analyzer_id(void)
{
	pthread_once(&analyzer_id_once, make_analyzer_id);
	return analyzer_id;
}

/* What ICU has in memory for the rules. Another ICU's may be laid out or meant
 * otherwise. */
static bool is_for_this_icu(const char *built_with)
{
	char icu[U_MAX_VERSION_STRING_LENGTH];

	break_icu(icu);
	return !strcmp(icu, built_with);
}

static int open_rules(const struct break_rules *rules, UBreakIterator **ret,
		      struct err *e)
{
	UErrorCode status = U_ZERO_ERROR;
	UBreakIterator *it = ubrk_openBinaryRules(rules->s, (int32_t)rules->n,
						  NULL, 0, &status);

	if (status == U_MEMORY_ALLOCATION_ERROR)
		return err_nomem(e);
	if (U_FAILURE(status))
		return err_set(e, E_INTERNAL, "compiled break rules: %s",
			       u_errorName(status));
	*ret = it;
	return 0;
}

static int compile(struct break_rules *ret, struct err *e)
{
	struct buf b = BUF_INIT;
	UBreakIterator *it = NULL;
	int r = break_compile(&it, e);

	if (r)
		return r;
	r = break_binary(it, &b, e);
	ubrk_close(it);
	if (r)
		buf_release(&b);
	else
		*ret = (struct break_rules){ (const uint8_t *)b.s, b.len, b };
	return r;
}

int break_choose(const uint8_t *s, size_t n, const char *built_with,
		 struct break_rules *ret, struct err *e)
{
	const struct break_rules built = { s, n, BUF_INIT };
	UBreakIterator *it = NULL;
	int r;

	if (!is_for_this_icu(built_with))
		return compile(ret, e);
	r = open_rules(&built, &it, e);
	if (r)
		return r == E_NOMEM ? r : compile(ret, e);
	ubrk_close(it);
	*ret = built;
	return 0;
}

/* Chosen once, and kept.  Each iterator is opened by them: copying one that is open
 * crashes in ICU 72 when there is no memory for it. */
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static struct break_rules rules;

int break_open(UBreakIterator **ret, struct err *e)
{
	int r = 0;

	pthread_mutex_lock(&lock);
	if (!rules.s)
		r = break_choose(break_built, sizeof(break_built),
				 BREAK_BUILT_ICU, &rules, e);
	pthread_mutex_unlock(&lock);
	return r ? r : open_rules(&rules, ret, e);
}
