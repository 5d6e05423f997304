/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * What a person types, and how it is read: nothing is a syntax error.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "tests/unit/parse_fixture.h"

static const struct {
	const char *typed, *read;
} readings[] = {
	{ "học tập", "học tập" },
	{ "  học \t tập  ", "học tập" },
	{ "\"học tập\"", "\"học tập\"" },
	{ "“học tập” và «làm theo»", "\"học tập\" và \"làm theo\"" },
	{ "\"học tập", "\"học tập\"" },
	{ "học tập\"", "học tập" },
	{ "\"học\"", "học" },
	{ "\"\" học", "học" },
	{ "học -tập", "học -tập" },
	{ "học NOT tập", "học -tập" },
	{ "học - tập", "học - tập" },
	{ "xanh-sạch-đẹp", "xanh-sạch-đẹp" },
	{ "học -\"làm theo\"", "học -\"làm theo\"" },
	{ "học -05-CT/TW", "học -05-CT/TW" },
	{ "học OR tập", "học OR tập" },
	{ "học AND tập", "học AND tập" },
	{ "học AND tập OR làm theo", "(học AND tập) OR (làm theo)" },
	{ "học and tập", "học and tập" },
	{ "a b AND c d", "a (b AND c) d" },
	{ "(học OR tập) Bác", "(học OR tập) Bác" },
	{ "(học OR tập Bác", "học OR (tập Bác)" },
	{ "học tập (", "học tập" },
	{ "học ) tập", "học, tập" },
	{ "my* lũ", "my* lũ" },
	{ "title05-CT/TW", "title05-CT/TW" },
	{ "-(Chỉ thị 05)", "-\"Chỉ thị 05\"" },
	{ "-(-học)", "-(-học)" },
	{ "tháng ) pa-nô", "tháng, pa-nô" },
	{ "AND OR NOT", "" },
	{ "OR học", "học" },
	{ "học AND", "học" },
	{ "AND học", "học" },
	{ "học NOT", "học" },
	{ "-", "" },
	{ "=", "" },
	{ "title:", "title" },
	{ "title: học", "title: học" },
	{ "title:học tập", "title:học tập" },
	{ "TITLE:\"lan tỏa\" dân", "title:\"lan tỏa\" dân" },
	{ "title:(lan tỏa) dân", "(title:lan title:tỏa) dân" },
	{ "title:-học", "-title:học" },
	{ "-title:học", "-title:học" },
	{ "=hoc tập", "=hoc tập" },
	{ "NOT =hoc", "-=hoc" },
	{ "title:=hoc", "title:=hoc" },
	{ "=\"hoc tap\"", "=\"hoc tap\"" },
	{ "=xanh-sạch", "=\"xanh-sạch\"" },
	{ "NOT NOT học", "học" },
	{ "", "" },
	{ "?!,.;", "" },
};

static void test_read_as(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(readings) / sizeof(*readings); i++) {
		struct query q;

		assert_int_equal(parse(&q, readings[i].typed), 0);
		if (strcmp(q.read_as, readings[i].read))
			fail_msg("\"%s\" was read as \"%s\", not \"%s\"",
				 readings[i].typed, q.read_as,
				 readings[i].read);
		query_release(&q);
	}
}

static void test_pairs_stop_at_breaks(void **state)
{
	struct query q;

	(void)state;
	assert_int_equal(parse(&q, "công chức, viên chức -tốt học"), 0);
	assert_int_equal(q.n_words, 6);
	assert_false(q.words[0].joined);
	assert_true(q.words[1].joined);
	assert_false(q.words[2].joined); /* behind the comma */
	assert_true(q.words[3].joined);
	assert_false(q.words[4].joined);
	assert_true(q.words[4].unwanted);
	assert_false(q.words[5].joined); /* behind an operator */
	assert_false(q.words[5].unwanted);
	query_release(&q);
}

static void test_phrase_keeps_positions(void **state)
{
	struct query q;

	(void)state;
	assert_int_equal(parse(&q, "\"công chức, viên chức\""), 0);
	assert_int_equal(q.root->op, QUERY_PHRASE);
	assert_int_equal(q.root->n_words, 4);
	assert_int_equal(q.words[1].pos - q.words[0].pos, 1);
	assert_int_equal(q.words[2].pos - q.words[1].pos, 2);
	query_release(&q);
}

static void test_marks_are_noticed(void **state)
{
	struct query q;

	(void)state;
	assert_int_equal(parse(&q, "hoc tap 2020"), 0);
	assert_false(q.marked);
	query_release(&q);
	assert_int_equal(parse(&q, "hoc tập"), 0);
	assert_true(q.marked);
	assert_false(q.words[0].marked);
	query_release(&q);
}

static void expect_limit(const char *unit, size_t fits, const char *suffix)
{
	char s[8192] = "";
	struct query q;

	for (size_t i = 0; i < fits; i++)
		strcat(s, unit);
	strcat(s, suffix);
	assert_int_equal(parse(&q, s), 0);
	query_release(&q);
	memmove(s + strlen(unit), s, strlen(s) + 1);
	memcpy(s, unit, strlen(unit));
	assert_int_equal(parse(&q, s), E_LIMIT);
	query_release(&q);
}

static void test_limits(void **state)
{
	(void)state;
	expect_limit("a ", 64, "");
	expect_limit("(", 32, "a");
	expect_limit(" ", 4095, "a");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_read_as),
		cmocka_unit_test(test_pairs_stop_at_breaks),
		cmocka_unit_test(test_phrase_keeps_positions),
		cmocka_unit_test(test_marks_are_noticed),
		cmocka_unit_test(test_limits),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
