/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The parts of a report: credits, the lead, captions, headings, doubled lines.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>

#include "tests/unit/document_fixture.h"

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
	/* One alone elsewhere */
	read_text("Tiêu đề\n\n" LONG_A "\n\n" LONG_B "\n\n"
		  "Bà con và bộ đội cùng gặt lúa chạy bão trên cánh đồng ven "
		  "sông\n\n" LONG_B "\n");
	assert_kinds("T.B.B.B.B");
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

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(credits),
		cmocka_unit_test(the_lead),
		cmocka_unit_test(captions_that_stand_alone),
		cmocka_unit_test(headings_are_in_capitals),
		cmocka_unit_test(doubled_lines_count_once),
		cmocka_unit_test(cells_of_a_table_may_repeat),
	};

	return cmocka_run_group_tests(tests, open_reader, close_reader);
}
