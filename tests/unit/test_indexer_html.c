/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The text of web pages: lines, main text, and where each word stands.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>

#include "base/utf8.h"
#include "tests/unit/html_fixture.h"

/* ---------------------------------------------------------------------- layout */

static void blocks_are_lines(void **state)
{
	(void)state;
	assert_string_equal(read_page("<p>Một\n hai<p>Ba<br>bốn <b>n</b>ăm"
				      "<ul><li>Sáu<li>Bảy</ul>"),
			    "Một hai\nBa\nbốn năm\nSáu\nBảy\n");
	assert_string_equal(read_page("<table><tr><td>Cây<td> 100 </tr>"
				      "<tr><th>Nhà<td>2</table>"),
			    "Cây\t100\nNhà\t2\n");
	assert_string_equal(read_page("<pre>a\n  b  c\n</pre>d"),
			    "a\n  b  c\nd\n");
	assert_string_equal(read_page("<p>&nbsp;</p><p> </p>x"), "x\n");
	assert_string_equal(read_page("<p></p>"), "");
}

static void entities_are_letters(void **state)
{
	(void)state;
	assert_string_equal(read_page("<p>tr&#7891;ng &Acirc;u &lt;b&gt; &amp;"
				      " ch&ocirc;\xcc\xa3"),
			    "trồng Âu <b> & chô\xcc\xa3\n");
}

static void what_is_not_shown_is_no_text(void **state)
{
	(void)state;
	assert_string_equal(
		read_page("<p>a<script>x('<p>b')</script><style>c{}</style>"
			  "<noscript>d</noscript><svg><title>e</title></svg>"
			  "<p hidden>f<p style='color:red; display : none'>g"
			  "<p style=\"display:none\">h<template>i</template>"
			  "<!-- j --><select><option>k</select><p>l"),
		"a\ng\nl\n");
}

/* ------------------------------------------------------------------- main text */

static const char body[] =
	"<p>Sáng ngày 5/3, hơn một trăm đoàn viên trồng cây bên đường liên xã, "
	"nối thôn Đông với thôn Đoài.";

static const char *page_with(const char *extra)
{
	static struct buf b = BUF_INIT;

	buf_clear(&b);
	buf_addf(&b, "<body>%s%s", extra, body);
	return read_page(b.s);
}

static void regions_of_the_page_are_left_out(void **state)
{
	static const char *const regions[] = {
		"<nav>Trang chủ</nav>",
		"<footer>Bản quyền</footer>",
		"<header>Báo Thử</header>",
		"<aside>Xem nhiều</aside>",
		"<div role=navigation>Trang chủ</div>",
		"<div class='box tin-lien-quan'>Tin khác</div>",
		"<ul id=main-menu><li>Trang chủ</ul>",
		"<div class=\"MENU\"><p>Trang <i>chủ</i></p></div>",
	};

	(void)state;
	for (size_t i = 0; i < sizeof(regions) / sizeof(*regions); i++)
		assert_true(!strncmp(page_with(regions[i]), "Sáng", 5));
	/* Words that only resemble: all of these stay. */
	assert_int_equal(*page_with("<div class=menus>x</div>"), 'x');
	assert_int_equal(*page_with("<p class=share>x</p>"), 'x');
	assert_int_equal(*page_with("<article><header>x</header>"), 'x');
	assert_int_equal(*read_page("<body class=sidebar>x"), 'x');
}

static void lists_of_links_are_left_out(void **state)
{
	(void)state;
	assert_true(!strncmp(page_with("<p><a href=1>Bài một</a>"
				       "<p><a href=2>Bài hai</a>"), "Sáng", 5));
	/* One link is a reference. */
	assert_true(!strncmp(page_with("<p><a href=1>Bài một</a>"), "Bài", 4));
}

static void an_article_is_the_page(void **state)
{
	(void)state;
	read_page("<div>Ngoài bài</div><article><p>Sáng ngày 5/3, hơn một trăm "
		  "đoàn viên trồng cây.</article>");
	assert_true(!strncmp(page.s, "Sáng", 5));
	/* ... unless most of the text is elsewhere */
	read_page("<article>Ngắn</article><p>Sáng ngày 5/3, hơn một trăm đoàn "
		  "viên trồng cây.");
	assert_true(!strncmp(page.s, "Ngắn", 6));
}

#define ARTICLE \
	"<article><p>Sáng ngày 5/3, hơn một trăm đoàn viên trồng cây bên " \
	"đường liên xã, nối thôn Đông với thôn Đoài.</article>"

/* The body alone is the article: title, date and first paragraph are not. */
static void what_leads_to_the_article_stays(void **state)
{
	(void)state;
	read_page("<title>Ra quân - Báo Thử</title><div>Báo Thử</div>"
		  "<span>Thứ sáu, 5/3/2021</span><h1>Ra quân</h1>"
		  "<p>Vì một làng quê xanh." ARTICLE "<p>Ngoài bài");
	assert_true(!strncmp(page.s, "Thứ sáu, 5/3/2021\nRa quân\n"
			     "Vì một làng quê xanh.\nSáng ngày",
			     strlen("Thứ sáu, 5/3/2021\nRa quân\n"
				    "Vì một làng quê xanh.\nSáng ngày")));
	assert_null(strstr(page.s, "Báo Thử"));
	assert_null(strstr(page.s, "Ngoài bài"));
	assert_int_equal(page.hints.title_line, 2);
}

/* Style sheets set them apart. */
static void capitals_behind_tags_begin_words(void **state)
{
	(void)state;
	assert_string_equal(read_page("<span>Vân Giang</span>Toàn bộ "
				      "<b>T</b>oàn bộ <b>m</b><sup>2</sup>"),
			    "Vân Giang Toàn bộ Toàn bộ m2\n");
}

static void rather_all_than_too_little(void **state)
{
	(void)state;
	assert_string_equal(read_page("<div class=footer>Sáng ngày 5/3, hơn một "
				      "trăm đoàn viên trồng cây.</div>x"),
			    "Sáng ngày 5/3, hơn một trăm đoàn viên trồng cây.\n"
			    "x\n");
	assert_string_equal(read_page("<a href=1>Một</a><p><a href=2>Hai</a>"),
			    "Một\nHai\n");
}

/* --------------------------------------------------------------------- sources */

static void assert_at(const char *word, uint32_t line, uint32_t col,
		      uint32_t utf16)
{
	const char *at = strstr(page.s, word), *from;
	const struct record_source *s;

	assert_non_null(at);
	assert_true(page.sources.n > 0);
	s = &page.sources.v[record_source_at(&page.sources,
					     (uint64_t)(at - page.s))];
	from = page.s + s->byte;
	assert_int_equal(s->line, line);
	assert_int_equal(s->col + (size_t)(at - from), col);
	assert_int_equal(s->utf16 + utf8_utf16_len(from, (size_t)(at - from)),
			 utf16);
}

static void words_have_the_lines_of_the_file(void **state)
{
	(void)state;
	read_page("<html>\n<body>\n<p>một\n  hai <b>ba</b>\n\n<p>bốn\r\nnăm"
		  "<script>\n\n</script><pre>sáu\nbảy</pre>");
	assert_at("một", 3, 3, 3);
	assert_at("hai", 4, 2, 2);
	assert_at("bốn", 6, 3, 3);
	assert_at("năm", 7, 0, 0);
	assert_at("sáu", 9, 14, 14);
	assert_at("bảy", 10, 0, 0);
}

/* A page on one line: every block has its column. */
static void columns_tell_where_lines_do_not(void **state)
{
	(void)state;
	read_page("<p>một</p><p>hai</p>");
	assert_at("một", 1, 3, 3);
	assert_at("hai", 1, 15, 13);
	/* Every word has its own, behind tags and entities too. */
	read_page("<p>tr&#7891;ng  cây <b>bạch</b>\tđàn &Acirc;u  cơ");
	assert_at("trồng", 1, 3, 3);
	assert_at("cây", 1, 16, 16);
	assert_at("bạch", 1, 24, 23);
	assert_at("đàn", 1, 35, 32);
	assert_at("Âu", 1, 41, 36);
	assert_at("cơ", 1, 51, 46);
	/* No editor shows a byte order mark. */
	read_page("\xef\xbb\xbf<p>một</p>\n<p>hai</p>");
	assert_at("một", 1, 3, 3);
	assert_at("hai", 2, 3, 3);
}

/* Chunks of the parser and restarts of it do not lose their place. */
static void long_pages_have_lines_too(void **state)
{
	static struct buf b = BUF_INIT;
	char word[32];

	(void)state;
	buf_clear(&b);
	for (int i = 1; i <= 20000; i++)
		buf_addf(&b, "<p>dòng <i>số</i> %05d &amp;c\n", i);
	read_page(b.s);
	for (int i = 1; i <= 20000; i += 77) {
		snprintf(word, sizeof(word), "dòng số %05d", i);
		assert_at(word, (uint32_t)i, 3, 3);
	}
	buf_clear(&b);
	for (int i = 1; i <= 20000; i++)
		buf_addf(&b, "<div>dòng số %05d\n", i);
	read_page(b.s);
	assert_true(page.bounded);
	for (int i = 1; i <= 20000; i += 77) {
		snprintf(word, sizeof(word), "dòng số %05d", i);
		assert_at(word, (uint32_t)i, 5, 5);
	}
}

/* A page of more words behind tags than there may be sources. */
static void sources_do_not_run_out(void **state)
{
	static struct buf b = BUF_INIT;

	(void)state;
	buf_clear(&b);
	for (unsigned i = 0; i < HTML_SOURCES_MAX + 1000; i++)
		buf_adds(&b, "<b>a</b> ");
	read_page(b.s);
	assert_in_range(page.sources.n, HTML_SOURCES_MAX / 2,
			HTML_SOURCES_MAX - 1);
	buf_release(&b);
}

/* ---------------------------------------------------------------------- bounds */

static void a_tag_has_so_many_attributes(void **state)
{
	static struct buf b = BUF_INIT;

	(void)state;
	buf_clear(&b);
	buf_adds(&b, "<p>một<p ");
	for (int i = 0; i < 1000000; i++)
		buf_addf(&b, "a%d=\"%d\" ", i, i);
	buf_adds(&b, ">hai");
	assert_string_equal(read_page(b.s), "một\nhai\n");
	assert_true(page.bounded);
}

/* Restarts of the parser, and end tags of what it does not know any more. */
static void stray_end_tags_end_nothing(void **state)
{
	static struct buf b = BUF_INIT;

	(void)state;
	assert_string_equal(read_page("</div>một</p></html>hai</html>ba"),
			    "một\nhai ba\n");
	buf_clear(&b);
	for (int i = 0; i < 5000; i++)
		buf_adds(&b, "<b></x>");
	buf_adds(&b, "đáy");
	assert_string_equal(read_page(b.s), "đáy\n");
}

static void a_page_has_so_many_blocks(void **state)
{
	static struct buf b = BUF_INIT;
	struct err e;

	(void)state;
	buf_clear(&b);
	for (size_t i = 0; i <= HTML_BLOCKS_MAX; i++)
		buf_adds(&b, "<p>a");
	assert_int_equal(html_read(html, b.s, b.len, &page, &e), E_LIMIT);
	assert_int_equal(html_read(html, b.s, b.len - 4, &page, &e), 0);
	buf_release(&b);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(blocks_are_lines),
		cmocka_unit_test(entities_are_letters),
		cmocka_unit_test(what_is_not_shown_is_no_text),
		cmocka_unit_test(regions_of_the_page_are_left_out),
		cmocka_unit_test(lists_of_links_are_left_out),
		cmocka_unit_test(an_article_is_the_page),
		cmocka_unit_test(what_leads_to_the_article_stays),
		cmocka_unit_test(capitals_behind_tags_begin_words),
		cmocka_unit_test(rather_all_than_too_little),
		cmocka_unit_test(words_have_the_lines_of_the_file),
		cmocka_unit_test(columns_tell_where_lines_do_not),
		cmocka_unit_test(long_pages_have_lines_too),
		cmocka_unit_test(sources_do_not_run_out),
		cmocka_unit_test(a_tag_has_so_many_attributes),
		cmocka_unit_test(stray_end_tags_end_nothing),
		cmocka_unit_test(a_page_has_so_many_blocks),
	};

	return cmocka_run_group_tests(tests, open_html, close_html);
}
