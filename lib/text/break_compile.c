/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "text/break_compile.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include <unicode/ustring.h>

static const char rules[] =
#include "lib/text/break_rules.h"
	;

void break_icu(char ret[U_MAX_VERSION_STRING_LENGTH])
{
	UVersionInfo version;

	u_getVersion(version);
	u_versionToString(version, ret);
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

int break_binary(UBreakIterator *it, struct buf *ret, struct err *e)
{
	UErrorCode status = U_ZERO_ERROR;
	int32_t n = ubrk_getBinaryRules(it, NULL, 0, &status);

	if (U_FAILURE(status) || n <= 0 || buf_reserve(ret, (size_t)n))
		return err_nomem(e);
	ubrk_getBinaryRules(it, (uint8_t *)ret->s + ret->len, n, &status);
	if (U_FAILURE(status))
		return err_nomem(e);
	ret->len += (size_t)n;
	return 0;
}

/* 0, or E_NOMEM where they are not the same. */
static int compare(UBreakIterator *a, UBreakIterator *b, struct err *e)
{
	struct buf x = BUF_INIT, y = BUF_INIT;
	int r = break_binary(a, &x, e);

	if (!r)
		r = break_binary(b, &y, e);
	if (!r && (x.len != y.len || memcmp(x.s, y.s, x.len)))
		r = err_nomem(e);
	buf_release(&x);
	buf_release(&y);
	return r;
}

/* ICU passes over some allocations that fail while it compiles, and makes other
 * rules of them: only what comes out twice is right. */
int break_compile(UBreakIterator **ret, struct err *e)
{
	UBreakIterator *it = NULL, *again = NULL;
	int r = compile_once(&it, e);

	if (!r)
		r = compile_once(&again, e);
	if (!r)
		r = compare(it, again, e);
	if (again)
		ubrk_close(again);
	if (r && it)
		ubrk_close(it);
	if (!r)
		*ret = it;
	return r;
}
