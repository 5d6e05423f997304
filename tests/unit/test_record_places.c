/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Where the words of a record stand: anchors, the text, the lines of the file.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdlib.h>

#include "tests/unit/record_fixture.h"

/* ------------------------------------------------------------------ anchors */

static void anchors_find_the_line(void **state)
{
	struct record_anchor a;
	struct buf out;
	char text[330];

	(void)state;
	begin("t:"); /* positions 0 and 1 */
	for (uint32_t i = 0; i < 100; i++)
		word("x:", 10 + i * 2, 5, 8); /* positions 2 to 101 */
	for (uint32_t i = 0; i < 3; i++)
		word("y:", 300 + i * 2, 9, 299); /* 102 to 104 */
	assert_int_equal(record_gap(writer), 0); /* 105 */
	word("y:", 320, 9, 299); /* 106, in the same line */
	word("y:", 330, 9, 299);
	memset(text, ' ', sizeof(text));
	out = finish(text, sizeof(text)); /* anchors lie within the text */
	load(&out);
	assert_int_equal(record_anchor(reader, 2, &a, NULL), 0);
	assert_int_equal(a.pos, 2);
	assert_int_equal(a.byte, 10);
	assert_int_equal(a.line, 5);
	assert_int_equal(a.line_begin, 8);
	assert_int_equal(record_anchor(reader, 2 + 33, &a, NULL), 0);
	assert_int_equal(a.pos, 2 + 32);
	assert_int_equal(a.byte, 10 + 64);
	assert_int_equal(a.line_begin, 8);
	assert_int_equal(record_anchor(reader, 101, &a, NULL), 0);
	assert_int_equal(a.pos, 2 + 96);
	assert_int_equal(record_anchor(reader, 104, &a, NULL), 0);
	assert_int_equal(a.pos, 102);
	assert_int_equal(a.line, 9);
	assert_int_equal(a.byte, 300);
	assert_int_equal(a.line_begin, 299);
	/* What was left out is never counted over. */
	assert_int_equal(record_anchor(reader, 107, &a, NULL), 0);
	assert_int_equal(a.pos, 106);
	assert_int_equal(a.byte, 320);
	/* Before the first, behind the last. */
	assert_int_equal(record_anchor(reader, 0, &a, NULL), 0);
	assert_int_equal(a.pos, 2);
	assert_int_equal(record_anchor(reader, 999, &a, NULL), 0);
	assert_int_equal(a.pos, 106);
	buf_release(&out);
}

/* --------------------------------------------------------------------- text */

static void windows_of_the_text(void **state)
{
	size_t n = 5 * RECORD_BLOCK + 17;
	char *text = malloc(n);
	struct buf out, window = BUF_INIT;
	uint32_t seed = 1;

	(void)state;
	for (size_t i = 0; i < n; i++) {
		seed = seed * 1664525u + 1013904223u;
		text[i] = "tra cuu\n"[i % 8];
		/* One block that does not compress among such that do. */
		if (i / RECORD_BLOCK == 2)
			text[i] = (char)(seed >> 24);
	}
	begin("a:");
	out = finish(text, n);
	assert_in_range(out.len, RECORD_BLOCK, 2 * RECORD_BLOCK);
	load(&out);
	assert_int_equal(record_text_size(reader), n);
	for (int i = 0; i < 500; i++) {
		uint64_t from, to;

		seed = seed * 1664525u + 1013904223u;
		from = (seed >> 4) % (n + 10);
		seed = seed * 1664525u + 1013904223u;
		to = i % 3 ? from + (seed >> 8) % 500 : (seed >> 4) % (n + 10);
		buf_clear(&window);
		assert_int_equal(record_text(reader, from, to, &window, NULL),
				 0);
		to = to < n ? to : n;
		assert_int_equal(window.len, from < to ? to - from : 0);
		if (window.len)
			assert_memory_equal(window.s, text + from, window.len);
	}
	buf_release(&window);
	buf_init(&window, 100);
	assert_int_equal(record_text(reader, 0, 101, &window, NULL), E_LIMIT);
	buf_release(&window);
	buf_release(&out);
	free(text);
}

/* ------------------------------------------------------------------ sources */

static const struct record_source some_sources[] = {
	{ 0, 3, 4, 4 },
	{ 4, 3, 60, 41 },
	{ 9, 3, 0, 0 },
	{ 9, 200, 70000, 70000 },
	{ 20, UINT32_MAX, UINT32_MAX, 0 },
};
#define N_SOURCES (sizeof(some_sources) / sizeof(*some_sources))

/* A record with the first n of these, and a text of 20 bytes. */
static struct buf finish_sources(const struct record_source *v, size_t n)
{
	const struct record_sources sources = { v, n };
	struct record_fields f = { .path = str("/p") };
	struct buf out = BUF_INIT;

	begin("a:");
	words("a: b:");
	assert_int_equal(record_finish(writer, &f, "một hai ba bốn", 18,
				       &sources, &out, NULL),
			 n > RECORD_MAX_SOURCES ? E_LIMIT : 0);
	return out;
}

static void sources_come_back(void **state)
{
	struct record_sources got;
	struct buf out;

	(void)state;
	out = finish_sources(some_sources, N_SOURCES - 1);
	load(&out);
	assert_int_equal(record_sources(reader, &got, NULL), 0);
	assert_int_equal(got.n, N_SOURCES - 1);
	assert_memory_equal(got.v, some_sources, got.n * sizeof(*got.v));
	assert_int_equal(record_source_at(&got, 0), 0);
	assert_int_equal(record_source_at(&got, 3), 0);
	assert_int_equal(record_source_at(&got, 4), 1);
	assert_int_equal(record_source_at(&got, 9), 3);
	assert_int_equal(record_source_at(&got, UINT64_MAX), 3);
	buf_release(&out);
	/* The next record has none. */
	begin("a:");
	out = finish("text", 4);
	load(&out);
	assert_int_equal(record_sources(reader, &got, NULL), 0);
	assert_int_equal(got.n, 0);
	buf_release(&out);
}

/* What no writer of ours makes is refused when it is read. */
static void sources_are_in_the_text(void **state)
{
	const struct record_source late = { 1, 1, 0, 0 }, nowhere = { 0 };
	const struct record_source units[] = { { 0, 1, 1, 2 } };
	const struct record_source back[] = { { 0, 5, 0, 0 }, { 1, 4, 0, 0 } };
	const struct {
		const struct record_source *v;
		size_t n;
	} bad[] = { { some_sources, N_SOURCES }, /* behind the text */
		    { &late, 1 }, { &nowhere, 1 }, { units, 1 }, { back, 2 } };
	struct record_sources got;

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++) {
		struct buf out = finish_sources(bad[i].v, bad[i].n);

		assert_int_not_equal(
			record_load(reader, out.s, out.len, NULL) ?
				E_CORRUPT :
				record_sources(reader, &got, NULL), 0);
		buf_release(&out);
	}
}

static void sources_have_a_limit(void **state)
{
	size_t n = RECORD_MAX_SOURCES + 1;
	struct record_source *v = calloc(n, sizeof(*v));
	struct buf out;

	(void)state;
	assert_non_null(v);
	out = finish_sources(v, n);
	assert_int_equal(out.len, 0);
	free(v);
	buf_release(&out);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(anchors_find_the_line),
		cmocka_unit_test(windows_of_the_text),
		cmocka_unit_test(sources_come_back),
		cmocka_unit_test(sources_are_in_the_text),
		cmocka_unit_test(sources_have_a_limit),
	};

	return cmocka_run_group_tests(tests, open_both, close_both);
}
