/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Records that are large, odd, cut or changed.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdbool.h>
#include <stdlib.h>

#include "store/record_format.h"
#include "store/schema.h"
#include "tests/unit/record_fixture.h"

/* The term of the word at position i of a document with `distinct` terms. */
static const char *nth_term(uint32_t i, uint32_t distinct)
{
	static char s[32];
	uint32_t x = i * 2654435761u;

	/* Small numbers come more often, as words do. */
	x = (x >> 8) % (1 + x % distinct);
	snprintf(s, sizeof(s), "w%u:%u", x / 3, x % 3);
	return s;
}

/* -------------------------------------------------- large and odd documents */

static void check_document(uint32_t n, uint32_t distinct)
{
	const struct record_str *terms;
	struct buf out;
	const uint32_t *v;
	size_t n_terms, n_stream, title_end;

	begin("");
	for (uint32_t i = 0; i < n; i++)
		word(nth_term(i, distinct), i, 1 + i / 20, i / 20 * 20);
	out = finish(NULL, 0);
	load(&out);
	/* Its anchors are beyond its text, which is none. */
	assert_int_equal(record_terms(reader, &terms, &n_terms, NULL), 0);
	assert_int_equal(record_stream(reader, &v, &n_stream, &title_end,
				       NULL), 0);
	assert_int_equal(n_stream, n + 1);
	for (uint32_t i = 0; i < n; i++) {
		const char *s = nth_term(i, distinct);
		struct record_str t = terms[v[i + 1]];

		assert_int_equal(t.n, strlen(s));
		assert_memory_equal(t.s, s, t.n);
	}
	buf_release(&out);
}

/* Across the borders of the encodings of an item (see record_format.h) and the
 * growing of the tables; a small one after a large one. */
static void documents_of_any_size(void **state)
{
	(void)state;
	check_document(10, 5);
	check_document(1000, 241);
	check_document(20000, 3000);
	check_document(60000, 30000);
	check_document(100, 50);
	check_document(300000, 200000);
	check_document(3, 3);
}

static void documents_have_limits(void **state)
{
	struct buf out = { .max = 10 };
	struct record_fields f = { .path = str("/a/longer/path") };
	char term[SCHEMA_TERM_MAX + 1];
	int r = 0;

	(void)state;
	record_begin(writer);
	for (uint32_t i = 0; i < RECORD_MAX_POSITIONS && !r; i++)
		r = record_word(writer, "a:", 2, 0, 1, 0);
	assert_int_equal(r, 0);
	assert_int_equal(record_word(writer, "a:", 2, 0, 1, 0), E_LIMIT);
	assert_int_equal(record_break(writer), E_LIMIT);

	record_begin(writer);
	memset(term, 'x', sizeof(term));
	for (unsigned i = 0; !r; i++) {
		snprintf(term, 16, "%u", i);
		r = record_word(writer, term, SCHEMA_TERM_MAX, 0, 1, 0);
		assert_in_range(i, 0, RECORD_MAX_TERM_BYTES / SCHEMA_TERM_MAX);
	}
	assert_int_equal(r, E_LIMIT);

	begin("a:");
	assert_int_equal(record_finish(writer, &f, "text", 4, NULL, &out, NULL),
			 E_LIMIT);
	assert_int_equal(out.len, 0);
	buf_release(&out);
}

/* ------------------------------------------------------------------- damage */

/* A document whose parts are compressed; it has three blocks of text. */
static struct buf sample(void)
{
	struct record_fields f = { .path = str("/p") };
	struct record_source v[200];
	const struct record_sources sources = { v, 200 };
	size_t n = 2 * RECORD_BLOCK + 100;
	char *text = malloc(n);
	struct buf out = BUF_INIT;

	for (uint32_t i = 0; i < 200; i++)
		v[i] = (struct record_source){ i * 7, 1 + i / 3, i % 3 * 5,
					       i % 3 * 4 };

	for (size_t i = 0; i < n; i++)
		text[i] = "hoc tap va lam theo\n"[i % 20];
	begin("t: u:");
	for (uint32_t i = 0; i < 600; i++)
		word(nth_term(i, 400), i, 1 + i / 20, i / 20 * 20);
	assert_int_equal(record_finish(writer, &f, text, n, &sources, &out,
				       NULL), 0);
	free(text);
	return out;
}

/* Ask for everything; whatever is said, nothing breaks. */
static int ask_all(const char *s, size_t n)
{
	const struct record_str *terms;
	struct buf text = BUF_INIT;
	struct record_sources sources;
	struct record_anchor a;
	const uint32_t *v;
	size_t k, title_end;
	int failed = 0;

	if (record_load(reader, s, n, NULL))
		return 1;
	failed |= record_terms(reader, &terms, &k, NULL);
	failed |= record_stream(reader, &v, &k, &title_end, NULL);
	failed |= record_anchor(reader, 50, &a, NULL);
	failed |= record_sources(reader, &sources, NULL);
	failed |= record_text(reader, 0, UINT64_MAX, &text, NULL);
	buf_release(&text);
	return failed;
}

static void a_cut_record_is_refused(void **state)
{
	struct buf out = sample();
	struct err e;

	(void)state;
	assert_int_equal(ask_all(out.s, out.len), 0);
	for (size_t n = 0; n < out.len; n++) {
		char *copy = malloc(n ? n : 1); /* so that overreading is seen */

		memcpy(copy, out.s, n);
		assert_int_equal(record_load(reader, copy, n, &e), E_CORRUPT);
		free(copy);
	}
	assert_non_null(strstr(e.msg, "reindex"));
	/* Afterwards it is empty rather than half. */
	assert_int_equal(record_text_size(reader), 0);
	assert_null(record_fields(reader)->path.s);
	assert_string_equal(stream(), "");
	/* Nor may anything follow. */
	assert_int_equal(buf_addc(&out, 'x'), 0);
	assert_int_equal(record_load(reader, out.s, out.len, NULL), E_CORRUPT);
	buf_release(&out);
}

static void a_changed_record_does_no_harm(void **state)
{
	struct buf out = sample();
	unsigned failed = 0;

	(void)state;
	for (size_t i = 0; i < out.len; i++) {
		for (int bit = 0; bit < 8; bit++) {
			out.s[i] = (char)(out.s[i] ^ (1 << bit));
			failed += ask_all(out.s, out.len) != 0;
			out.s[i] = (char)(out.s[i] ^ (1 << bit));
		}
	}
	/* Most changes are noticed, though there is no checksum. */
	assert_in_range(failed, out.len, out.len * 8);
	assert_int_equal(ask_all(out.s, out.len), 0);
	buf_release(&out);
}

/* The header of a record of 2^24 positions and so many units, and no more. */
static struct buf promise(uint32_t units)
{
	struct buf b = BUF_INIT;

	buf_addc(&b, RECORD_VERSION);
	buf_add(&b, "\1a", 2); /* path */
	/* Flags, where the title is, the other strings. */
	for (size_t i = 0; i < 3 + RECORD_N_STRINGS; i++)
		buf_addc(&b, 0);
	buf_add(&b, "\1\2\1x", 4); /* terms */
	buf_add_varint(&b, RECORD_MAX_POSITIONS);
	buf_add_varint(&b, 0);
	buf_add_varint(&b, RECORD_MAX_POSITIONS);
	buf_add(&b, "\1x", 2);
	buf_add_varint(&b, units);
	buf_add_varint(&b, 3 * (uint64_t)units);
	buf_add(&b, "\1x", 2);
	buf_add(&b, "\0\0\0\0\0\0\0", 7); /* anchors, sources, text */
	return b;
}

static void what_is_promised_has_a_limit(void **state)
{
	struct buf some = promise(1u << 20), all = promise(1u << 25);
	struct err e;

	(void)state;
	if (record_load(reader, some.s, some.len, &e))
		fail_msg("%s", e.msg);
	assert_int_equal(record_load(reader, all.s, all.len, &e), E_CORRUPT);
	buf_release(&some);
	buf_release(&all);
}

static void another_version_is_refused(void **state)
{
	struct buf out = sample();

	(void)state;
	out.s[0]++;
	assert_int_equal(record_load(reader, out.s, out.len, NULL), E_CORRUPT);
	buf_release(&out);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(documents_of_any_size),
		cmocka_unit_test(documents_have_limits),
		cmocka_unit_test(a_cut_record_is_refused),
		cmocka_unit_test(a_changed_record_does_no_harm),
		cmocka_unit_test(what_is_promised_has_a_limit),
		cmocka_unit_test(another_version_is_refused),
	};

	return cmocka_run_group_tests(tests, open_both, close_both);
}
