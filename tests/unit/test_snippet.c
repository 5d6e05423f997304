/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Snippets: which windows are shown, where they are cut, and what of them is
 * marked and where that is.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/utf8.h"
#include "tests/unit/search_fixture.h"

#define MARKET                                                               \
	"Chiều 15/5/2016, tại TP. Vân Khê, đ/c. Lê Thị Hạnh, PGS. TS. Trần " \
	"Mai và ông Nguyễn V. A. Tuấn dự lễ mở chợ đêm. Chợ có 1.250 gian "   \
	"hàng, bán rau, quả, cá v.v. của bà con các xã ven sông. Mỗi tối, "   \
	"chợ đón chừng hai nghìn lượt khách, phần lớn là người trong tỉnh. "  \
	"Hàng lưu niệm bày ở dãy ngoài cùng, sát bến thuyền. Dãy giữa dành "  \
	"cho hàng ăn, có cơm lam, cá nướng và chè. Các xã luân phiên cử "     \
	"người trực, quét dọn trước nửa đêm. Cuối tuần có hát chèo, múa "     \
	"rối, thi thổi cơm. Ban quản lý mở sổ góp ý ngay ở cổng. Đội phòng "  \
	"cháy chữa cháy kiểm tra từng gian theo Chỉ thị số 12-CT/HU của "     \
	"Huyện ủy."

#define DAYS "ngày 15 tháng 5 năm 2016 và ngày 16 tháng 5 năm 2016 và "

static const struct test_report reports[] = {
	{ "cho", "Chợ đêm ven sông", MARKET },
	{ "nfd", "Giếng làng",
	  "Xa\xcc\x83 lo nu\xcc\x9bo\xcc\x9b\xcc\x81" "c sa\xcc\xa3" "ch, tức "
	  "là lo cho dân." },
	{ "gay", "Văn bản gãy dòng",
	  "Căn cứ Luật Ngân\nsách xã, hội đồng thôn họp bàn việc làm giếng "
	  "khơi và\nđặt bể lọc cho mọi nhà ở cuối thôn, gần đình.\n\nCHỦ TỊCH" },
	{ "muc", "Kho sách",
	  "THƯ VIỆN\n\nSách cũ được bọc lại. Thư viện mở cửa cả ngày nghỉ, ai "
	  "cũng mượn được." },
	{ "dan", "Bè nuôi",
	  "Cá lóc, cá trê, cá chép, cá diêu hồng, cá rô, cá mè, cá trắm, cá "
	  "trôi, cá lăng, cá chạch, cá bống, cá kèo, cá thát lát và nhiều loài "
	  "ốc được thả trong bè, nên người nuôi phải thay lưới luôn, phải canh "
	  "nước, canh gió, canh trộm, không ngày nào nghỉ." },
	{ "ngay", "Sổ trực", "Lũ " DAYS DAYS DAYS DAYS DAYS DAYS DAYS "rút." },
	{ "gieng", "Giếng khơi",
	  "Cả xóm góp công khơi giếng, giếng sâu chín thước.\n\nNhà nào cũng "
	  "xây bể, có nhà hai bể." },
	{ "gan", "Hai đoạn gần nhau",
	  "Ao sen đầu đình vừa nạo vét.\n\nCuối đình còn giếng khơi." },
};
#define N_REPORTS (sizeof(reports) / sizeof(*reports))

static int setup(void **state)
{
	(void)state;
	session_open(reports, N_REPORTS);
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	return session_close();
}

/* ---------------------------------------------------------------------- looking */

/* The text with [marks], and ‹ and › where it was cut. */
static const char *shown(const struct marked *m)
{
	static struct buf b;
	size_t at = 0;

	buf_clear(&b);
	buf_adds(&b, m->cut_front ? "‹" : "");
	for (size_t i = 0; i < m->n_marks; i++) {
		const struct mark *k = &m->marks[i];

		buf_add(&b, m->s + at, k->byte - at);
		buf_addf(&b, "[%.*s]", (int)k->len, m->s + k->byte);
		at = k->byte + k->len;
	}
	buf_add(&b, m->s + at, m->n - at);
	buf_adds(&b, m->cut_back ? "›" : "");
	return b.s;
}

static const struct search_hit *hit(const struct search_result *r,
				    const char *name)
{
	for (size_t i = 0; i < r->n_hits; i++)
		if (!strcmp(r->hits[i].path, name))
			return &r->hits[i];
	fail_msg("%s was not found", name);
	return NULL;
}

struct look {
	const char *query, *report, *wanted;
};

static void check(const struct look *v, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		struct search_result *r = run(v[i].query, SEARCH_ALL);
		const struct search_hit *h = hit(r, v[i].report);

		if (strcmp(shown(&h->snippet), v[i].wanted))
			fail_msg("%s\ngot    %s\nwanted %s", v[i].query,
				 shown(&h->snippet), v[i].wanted);
		search_result_free(r);
	}
}
#define CHECK(v) check(v, sizeof(v) / sizeof(*(v)))

/* ----------------------------------------------------------------------- cutting */

static void sentences(void **state)
{
	static const struct look v[] = {
		{ "lễ", "cho",
		  "Chiều 15/5/2016, tại TP. Vân Khê, đ/c. Lê Thị Hạnh, PGS. "
		  "TS. Trần Mai và ông Nguyễn V. A. Tuấn dự [lễ] mở chợ đêm. "
		  "Chợ có 1.250 gian hàng, bán rau, quả, cá v.v. của bà con "
		  "các xã ven sông." },
		{ "lượt khách", "cho",
		  "Mỗi tối, chợ đón chừng hai nghìn [lượt khách], phần lớn là "
		  "người trong tỉnh. Hàng lưu niệm bày ở dãy ngoài cùng, sát "
		  "bến thuyền. Dãy giữa dành cho hàng ăn, có cơm lam, cá nướng "
		  "và chè." },
		{ "lưới", "dan",
		  "‹nên người nuôi phải thay [lưới] luôn, phải canh nước, canh "
		  "gió, canh trộm, không ngày nào nghỉ." },
	};

	(void)state;
	CHECK(v);
}

/* Where a sentence is long, and all of it dates, there is no other place to cut. */
static void dates_stay_whole(void **state)
{
	struct search_result *r = run("lũ", SEARCH_ALL);
	const struct marked *m = &hit(r, "ngay")->snippet;
	const char *end = m->s + m->n;

	(void)state;
	assert_true(m->n > 200 && m->cut_back && !m->cut_front);
	assert_true(!strcmp(end - strlen(" và"), " và") ||
		    !strcmp(end - strlen("2016"), "2016"));
	search_result_free(r);
	r = run("rút", SEARCH_ALL);
	m = &hit(r, "ngay")->snippet;
	assert_true(m->cut_front && !m->cut_back);
	assert_true(!strncmp(m->s, "và ", strlen("và ")) ||
		    !strncmp(m->s, "ngày ", strlen("ngày ")));
	search_result_free(r);
}

static void units(void **state)
{
	static const struct look v[] = {
		{ "CT 12", "cho",
		  "Đội phòng cháy chữa cháy kiểm tra từng gian theo [Chỉ thị "
		  "số 12-CT/HU] của Huyện ủy." },
		{ "1250", "cho",
		  "Chợ có [1.250] gian hàng, bán rau, quả, cá v.v. của bà con "
		  "các xã ven sông. Mỗi tối, chợ đón chừng hai nghìn lượt "
		  "khách, phần lớn là người trong tỉnh. Hàng lưu niệm bày ở "
		  "dãy ngoài cùng, sát bến thuyền." },
		{ "ngày 15 tháng 5 năm 2016", "cho",
		  "Chiều [15/5/2016], tại TP. Vân Khê, đ/c. Lê Thị Hạnh, PGS. "
		  "TS. Trần Mai và ông Nguyễn V. A. Tuấn dự lễ mở chợ đêm. Chợ "
		  "có 1.250 gian hàng, bán rau, quả, cá v.v. của bà con các xã "
		  "ven sông." },
	};

	(void)state;
	CHECK(v);
}

static void lines(void **state)
{
	static const struct look v[] = {
		{ "ngân sách", "gay",
		  "Căn cứ Luật [Ngân sách] xã, hội đồng thôn họp bàn việc làm "
		  "giếng khơi và đặt bể lọc cho mọi nhà ở cuối thôn, gần đình." },
		{ "bể lọc", "gay",
		  "Căn cứ Luật Ngân sách xã, hội đồng thôn họp bàn việc làm "
		  "giếng khơi và đặt [bể lọc] cho mọi nhà ở cuối thôn, gần "
		  "đình." },
		{ "thư viện", "muc",
		  "[Thư viện] mở cửa cả ngày nghỉ, ai cũng mượn được." },
	};

	(void)state;
	CHECK(v);
}

static void two_windows(void **state)
{
	static const struct look v[] = {
		{ "pgs chữa cháy", "cho",
		  "‹đ/c. Lê Thị Hạnh, [PGS]. TS. Trần Mai và ông Nguyễn V. A. "
		  "Tuấn dự lễ mở chợ đêm. … Đội phòng [cháy chữa cháy] kiểm "
		  "tra từng gian theo Chỉ thị số 12-CT/HU của Huyện ủy." },
		{ "ao giếng", "gan",
		  "[Ao] sen đầu đình vừa nạo vét. … Cuối đình còn [giếng] khơi." },
	};

	(void)state;
	CHECK(v);
}

/* ------------------------------------------------------------------------ places */

/* Of the two windows the best one is to jump to, wherever it stands. */
static void the_best_window_is_the_place(void **state)
{
	struct search_result *r = run("pgs chữa cháy", SEARCH_ALL);
	const struct marked *m = &hit(r, "cho")->snippet;
	const struct marked_part *p = m->parts;
	const char *text = "Chợ đêm ven sông\n\n" MARKET;

	(void)state;
	assert_int_equal(m->n_parts, 2);
	assert_int_equal(p[0].begin, 0);
	assert_memory_equal(m->s + p[0].end, " … ", strlen(" … "));
	assert_int_equal(p[1].begin, p[0].end + strlen(" … "));
	assert_int_equal(p[1].end, m->n);
	assert_memory_equal(text + p[0].byte, "PGS", 3);
	assert_memory_equal(text + p[1].byte, "cháy chữa", strlen("cháy chữa"));
	assert_int_equal(p[1].line, 3);
	assert_int_equal(m->line, p[1].line);
	assert_int_equal(m->byte, p[1].byte);
	assert_int_equal(m->col, p[1].col);
	assert_int_equal(m->utf16, p[1].utf16);
	assert_int_equal(m->col, m->byte - strlen("Chợ đêm ven sông\n\n") + 1);
	search_result_free(r);
}

/* Marks count in the text that is shown, over what joins the parts, too. */
static void marks_of_both_parts(void **state)
{
	struct search_result *r = run("pgs chữa cháy", SEARCH_ALL);
	const struct marked *m = &hit(r, "cho")->snippet;

	(void)state;
	assert_int_equal(m->n_marks, 2);
	for (size_t i = 0; i < m->n_marks; i++) {
		const struct mark *k = &m->marks[i];

		assert_int_equal(k->utf16, utf8_utf16_len(m->s, k->byte));
		assert_int_equal(k->utf16_len,
				 utf8_utf16_len(m->s + k->byte, k->len));
	}
	search_result_free(r);
}

/* A decomposed text: marks cover every byte of a letter. */
static void decomposed(void **state)
{
	struct search_result *r = run("nước sạch", SEARCH_ALL);
	const struct marked *m = &hit(r, "nfd")->snippet;

	(void)state;
	assert_int_equal(m->n_marks, 1);
	assert_int_equal(m->marks[0].byte, strlen("Xa\xcc\x83 lo "));
	assert_int_equal(m->marks[0].len,
			 strlen("nu\xcc\x9bo\xcc\x9b\xcc\x81" "c sa\xcc\xa3" "ch"));
	assert_int_equal(m->marks[0].utf16, 7);
	assert_int_equal(m->marks[0].utf16_len, 13);
	assert_int_equal(m->utf16, 7);
	search_result_free(r);
}

/* A word that the title shows yields to others, and gets no window of its own. */
static void the_title_has_shown_its_words(void **state)
{
	static const struct look v[] = {
		{ "giếng bể", "gieng",
		  "Nhà nào cũng xây [bể], có nhà hai [bể]." },
	};

	(void)state;
	CHECK(v);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(sentences),
		cmocka_unit_test(dates_stay_whole),
		cmocka_unit_test(units),
		cmocka_unit_test(lines),
		cmocka_unit_test(two_windows),
		cmocka_unit_test(the_title_has_shown_its_words),
		cmocka_unit_test(the_best_window_is_the_place),
		cmocka_unit_test(marks_of_both_parts),
		cmocka_unit_test(decomposed),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
