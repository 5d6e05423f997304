/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The analyzer as its callers use it: long texts, parts of a document, threads,
 * what one token says, and which term covers which.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>
#include <pthread.h>

#include "base/buf.h"
#include "base/utf8.h"
#include "text/text.h"

static int setup(void **state)
{
	return text_analyzer_open((struct text_analyzer **)state, NULL);
}

static int teardown(void **state)
{
	text_analyzer_close(*state);
	return 0;
}

/* `unit` again and again to at least n bytes. */
static void repeat(struct buf *b, const char *unit, size_t n)
{
	buf_clear(b);
	while (b->len < n)
		assert_int_equal(buf_adds(b, unit), 0);
}

/* One line, far longer than a piece: its cuts cannot be seen. */
static void test_long_line(void **state)
{
	static const char unit[] = "học tập, ";
	struct text_analyzer *a = *state;
	struct text_token t;
	struct buf b = BUF_INIT;
	uint32_t n = 0;

	repeat(&b, unit, 200 * 1000);
	text_begin(a, b.s, b.len, 0);
	for (; text_next(a, &t, NULL) > 0; n++) {
		size_t line = n / 2 * (sizeof(unit) - 1);
		bool second = n % 2;

		assert_int_equal(t.begin, line + (second ? 6 : 0));
		assert_int_equal(t.end, line + (second ? 11 : 5));
		assert_int_equal(t.pos, n / 2 * 3 + second);
		assert_memory_equal(t.term, second ? "tap:B5" : "hoc:5", 5);
	}
	assert_int_equal(n, 2 * b.len / (sizeof(unit) - 1));
	buf_release(&b);
}

/* Without a space it is cut somewhere, but between characters. */
static void test_long_word(void **state)
{
	struct text_analyzer *a = *state;
	struct text_token t;
	struct buf b = BUF_INIT;
	size_t end = 0;

	repeat(&b, "ậ", 200 * 1000);
	text_begin(a, b.s, b.len, 0);
	while (text_next(a, &t, NULL) > 0) {
		assert_int_equal(t.begin, end);
		assert_int_equal((t.end - t.begin) % 3, 0);
		assert_false(t.after_break);
		end = t.end;
	}
	assert_int_equal(end, b.len);
	buf_release(&b);
}

/* A line that ends where a piece does is still a break. */
static void test_piece_ends_with_line(void **state)
{
	static const char unit[] = "một hai\n";
	struct text_analyzer *a = *state;
	struct text_token t;
	struct buf b = BUF_INIT;
	uint32_t n = 0;

	repeat(&b, unit, 200 * 1000);
	text_begin(a, b.s, b.len, 0);
	for (; text_next(a, &t, NULL) > 0; n++)
		assert_int_equal(t.after_break, n && n % 2 == 0);
	assert_int_equal(n, b.len / (sizeof(unit) - 1) * 2);
	buf_release(&b);
}

/* ----------------------------------------------------------- single tokens */

/* All forms of an over-long word have one base. */
static void test_term_max(void **state)
{
	static const char *const letters[] = { "a", "ậ", "ắ", "x", "ж", "7",
					       "\U00010428", "\U0001F130" };
	struct text_analyzer *a = *state;
	struct text_token t;
	struct buf b = BUF_INIT;
	size_t plain = 0;

	for (size_t i = 0; i < sizeof(letters) / sizeof(*letters); i++) {
		repeat(&b, letters[i], 1000);
		text_begin(a, b.s, b.len, 0);
		assert_int_equal(text_next(a, &t, NULL), 1);
		assert_int_equal(t.end, b.len);
		assert_in_range(t.term_len, 40, TEXT_TERM_MAX);
		assert_int_equal(utf8_valid_len(t.term, t.term_len),
				 t.term_len);
		assert_int_equal(t.term[t.base_len], ':');
		if (i == 0)
			plain = t.base_len;
		if (i < 4)
			assert_int_equal(t.base_len, plain);
	}
	/* and marks are told of the first sixteen letters only */
	repeat(&b, "ậắ", 6 * 16);
	text_begin(a, b.s, b.len, 0);
	assert_int_equal(text_next(a, &t, NULL), 1);
	assert_int_equal(t.base_len, 32);
	assert_memory_equal(t.term + t.base_len, ":ACEGIKMObdfhjlnp15",
			    t.term_len - t.base_len);
	buf_release(&b);
}

static void test_kind_and_capital(void **state)
{
	static const struct {
		const char *s;
		enum text_kind kind;
		bool capital, marked;
	} cases[] = {
		{ "học", TEXT_SYLLABLE, false, true },
		{ "Đạo", TEXT_SYLLABLE, true, true },
		{ "Hoc", TEXT_SYLLABLE, true, false },
		{ "ǅ", TEXT_SYLLABLE, true, false }, /* title case */
		{ "Ｈoc", TEXT_SYLLABLE, true, false },
		{ "iPhone", TEXT_SYLLABLE, false, false },
		{ "2020", TEXT_NUMBER, false, false },
		{ "Москва", TEXT_OTHER, true, false },
		{ "中文", TEXT_OTHER, false, false },
	};
	struct text_analyzer *a = *state;
	struct text_token t;

	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		text_begin(a, cases[i].s, strlen(cases[i].s), 0);
		assert_int_equal(text_next(a, &t, NULL), 1);
		assert_int_equal(t.kind, cases[i].kind);
		assert_int_equal(t.capital, cases[i].capital);
		assert_int_equal(text_marked(&t), cases[i].marked);
	}
}

static void test_parts_of_a_document(void **state)
{
	struct text_analyzer *a = *state;
	struct text_token t;

	text_begin(a, "tin vui.", 8, 7);
	assert_int_equal(text_pos(a), 7);
	assert_int_equal(text_next(a, &t, NULL), 1);
	assert_int_equal(t.pos, 7);
	assert_int_equal(text_next(a, &t, NULL), 1);
	assert_int_equal(text_next(a, &t, NULL), 0);
	assert_int_equal(text_pos(a), 9);
	text_begin(a, "\nhay", 4, text_pos(a) + 1);
	assert_int_equal(text_next(a, &t, NULL), 1);
	assert_int_equal(t.pos, 10);
	assert_false(t.after_break);
	/* begun again halfway, nothing of the old text is left */
	text_begin(a, "a, b", 4, 0);
	assert_int_equal(text_next(a, &t, NULL), 1);
	text_begin(a, "c", 1, 0);
	assert_int_equal(text_next(a, &t, NULL), 1);
	assert_memory_equal(t.term, "c:", 2);
	assert_int_equal(t.pos, 0);
	text_begin(a, NULL, 0, 3);
	assert_int_equal(text_next(a, &t, NULL), 0);
	assert_int_equal(text_pos(a), 3);
}

/* The term of a text of one token. */
static void term_of(struct text_analyzer *a, const char *s, struct buf *b)
{
	struct text_token t;

	buf_clear(b);
	text_begin(a, s, strlen(s), 0);
	assert_int_equal(text_next(a, &t, NULL), 1);
	assert_int_equal(buf_add(b, t.term, t.term_len), 0);
}

static void test_covers(void **state)
{
	static const struct {
		const char *typed, *written;
		bool covers;
	} cases[] = {
		{ "hoc", "học", true },	  { "hoc", "hóc", true },
		{ "hoc", "hoc", true },	  { "học", "học", true },
		{ "hỏc", "học", false },  { "học", "hoc", false },
		{ "tâp", "tập", true },	  { "tâp", "tạp", false },
		{ "đao", "đạo", true },	  { "đao", "dao", false },
		{ "đưc", "đức", true },	  { "dat", "Đất", true },
		{ "do", "Đỏ", true },	  { "đân", "dân", false },
		{ "dân", "đân", true },	  { "huyên", "huyện", true },
		{ "tương", "tưởng", true }, { "Noi", "Nội", true },
		{ "ho", "học", false },	  { "hoc", "ho", false },
		{ "kĩ", "kỹ", true },	  { "ngài", "ngày", false },
		{ "2020", "2020", true }, { "202", "2020", false },
		{ "ơ", "ô", false },	  { "đương", "đường", true },
		{ "đường", "đương", false },
	};
	struct buf t = BUF_INIT, w = BUF_INIT;

	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		term_of(*state, cases[i].typed, &t);
		term_of(*state, cases[i].written, &w);
		assert_int_equal(text_covers(t.s, t.len, w.s, w.len),
				 cases[i].covers);
	}
	buf_release(&t);
	buf_release(&w);
}

static void *analyze_in_thread(void *unused)
{
	struct text_analyzer *a;
	struct text_token t;
	size_t n = 0;

	(void)unused;
	if (text_analyzer_open(&a, NULL))
		return NULL;
	text_begin(a, "một, hai, ba", 13, 0);
	while (text_next(a, &t, NULL) > 0)
		n++;
	text_analyzer_close(a);
	return n == 3 ? (void *)text_analyzer_id() : NULL;
}

/* The words of a text as text_read() gives them, with a space between. */
static const char *words_of(struct text_analyzer *a, const char *s)
{
	static char all[256];
	struct text_token t;
	size_t n = 0;

	all[0] = '\0';
	text_begin(a, s, strlen(s), 0);
	while (text_read(a, &t, NULL) > 0)
		if (!text_is_unit(t.kind))
			n += (size_t)snprintf(all + n, sizeof(all) - n,
					      "%s%.*s", n ? " " : "",
					      (int)t.term_len, t.term);
	return all;
}

/* TƯ is TW, but not the syllable of a heading in capitals. */
static void test_centre(void **state)
{
	assert_string_equal(words_of(*state, "BCH TƯ Đảng"), "bch: tw: dang:A3");
	assert_string_equal(words_of(*state, "TƯ"), "tw:");
	assert_string_equal(words_of(*state, "NQ TU\u031B 5"), "nq: tw: 5:");
	assert_string_equal(words_of(*state, "Tư TỪ tư"), "tu:B tu:B2 tu:B");
	assert_string_equal(words_of(*state, "ĐẦU TƯ"), "dau:AB2 tu:B");
	assert_string_equal(words_of(*state, "TƯ NHÂN"), "tu:B nhan:C");
}

static void test_threads(void **state)
{
	pthread_t threads[4];
	void *id;

	(void)state;
	for (size_t i = 0; i < 4; i++)
		assert_int_equal(pthread_create(&threads[i], NULL,
						analyze_in_thread, NULL), 0);
	for (size_t i = 0; i < 4; i++) {
		assert_int_equal(pthread_join(threads[i], &id), 0);
		assert_ptr_equal(id, text_analyzer_id());
	}
	assert_memory_equal(text_analyzer_id(), "5/icu", 5);
}

#define WITH_ANALYZER(test) \
	cmocka_unit_test_setup_teardown(test, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		/* first, so that they are the ones who compile the rules */
		cmocka_unit_test(test_threads),
		WITH_ANALYZER(test_long_line),
		WITH_ANALYZER(test_long_word),
		WITH_ANALYZER(test_piece_ends_with_line),
		WITH_ANALYZER(test_term_max),
		WITH_ANALYZER(test_kind_and_capital),
		WITH_ANALYZER(test_parts_of_a_document),
		WITH_ANALYZER(test_covers),
		WITH_ANALYZER(test_centre),
	};

	return cmocka_run_group_tests_name("text walk", tests, NULL, NULL);
}
