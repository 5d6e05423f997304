/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/hash.h"
#include "base/log.h"
#include "base/utf8.h"

/* ------------------------------------------------------------------------- err */

static void err_takes_no_struct(void **state)
{
	(void)state;
	assert_int_equal(err_set(NULL, E_NODB, "%s", "x"), E_NODB);
	assert_int_equal(err_sys(NULL, ENOENT, "x"), E_NOTFOUND);
	assert_int_equal(err_nomem(NULL), E_NOMEM);
}

static void err_cleans_its_text(void **state)
{
	struct err e;

	(void)state;
	assert_int_equal(err_set(&e, E_INVAL, "a\nb\033[31m\xff%s\xc2\x9b.",
				 "\xe2\x80\xae"), E_INVAL);
	assert_int_equal(e.code, E_INVAL);
	assert_string_equal(e.msg, "a?b?[31m???.");
	err_set(&e, E_INVAL, "%s", "Tra cứu: Đường");
	assert_string_equal(e.msg, "Tra cứu: Đường");
}

static void err_cuts_at_a_character(void **state)
{
	char text[2 * sizeof(((struct err *)0)->msg)];
	struct err e;

	(void)state;
	/* A three-byte character across each border in turn. */
	for (size_t shift = 0; shift < 3; shift++) {
		memset(text, 'x', shift);
		for (size_t i = shift; i + 3 < sizeof(text); i += 3)
			memcpy(text + i, "ứ", sizeof("ứ"));
		err_set(&e, E_INVAL, "%s", text);
		assert_in_range(strlen(e.msg), sizeof(e.msg) - 3,
				sizeof(e.msg) - 1);
		assert_memory_equal(e.msg, text, strlen(e.msg));
		assert_int_equal(utf8_valid_len(e.msg, strlen(e.msg)),
				 strlen(e.msg));
	}
}

static void err_sys_says_why(void **state)
{
	struct err e;

	(void)state;
	assert_int_equal(err_sys(&e, EACCES, "%s", "/x"), E_IO);
	assert_string_equal(e.msg, "/x: Permission denied");
	assert_int_equal(err_sys(&e, ENOENT, "/y"), E_NOTFOUND);
	assert_int_equal(err_sys(&e, ENOMEM, "/z"), E_NOMEM);
}

/* ------------------------------------------------------------------------- buf */

static void buf_grows(void **state)
{
	struct buf b = BUF_INIT;
	size_t n;
	char *s;

	(void)state;
	for (int i = 0; i < 10000; i++)
		assert_int_equal(buf_addf(&b, "%04d", i), 0);
	assert_int_equal(b.len, 40000);
	assert_memory_equal(b.s + 39996, "9999", 5);
	buf_consume(&b, 39992);
	assert_string_equal(b.s, "99989999");
	s = buf_detach(&b, &n);
	assert_int_equal(n, 8);
	assert_null(b.s);
	free(s);
	assert_null(buf_detach(&b, NULL));
	buf_release(NULL);
}

static void buf_refuses_above_max(void **state)
{
	struct buf b;

	(void)state;
	buf_init(&b, 4);
	assert_int_equal(buf_adds(&b, "abc"), 0);
	assert_int_equal(buf_adds(&b, "de"), E_LIMIT);
	assert_string_equal(b.s, "abc");
	assert_int_equal(b.failed, E_LIMIT);
	/* What would fit would otherwise hide that something is missing. */
	assert_int_equal(buf_adds(&b, "d"), E_LIMIT);
	assert_string_equal(b.s, "abc");
	assert_int_equal(b.failed, E_LIMIT);
	assert_int_equal(buf_reserve(&b, SIZE_MAX), E_LIMIT);
	buf_clear(&b);
	assert_int_equal(b.failed, 0);
	assert_int_equal(b.len, 0);
	buf_release(&b);
	assert_int_equal(b.max, 4);
}

static void buf_refuses_impossible_sizes(void **state)
{
	struct buf b = BUF_INIT;

	(void)state;
	assert_int_equal(buf_reserve(&b, SIZE_MAX), E_NOMEM);
	assert_int_equal(buf_reserve(&b, SIZE_MAX - 1), E_NOMEM);
	assert_int_equal(b.failed, E_NOMEM);
	buf_release(&b);
}

static void varints_come_back(void **state)
{
	static const unsigned long long v[] = {
		0, 1, 127, 128, 300, 16383, 16384, UINT32_MAX, UINT64_MAX - 1,
		UINT64_MAX,
	};
	struct buf b = BUF_INIT;
	const char *p;
	unsigned long long got;

	(void)state;
	for (size_t i = 0; i < sizeof(v) / sizeof(v[0]); i++)
		assert_int_equal(buf_add_varint(&b, v[i]), 0);
	p = b.s;
	for (size_t i = 0; i < sizeof(v) / sizeof(v[0]); i++) {
		assert_true(buf_get_varint(&p, b.s + b.len, &got));
		assert_true(got == v[i]);
	}
	assert_ptr_equal(p, b.s + b.len);
	assert_false(buf_get_varint(&p, b.s + b.len, &got));
	buf_release(&b);
}

static void broken_varints_are_refused(void **state)
{
	static const char *const bad[] = {
		"\x80", "\xff\xff\xff\xff\xff\xff\xff\xff\xff",
		"\xff\xff\xff\xff\xff\xff\xff\xff\xff\x02",
		"\x80\x80\x80\x80\x80\x80\x80\x80\x80\x80\x01",
	};
	unsigned long long got = 7;

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		const char *p = bad[i];

		assert_false(buf_get_varint(&p, p + strlen(p), &got));
		assert_ptr_equal(p, bad[i]);
	}
	assert_int_equal(got, 7);
}

/* ----------------------------------------------------------------------- arena */

static void arenas_hold_all_sizes(void **state)
{
	struct arena a = ARENA_INIT;
	char *s = arena_dup(&a, "một", 5), *big;

	(void)state;
	big = arena_alloc(&a, 100000);
	for (size_t i = 0; i < 100000; i++)
		assert_int_equal(big[i], 0);
	for (size_t n = 0; n < 5000; n++)
		assert_int_equal((uintptr_t)arena_alloc(&a, n % 33) %
				 _Alignof(max_align_t), 0);
	assert_string_equal(s, "một");
	assert_null(arena_alloc(&a, SIZE_MAX));
	assert_null(arena_dup(&a, s, SIZE_MAX));
	arena_release(&a);
	arena_release(&a);
}

/* ------------------------------------------------------------------------ utf8 */

static void utf8_decodes(void **state)
{
	static const struct {
		const char *s;
		uint32_t cp;
		size_t len;
		bool ok;
	} cases[] = {
		{ "a", 'a', 1, true },
		{ "đ", 0x111, 2, true },
		{ "ứ", 0x1ee9, 3, true },
		{ "\xf0\x9f\x98\x80", 0x1f600, 4, true },
		{ "\xf4\x8f\xbf\xbf", 0x10ffff, 4, true },
		{ "\x80", 0xfffd, 1, false },	      /* no first byte */
		{ "\xc0\xaf", 0xfffd, 1, false },     /* not the shortest */
		{ "\xe0\x80\xaf", 0xfffd, 1, false }, /* not the shortest */
		{ "\xed\xa0\x80", 0xfffd, 1, false }, /* a surrogate */
		{ "\xf4\x90\x80\x80", 0xfffd, 1, false }, /* too high */
		{ "\xf5\x80", 0xfffd, 1, false },
		{ "\xe1\xbb", 0xfffd, 2, false },     /* cut off */
		{ "\xe1\xbbx", 0xfffd, 2, false },
		{ "\xf0\x9f\x98", 0xfffd, 3, false },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		uint32_t cp;
		bool ok;

		assert_int_equal(utf8_next(cases[i].s, strlen(cases[i].s), &cp,
					   &ok), cases[i].len);
		assert_int_equal(cp, cases[i].cp);
		assert_int_equal(ok, cases[i].ok);
	}
}

static void utf8_is_cleaned(void **state)
{
	struct buf b = BUF_INIT;
	size_t replaced;

	(void)state;
	assert_int_equal(utf8_valid_len("Đ\xe1\xbb", 4), 2);
	assert_int_equal(utf8_add_clean(&b, "Đ\xe1\xbb\xff!", 6, &replaced), 0);
	assert_string_equal(b.s, "Đ\xef\xbf\xbd\xef\xbf\xbd!");
	assert_int_equal(replaced, 2);
	buf_release(&b);
}

static void utf8_counts_utf16(void **state)
{
	(void)state;
	assert_int_equal(utf8_utf16_len("Đường 😀", strlen("Đường 😀")), 8);
	assert_int_equal(utf8_utf16_len("", 0), 0);
}

static void utf8_finds_borders(void **state)
{
	const char *s = "aứ😀\x80\x80";
	size_t n = strlen(s);
	static const size_t want[] = { 0, 1, 1, 1, 4, 4, 4, 4, 8, 9, 10, 10 };

	(void)state;
	for (size_t at = 0; at < sizeof(want) / sizeof(want[0]); at++)
		assert_int_equal(utf8_floor(s, n, at), want[at]);
}

static void unprintables_are_replaced(void **state)
{
	char s[] = "Ư\x1b]0;x\x07\t\x7f\xc2\x85\xe2\x80\xa8\xe2\x81\xa6\xffơ";
	size_t n = utf8_make_printable(s, strlen(s), '?');

	(void)state;
	s[n] = '\0';
	assert_string_equal(s, "Ư?]0;x???????ơ");
}

/* ------------------------------------------------------------------- the rest */

static void hashes_are_xxh3(void **state)
{
	char hex[HASH_HEX_LEN + 1];

	(void)state;
	/* The value for no bytes is in the specification of XXH3. */
	hash_hex("", 0, hex);
	assert_string_equal(hex, "99aa06d3014798d86001c324468d497f");
}

/* What one log_msg() call writes, on a stderr that is a pipe. */
static void capture(char *ret, size_t size, const char *text)
{
	int pipe_fd[2], saved = dup(STDERR_FILENO);
	ssize_t n;

	assert_int_equal(pipe(pipe_fd), 0);
	dup2(pipe_fd[1], STDERR_FILENO);
	log_debug("not shown");
	log_info("%s", text);
	dup2(saved, STDERR_FILENO);
	close(saved);
	close(pipe_fd[1]);
	n = read(pipe_fd[0], ret, size - 1);
	close(pipe_fd[0]);
	assert_true(n > 0);
	ret[n] = '\0';
}

static void log_writes_one_clean_line(void **state)
{
	char line[4096], text[3000];

	(void)state;
	setenv("JOURNAL_STREAM", "8:1", 1);
	log_init("test", LOG_LEVEL_INFO);
	capture(line, sizeof(line), "hỏi \"a\nb\"");
	assert_string_equal(line, "<6>hỏi \"a?b\"\n");
	unsetenv("JOURNAL_STREAM");
	log_init("test", LOG_LEVEL_INFO);
	capture(line, sizeof(line), "x");
	assert_non_null(strstr(line, " test: info: x\n"));
	memset(text, 'y', sizeof(text) - 1);
	text[sizeof(text) - 1] = '\0';
	capture(line, sizeof(line), text);
	assert_int_equal(strlen(line), 2047);
	assert_int_equal(line[2046], '\n');
}

static void log_levels_have_names(void **state)
{
	enum log_level level = LOG_LEVEL_ERROR;

	(void)state;
	assert_int_equal(log_level_parse("debug", &level), 0);
	assert_int_equal(level, LOG_LEVEL_DEBUG);
	assert_int_equal(log_level_parse("loud", &level), E_INVAL);
	assert_int_equal(level, LOG_LEVEL_DEBUG);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(err_takes_no_struct),
		cmocka_unit_test(err_cleans_its_text),
		cmocka_unit_test(err_cuts_at_a_character),
		cmocka_unit_test(err_sys_says_why),
		cmocka_unit_test(buf_grows),
		cmocka_unit_test(buf_refuses_above_max),
		cmocka_unit_test(buf_refuses_impossible_sizes),
		cmocka_unit_test(varints_come_back),
		cmocka_unit_test(broken_varints_are_refused),
		cmocka_unit_test(arenas_hold_all_sizes),
		cmocka_unit_test(utf8_decodes),
		cmocka_unit_test(utf8_is_cleaned),
		cmocka_unit_test(utf8_counts_utf16),
		cmocka_unit_test(utf8_finds_borders),
		cmocka_unit_test(unprintables_are_replaced),
		cmocka_unit_test(hashes_are_xxh3),
		cmocka_unit_test(log_writes_one_clean_line),
		cmocka_unit_test(log_levels_have_names),
	};

	return cmocka_run_group_tests_name("base", tests, NULL, NULL);
}
