/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

#include "proto/position.h"

static const enum position_encoding encodings[] = { POSITION_UTF8,
						    POSITION_UTF16 };

static void units_of_a_line(void **state)
{
	/* d: 1 byte, 1 unit; đ: 2, 1; ế: 3, 1; emoji: 4, 2 */
	static const char line[] = "d\u0111\u1ebf\U0001f600x";
	static const struct {
		size_t byte;
		uint32_t utf8, utf16;
	} wanted[] = { { 0, 0, 0 }, { 1, 1, 1 }, { 3, 3, 2 },
		       { 6, 6, 3 }, { 10, 10, 5 }, { 11, 11, 6 } };
	size_t n = strlen(line);

	(void)state;
	for (size_t i = 0; i < sizeof(wanted) / sizeof(wanted[0]); i++) {
		size_t byte = wanted[i].byte;

		assert_int_equal(position_character(POSITION_UTF8, line, n,
						    byte), wanted[i].utf8);
		assert_int_equal(position_character(POSITION_UTF16, line, n,
						    byte), wanted[i].utf16);
		assert_int_equal(position_byte(POSITION_UTF8, line, n,
					       wanted[i].utf8), byte);
		assert_int_equal(position_byte(POSITION_UTF16, line, n,
					       wanted[i].utf16), byte);
	}
	/* Inside of a character: its beginning. */
	assert_int_equal(position_byte(POSITION_UTF8, line, n, 2), 1);
	assert_int_equal(position_byte(POSITION_UTF8, line, n, 9), 6);
	assert_int_equal(position_byte(POSITION_UTF16, line, n, 4), 6);
	for (int i = 0; i < 2; i++) {
		assert_int_equal(position_byte(encodings[i], line, n, 12), n);
		assert_int_equal(position_byte(encodings[i], line, n,
					       UINT32_MAX), n);
		assert_int_equal(position_byte(encodings[i], "", 0, 3), 0);
		assert_int_equal(position_character(encodings[i], line, n,
						    n + 9),
				 position_character(encodings[i], line, n, n));
	}
}

static void check_line(const char *text, size_t n, uint32_t number,
		       const char *wanted)
{
	size_t begin, end;
	bool there = position_line(text, n, number, &begin, &end);

	assert_int_equal(there, wanted != NULL);
	assert_true(begin <= end && end <= n);
	if (wanted) {
		assert_int_equal(end - begin, strlen(wanted));
		assert_memory_equal(text + begin, wanted, end - begin);
	} else {
		assert_int_equal(begin, n);
	}
}

static void lines_end_in_three_ways(void **state)
{
	static const char text[] = "m\u1ed9t\nhai\r\nba\r\rn\u0103m\r\n";
	static const char *const lines[] = { "m\u1ed9t", "hai", "ba", "",
					     "n\u0103m", "", NULL, NULL };
	size_t n = strlen(text);

	(void)state;
	for (uint32_t i = 0; i < 8; i++)
		check_line(text, n, i, lines[i]);
	check_line(text, n, UINT32_MAX, NULL);
	check_line("", 0, 0, "");
	check_line("", 0, 1, NULL);
	check_line("x", 1, 0, "x");
	check_line("x\r", 2, 1, "");
	check_line("\r\n", 2, 0, "");
	check_line("\r\n", 2, 1, "");
	check_line("\r\n", 2, 2, NULL);
	check_line("a\rb\n", 4, 1, "b");
	check_line("a\n\rb", 4, 1, "");
	check_line("a\n\rb", 4, 2, "b");
	check_line("\r\r\n\r", 4, 1, "");
	check_line("\r\r\n\r", 4, 3, "");
	check_line("\r\r\n\r", 4, 4, NULL);
}

static void places_of_a_text(void **state)
{
	static const char text[] = "m\u1ed9t\nhai\r\nba";
	size_t n = strlen(text);

	(void)state;
	assert_int_equal(position_offset(POSITION_UTF16, text, n,
					 (struct position){ 0, 2 }), 4);
	assert_int_equal(position_offset(POSITION_UTF8, text, n,
					 (struct position){ 0, 2 }), 1);
	assert_int_equal(position_offset(POSITION_UTF16, text, n,
					 (struct position){ 1, 1 }), 7);
	assert_int_equal(position_offset(POSITION_UTF16, text, n,
					 (struct position){ 1, 99 }), 9);
	assert_int_equal(position_offset(POSITION_UTF16, text, n,
					 (struct position){ 2, 2 }), n);
	assert_int_equal(position_offset(POSITION_UTF16, text, n,
					 (struct position){ 3, 0 }), n);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(units_of_a_line),
		cmocka_unit_test(lines_end_in_three_ways),
		cmocka_unit_test(places_of_a_text),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
