/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The marks of Markdown, and what is inside gzip files.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>
#include <zlib.h>

#include "indexer/gunzip.h"
#include "indexer/markdown.h"
#include "indexer/source.h"

static struct markdown markdown;
static struct hints hints;
static char text[512];

static const char *blanked(const char *s)
{
	size_t n = strlen(s);

	assert_true(n < sizeof(text));
	memcpy(text, s, n + 1);
	memset(&hints, 0, sizeof(hints));
	markdown_read(&markdown, text, n, &hints);
	return text;
}

static void marks_are_blanked(void **state)
{
	(void)state;
	assert_string_equal(blanked("a **b** *c* __d__ `e` _f_"),
			    "a   b    c    d    e   f ");
	assert_string_equal(blanked("2 * 3, a_b_c, x * y"), "2 * 3, a_b_c, x * y");
	assert_string_equal(blanked("xem [trang](http://a.b/c) ![\xe1\xba\xa3nh](d)!"),
			    "xem  trang                  \xe1\xba\xa3nh    !");
	assert_string_equal(blanked("[a] (b)"), "[a] (b)");
	assert_string_equal(blanked("> > a\n> b"), "    a\n  b");
	assert_string_equal(blanked("```c\n*a* # b\n```\n*c*"),
			    "    \n*a* # b\n   \n c ");
}

static void headings_are_titles(void **state)
{
	(void)state;
	assert_string_equal(blanked("\n## a\n# b\n"), "\n   a\n  b\n");
	assert_int_equal(hints.title_line, 2);
	assert_string_equal(blanked("\na\n===\nb\n---\n"), "\na\n   \nb\n   \n");
	assert_int_equal(hints.title_line, 2);
	assert_string_equal(blanked("#a\n\n---\n"), "#a\n\n---\n");
	assert_int_equal(hints.title_line, 0);
}

static void front_matter_has_facts(void **state)
{
	(void)state;
	assert_string_equal(blanked("---\ntitle: \"a b\"\ndate: 2021-03-05 08:10:00 "
				 "+0700\nauthor: c\n---\n# d"),
			    "   \n        a b \n      2021-03-05 08:10:00 "
			    "+0700\n        c\n   \n  d");
	assert_int_equal(hints.title_line, 2);
	assert_string_equal(hints.published.s, "2021-03-05T08:10:00+07:00");
	assert_int_equal(hints.published.line, 3);
	assert_int_equal(hints.author.n, 1);
	assert_int_equal(hints.author.line, 4);
	/* A line that is never ended is a rule, no front matter. */
	assert_string_equal(blanked("---\ntitle: a"), "---\ntitle: a");
}

/* ------------------------------------------------------------------------ gzip */

static void pack(const char *s, size_t n, struct buf *b)
{
	z_stream z = { .next_in = (Bytef *)(uintptr_t)s, .avail_in = (uInt)n };

	assert_int_equal(deflateInit2(&z, 9, Z_DEFLATED, 16 + MAX_WBITS, 8,
				      Z_DEFAULT_STRATEGY), Z_OK);
	assert_int_equal(buf_reserve(b, deflateBound(&z, n)), 0);
	z.next_out = (Bytef *)b->s + b->len;
	z.avail_out = (uInt)(b->cap - b->len);
	assert_int_equal(deflate(&z, Z_FINISH), Z_STREAM_END);
	b->len += z.total_out;
	deflateEnd(&z);
}

static void members_are_one_file(void **state)
{
	struct buf b = BUF_INIT, out = BUF_INIT;

	(void)state;
	pack("một ", strlen("một "), &b);
	pack("hai", 3, &b);
	assert_int_equal(buf_add(&b, "\0\0\0", 3), 0);
	assert_int_equal(gunzip(b.s, b.len, &out), GUNZIP_OK);
	assert_int_equal(out.len, strlen("một hai"));
	assert_memory_equal(out.s, "một hai", out.len);
	/* Cut anywhere: what was there comes out, and it is said. */
	for (size_t n = 0; n < b.len - 3; n++) {
		enum gunzip_result r = gunzip(b.s, n, &out);

		assert_true(r == GUNZIP_DAMAGED ||
			    (r == GUNZIP_OK && out.len == strlen("một ")));
		assert_memory_equal(out.s, "một hai", out.len);
	}
	buf_release(&b);
	buf_release(&out);
}

static void a_bomb_is_not_unpacked(void **state)
{
	struct buf b = BUF_INIT, out = BUF_INIT, zeros = BUF_INIT;

	(void)state;
	assert_int_equal(buf_reserve(&zeros, 2 * GUNZIP_FREE), 0);
	memset(zeros.s, 'a', 2 * GUNZIP_FREE);
	pack(zeros.s, GUNZIP_FREE - 1, &b);
	assert_int_equal(gunzip(b.s, b.len, &out), GUNZIP_OK);
	buf_clear(&b);
	pack(zeros.s, 2 * GUNZIP_FREE, &b);
	assert_int_equal(gunzip(b.s, b.len, &out), GUNZIP_BOMB);
	assert_true(out.cap <= 4 * GUNZIP_FREE);
	buf_release(&b);
	buf_release(&out);
	buf_release(&zeros);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(marks_are_blanked),
		cmocka_unit_test(headings_are_titles),
		cmocka_unit_test(front_matter_has_facts),
		cmocka_unit_test(members_are_one_file),
		cmocka_unit_test(a_bomb_is_not_unpacked),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
