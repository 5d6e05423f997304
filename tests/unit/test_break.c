/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The break rules as they were compiled while building, and compiled now: the
 * same boundaries, and no others where memory fails on the way.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <unicode/uclean.h>
#include <unicode/utext.h>

#include "lib/text/break_built.h"
#include "text/break.h"
#include "text/break_compile.h"

static const char sample[] =
	"Học tập và làm theo: “xã hội-chủ nghĩa”, số 05-CT/TW; 1.234,56 "
	"m²!\r\nHo\u0323c ta\u0323\u0302p, th\u00fay \u0111\u01b0\u1eddng "
	"a@b.vn, it's 19/05/2016... \xd0\x9c\xd0\xb8\xd1\x80 \u4e2d\u6587 "
	"\u0e20\u0e32\u0e29\u0e32 \U0001f33e\n\n— (VI) Đ.X. Thắng";

/* ---------------------------------------------------------------------- memory */

static long fail_at; /* the allocation of ICU that fails, from 1; 0: none */
static long allocations;

/* ICU loses some of its own when others fail; that is for the sanitizer to know. */
__attribute__((visibility("default")))
const char *__lsan_default_suppressions(void);
const char *__lsan_default_suppressions(void)
{
	return "leak:libicuuc";
}

static void *U_CALLCONV icu_alloc(const void *context, size_t n)
{
	(void)context;
	return ++allocations == fail_at ? NULL : malloc(n);
}

static void *U_CALLCONV icu_realloc(const void *context, void *p, size_t n)
{
	(void)context;
	return ++allocations == fail_at ? NULL : realloc(p, n);
}

static void U_CALLCONV icu_free(const void *context, void *p)
{
	(void)context;
	free(p);
}

static void fail_alloc(long at)
{
	allocations = 0;
	fail_at = at;
}

/* ------------------------------------------------------------------ boundaries */

struct boundary {
	int64_t at;
	int32_t status;
};

/* At most `max` of them; all from the first on. */
static size_t boundaries(UBreakIterator *it, const char *s, size_t n,
			 struct boundary *ret, size_t max)
{
	UErrorCode status = U_ZERO_ERROR;
	UText *text = utext_openUTF8(NULL, s, (int64_t)n, &status);
	size_t k = 0;

	assert_true(U_SUCCESS(status));
	ubrk_setUText(it, text, &status);
	assert_true(U_SUCCESS(status));
	for (int32_t at = ubrk_first(it); at != UBRK_DONE && k < max;
	     at = ubrk_next(it))
		ret[k++] = (struct boundary){ at, ubrk_getRuleStatus(it) };
	utext_close(text);
	return k;
}

static void assert_same(UBreakIterator *a, UBreakIterator *b, const char *s,
			size_t n)
{
	static struct boundary v[512], w[512];
	size_t k = boundaries(a, s, n, v, 512);

	assert_int_equal(boundaries(b, s, n, w, 512), k);
	for (size_t i = 0; i < k; i++) {
		assert_int_equal(v[i].at, w[i].at);
		assert_int_equal(v[i].status, w[i].status);
	}
}

static UBreakIterator *compiled(void)
{
	UBreakIterator *it = NULL;

	assert_int_equal(break_compile(&it, NULL), 0);
	return it;
}

/* Text of characters that the rules tell apart, and of any. */
static size_t random_text(char *s, size_t max)
{
	static const char *const some[] = {
		"a", "ờ", "Đ", "o\u0323\u0302", "\u0301", "1", "05", ".", ",",
		"-", "/", " ", "\n", "'", "\u2019", "@", "(", ":", "\u00a0",
		"\u0430", "\u4e2d", "\u0e20", "\xff", "\xc4",
	};
	size_t n = 0;

	while (n + 8 < max && rand() % 64) {
		const char *c = some[(size_t)rand() % (sizeof(some) / sizeof(*some))];

		if (rand() % 8) {
			memcpy(s + n, c, strlen(c));
			n += strlen(c);
		} else {
			s[n++] = (char)rand();
		}
	}
	return n;
}

static void built_and_compiled_rules_are_the_same(void **state)
{
	UBreakIterator *a = compiled(), *b = NULL;
	char s[256];

	(void)state;
	assert_int_equal(break_open(&b, NULL), 0);
	assert_same(a, b, sample, strlen(sample));
	srand(1);
	for (int i = 0; i < 3000; i++)
		assert_same(a, b, s, random_text(s, sizeof(s)));
	ubrk_close(a);
	ubrk_close(b);
}

static void built_rules_need_no_compiling(void **state)
{
	UBreakIterator *it = NULL;
	long n;

	(void)state;
	fail_alloc(0);
	assert_int_equal(break_open(&it, NULL), 0);
	n = allocations;
	ubrk_close(it);
	fail_alloc(0);
	ubrk_close(compiled());
	assert_true(n * 20 < allocations);
}

/* The boundaries by the rules that are chosen are those of the text. */
static bool chooses(const uint8_t *rules, size_t n, const char *built_with)
{
	UErrorCode status = U_ZERO_ERROR;
	UBreakIterator *good = compiled(), *it;
	struct break_rules chosen;
	bool given;

	assert_int_equal(break_choose(rules, n, built_with, &chosen, NULL), 0);
	it = ubrk_openBinaryRules(chosen.s, (int32_t)chosen.n, NULL, 0,
				  &status);
	assert_true(U_SUCCESS(status));
	assert_same(good, it, sample, strlen(sample));
	given = chosen.s == rules;
	ubrk_close(it);
	ubrk_close(good);
	buf_release(&chosen.compiled);
	return given;
}

/* Rules of another ICU, or that are none: the text of ours is compiled. */
static void other_rules_are_not_used(void **state)
{
	static const _Alignas(16) uint8_t none[128] = { 1 };

	(void)state;
	assert_true(chooses(break_built, sizeof(break_built), BREAK_BUILT_ICU));
	assert_false(chooses(break_built, sizeof(break_built), "1.2"));
	assert_false(chooses(none, sizeof(none), "1.2"));
	assert_false(chooses(none, sizeof(none), BREAK_BUILT_ICU));
}

/* Each allocation on the way fails: E_NOMEM, or the right rules.  Compiling is not
 * tried: there ICU itself may crash for want of memory. */
static void want_of_memory_makes_no_other_rules(void **state)
{
	UBreakIterator *good = compiled(), *it = NULL;
	struct err e;
	long all, refused = 0;

	(void)state;
	fail_alloc(0);
	assert_int_equal(break_open(&it, &e), 0);
	all = allocations;
	ubrk_close(it);
	for (long at = 1; at <= all; at++) {
		int r;

		fail_alloc(at);
		r = break_open(&it, &e);
		fail_alloc(0);
		if (r) {
			assert_int_equal(r, E_NOMEM);
			refused++;
			continue;
		}
		assert_same(good, it, sample, strlen(sample));
		ubrk_close(it);
	}
	assert_true(refused > 0);
	ubrk_close(good);
}

int main(void)
{
	UErrorCode status = U_ZERO_ERROR;
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(built_and_compiled_rules_are_the_same),
		cmocka_unit_test(built_rules_need_no_compiling),
		cmocka_unit_test(other_rules_are_not_used),
		cmocka_unit_test(want_of_memory_makes_no_other_rules),
	};

	/* Before ICU asked for any memory. */
	u_setMemoryFunctions(NULL, icu_alloc, icu_realloc, icu_free, &status);
	if (U_FAILURE(status))
		return 1;
	return cmocka_run_group_tests(tests, NULL, NULL);
}
