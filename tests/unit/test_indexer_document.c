/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * How a report is read: titles, datelines, authors.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>

#include "tests/unit/document_fixture.h"

/* ---------------------------------------------------------------------- titles */

static void title_is_the_first_line(void **state)
{
	(void)state;
	read_text("Nước về ruộng Bãi\n\nSáng nay nước đã về.\n");
	assert_span(doc.title, "Nước về ruộng Bãi");
	assert_int_equal(doc.title_line, 1);
	assert_span(doc.section, NULL);
	assert_kinds("T.B");
	read_text("\xef\xbb\xbf \tNước về\r\n\r\nĐoạn một.\r\n");
	assert_span(doc.title, "Nước về");
	assert_kinds("T.B");
}

/* Title, author and date, as offices begin a document. */
static void a_name_above_the_date_is_no_title(void **state)
{
	(void)state;
	read_text("Nước về ruộng Bãi\nTrần Thu Vọng\n05/03/2021\n"
		  "Sáng nay nước đã về.\n");
	assert_span(doc.title, "Nước về ruộng Bãi");
	assert_span(doc.author, "Trần Thu Vọng");
	assert_span(doc.section, NULL);
	assert_string_equal(doc.published, "2021-03-05");
	assert_kinds("TADB");
	/* A name elsewhere at the head tells nothing. */
	read_text("Nước về ruộng Bãi\nTrần Thu Vọng\nSáng nay nước đã về.\n");
	assert_span(doc.author, NULL);
	assert_kinds("TBB");
}

static void title_may_be_missing(void **state)
{
	(void)state;
	read_text("");
	assert_span(doc.title, NULL);
	assert_int_equal(doc.title_line, 0);
	read_text("\n.\n---\n  \n");
	assert_span(doc.title, NULL);
	assert_kinds(".FF.");
	read_text("***\nNước về\nĐoạn.\n");
	assert_span(doc.title, "Nước về");
	assert_int_equal(doc.title_line, 2);
}

static void section_above_a_dated_title(void **state)
{
	(void)state;
	read_text("Kinh tế\nNước về ruộng Bãi\nThứ hai, 02/03/2020, 07:05\n\n"
		  "Đoạn một.\n");
	assert_span(doc.section, "Kinh tế");
	assert_int_equal(doc.section_line, 1);
	assert_span(doc.title, "Nước về ruộng Bãi");
	assert_int_equal(doc.title_line, 2);
	assert_int_equal(doc.dateline_line, 3);
	assert_string_equal(doc.published, "2020-03-02T07:05:00");
	assert_kinds("STD.B");
}

static void section_that_repeats_itself(void **state)
{
	(void)state;
	read_text("Kinh tế nông thôn\u00a0Kinh tế nông thôn\n\nNước về\n\nĐoạn.\n");
	assert_span(doc.section, "Kinh tế nông thôn");
	assert_span(doc.title, "Nước về");
	assert_kinds("S.T.B");
	read_text("Kinh tế nông thôn Kinh tế nông thôn\n#\nĐoạn.\n");
	assert_span(doc.title, "#");
	/* With nothing that could be the title behind it, it is the title. */
	read_text("Kinh tế nông thôn Kinh tế nông thôn\n");
	assert_span(doc.title, "Kinh tế nông thôn");
	assert_span(doc.section, NULL);
}

static void dated_title_without_section(void **state)
{
	(void)state;
	read_text("Nước về\n\nThứ hai - 02/03/2020 07:05\nMở đầu.\nĐoạn.\n");
	assert_span(doc.title, "Nước về");
	assert_span(doc.section, NULL);
	assert_kinds("T.DBB");
	read_text("Thứ hai - 02/03/2020 07:05\nNước về\nĐoạn.\n");
	assert_span(doc.title, "Nước về");
	assert_kinds("DTB");
}

static void long_first_line_is_a_paragraph(void **state)
{
	char text[2048] = "";

	(void)state;
	while (strlen(text) < 1000)
		strcat(text, "xã nọ có ");
	read_text(text);
	assert_true(doc.title_is_body);
	assert_in_range(doc.title.n, 1, DOCUMENT_TITLE_MAX);
	assert_int_equal(doc.title.s[doc.title.n], ' ');
	assert_kinds("B");
	/* Without a space it is cut between characters. */
	text[0] = 'x';
	for (size_t i = 1; i + 2 < sizeof(text); i += 2)
		memcpy(text + i, "ô", sizeof("ô"));
	read_text(text);
	assert_true(doc.title_is_body);
	assert_int_equal(doc.title.n % 2, 1);
}

static void markdown_heading(void **state)
{
	(void)state;
	read_text("# Nước về\n\nĐoạn.\n");
	assert_span(doc.title, "Nước về");
	assert_kinds("T.B");
}

/* Else a text of one line would have no body at all. */
static void the_only_line_is_title_and_body(void **state)
{
	(void)state;
	read_text("Nước về ruộng Bãi\n\n");
	assert_span(doc.title, "Nước về ruộng Bãi");
	assert_true(doc.title_is_body);
	assert_kinds("B.");
	read_text("Phản hồi");
	assert_span(doc.title, "Phản hồi");
	assert_kinds("B");
}

/* ------------------------------------------------------------------- datelines */

static void assert_date(const char *line, const char *want)
{
	char text[256];

	snprintf(text, sizeof(text), "Tiêu đề\n\n%s\n\nĐoạn.\n", line);
	read_text(text);
	if (strcmp(doc.published, want))
		print_message("# %s\n", line);
	assert_string_equal(doc.published, want);
	assert_int_equal(doc.dateline_line, *want ? 3 : 0);
}

static void datelines(void **state)
{
	(void)state;
	assert_date("Thứ Bảy, 14/11/2020, 07:45 [GMT+7]",
		    "2020-11-14T07:45:00+07:00");
	assert_date("Chủ nhật - 10/03/2024 06:30", "2024-03-10T06:30:00");
	assert_date("THỨ TƯ, 10/8/2016", "2016-08-10");
	assert_date("Thứ 4, ngày 10-8-2016 9h05", "2016-08-10T09:05:00");
	assert_date("Thứ Tư, 10/8/2016, 09:05 (GMT+9)",
		    "2016-08-10T09:05:00+09:00");
	/* NFD */
	assert_date("Thu\u031b\u0301 Tu\u031b, 10/8/2016, 09:05",
		    "2016-08-10T09:05:00");
}

static void datelines_without_a_weekday(void **state)
{
	(void)state;
	assert_date("Chủ nhật, ngày 03 tháng 01 năm 2021", "2021-01-03");
	assert_date("Cập nhật lúc 10:15 - 23/05/2019", "2019-05-23T10:15:00");
	assert_date("(Ngày đăng: 12-03-2021)", "2021-03-12");
	assert_date("Ngày đăng: 12/03/2021 08:15:22", "2021-03-12T08:15:22");
	assert_date("Đăng lúc: 08:15 12/03/2021", "2021-03-12T08:15:00");
	assert_date("Xuất bản 12/03/2021, 15h30", "2021-03-12T15:30:00");
	assert_date("15:30 | 02/02/2021", "2021-02-02T15:30:00");
	assert_date("02/02/2021 | 03:30 CH", "2021-02-02T15:30:00");
	assert_date("02/02/2021 12:30 SA", "2021-02-02T00:30:00");
	assert_date("15 giờ 30, ngày 02/02/2021", "2021-02-02T15:30:00");
	assert_date("10/08/2016 09:05", "2016-08-10T09:05:00");
	assert_date("2/2/2021 15:30 | Lượt xem: 1.204", "2021-02-02T15:30:00");
	assert_date("2021-02-02", "2021-02-02");
	assert_date("2021-02-02 15:30", "2021-02-02T15:30:00");
	assert_date("2021-02-02T15:30:07Z", "2021-02-02T15:30:07+00:00");
	assert_date("2021-02-02T15:30:00+07:00", "2021-02-02T15:30:00+07:00");
	assert_date("2021-02-02T15:30:00-03:30", "2021-02-02T15:30:00-03:30");
	assert_date("10:15-03/05/2019", "2019-05-03T10:15:00");
	assert_date("16:25, thứ bảy, 19/12/2020 (UTC +7)",
		    "2020-12-19T16:25:00+07:00");
	/* Published, then changed. */
	assert_date("Đăng ngày 12/03/2021 - Cập nhật 15/03/2021", "2021-03-12");
	/* Of an official document. */
	assert_date("Vân Khê, ngày 15 tháng 4 năm 2022", "2022-04-15");
}

static void weekday_tells_day_from_month(void **state)
{
	(void)state;
	/* 8 October 2016 was a Saturday, 10 August a Wednesday. */
	assert_date("Thứ tư, 10/08/2016", "2016-08-10");
	assert_date("Thứ bảy, 10/08/2016", "2016-10-08");
	/* Neither: day first, as it is written here. */
	assert_date("Thứ hai, 10/08/2016", "2016-08-10");
	assert_date("Thứ hai, 10/13/2016", "2016-10-13");
}

static void what_is_no_dateline(void **state)
{
	(void)state;
	assert_date("Thứ tư, 32/08/2016", "");
	assert_date("Thứ tư, 30/02/2016", "");
	assert_date("Thứ tư, 10/08", "");
	assert_date("Từ 10/08/2016", "");
	assert_date("10/08/2016 - 12/08/2016", "");
	assert_date("Vân Khê, ngày 15 tháng 4 năm 2022 trời mưa", "");
	assert_date("vân khê, ngày 15 tháng 4 năm 2022", "");
	assert_date("Cập nhật đến 23/05/2019, cả xã có 5 hộ", "");
	assert_date("Ngày 10/8", "");
	assert_date("08/2016", "");
	assert_date("Thứ tư, 10/08/2016 thì bà con cả xã đã ra đồng từ sớm", "");
	assert_date("Thứ tư, 10/08/99999999999999999999", "");
	assert_date("Thứ tư, 25:99 10/08/2016 99:99", "2016-08-10");
}

/* --------------------------------------------------------------------- authors */

static void assert_author(const char *line, const char *want)
{
	char text[512];

	snprintf(text, sizeof(text), "Tiêu đề\n\nĐoạn một.\n\n%s\n\nPhản hồi\n",
		 line);
	read_text(text);
	assert_span(doc.author, want);
	assert_int_equal(doc.author_line, want ? 5 : 0);
}

static void authors(void **state)
{
	(void)state;
	assert_author("Trần Văn Nghi", "Trần Văn Nghi");
	assert_author("\u00a0Trần Văn Nghi.", "Trần Văn Nghi");
	assert_author("Tác giả: Trần Văn Nghi", "Trần Văn Nghi");
	assert_author("Tác giả bài viết:\u00a0Nhóm PV", "Nhóm PV");
	/* NFD */
	assert_author("Tra\u0302\u0300n Thi\u0323", "Tra\u0302\u0300n Thi\u0323");
	assert_author("Ảnh: Trần Văn Nghi", NULL);
	assert_author("Trần", NULL);
	assert_author("TRẦN VĂN NGHI", NULL);
	assert_author("Trần Văn nghi", NULL);
	assert_author("Trần Văn Nghi, Lê Thị Hoa", "Trần Văn Nghi, Lê Thị Hoa");
	assert_author("Trần Văn Nghi – Lê Hoa.", "Trần Văn Nghi – Lê Hoa");
	assert_author("Trần Văn Nghi,", "Trần Văn Nghi");
	assert_author("Trần Văn Nghi, Hoa", NULL);
	assert_author("Bài: Thu Hà", "Thu Hà");
	assert_author("(Theo Báo Vân Giang)", "Báo Vân Giang");
	assert_author("Theo TTXVN", "TTXVN");
	assert_author("Theo đó", NULL);
	assert_author("Theo Nghị quyết 05", NULL);
	assert_author("Theo Sở Y tế, cả tỉnh có hai ca", NULL);
	assert_author("Nguồn: Báo Vân Giang", "Báo Vân Giang");
	assert_author("Tổ 5", NULL);
	assert_author("Một Hai Ba Bốn Năm Sáu", NULL);
	assert_author("Tác giả:", NULL);
	assert_author("Bà con nói tác giả: ai đó", NULL);
}

static void author_only_near_the_end(void **state)
{
	(void)state;
	read_text("Tiêu đề\nTrần Văn Nghi\nĐoạn.\n");
	assert_span(doc.author, NULL);
	read_text("Tiêu đề\nMột.\nTác giả: Trần Văn Nghi\nHai.\nBa.\nBốn.\n");
	assert_span(doc.author, NULL);
	/* Or right behind the head, where it has a label. */
	read_text("Tiêu đề\n02/03/2020\nTác giả: Trần Văn Nghi\nMột.\nHai.\n"
		  "Ba.\nBốn.\n");
	assert_span(doc.author, "Trần Văn Nghi");
	assert_kinds("TDABBBB");
	read_text("Tiêu đề\nĐoạn.\nTác giả: Trần Văn Nghi\nẢnh: Lê Hoa\n");
	assert_span(doc.author, "Trần Văn Nghi");
	/* A title alone is no author. */
	read_text("Trần Văn Nghi\n");
	assert_span(doc.author, NULL);
	assert_span(doc.title, "Trần Văn Nghi");
}

static void a_signature_is_no_author(void **state)
{
	(void)state;
	read_text("Tiêu đề\nĐiều 1.\nTM. ỦY BAN NHÂN DÂN\n\nTrần Văn Nghi\n");
	assert_span(doc.author, NULL);
}

/* ----------------------------------------------------------------------- lines */

static void lines_are_counted_as_the_file_has_them(void **state)
{
	(void)state;
	read_text("\n\nTiêu đề\n\nĐoạn cuối");
	assert_int_equal(doc.title_line, 3);
	assert_int_equal(doc.lines.n, 5);
	read_text("a\n");
	assert_int_equal(doc.lines.n, 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(title_is_the_first_line),
		cmocka_unit_test(a_name_above_the_date_is_no_title),
		cmocka_unit_test(title_may_be_missing),
		cmocka_unit_test(section_above_a_dated_title),
		cmocka_unit_test(section_that_repeats_itself),
		cmocka_unit_test(dated_title_without_section),
		cmocka_unit_test(long_first_line_is_a_paragraph),
		cmocka_unit_test(markdown_heading),
		cmocka_unit_test(the_only_line_is_title_and_body),
		cmocka_unit_test(datelines),
		cmocka_unit_test(datelines_without_a_weekday),
		cmocka_unit_test(weekday_tells_day_from_month),
		cmocka_unit_test(what_is_no_dateline),
		cmocka_unit_test(authors),
		cmocka_unit_test(author_only_near_the_end),
		cmocka_unit_test(a_signature_is_no_author),
		cmocka_unit_test(lines_are_counted_as_the_file_has_them),
	};

	return cmocka_run_group_tests(tests, open_reader, close_reader);
}
