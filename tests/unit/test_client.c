/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

#include "client/client.h"
#include "proto/result.h"

/* The matches in what a terminal is sent, for a reader of this file. */
#define ON "\033[0;1;31m"
#define OFF "\033[0m"
#define DIM "\033[0;2m"

#define STR(literal) .s = (char *)(literal), .n = sizeof(literal) - 1

static struct screen terminal(unsigned width, bool color)
{
	struct screen s;

	screen_init(&s); /* for the locale */
	s.terminal = true;
	s.width = width;
	s.color = color;
	return s;
}

static void assert_output(struct screen *s, const char *want)
{
	assert_string_equal(s->out.s ? s->out.s : "", want);
	screen_release(s);
}

/* ---------------------------------------------------------------------- screen */

static void columns_are_counted(void **state)
{
	struct screen s = terminal(80, false);

	(void)state;
	assert_int_equal(screen_columns("Đường", strlen("Đường")), 5);
	/* The same with combining marks, which take no column. */
	assert_int_equal(screen_columns("u\xcc\x9bo\xcc\x9b\xcc\x80", 8), 2);
	assert_int_equal(screen_columns("漢", 3), 2);
	assert_int_equal(screen_columns("", 0), 0);
	screen_release(&s);
}

static void nothing_drives_the_terminal(void **state)
{
	struct screen s = terminal(80, true);

	(void)state;
	screen_text(&s, "\033[2Jđ\x07\xc2\x9b\xe2\x80\xae\xff\n\tx", 16, "|");
	assert_output(&s, "?[2Jđ????| x");
	s = terminal(80, true);
	screen_lines(&s, "a\tb\n\033c", 6);
	assert_output(&s, "a\tb\n?c");
}

static void marks_are_inked(void **state)
{
	struct mark marks[] = { { 0, 1, 0, 1 }, { 2, 1, 2, 1 }, { 3, 1, 3, 1 } };
	struct marked m = { STR("a bcd"), .marks = marks,
			    .n_marks = 3 };
	struct screen s = terminal(80, true);

	(void)state;
	screen_marked(&s, INK_PLAIN, &m);
	assert_output(&s, ON "a" OFF " " ON "bc" OFF "d");
	s = terminal(80, false);
	screen_marked(&s, INK_TITLE, &m);
	assert_output(&s, "a bcd");
}

static void wrap(struct screen *s, const char *text, struct mark *mark,
		 const char *after)
{
	struct marked m = { .s = (char *)text, .n = strlen(text),
			    .marks = mark, .n_marks = mark != NULL };

	screen_wrapped(s, 2, INK_PLAIN, "", &m, after);
}

static void lines_are_wrapped(void **state)
{
	struct screen s = terminal(12, false);

	(void)state;
	/* Ten columns of room: bytes and columns differ in every word. */
	wrap(&s, "đất đỏ đường đỏ đất", NULL, "");
	assert_output(&s, "  đất đỏ\n  đường đỏ\n  đất\n");
	s = terminal(12, false);
	wrap(&s, "0123456789 ab", NULL, "");
	assert_output(&s, "  0123456789\n  ab\n");
	/* What follows the last word stays with it. */
	s = terminal(12, false);
	wrap(&s, "012345 abc", NULL, "…");
	assert_output(&s, "  012345\n  abc…\n");
	/* A word that fits nowhere stands alone. */
	s = terminal(12, false);
	wrap(&s, "a 0123456789abc b", NULL, "");
	assert_output(&s, "  a\n  0123456789abc\n  b\n");
	s = terminal(0, false);
	wrap(&s, "0123456789 0123456789", NULL, "");
	assert_output(&s, "  0123456789 0123456789\n");
	s = terminal(12, false);
	wrap(&s, "", NULL, "");
	assert_output(&s, "  \n");
}

static void marks_go_on_behind_a_line_end(void **state)
{
	struct mark mark = { 4, 7, 4, 7 };
	struct screen s = terminal(10, true);

	(void)state;
	wrap(&s, "abc defg hi jk", &mark, "");
	assert_output(&s, "  abc " ON "defg" OFF "\n  " ON "hi" OFF " jk\n");
}

/* What says that words were left out is no match, and begins no line. */
static void parts_are_kept_apart(void **state)
{
	struct mark mark = { 0, 2, 0, 2 };
	struct marked m = { STR("ab cd … ef"), .marks = &mark, .n_marks = 1,
			    .parts = { { .begin = 0, .end = 5 },
				       { .begin = 10, .end = 12 } },
			    .n_parts = 2 };
	struct screen s = terminal(80, true);

	(void)state;
	screen_wrapped(&s, 0, INK_PLAIN, "", &m, "");
	assert_output(&s, ON "ab" OFF " cd" DIM " … " OFF "ef\n");
	s = terminal(6, false);
	screen_wrapped(&s, 0, INK_PLAIN, "", &m, "");
	assert_output(&s, "ab\ncd …\nef\n");
	/* A daemon may say anything. */
	m.parts[1].begin = 5;
	s = terminal(6, false);
	screen_wrapped(&s, 0, INK_PLAIN, "", &m, "");
	assert_output(&s, "ab cd\n… ef\n");
}

/* ---------------------------------------------------------------------- search */

static struct mark title_mark = { 0, 6, 0, 3 };
static struct mark text_marks[] = { { 6, 6, 5, 3 } };

static const struct marked lines[] = {
	{ STR("vùng đất"), .marks = text_marks, .n_marks = 1,
	  .line = 3, .col = 7 },
	{ STR("đất\033"), .line = 9, .col = 1 },
};

static const struct proto_hit hits[] = {
	{
		.path = "/b\xb8o/\033.txt",
		.path_len = 10,
		.date = "2020-12-19T16:25:00+07:00",
		.author = "Hoàng Vọng",
		.place = "Vân Giang\nCồn Nhạn",
		.title = { STR("đất\033[1m"),
			   .marks = &title_mark, .n_marks = 1 },
		.snippet = { STR("vùng đất"),
			     .cut_front = true, .cut_back = true,
			     .marks = text_marks, .n_marks = 1,
			     .line = 3, .col = 20 },
		.lines = lines,
		.n_lines = 2,
	},
	{ .path = "/2.txt", .path_len = 6,
	  .snippet = { STR("Xong."), .line = 1, .col = 1 } },
};

static struct proto_search_result page(size_t n, uint64_t total, bool exact)
{
	return (struct proto_search_result){
		.total = total, .total_is_exact = exact, .took_us = 850,
		.read_as = "x", .match = PROTO_MATCH_ALL,
		.hits = hits, .n_hits = n,
	};
}

/* What a search prints for `r`, in `s`; checks the exit status on the way. */
static void print_page(const struct proto_search_result *r,
		       const struct options *o, struct screen *s)
{
	struct client c = { .options = o, .screen = *s };
	struct proto_reply reply = { 0 };
	struct buf untimed = BUF_INIT, json = BUF_INIT;

	assert_int_equal(proto_search_result_encode(r, &untimed), 0);
	assert_int_equal(proto_took_add(&untimed, r->took_us, &json), 0);
	buf_release(&untimed);
	reply.result = json_loadb(json.s, json.len, 0, NULL);
	assert_int_equal(search_print(&c, &reply),
			 r->n_hits ? EXIT_FOUND : EXIT_NOTHING);
	json_decref(reply.result);
	buf_release(&json);
	*s = c.screen;
}

static void assert_search(const struct proto_search_result *r,
			  const struct options *o, struct screen s,
			  const char *want, size_t want_n)
{
	print_page(r, o, &s);
	assert_int_equal(s.out.len, want_n);
	assert_memory_equal(s.out.s, want, want_n);
	screen_release(&s);
}

static void assert_text(struct proto_search_result r, const char *want)
{
	struct options o = { .format = FORMAT_TEXT };

	assert_search(&r, &o, terminal(0, false), want, strlen(want));
}

static void hits_are_printed_for_people(void **state)
{
	(void)state;
	assert_text(page(2, 2, true),
		    "đất?[1m\n"
		    "/b?o/?.txt:3\n"
		    "2020-12-19 16:25 · Hoàng Vọng · Vân Giang, Cồn Nhạn\n"
		    "    …vùng đất…\n"
		    "\n"
		    "/2.txt:1\n"
		    "    Xong.\n"
		    "\n"
		    "2 reports (0.8 ms)\n");
}

static void summaries_say_how_many(void **state)
{
	struct proto_search_result none = page(0, 0, true);
	struct options o = { .format = FORMAT_TEXT };
	static const char *const last[] = {
		"1 report (0.8 ms)\n",
		"1 of 7 reports (0.8 ms)\n",
		"1 of at least 7 reports (0.8 ms)\n",
	};
	const struct proto_search_result r[] = {
		page(1, 1, true), page(1, 7, true), page(1, 7, false),
	};

	(void)state;
	assert_text(none, "0 reports (0.8 ms)\n");
	for (size_t i = 0; i < 3; i++) {
		struct screen s = terminal(0, false);

		print_page(&r[i], &o, &s);
		assert_string_equal(strstr(s.out.s, "\n\n") + 2, last[i]);
		screen_release(&s);
	}
}

static void a_fallback_is_told(void **state)
{
	struct proto_search_result r = page(2, 2, true);

	(void)state;
	r.relaxed = true;
	r.hits = &hits[1];
	r.n_hits = 1;
	r.total = 1;
	assert_text(r, "No report has all the words: showing those with any."
		    "\n\n/2.txt:1\n    Xong.\n\n1 report (0.8 ms)\n");
}

static void programs_get_exact_bytes(void **state)
{
	static const char grep[] = "/b\xb8o/\033.txt:3:7:vùng đất\n"
				   "/b\xb8o/\033.txt:9:1:đất?\n";
	struct options o = { .format = FORMAT_PATHS };
	struct proto_search_result r = page(2, 2, true);
	struct screen file = terminal(0, false);

	(void)state;
	file.terminal = false;
	assert_search(&r, &o, file, "/b\xb8o/\033.txt\n/2.txt\n", 18);
	assert_search(&r, &o, terminal(0, false), "/b?o/?.txt\n/2.txt\n", 18);
	o.zero = true;
	assert_search(&r, &o, terminal(0, false), "/b\xb8o/\033.txt\0/2.txt\0",
		      18);
	o = (struct options){ .format = FORMAT_GREP };
	assert_search(&r, &o, file, grep, strlen(grep));
}

static void jsonl_is_one_hit_a_line(void **state)
{
	static const char want[] =
		"{\"path\":\"/2.txt\",\"uri\":\"file:///2.txt\",\"score\":0,"
		"\"line\":1,\"byte\":0,\"col\":1,\"utf16\":0,"
		"\"snippet\":{\"text\":\"Xong.\",\"marks\":[]}}\n";
	struct options o = { .format = FORMAT_JSONL };
	struct proto_search_result r = page(1, 1, true);

	(void)state;
	r.hits = &hits[1];
	assert_search(&r, &o, terminal(0, false), want, strlen(want));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(columns_are_counted),
		cmocka_unit_test(nothing_drives_the_terminal),
		cmocka_unit_test(marks_are_inked),
		cmocka_unit_test(lines_are_wrapped),
		cmocka_unit_test(marks_go_on_behind_a_line_end),
		cmocka_unit_test(parts_are_kept_apart),
		cmocka_unit_test(hits_are_printed_for_people),
		cmocka_unit_test(summaries_say_how_many),
		cmocka_unit_test(a_fallback_is_told),
		cmocka_unit_test(programs_get_exact_bytes),
		cmocka_unit_test(jsonl_is_one_hit_a_line),
	};

	return cmocka_run_group_tests_name("client", tests, NULL, NULL);
}
