/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <unicode/ustring.h>

#include "text/break.h"
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

static const char rules[] =
#include "lib/text/break_rules.h"
	;

static char analyzer_id[16 + U_MAX_VERSION_STRING_LENGTH];
static pthread_once_t analyzer_id_once = PTHREAD_ONCE_INIT;

static void make_analyzer_id(void)
{
	UVersionInfo version;
	char icu[U_MAX_VERSION_STRING_LENGTH];

	u_getVersion(version);
	u_versionToString(version, icu);
	snprintf(analyzer_id, sizeof(analyzer_id), "%d/icu%s", RULES_VERSION,
		 icu);
}

const char *text_analyzer_id(void)
{
	pthread_once(&analyzer_id_once, make_analyzer_id);
	return analyzer_id;
}

static int compile_once(UBreakIterator **ret, struct err *e)
{
	UErrorCode status = U_ZERO_ERROR;
	UParseError where = { 0 };
	UBreakIterator *it = NULL;
	int32_t n;
	UChar *s = malloc(sizeof(rules) * sizeof(*s));

	if (!s)
		return err_nomem(e);
	u_strFromUTF8(s, (int32_t)sizeof(rules), &n, rules,
		      (int32_t)sizeof(rules) - 1, &status);
	it = ubrk_openRules(s, n, NULL, 0, &where, &status);
	free(s);
	if (status == U_MEMORY_ALLOCATION_ERROR)
		return err_nomem(e);
	if (U_FAILURE(status))
		return err_set(e, E_INTERNAL,
			       "break.rules, line %d, column %d: %s",
			       (int)where.line, (int)where.offset,
			       u_errorName(status));
	*ret = it;
	return 0;
}

static bool same_rules(UBreakIterator *a, UBreakIterator *b)
{
	UErrorCode status = U_ZERO_ERROR;
	int32_t n = ubrk_getBinaryRules(a, NULL, 0, &status);
	int32_t m = ubrk_getBinaryRules(b, NULL, 0, &status);
	uint8_t *v = U_SUCCESS(status) && n == m && n > 0 ?
			     malloc(2 * (size_t)n) : NULL;
	bool same = false;

	if (v) {
		ubrk_getBinaryRules(a, v, n, &status);
		ubrk_getBinaryRules(b, v + n, n, &status);
		same = U_SUCCESS(status) && !memcmp(v, v + n, (size_t)n);
	}
	free(v);
	return same;
}

/* ICU passes over some allocations that fail while it compiles, and makes other
 * rules of them: only what comes out twice is right. */
static int compile(UBreakIterator **ret, struct err *e)
{
	UBreakIterator *it = NULL, *again = NULL;
	int r = compile_once(&it, e);

	if (!r)
		r = compile_once(&again, e);
	if (!r && !same_rules(it, again))
		r = err_nomem(e);
	if (again)
		ubrk_close(again);
	if (r && it)
		ubrk_close(it);
	if (!r)
		*ret = it;
	return r;
}

/* Compiling takes a hundred times longer than copying, so it is done once for
 * all that are open at a time. */
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static UBreakIterator *compiled; /* while there are copies of it */
static unsigned copies;

/* With the lock held. */
static void drop_compiled(void)
{
	if (copies)
		return;
	ubrk_close(compiled);
	compiled = NULL;
}

int break_open(UBreakIterator **ret, struct err *e)
{
	UErrorCode status = U_ZERO_ERROR;
	UBreakIterator *it = NULL;
	int err = 0;

	pthread_mutex_lock(&lock);
	if (!compiled)
		err = compile(&compiled, e);
	if (!err)
		it = ubrk_clone(compiled, &status);
	if (!err && U_FAILURE(status))
		err = err_nomem(e);
	if (!err)
		copies++;
	else
		drop_compiled();
	pthread_mutex_unlock(&lock);
	if (!err)
		*ret = it;
	return err;
}

void break_close(UBreakIterator *it)
{
	ubrk_close(it);
	pthread_mutex_lock(&lock);
	copies--;
	drop_compiled();
	pthread_mutex_unlock(&lock);
}
