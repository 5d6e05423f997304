/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * How a report is read: titles, datelines, authors, furniture, doubled lines.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#include "base/path.h"
#include "indexer/document.h"
#include "indexer/furniture.h"
#include "indexer/words.h"
#include "tests/unit/tmp_fixture.h"

static struct text_analyzer *analyzer;
static struct furniture *furniture;
static struct document_reader *reader;
static struct document doc;

static void read_text(const char *s)
{
	struct err e;

	assert_int_equal(document_read(reader, s, strlen(s), NULL, &doc,
				       &e), 0);
}

static void assert_span(struct span s, const char *want)
{
	if (!want) {
		assert_null(s.s);
		return;
	}
	assert_non_null(s.s);
	assert_int_equal(s.n, strlen(want));
	assert_memory_equal(s.s, want, s.n);
}

/* The kinds of all lines as one letter each: ". B T S D A P L C H F 2". */
static void assert_kinds(const char *want)
{
	static const char letters[] = {
		[LINE_BLANK] = '.',	[LINE_BODY] = 'B',
		[LINE_TITLE] = 'T',	[LINE_SECTION] = 'S',
		[LINE_DATELINE] = 'D',	[LINE_AUTHOR] = 'A',
		[LINE_PHOTO] = 'P',	[LINE_LEAD] = 'L',
		[LINE_CAPTION] = 'C',	[LINE_HEADING] = 'H',
		[LINE_FURNITURE] = 'F', [LINE_DOUBLED] = '2',
	};
	char got[128] = "";

	assert_in_range(doc.lines.n, 0, sizeof(got) - 1);
	for (size_t i = 0; i < doc.lines.n; i++)
		got[i] = letters[doc.lines.v[i].kind];
	assert_string_equal(got, want);
}

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

/* ---------------------------------------------------------------------- credits */

static void assert_credit(const char *line, const char *photo,
			  const char *author, const char *kinds)
{
	char text[512];

	snprintf(text, sizeof(text), "Tiêu đề\nĐoạn một.\n%s\n", line);
	read_text(text);
	assert_int_equal(doc.n_credits, photo != NULL);
	if (photo) {
		assert_span(doc.credits[0].name, photo);
		assert_int_equal(doc.credits[0].line, 3);
	}
	assert_span(doc.author, author);
	assert_kinds(kinds);
}

static void credits(void **state)
{
	(void)state;
	assert_credit("Ảnh: Vân Anh", "Vân Anh", NULL, "TBP");
	assert_credit("(Ảnh minh hoạ: N.H)", "N.H", NULL, "TBP");
	assert_credit("Bà con gặt lúa. Ảnh: Vân Anh", "Vân Anh", NULL, "TBC");
	assert_credit("Bà con gặt lúa (Ảnh: Vân Anh).", "Vân Anh", NULL, "TBC");
	assert_credit("Bà con gặt lúa - Ảnh: TTXVN", "TTXVN", NULL, "TBC");
	assert_credit("Bà con gặt lúa Ảnh: Vân Anh", "Vân Anh", NULL, "TBC");
	assert_credit("Ba\u0300 con. A\u0309nh: Va\u0302n Anh",
		      "Va\u0302n Anh", NULL, "TBC");
	assert_credit("Bài và ảnh: Vân Anh", "Vân Anh", "Vân Anh", "TBA");
	assert_credit("Tin, ảnh: Vân Anh", "Vân Anh", "Vân Anh", "TBA");
	assert_credit("Bài - Ảnh: Vân Anh", "Vân Anh", "Vân Anh", "TBA");
	assert_credit("Bài: Thu Hà - Ảnh: Vân Anh", "Vân Anh", "Thu Hà", "TBA");
	assert_credit("Thu Hà (Ảnh: Vân Anh)", "Vân Anh", "Thu Hà", "TBA");
	assert_credit("Bà con xem ảnh: ai cũng vui", NULL, NULL, "TBB");
	assert_credit("Ảnh: bà con gặt lúa trên cánh đồng ven sông", NULL, NULL,
		      "TBB");
	assert_credit("Ảnh:", NULL, NULL, "TBB");
	assert_credit("Ảnh hưởng: Vân Anh", NULL, NULL, "TBB");
}

/* -------------------------------------------------------------------- the body */

#define LONG_A "Sáng nay bà con xã Bãi Sậy ra đồng từ sớm, người gặt, người " \
	"gánh, ai cũng mong xong trước cơn mưa chiều đã báo từ hôm qua."
#define LONG_B "Theo ông chủ nhiệm, vụ này năng suất cao hơn vụ trước, giá lúa " \
	"lại giữ được, nên nhà nào cũng có của ăn của để đến vụ sau."

static void the_lead(void **state)
{
	(void)state;
	read_text("Tiêu đề\n02/03/2020\n\n" LONG_A "\n" LONG_B "\n");
	assert_kinds("TD.LB");
	assert_int_equal(doc.lead_line, 4);
	read_text("Tiêu đề\n\n" LONG_A "\n" LONG_B "\n");
	assert_kinds("T.BB");
	assert_int_equal(doc.lead_line, 0);
	read_text("Tiêu đề\n(Báo Vân Giang) - " LONG_A "\n" LONG_B "\n");
	assert_kinds("TLB");
	read_text("Tiêu đề\nTTXVN – " LONG_A "\n" LONG_B "\n");
	assert_kinds("TLB");
	read_text("Tiêu đề\n" LONG_A "\nBà con gặt lúa. Ảnh: Lê Hoa\n" LONG_B);
	assert_kinds("TLCB");
	/* Not what does not end as a sentence, or is all there is. */
	read_text("Tiêu đề\n02/03/2020\n" LONG_A " như sau:\n" LONG_B "\n");
	assert_kinds("TDBB");
	read_text("Tiêu đề\n02/03/2020\n" LONG_A "\n");
	assert_kinds("TDB");
}

static void captions_that_stand_alone(void **state)
{
	(void)state;
	read_text("Tiêu đề\n\n" LONG_A "\n\n"
		  "Bà con và bộ đội cùng gặt lúa chạy bão trên cánh đồng ven "
		  "sông\n\n" LONG_B "\n");
	assert_kinds("T.L.C.B");
	read_text("Tiêu đề\n\n" LONG_A "\n\n"
		  "Bà con xã Bãi Sậy gặt lúa\n\n" LONG_B "\n");
	assert_kinds("T.B.B.B");
	/* With a stop only right behind the lead, or set off. */
	read_text("Tiêu đề\n\n" LONG_A "\n\n"
		  "Bà con xã Bãi Sậy gặt lúa.\n\n" LONG_B "\n\n"
		  "Bà con xã Bãi Sậy gánh lúa.\n\n" LONG_A "\n\n"
		  "\u00a0Bà con xã Bãi Sậy phơi lúa.\n\n" LONG_B "\n");
	assert_kinds("T.L.C.B.B.B.C.B");
	/* A short heading, a list, an announcement, two sentences. */
	read_text("Tiêu đề\n\n" LONG_A "\n\nKết quả bước đầu\n\n" LONG_B
		  "\n\nĐiều 5 nói rõ về việc này\n\n" LONG_A
		  "\n\nMột số nhiệm vụ trọng tâm sau:\n\n" LONG_B
		  "\n\n- gặt lúa ở xã Bãi Sậy\n\n" LONG_A "\n");
	assert_kinds("T.B.B.B.B.B.B.B.B.B");
	/* Not alone. */
	read_text("Tiêu đề\n" LONG_A "\nBà con xã Bãi Sậy gặt lúa\n" LONG_B "\n");
	assert_kinds("TBBB");
}

static void headings_are_in_capitals(void **state)
{
	(void)state;
	read_text("Tiêu đề\nVIỆC DÂN, DÂN BÀN\n" LONG_A "\nQUÝ\nLÀNG CÓ VIỆC\n"
		  LONG_B "\nPHẢN HỒI Ý KIẾN\n");
	assert_kinds("THBBHBB");
	/* NFD */
	read_text("Tiêu đề\nVIE\u0323\u0302C DA\u0302N\n" LONG_A "\n");
	assert_kinds("THB");
}

/* ------------------------------------------------------------------- furniture */

static void furniture_at_both_ends_only(void **state)
{
	(void)state;
	read_text("Trang chủ\nTiêu đề\nThứ hai, 02/03/2020\n.\n\n"
		  "Thủ tục hành chính\nĐoạn một.\n.\nPhản hồi\nĐoạn hai.\n"
		  "PHẢN HỒI\n\nĐang truy cập: 1.204\n.\n");
	assert_kinds("FTDF.BBBBBF.FF");
	assert_int_equal(doc.title_line, 2);
}

static void furniture_is_whole_lines(void **state)
{
	(void)state;
	read_text("Tiêu đề\nĐoạn.\nPhản hồi của bà con\n");
	assert_kinds("TBB");
	read_text("Tiêu đề\nĐoạn.\nDịch vụ công trực tuyến huyện Bãi\n");
	assert_kinds("TBF");
	read_text("Tiêu đề\nĐoạn.\nThống kê truy cập Thống kê truy cập\n");
	assert_kinds("TBF");
	/* NFD */
	read_text("Tiêu đề\nĐoạn.\nPha\u0309n ho\u0302\u0300i\n");
	assert_kinds("TBF");
}

static bool matches(const struct furniture *f, enum furniture_where where,
		    const char *line)
{
	struct buf key = BUF_INIT;
	struct err e;
	bool r;

	assert_int_equal(words_key(analyzer, line, strlen(line), &key, &e), 0);
	r = furniture_match(f, where, key.s ? key.s : "", key.len);
	buf_release(&key);
	return r;
}

/* The rules of one file beside the built-in ones. */
static int open_rules(const char *text, struct furniture **ret, struct err *e)
{
	const char *file = in_tmp("rules");
	struct furniture *f = NULL;
	int r;

	assert_int_equal(path_write_file(file, text, strlen(text), NULL), 0);
	r = furniture_open(&file, 1, &f, e);
	if (!r)
		r = furniture_compile(f, analyzer, e);
	if (r)
		furniture_close(f);
	else
		*ret = f;
	return r;
}

static void furniture_rules(void **state)
{
	struct furniture *f;
	struct err e;

	(void)state;
	assert_int_equal(open_rules("\xef\xbb\xbf# một lời chú\n\nhead\tĐầu trang\n"
				    "both Trang #\r\nnever Phản hồi\n"
				    "tail  Nguồn *", &f, &e), 0);
	assert_true(matches(f, FURNITURE_HEAD, "đầu trang"));
	assert_false(matches(f, FURNITURE_TAIL, "đầu trang"));
	assert_true(matches(f, FURNITURE_HEAD, "Trang 12"));
	assert_true(matches(f, FURNITURE_TAIL, "Trang 1.200"));
	assert_false(matches(f, FURNITURE_TAIL, "Trang"));
	assert_true(matches(f, FURNITURE_TAIL, "Nguồn: báo tỉnh"));
	assert_false(matches(f, FURNITURE_TAIL, "Nước nguồn"));
	assert_false(matches(f, FURNITURE_TAIL, ""));
	/* The built-in ones hold, but where one says never. */
	assert_true(matches(f, FURNITURE_TAIL, "Các tin khác"));
	assert_false(matches(f, FURNITURE_TAIL, "PHẢN HỒI"));
	furniture_close(f);
}

static void bad_furniture_rules(void **state)
{
	struct furniture *f;
	const char *missing;
	struct err e;

	(void)state;
	assert_int_equal(open_rules("tail A\nmiddle B\n", &f, &e), E_INVAL);
	assert_non_null(strstr(e.msg, "rules:2: "));
	/* A rule without words would match every line that has none. */
	assert_int_equal(open_rules("tail A\n\ntail ---\n", &f, &e), E_INVAL);
	assert_non_null(strstr(e.msg, "rules:3: "));
	assert_int_equal(open_rules("tail\n", &f, &e), E_INVAL);
	assert_int_equal(open_rules("tail *\n", &f, &e), E_INVAL);
	assert_int_equal(open_rules("tail", &f, &e), E_INVAL);
	missing = in_tmp("missing");
	assert_int_equal(furniture_open(&missing, 1, &f, &e), E_NOTFOUND);
	assert_non_null(strstr(e.msg, "missing"));
}

static void id_of(const char *text, char ret[HASH_HEX_LEN + 1])
{
	struct furniture *f;

	assert_int_equal(open_rules(text, &f, NULL), 0);
	furniture_id(f, ret);
	furniture_close(f);
}

static void furniture_has_an_id(void **state)
{
	static const char *const others[] = {
		"tail Nguồn\n", "head Nguồn *\n", "head Nguôn\n",
		"head Nguồn\nhead Nguồn\n", "head NguồnN\n", "",
	};
	char id[HASH_HEX_LEN + 1], other[HASH_HEX_LEN + 1];

	(void)state;
	id_of("head Nguồn\n", id);
	id_of("# lời chú\nhead \t Nguồn  \r\n\n", other);
	assert_string_equal(id, other);
	for (size_t i = 0; i < sizeof(others) / sizeof(*others); i++) {
		id_of(others[i], other);
		assert_string_not_equal(id, other);
	}
}

/* --------------------------------------------------------------- doubled lines */

static void doubled_lines_count_once(void **state)
{
	(void)state;
	read_text("Tiêu đề\n"
		  "Bà con phơi thóc trên sân đình.\n"
		  "Bà con phơi thóc trên sân đình. \n"
		  "Đoạn.\n"
		  "Trẻ em bên giếng nước mới đào.\n\n"
		  "Trẻ em bên giếng nước mới đào.\n"
		  "Đoạn.\n"
		  "Trẻ em bên giếng nước mới đào.\n");
	assert_kinds("TC2BC.2BB");
}

static void cells_of_a_table_may_repeat(void **state)
{
	(void)state;
	read_text("Tiêu đề\n12\n12\nkhông có\nkhông có\n");
	assert_kinds("TBBBB");
}

static void lines_are_counted_as_the_file_has_them(void **state)
{
	(void)state;
	read_text("\n\nTiêu đề\n\nĐoạn cuối");
	assert_int_equal(doc.title_line, 3);
	assert_int_equal(doc.lines.n, 5);
	read_text("a\n");
	assert_int_equal(doc.lines.n, 1);
}

/* ------------------------------------------------------------------------ main */

static int open_reader(void **state)
{
	struct err e;

	(void)state;
	return text_analyzer_open(&analyzer, &e) ||
	       furniture_open(NULL, 0, &furniture, &e) ||
	       document_open(analyzer, furniture, &reader, &e);
}

static int close_reader(void **state)
{
	(void)state;
	document_close(reader);
	furniture_close(furniture);
	text_analyzer_close(analyzer);
	return 0;
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
		cmocka_unit_test(credits),
		cmocka_unit_test(the_lead),
		cmocka_unit_test(captions_that_stand_alone),
		cmocka_unit_test(headings_are_in_capitals),
		cmocka_unit_test(furniture_at_both_ends_only),
		cmocka_unit_test(furniture_is_whole_lines),
		IN_DIR(furniture_rules),
		IN_DIR(bad_furniture_rules),
		IN_DIR(furniture_has_an_id),
		cmocka_unit_test(doubled_lines_count_once),
		cmocka_unit_test(cells_of_a_table_may_repeat),
		cmocka_unit_test(lines_are_counted_as_the_file_has_them),
	};

	return cmocka_run_group_tests(tests, open_reader, close_reader);
}
