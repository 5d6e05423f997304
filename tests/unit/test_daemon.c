/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The parts of the daemon that need no loop: histogram, limits, watchdog.  All
 * else is tested through its socket, tests/system/t02*.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#include <cmocka.h>

#include "daemon/abbrev_file.h"
#include "daemon/limits.h"
#include "daemon/stats.h"
#include "daemon/watchdog.h"

/* ------------------------------------------------------------------- histogram */

static void test_histogram_one_value(void **state)
{
	(void)state;
	for (uint64_t v = 0; v < UINT64_C(1) << 36; v += v / 7 + 1) {
		static struct histogram h;
		uint64_t got;

		memset(&h, 0, sizeof(h));
		histogram_add(&h, 1); /* so that the maximum does not help */
		histogram_add(&h, v);
		histogram_add(&h, UINT64_C(1) << 40);
		got = histogram_quantile(&h, v < 1 ? 0.1 : 0.5);
		assert_true(got >= v);
		assert_true(got <= v + v / HISTOGRAM_SUB);
	}
}

static void test_histogram_quantiles(void **state)
{
	static struct histogram h;
	static const double shares[] = { 0.01, 0.5, 0.95, 0.99, 1 };

	(void)state;
	assert_int_equal(histogram_quantile(&h, 0.5), 0);
	for (uint64_t v = 1; v <= 10000; v++)
		histogram_add(&h, v);
	for (size_t i = 0; i < sizeof(shares) / sizeof(*shares); i++) {
		double want = shares[i] * 10000;
		double got = (double)histogram_quantile(&h, shares[i]);

		assert_true(got >= want && got <= want * 33 / 32);
	}
	assert_int_equal(histogram_quantile(&h, 1), 10000);
	assert_int_equal(h.max, 10000);
	assert_int_equal(h.count, 10000);
}

static void test_histogram_far_out(void **state)
{
	static struct histogram h;

	(void)state;
	histogram_add(&h, UINT64_MAX);
	histogram_add(&h, UINT64_C(1) << 36);
	histogram_add(&h, (UINT64_C(1) << 36) - 1);
	assert_int_equal(h.count, 3);
	assert_int_equal(h.max, UINT64_MAX);
	assert_true(histogram_quantile(&h, 0.5) >= (UINT64_C(1) << 36) - 1);
}

/* ---------------------------------------------------------------------- limits */

static void test_limits_table(void **state)
{
	struct proto_limits l;

	(void)state;
	memset(&l, 0, sizeof(l));
	limits_default(&l);
	/* Every field of the struct has a row, and no two share one. */
	assert_int_equal(limit_count, sizeof(l) / sizeof(uint64_t));
	for (size_t i = 0; i < limit_count; i++) {
		const struct limit *x = &limit_table[i];

		assert_true(x->min <= x->value && x->value <= x->max);
		assert_int_equal(limit_get(&l, x), x->value);
		for (size_t j = 0; j < i; j++) {
			assert_string_not_equal(x->name, limit_table[j].name);
			assert_int_not_equal(x->offset, limit_table[j].offset);
		}
	}
}

static void test_limits_are_those_of_search(void **state)
{
	struct search_limits got;
	struct proto_limits l;

	(void)state;
	limits_default(&l);
	got = limits_for_search(&l);
	assert_memory_equal(&got, &search_limits_default, sizeof(got));
}

/* ------------------------------------------------------- the file of abbreviations */

static void test_a_file_that_could_not_be_read_is_tried_again(void **state)
{
	char path[] = "/tmp/tracuu-test-XXXXXX";
	int fd = mkstemp(path);
	struct rlimit was, none;
	struct abbrev_file f;

	(void)state;
	assert_true(fd >= 0);
	assert_int_equal(write(fd, "ko\tkhông\n", 11), 11);
	close(fd);
	abbrev_file_init(&f, path);
	assert_int_equal(getrlimit(RLIMIT_NOFILE, &was), 0);
	none = (struct rlimit){ 0, was.rlim_max };
	assert_int_equal(setrlimit(RLIMIT_NOFILE, &none), 0);
	assert_false(abbrev_file_read(&f));
	assert_int_equal(setrlimit(RLIMIT_NOFILE, &was), 0);
	assert_int_equal(f.bad.code, E_IO);
	assert_true(abbrev_file_read(&f));
	assert_int_equal(f.bad.code, 0);
	assert_int_equal(f.text.len, 11);
	assert_false(abbrev_file_read(&f));
	abbrev_file_release(&f);
	unlink(path);
}

/* -------------------------------------------------------------------- watchdog */

static void test_a_query_is_stuck_when_seen_so_again_and_again(void **state)
{
	unsigned seen = 0;

	(void)state;
	for (int i = 1; i < WATCHDOG_PATIENCE; i++)
		assert_true(watchdog_look(&seen, 101, 100));
	assert_false(watchdog_look(&seen, 101, 100));
	assert_false(watchdog_look(&seen, 1000, 100));
	/* All is well when it has ended. */
	assert_true(watchdog_look(&seen, 0, 100));
	assert_int_equal(seen, 0);
}

static void test_late_is_not_stuck(void **state)
{
	unsigned seen = 0;

	(void)state;
	/* Late within the grace, for ever. */
	for (int i = 0; i < 100; i++)
		assert_true(watchdog_look(&seen, 100, 100));
	/* One long sleep of the machine, however long, is one look. */
	for (int i = 0; i < 100; i++) {
		assert_true(watchdog_look(&seen, UINT64_MAX, 100));
		assert_true(watchdog_look(&seen, 0, 100));
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_a_query_is_stuck_when_seen_so_again_and_again),
		cmocka_unit_test(test_late_is_not_stuck),
		cmocka_unit_test(test_histogram_one_value),
		cmocka_unit_test(test_histogram_quantiles),
		cmocka_unit_test(test_histogram_far_out),
		cmocka_unit_test(test_limits_table),
		cmocka_unit_test(test_limits_are_those_of_search),
		cmocka_unit_test(
			test_a_file_that_could_not_be_read_is_tried_again),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
