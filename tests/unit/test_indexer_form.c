/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The form of administrative documents: title, date, issuer, signature.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "tests/unit/document_fixture.h"

#define BODY                                                                  \
	"Căn cứ Luật Tổ chức chính quyền địa phương;\n"                       \
	"Điều 1. Hỗ trợ 70% giá giống lúa cho các hộ nghèo.\n"
#define TAIL                                                                  \
	"Nơi nhận:\n- Như Điều 3;\n- CT, PCT UBND;\n\n"                       \
	"TM. ỦY BAN NHÂN DÂN\nKT. CHỦ TỊCH\nPHÓ CHỦ TỊCH\n(Đã ký)\n"          \
	"Nguyễn Văn Nghi\n"

static void assert_form(const char *title, const char *published,
			const char *author)
{
	assert_span(doc.title, title);
	assert_string_equal(doc.published, published);
	assert_span(doc.author, author);
}

#define ABOUT "Về việc hỗ trợ sản xuất lúa sạch"
#define ISSUER "ỦY BAN NHÂN DÂN TỈNH VÂN GIANG"

static void a_text_that_begins_with_it(void **state)
{
	(void)state;
	read_text("ỦY BAN NHÂN DÂN\nTỈNH VÂN GIANG\n\nSố: 4317/QĐ-UBND\n"
		  "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\n"
		  "Độc lập - Tự do - Hạnh phúc\n\n"
		  "Vân Giang, ngày 05 tháng 3 năm 2021\n\nQUYẾT ĐỊNH\n" ABOUT
		  "\n\nCHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH\n\n" BODY TAIL);
	assert_form(ABOUT, "2021-03-05", ISSUER);
	assert_int_equal(doc.title_line, 11);
	assert_int_equal(doc.dateline_line, 8);
	assert_int_equal(doc.author_line, 1);
	assert_kinds("OO.OOO.D.OT.O.BBOOO.OOOOO");
}

/* Two columns side by side: cells of a table, and as a page is printed. */
static void columns_beside_each_other(void **state)
{
	static const char *const rows[] = {
		"ỦY BAN NHÂN DÂN\n"
		"TỈNH VÂN GIANG\tCỘNG HOÀ XÃ HỘI CHỦ NGHĨA VIỆT NAM\n"
		"Độc lập - Tự do - Hạnh phúc\n"
		"Số: 4317/QĐ-UBND\tVân Giang, ngày 05 tháng 3 năm 2021\n",
		"|ỦY BAN NHÂN DÂN    |CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM |\n"
		"|TỈNH VÂN GIANG     |Độc lập - Tự do - Hạnh phúc        |\n"
		"|Số: 4317/QĐ-UBND   |Vân Giang, ngày 05 tháng 3 năm 2021|\n",
		"ỦY BAN NHÂN DÂN CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\n"
		"TỈNH VÂN GIANG Độc lập - Tự do - Hạnh phúc\n"
		"Số: 4317/QĐ-UBND Vân Giang, ngày 05 tháng 3 năm 2021\n",
	};
	char text[2048];

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		strcpy(text, rows[i]);
		strcat(text, "QUYẾT ĐỊNH\n" ABOUT "\n" BODY);
		read_text(text);
		assert_form(ABOUT, "2021-03-05", ISSUER);
	}
}

/* A page whose title stands above it, broken into lines anywhere. */
static void a_text_with_a_title(void **state)
{
	(void)state;
	read_text("Quyết định 4317/QĐ-UBND năm 2021 về lúa sạch\n\n"
		  "ỦY BAN NHÂN\nDÂN\nTỈNH VÂN GIANG\n\nCỘNG HÒA XÃ\n"
		  "HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\n-----\n\n"
		  "Số:\n4317/QĐ-UBND\n\nVân\nGiang, ngày 5\ntháng 3 năm 2021\n\n"
		  "QUYẾT ĐỊNH\n\nVỀ VIỆC HỖ TRỢ\nSẢN XUẤT LÚA SẠCH\n\n" BODY);
	assert_form("Quyết định 4317/QĐ-UBND năm 2021 về lúa sạch",
		    "2021-03-05", ISSUER);
	assert_kinds("T.OOO.OOOO.OO.ODO.O.OO.BB");
}

static void letters_say_what_they_are_about(void **state)
{
	(void)state;
	read_text("UBND TỈNH VÂN GIANG\nSỞ NỘI VỤ\n\n"
		  "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\n"
		  "Độc lập - Tự do - Hạnh phúc\n\n"
		  "Số: 12/SNV-VP\nV/v trực Tết ở các xã\nvùng cao\n\n"
		  "Vân Giang, ngày 20 tháng 01 năm 2022\n\n"
		  "Kính gửi: Ủy ban nhân dân các xã\n" BODY);
	assert_form("V/v trực Tết ở các xã", "2022-01-20",
		    "UBND TỈNH VÂN GIANG SỞ NỘI VỤ");
	assert_kinds("OO.OO.OTO.D.BBB");
	/* A kind in it is none of the letter's. */
	read_text("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\n"
		  "Độc lập - Tự do - Hạnh phúc\nSố: 12/SNV-VP\n"
		  "V/V CHẬM NỘP\nBÁO CÁO QUÝ I\nSỞ NỘI VỤ\n"
		  "Kính gửi: Ủy ban nhân dân các xã\n" BODY);
	assert_span(doc.title, "V/V CHẬM NỘP");
}

/* Also where no name stands below it. */
static void signatures_of_offices(void **state)
{
	(void)state;
	read_text("UBND XÃ TÂN LÃNH\nĐộc lập - Tự do - Hạnh phúc\n"
		  "QUYẾT ĐỊNH\n" ABOUT "\n" BODY "\n"
		  "TM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH\n\nPHỤ LỤC\n" BODY);
	assert_kinds("OOOTBB.OO.HBB");
}

static void the_party_has_its_own(void **state)
{
	(void)state;
	read_text("TỈNH ỦY VÂN GIANG\n*\nSố 12-CT/TU\n"
		  "ĐẢNG CỘNG SẢN VIỆT NAM\nVân Giang, ngày 03 tháng 02 năm 2020\n"
		  "CHỈ THỊ\nvề lãnh đạo đại hội chi bộ\n---\n" BODY);
	assert_form("về lãnh đạo đại hội chi bộ", "2020-02-03",
		    "TỈNH ỦY VÂN GIANG");
}

static void kinds_may_stand_alone(void **state)
{
	(void)state;
	/* Nothing says what it is about. */
	read_text("QUỐC HỘI\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\n"
		  "Độc lập - Tự do - Hạnh phúc\nNGHỊ QUYẾT\n" BODY);
	assert_form("NGHỊ QUYẾT", "", "QUỐC HỘI");
	/* Nor is there a kind. */
	read_text("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\n"
		  "Độc lập - Tự do - Hạnh phúc\n\nĐơn xin nghỉ học\n" BODY);
	assert_span(doc.author, NULL);
	assert_span(doc.title, "Đơn xin nghỉ học");
}

/* What citizens write has nobody's name above it. */
static void kinds_that_say_their_subject(void **state)
{
	static const char *const titles[] = {
		"ĐƠN XIN NGHỈ PHÉP",	  "ĐƠN ĐỀ NGHỊ CẤP PHÉP",
		"HỢP ĐỒNG LAO ĐỘNG",	  "SƠ YẾU LÝ LỊCH",
		"BÁO CÁO THÀNH TÍCH",	  "BÁO CÁO THÀNH TÍCH NĂM 2024",
		"BIÊN BẢN HỌP TỔ DÂN PHỐ", "QUY CHẾ LÀM VIỆC",
		"TỜ KHAI ĐĂNG KÝ KHAI SINH",
	};
	char text[1024];

	(void)state;
	for (size_t i = 0; i < sizeof(titles) / sizeof(*titles); i++) {
		strcpy(text, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\n"
			     "Độc lập - Tự do - Hạnh phúc\n---\n\n");
		strcat(text, titles[i]);
		strcat(text, "\nVân Giang, ngày 5 tháng 3 năm 2021\n\n"
			     "Kính gửi: Ban giám hiệu nhà trường\n" BODY);
		read_text(text);
		assert_form(titles[i], "2021-03-05", NULL);
		assert_kinds("OOO.TD.BBB");
	}
}

static void subjects_of_several_lines(void **state)
{
	(void)state;
	read_text("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\n"
		  "Độc lập - Tự do - Hạnh phúc\nĐƠN ĐỀ NGHỊ\n"
		  "CẤP GIẤY PHÉP XÂY DỰNG\nI. THÔNG TIN CHUNG\n" BODY);
	assert_form("ĐƠN ĐỀ NGHỊ", "", NULL);
	assert_kinds("OOTOHBB");
}

/* The left column below the right one: names in it begin as kinds do. */
static void issuers_below_the_motto(void **state)
{
	(void)state;
	read_text("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\n"
		  "Độc lập - Tự do - Hạnh phúc\nSỞ\nKẾ HOẠCH VÀ ĐẦU TƯ\n"
		  "Số: 12/BC-SKHĐT\nBÁO CÁO GIÁM SÁT ĐẦU TƯ\n" BODY);
	assert_form("BÁO CÁO GIÁM SÁT ĐẦU TƯ", "", "SỞ KẾ HOẠCH VÀ ĐẦU TƯ");
	read_text("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\n"
		  "Độc lập - Tự do - Hạnh phúc\nĐƠN VỊ BỘ ĐỘI BIÊN PHÒNG\n"
		  "Số: 12/QĐ\nQUYẾT ĐỊNH\n" ABOUT "\n" BODY);
	assert_form(ABOUT, "", "ĐƠN VỊ BỘ ĐỘI BIÊN PHÒNG");
}

/* Letterheads of annexes are none of the document's. */
static void forms_in_an_annex(void **state)
{
	(void)state;
	read_text("UBND XÃ TÂN LÃNH\nĐộc lập - Tự do - Hạnh phúc\n"
		  "Tân Lãnh, ngày 1 tháng 2 năm 2020\nKẾ HOẠCH\n" ABOUT
		  "\nI. MỤC ĐÍCH, YÊU CẦU\n" BODY
		  "UBND HUYỆN YÊN CẨN\nĐộc lập - Tự do - Hạnh phúc\n"
		  "Yên Cẩn, ngày 9 tháng 9 năm 2019\nBÁO CÁO\n" BODY);
	assert_form(ABOUT, "2020-02-01", "UBND XÃ TÂN LÃNH");
	assert_kinds("OODOTHBBOOOOBB");
}

static void what_only_quotes_it(void **state)
{
	(void)state;
	read_text("Dạy chữ ở bản\n\nSáng nay lớp học mở lại.\n"
		  "Bài tập viết đầu tiên là Độc lập - Tự do - Hạnh phúc.\n"
		  "VIỆC DÂN, DÂN BÀN\nCả lớp cùng đọc to.\nLò Thị Thắm\n");
	assert_span(doc.author, "Lò Thị Thắm");
	assert_kinds("T.BBHBA");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_text_that_begins_with_it),
		cmocka_unit_test(columns_beside_each_other),
		cmocka_unit_test(a_text_with_a_title),
		cmocka_unit_test(letters_say_what_they_are_about),
		cmocka_unit_test(signatures_of_offices),
		cmocka_unit_test(the_party_has_its_own),
		cmocka_unit_test(kinds_may_stand_alone),
		cmocka_unit_test(kinds_that_say_their_subject),
		cmocka_unit_test(subjects_of_several_lines),
		cmocka_unit_test(issuers_below_the_motto),
		cmocka_unit_test(forms_in_an_annex),
		cmocka_unit_test(what_only_quotes_it),
	};

	return cmocka_run_group_tests(tests, open_reader, close_reader);
}
