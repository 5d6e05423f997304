/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

#include "proto/frame.h"

/* Feed `in` in pieces of `step` bytes; the messages come joined by '|', an
 * error at the end as its code in brackets. */
static void read_all(const char *in, size_t n, size_t step, size_t max,
		     struct buf *ret, enum frame_kind *ret_kind)
{
	struct frame_reader f;
	struct err e;
	int r = 0;

	frame_reader_init(&f, FRAME_UNKNOWN, max);
	for (size_t at = 0; at < n && r >= 0; at += step) {
		const char *s;
		size_t len;

		assert_int_equal(frame_feed(&f, in + at, n - at < step ?
					    n - at : step), 0);
		while ((r = frame_next(&f, &s, &len, &e)) > 0) {
			buf_add(ret, s, len);
			buf_addc(ret, '|');
		}
	}
	if (r < 0) {
		buf_addf(ret, "[%d]", r);
		assert_int_equal(frame_next(&f, NULL, NULL, &e), r);
		assert_true(strlen(e.msg) > 10);
	}
	*ret_kind = f.kind;
	frame_reader_release(&f);
}

static void assert_frames(const char *in, enum frame_kind kind,
			  const char *want)
{
	static const size_t steps[] = { 1, 2, 3, 7, 1000 };

	for (size_t i = 0; i < sizeof(steps) / sizeof(steps[0]); i++) {
		struct buf got = BUF_INIT;
		enum frame_kind got_kind;

		read_all(in, strlen(in), steps[i], 20, &got, &got_kind);
		assert_string_equal(got.s ? got.s : "", want);
		assert_int_equal(got_kind, kind);
		buf_release(&got);
	}
}

static void lines_are_read(void **state)
{
	(void)state;
	assert_frames("{\"a\":1}\n\n \r\n{}\r\n{half", FRAME_LINE,
		      "{\"a\":1}|{}\r|");
	assert_frames(" \n\t{}\n", FRAME_LINE, "{}|");
	assert_frames("", FRAME_UNKNOWN, "");
	assert_frames("  ", FRAME_UNKNOWN, "");
	assert_frames("{}\n[1,2]\n", FRAME_LINE, "{}|[1,2]|");
}

static void vim_lines_are_read(void **state)
{
	(void)state;
	assert_frames("[1,{}]\n[2,{}]\n", FRAME_VIM, "[1,{}]|[2,{}]|");
	assert_frames(" [ 1,{}]\n", FRAME_VIM, "[ 1,{}]|");
	assert_frames("[", FRAME_UNKNOWN, "");
}

static void a_batch_is_a_line(void **state)
{
	(void)state;
	assert_frames("[{}]\n", FRAME_LINE, "[{}]|");
	assert_frames("[ {}]\n", FRAME_LINE, "[ {}]|");
}

static void headers_are_read(void **state)
{
	(void)state;
	assert_frames("Content-Length: 2\r\n\r\n{}"
		      "content-length:3\nContent-Type: x\n\n[1]"
		      "\r\nCONTENT-LENGTH: 007 \r\n\r\n{\"a\":1}"
		      "Content-Length: 0\r\n\r\n"
		      "Content-Length: 20\r\n\r\n{",
		      FRAME_HEADER, "{}|[1]|{\"a\":1}||");
}

static void broken_frames_are_refused(void **state)
{
	(void)state;
	assert_frames("GET / HTTP/1.1\r\n", FRAME_UNKNOWN, "[-2]");
	assert_frames("\xef\xbb\xbf{}\n", FRAME_UNKNOWN, "[-2]");
	assert_frames("Content-Type: x\r\n\r\n", FRAME_HEADER, "[-2]");
	assert_frames("Content-Length: x\r\n\r\n", FRAME_HEADER, "[-2]");
	assert_frames("Content-Length: -1\r\n\r\n", FRAME_HEADER, "[-2]");
	assert_frames("Content-Length:\r\n\r\n", FRAME_HEADER, "[-2]");
	assert_frames("Content-Length 5\r\n\r\n", FRAME_HEADER, "[-2]");
	assert_frames("Content-Length: 2\r\nContent-Length: 2\r\n\r\n{}",
		      FRAME_HEADER, "[-2]");
	assert_frames("Content-Length: 2\r\n\rx\r\n\r\n{}", FRAME_HEADER,
		      "[-2]");
}

static void long_messages_are_refused(void **state)
{
	(void)state;
	assert_frames("{0123456789012345678\n", FRAME_LINE,
		      "{0123456789012345678|");
	assert_frames("{01234567890123456789\n", FRAME_LINE, "[-11]");
	assert_frames("{01234567890123456789", FRAME_LINE, "[-11]");
	assert_frames("{}\n[01234567890123456789", FRAME_LINE, "{}|[-11]");
	assert_frames("[                     ", FRAME_UNKNOWN, "[-11]");
	assert_frames("[                    1", FRAME_UNKNOWN, "[-11]");
	assert_frames("Content-Length: 21\r\n\r\n", FRAME_HEADER, "[-11]");
	assert_frames("Content-Length: 99999999999999999999999\r\n\r\n",
		      FRAME_HEADER, "[-11]");
}

static void long_headers_are_refused(void **state)
{
	struct buf in = BUF_INIT, got = BUF_INIT;
	enum frame_kind kind;

	(void)state;
	buf_adds(&in, "C");
	while (in.len < 2000)
		buf_addc(&in, 'x');
	read_all(in.s, in.len, 1, 1 << 20, &got, &kind);
	assert_string_equal(got.s, "[-2]");
	buf_release(&in);
	buf_release(&got);
}

/* A megabyte of messages fed whole and taken one by one, with more coming in
 * between: the reader must neither lose bytes nor keep those it returned. */
static void reader_forgets_what_it_returned(void **state)
{
	struct buf in = BUF_INIT;
	struct frame_reader f;
	const char *s;
	size_t n, got = 0;

	(void)state;
	while (in.len < 1 << 20)
		buf_adds(&in, "{\"query\":\"đất đỏ\"}\n");
	frame_reader_init(&f, FRAME_LINE, 1000);
	for (int i = 0; i < 10; i++) {
		frame_feed(&f, in.s, in.len);
		while (frame_next(&f, &s, &n, NULL) > 0)
			got += n + 1;
	}
	assert_int_equal(got, 10 * in.len);
	assert_in_range(f.in.cap, 1, 4 << 20);
	frame_reader_release(&f);
	buf_release(&in);
}

static void frames_are_written(void **state)
{
	struct buf out;

	(void)state;
	buf_init(&out, 60);
	assert_int_equal(frame_add(&out, FRAME_LINE, "{}", 2), 0);
	assert_int_equal(frame_add(&out, FRAME_HEADER, "{\"a\":1}", 7), 0);
	assert_int_equal(frame_add(&out, FRAME_VIM, "[1,{}]", 6), 0);
	assert_string_equal(out.s, "{}\nContent-Length: 7\r\n\r\n{\"a\":1}"
			    "[1,{}]\n");
	/* Whole or not at all, and then usable again. */
	assert_int_equal(frame_add(&out, FRAME_HEADER, "123456789", 9),
			 E_LIMIT);
	assert_string_equal(out.s + out.len - 7, "[1,{}]\n");
	assert_int_equal(frame_add(&out, FRAME_LINE, "123456789", 9), 0);
	buf_release(&out);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(lines_are_read),
		cmocka_unit_test(vim_lines_are_read),
		cmocka_unit_test(a_batch_is_a_line),
		cmocka_unit_test(headers_are_read),
		cmocka_unit_test(broken_frames_are_refused),
		cmocka_unit_test(long_messages_are_refused),
		cmocka_unit_test(long_headers_are_refused),
		cmocka_unit_test(reader_forgets_what_it_returned),
		cmocka_unit_test(frames_are_written),
	};

	return cmocka_run_group_tests_name("frame", tests, NULL, NULL);
}
