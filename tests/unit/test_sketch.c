/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#include "base/sketch.h"

/* Texts of made-up words: word i of text `seed`, or, once in `every` words (0:
 * never), another one. */
static struct sketch sketch_of(unsigned seed, unsigned n, unsigned every)
{
	struct sketcher s;
	struct sketch ret;
	char word[32];

	sketch_begin(&s);
	for (unsigned i = 0; i < n; i++) {
		bool edited = every && i % every == every - 1;
		int len = snprintf(word, sizeof(word), "%u.%u%s", seed, i,
				   edited ? "'" : "");

		sketch_word(&s, word, (size_t)len);
	}
	assert_true(sketch_end(&s, &ret));
	return ret;
}

static double resemblance(struct sketch a, struct sketch b)
{
	double r = sketch_resemblance(&a, &b);

	assert_true(r == sketch_resemblance(&b, &a));
	return r;
}

static void the_same_text_resembles_itself(void **state)
{
	(void)state;
	for (unsigned n = SKETCH_MIN_WORDS; n < 5000; n *= 3)
		assert_true(resemblance(sketch_of(1, n, 0),
					sketch_of(1, n, 0)) > 0.999);
}

static void different_texts_do_not(void **state)
{
	(void)state;
	for (unsigned n = SKETCH_MIN_WORDS; n < 5000; n *= 3)
		for (unsigned seed = 2; seed < 50; seed++)
			assert_true(resemblance(sketch_of(1, n, 0),
						sketch_of(seed, n, 0)) < 0.1);
}

/* Of texts whose every `every`th word was replaced, the mean of many. */
static double mean_of_edited(unsigned n, unsigned every)
{
	double sum = 0;

	for (unsigned seed = 0; seed < 200; seed++)
		sum += resemblance(sketch_of(seed, n, 0),
				   sketch_of(seed, n, every));
	return sum / 200;
}

/* What the shingles without an edited word are, of all that are in either. */
static double expected(unsigned n, unsigned every)
{
	unsigned kept = 0, all = n - SKETCH_SHINGLE + 1;

	for (unsigned i = 0; i < all; i++)
		kept += i / every == (i + SKETCH_SHINGLE) / every;
	return (double)kept / (2 * all - kept);
}

static void edits_are_estimated(void **state)
{
	static const unsigned every[] = { 20, 10, 5, 2 };
	static const unsigned lengths[] = { 40, 200, 2000 };

	(void)state;
	for (size_t i = 0; i < 4; i++)
		for (size_t k = 0; k < 3; k++) {
			double want = expected(lengths[k], every[i]);
			double got = mean_of_edited(lengths[k], every[i]);

			if (got < want - 0.03 || got > want + 0.03)
				fail_msg("every %u of %u: %f, not %f",
					 every[i], lengths[k], got, want);
		}
}

static void a_part_resembles_the_whole(void **state)
{
	double sum = 0;

	(void)state;
	for (unsigned seed = 0; seed < 200; seed++)
		sum += resemblance(sketch_of(seed, 800, 0),
				   sketch_of(seed, 600, 0));
	assert_true(sum / 200 > 0.72 && sum / 200 < 0.78);
}

static void few_words_have_no_sketch(void **state)
{
	struct sketch ret, before;
	struct sketcher s;

	(void)state;
	memset(&ret, 7, sizeof(ret));
	before = ret;
	sketch_begin(&s);
	for (unsigned i = 0; i + 1 < SKETCH_MIN_WORDS; i++) {
		sketch_word(&s, "tin", 3);
		assert_false(sketch_end(&s, &ret));
	}
	assert_memory_equal(&ret, &before, sizeof(ret));
	sketch_word(&s, "tin", 3);
	assert_true(sketch_end(&s, &ret));
}

/* Indexes keep sketches: a change of these bytes is one of the schema. */
static void the_bytes_are_those_of_the_schema(void **state)
{
	static const unsigned char begin[] = { 0x20, 0x30, 0x9e, 0xb0,
					       0x83, 0x45, 0x60, 0x0c };
	struct sketch s = sketch_of(1, 1000, 0);

	(void)state;
	assert_memory_equal(s.bins, begin, sizeof(begin));
}

/* As of a damaged database: any bytes are a sketch. */
static void any_bytes_may_be_compared(void **state)
{
	struct sketch none = { { 0 } }, full;

	(void)state;
	memset(&full, 0xff, sizeof(full));
	assert_true(resemblance(none, none) == 0);
	assert_true(resemblance(none, full) == 0);
	assert_true(resemblance(full, full) > 0.999);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_same_text_resembles_itself),
		cmocka_unit_test(different_texts_do_not),
		cmocka_unit_test(edits_are_estimated),
		cmocka_unit_test(a_part_resembles_the_whole),
		cmocka_unit_test(few_words_have_no_sketch),
		cmocka_unit_test(the_bytes_are_those_of_the_schema),
		cmocka_unit_test(any_bytes_may_be_compared),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
