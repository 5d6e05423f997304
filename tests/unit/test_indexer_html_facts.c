/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * What a web page says of itself: title, date, author, section, headings.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "tests/unit/html_fixture.h"

static void assert_hint(const struct hint *h, const char *s, uint32_t line)
{
	assert_non_null(h->s);
	assert_int_equal(h->n, strlen(s));
	assert_memory_equal(h->s, s, h->n);
	assert_int_equal(h->line, line);
}

static void assert_mark(size_t i, uint32_t line, enum line_kind kind)
{
	assert_true(i < page.hints.n_marks);
	assert_int_equal(page.hints.marks[i].line, line);
	assert_int_equal(page.hints.marks[i].kind, kind);
}

static void headings_and_captions_are_marked(void **state)
{
	(void)state;
	read_page("<title>Ra quân</title><h1>Ra quân</h1><p>Một<h3>Kết quả</h3>"
		  "<figure><img><figcaption>Trồng <b>cây</b></figcaption>"
		  "</figure><nav><h2>Khác</h2></nav><p>Hai");
	assert_string_equal(page.s, "Ra quân\nMột\nKết quả\nTrồng cây\nHai\n");
	assert_int_equal(page.hints.n_marks, 3);
	assert_mark(0, 1, LINE_HEADING);
	assert_mark(1, 3, LINE_HEADING);
	assert_mark(2, 4, LINE_CAPTION);
	assert_false(page.hints.title_is_heading);
	read_page("<h1>Ra quân</h1><p>Một");
	assert_true(page.hints.title_is_heading);
	read_page("<p>Một");
	assert_int_equal(page.hints.n_marks, 0);
}

/* Of what pandoc makes of an office document. */
static void notes_and_title_block_of_a_document(void **state)
{
	(void)state;
	read_page("<header id=title-block-header><h1 class=title>Ra quân</h1>"
		  "<p class=author>Lê Thị Bưởi</header><p>Trồng cây"
		  "<a href=#fn1 role=doc-noteref><sup>1</sup></a> bên đường."
		  "<section role=doc-endnotes><ol><li>Bạch đàn."
		  "<a href=#r1 role=doc-backlink>↩︎</a></ol></section>");
	assert_string_equal(page.s, "Ra quân\nLê Thị Bưởi\n"
			    "Trồng cây bên đường.\nBạch đàn.\n");
}

static void the_heading_is_the_title(void **state)
{
	static struct buf many = BUF_INIT;

	(void)state;
	read_page("<title>Ra quân - Báo Thử</title><p>Xã hội<h1>Ra\nquân</h1>x");
	assert_string_equal(page.s, "Xã hội\nRa quân\nx\n");
	assert_int_equal(page.hints.title_line, 2);
	read_page("<title>Ra quân</title><h1>Báo Thử</h1><h1>Ra quân</h1>");
	assert_int_equal(page.hints.title_line, 2);
	/* However many titles follow the first one. */
	buf_clear(&many);
	buf_adds(&many, "<title>Ra quân</title>");
	for (int i = 0; i < 40; i++)
		buf_adds(&many, "<title>Khác</title>");
	buf_adds(&many, "<h1>Khác</h1><h1>Ra quân</h1>");
	read_page(many.s);
	assert_int_equal(page.hints.title_line, 2);
	read_page("<meta property='og:title' content='Ra &quot;quân&quot;'>\n"
		  "<meta property='og:site_name' content='Báo Thử'><p>x");
	assert_string_equal(page.s, "Ra \"quân\"\nx\n");
	assert_int_equal(page.hints.title_line, 1);
	read_page("<title>Ra quân | Báo Thử</title>"
		  "<meta property='og:site_name' content='Báo Thử'><p>x");
	assert_string_equal(page.s, "Ra quân\nx\n");
	read_page("<h1>Ra quân</h1>x");
	assert_int_equal(page.hints.title_line, 1);
	read_page("<p>x");
	assert_int_equal(page.hints.title_line, 0);
}

static void the_name_of_a_site_is_no_title(void **state)
{
	(void)state;
	read_page("<title>CỔNG THÔNG TIN điện tử</title><p>x");
	assert_string_equal(page.s, "x\n");
	assert_int_equal(page.hints.title_line, 0);
	read_page("<title>Cổng thông tin mới</title><h1>Cổng thông tin mới</h1>"
		  "x");
	assert_int_equal(page.hints.title_line, 1);
	read_page("<title>Trường Thử</title><meta property=og:site_name "
		  "content='Trường Thử'><p>a<h1>Khai giảng</h1>x");
	assert_int_equal(page.hints.title_line, 2);
}

static void section_is(const char *html_text, const char *wanted, uint32_t line)
{
	read_page(html_text);
	assert_hint(&page.hints.section, wanted, line);
}

static void the_path_to_a_page_has_its_section(void **state)
{
	(void)state;
	section_is("<title>Ra quân</title>\n<ol class='bread-crumb breadcrumb'>"
		   "<li><a>Trang chủ</a>\n<li><a>Xã\nhội</a><li>Ra quân</ol>x",
		   "Xã hội", 3);
	section_is("<nav aria-label=Breadcrumb><a>Home</a> / <a>Kinh tế</a></nav>"
		   "x", "Kinh tế", 1);
	section_is("<div itemtype='https://schema.org/BreadcrumbList'>Trang chủ "
		   "&raquo; Kinh tế &gt; Thị trường</div>x", "Thị trường", 1);
	section_is("<title>Ra quân trồng cây</title><p class=x><div id=breadcrumb>"
		   "<a>Xã hội</a><span>Ra quân...</span></div>x", "Xã hội", 1);
	section_is("<script type=application/ld+json>{\"@graph\": [{\"@type\": "
		   "\"BreadcrumbList\",\n\"itemListElement\": [{\"name\": "
		   "\"Trang nhất\"}, {\"item\": {\"name\": \"Xã hội\"}}]}]}"
		   "</script>x", "Xã hội", 2);
	/* What the head says goes before. */
	section_is("<meta property=article:section content='Đời sống'>"
		   "<div class=breadcrumb><a>Xã hội</a></div>x", "Đời sống", 1);
	read_page("<title>Ra quân</title><div class=breadcrumb><a>Trang chủ</a>"
		  "<a>Ra quân</a></div>x");
	assert_null(page.hints.section.s);
}

static void meta_and_json_have_facts(void **state)
{
	(void)state;
	read_page("<meta name=date content=2020-01-02>\n"
		  "<meta property=article:published_time "
		  "content='2020-12-19T16:25:00.000+0700'>\n"
		  "<meta name=author content=' Lê Thị Bưởi '>\n"
		  "<meta property=article:section content='Xã hội'>x");
	assert_hint(&page.hints.published, "2020-12-19T16:25:00+07:00", 2);
	assert_hint(&page.hints.author, "Lê Thị Bưởi", 3);
	assert_hint(&page.hints.section, "Xã hội", 4);
	read_page("<meta name=author content=Sai>\n"
		  "<script type=\"application/ld+json\">\n"
		  "{\"@graph\": [{\"@type\": \"WebSite\", \"author\": \"Báo\"},\n"
		  "{\"datePublished\": \"2021-03-05T08:10:30Z\",\n"
		  "\"author\": [{\"name\": \"Lê Thị Bưởi\"}]}]}\n</script>x");
	assert_hint(&page.hints.published, "2021-03-05T08:10:30+00:00", 4);
	assert_hint(&page.hints.author, "Lê Thị Bưởi", 5);
	read_page("<time datetime='2021-03-05 08:10'>5/3</time>");
	assert_hint(&page.hints.published, "2021-03-05T08:10:00", 1);
	read_page("<meta name=date content='hôm nay'>"
		  "<meta name=author content='https://example.org/a'>"
		  "<script type=application/ld+json>{\"datePublished\": 5"
		  "</script>x");
	assert_null(page.hints.published.s);
	assert_null(page.hints.author.s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(headings_and_captions_are_marked),
		cmocka_unit_test(notes_and_title_block_of_a_document),
		cmocka_unit_test(the_heading_is_the_title),
		cmocka_unit_test(the_name_of_a_site_is_no_title),
		cmocka_unit_test(the_path_to_a_page_has_its_section),
		cmocka_unit_test(meta_and_json_have_facts),
	};

	return cmocka_run_group_tests(tests, open_html, close_html);
}
