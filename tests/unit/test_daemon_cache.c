/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * daemon/cache and daemon/flight: answers that are kept, and those who wait for
 * the same one.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "daemon/cache.h"
#include "daemon/flight.h"

#define KIB 1024

/* ----------------------------------------------------------------------- cache */

static void keep(struct cache *c, const char *key, const char *json)
{
	cache_keep(c, key, strlen(key), &(struct cache_answer){
		.json = json,
		.len = strlen(json),
		.reports = strlen(key),
	});
}

/* "" for none. */
static const char *find(struct cache *c, const char *key)
{
	static char s[100];
	struct cache_answer a = cache_find(c, key, strlen(key));

	snprintf(s, sizeof(s), "%.*s", (int)a.len, a.json ? a.json : "");
	if (a.json)
		assert_int_equal(a.reports, strlen(key));
	return s;
}

static void test_what_was_kept_is_found(void **state)
{
	struct cache c;

	(void)state;
	cache_init(&c, 100 * KIB);
	assert_string_equal(find(&c, "a"), "");
	keep(&c, "a", "{1}");
	keep(&c, "b", "{2}");
	keep(&c, "ab", "{3}");
	assert_string_equal(find(&c, "a"), "{1}");
	assert_string_equal(find(&c, "b"), "{2}");
	assert_string_equal(find(&c, "ab"), "{3}");
	assert_string_equal(find(&c, "abc"), "");
	assert_string_equal(find(&c, ""), "");
	assert_int_equal(c.counts.hits, 3);
	assert_int_equal(c.counts.misses, 3);
	assert_int_equal(c.counts.entries, 3);
	cache_clear(&c);
	assert_string_equal(find(&c, "a"), "");
	assert_int_equal(c.counts.entries, 0);
	assert_int_equal(c.counts.bytes, 0);
	assert_int_equal(c.counts.hits, 3);
}

static void test_keys_are_bytes(void **state)
{
	const struct cache_answer one = { "{1}", 3, 0 }, two = { "{2}", 3, 0 };
	struct cache c;

	(void)state;
	cache_init(&c, 100 * KIB);
	cache_keep(&c, "a\0b", 3, &one);
	cache_keep(&c, "a\0c", 3, &two);
	assert_memory_equal(cache_find(&c, "a\0b", 3).json, "{1}", 3);
	assert_memory_equal(cache_find(&c, "a\0c", 3).json, "{2}", 3);
	assert_null(cache_find(&c, "a", 1).json);
	cache_clear(&c);
}

static void test_the_newest_answer_stays(void **state)
{
	struct cache c;
	uint64_t bytes;

	(void)state;
	cache_init(&c, 100 * KIB);
	keep(&c, "a", "{1}");
	bytes = c.counts.bytes;
	keep(&c, "a", "{2}");
	assert_string_equal(find(&c, "a"), "{2}");
	assert_int_equal(c.counts.entries, 1);
	assert_int_equal(c.counts.bytes, bytes);
	cache_clear(&c);
}

static void test_the_bytes_are_bounded(void **state)
{
	char key[20], json[200];
	struct cache c;

	(void)state;
	cache_init(&c, 8 * KIB);
	memset(json, 'x', sizeof(json));
	json[sizeof(json) - 1] = 0;
	keep(&c, "used", "{}");
	for (int i = 0; i < 1000; i++) {
		snprintf(key, sizeof(key), "k%d", i);
		keep(&c, key, json);
		assert_true(c.counts.bytes <= 8 * KIB);
		assert_string_equal(find(&c, "used"), "{}");
	}
	assert_true(c.counts.bytes > 7 * KIB);
	assert_string_not_equal(find(&c, "k999"), "");
	assert_string_equal(find(&c, "k0"), "");
	cache_clear(&c);
}

static void test_a_large_one_is_not_kept(void **state)
{
	char json[KIB];
	struct cache c;

	(void)state;
	cache_init(&c, 8 * KIB);
	memset(json, 'x', sizeof(json));
	json[sizeof(json) - 1] = 0;
	keep(&c, "a", "{}");
	keep(&c, "large", json);
	assert_string_equal(find(&c, "large"), "");
	assert_string_equal(find(&c, "a"), "{}");
	keep(&c, "a", json); /* what it takes the place of is gone */
	assert_string_equal(find(&c, "a"), "");
	cache_clear(&c);
	cache_init(&c, 0);
	keep(&c, "a", "{}");
	assert_string_equal(find(&c, "a"), "");
	assert_int_equal(c.counts.entries, 0);
}

/* ---------------------------------------------------------------------- flights */

static void test_who_asks_the_same_flies_together(void **state)
{
	struct flight_member a = { 0 }, b = { 0 }, c = { 0 };
	struct flights f = { 0 };

	(void)state;
	assert_int_equal(flight_join(&f, &a, "same", 4), 0);
	assert_int_equal(flight_join(&f, &b, "same", 4), 0);
	assert_int_equal(flight_join(&f, &c, "some", 4), 0);
	assert_ptr_equal(a.flight, b.flight);
	assert_ptr_not_equal(a.flight, c.flight);
	assert_ptr_equal(TAILQ_FIRST(&a.flight->members), &a);
	assert_null(a.flight->runner);
	assert_ptr_equal(flight_leave(&f, &a), b.flight);
	assert_null(a.flight);
	assert_null(flight_leave(&f, &a)); /* again */
	assert_null(flight_leave(&f, &b));
	assert_null(flight_leave(&f, &c));
	assert_null(f.root);
}

static void test_a_runner_who_leaves_runs_no_more(void **state)
{
	struct flight_member a = { 0 }, b = { 0 };
	struct flights f = { 0 };

	(void)state;
	flight_join(&f, &a, "same", 4);
	flight_join(&f, &b, "same", 4);
	a.flight->runner = &a;
	flight_leave(&f, &b);
	assert_ptr_equal(a.flight->runner, &a);
	flight_join(&f, &b, "same", 4);
	flight_leave(&f, &a);
	assert_null(b.flight->runner);
	flight_leave(&f, &b);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_what_was_kept_is_found),
		cmocka_unit_test(test_keys_are_bytes),
		cmocka_unit_test(test_the_newest_answer_stays),
		cmocka_unit_test(test_the_bytes_are_bounded),
		cmocka_unit_test(test_a_large_one_is_not_kept),
		cmocka_unit_test(test_who_asks_the_same_flies_together),
		cmocka_unit_test(test_a_runner_who_leaves_runs_no_more),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
