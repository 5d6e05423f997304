/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * What changed, and when it is to be looked at.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "indexer/scope.h"

static const struct scope_pace pace = {
	.quiet_ns = 10, .busy_ns = 100, .wait_ns = 1000,
};

static void covers_what_is_below(void **state)
{
	struct scope s = { 0 };

	(void)state;
	assert_true(scope_is_empty(&s));
	assert_false(scope_covers(&s, "/a"));
	scope_add(&s, "/a/b", false, 1);
	scope_add(&s, "/a/b c", false, 1);
	scope_add(&s, "/a/b/x/y", false, 1);
	assert_true(scope_covers(&s, "/a/b"));
	assert_true(scope_covers(&s, "/a/b/c/d"));
	assert_true(scope_covers(&s, "/a/b c/d"));
	assert_false(scope_covers(&s, "/a"));
	assert_false(scope_covers(&s, "/a/bc"));
	assert_false(scope_covers(&s, "/a/b d"));
	assert_false(scope_covers_above(&s, "/a/b"));
	assert_true(scope_covers_above(&s, "/a/b/x/y"));
	scope_clear(&s);
	scope_add(&s, "/", false, 1);
	assert_true(scope_covers(&s, "/x"));
	scope_clear(&s);
}

static void all_is_everything(void **state)
{
	struct scope s = { 0 }, t = { 0 };

	(void)state;
	scope_add(&s, "/a", false, 1);
	scope_set_all(&s);
	scope_add(&s, "/b", false, 1);
	assert_true(scope_covers(&s, "/x"));
	assert_int_equal(scope_due(&s, &pace), 0);
	scope_take(&s, &pace, 1, &t);
	assert_true(scope_is_empty(&s));
	assert_true(t.all);
	scope_add_scope(&s, &t);
	assert_true(s.all);
	scope_clear(&s);
	scope_clear(&t);
	assert_true(scope_is_empty(&s));
}

static void too_many_are_all(void **state)
{
	struct scope s = { 0 };
	char path[32];

	(void)state;
	for (int i = 0; i < SCOPE_PATHS_MAX; i++) {
		snprintf(path, sizeof(path), "/a/%d", i * 7919 % SCOPE_PATHS_MAX);
		scope_add(&s, path, false, 1);
	}
	assert_int_equal(s.n, SCOPE_PATHS_MAX);
	scope_add(&s, "/a/17", false, 2);
	assert_false(s.all);
	scope_add(&s, "/b", false, 2);
	assert_true(s.all);
	scope_clear(&s);
}

/* Each change puts it off, but not for ever. */
static void waits_until_it_is_quiet(void **state)
{
	struct scope s = { 0 }, t = { 0 };

	(void)state;
	assert_true(scope_due(&s, &pace) == UINT64_MAX);
	scope_add(&s, "/a", false, 5);
	assert_int_equal(scope_due(&s, &pace), 15);
	scope_add(&s, "/b", false, 12);
	assert_int_equal(scope_due(&s, &pace), 22);
	for (uint64_t at = 20; at < 2000; at += 9)
		scope_add(&s, "/b", false, at);
	assert_int_equal(scope_due(&s, &pace), 1005);
	scope_take(&s, &pace, 1005, &t);
	assert_true(scope_is_empty(&s));
	assert_int_equal(t.n, 2);
	scope_clear(&s);
	scope_clear(&t);
}

static void what_is_written_waits_for_itself(void **state)
{
	struct scope s = { 0 }, t = { 0 };

	(void)state;
	scope_add(&s, "/log", true, 5);
	assert_int_equal(scope_due(&s, &pace), 105);
	scope_add(&s, "/a", false, 50);
	assert_int_equal(scope_due(&s, &pace), 60);
	scope_take(&s, &pace, 60, &t);
	assert_int_equal(t.n, 1);
	assert_string_equal(t.v[0].s, "/a");
	assert_int_equal(s.n, 1);
	/* Closed: like any other. */
	scope_add(&s, "/log", false, 70);
	assert_int_equal(scope_due(&s, &pace), 80);
	/* Never quiet: it has waited long enough. */
	for (uint64_t at = 80; at < 2000; at += 50)
		scope_add(&s, "/log", true, at);
	assert_int_equal(scope_due(&s, &pace), 1005);
	scope_take(&s, &pace, 1005, &t);
	assert_true(scope_is_empty(&s));
	assert_int_equal(t.n, 2);
	scope_clear(&s);
	scope_clear(&t);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(covers_what_is_below),
		cmocka_unit_test(all_is_everything),
		cmocka_unit_test(too_many_are_all),
		cmocka_unit_test(waits_until_it_is_quiet),
		cmocka_unit_test(what_is_written_waits_for_itself),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
