/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * What a report speaks of: the places that it names, the documents it cites.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#include "indexer/cited.h"
#include "indexer/place.h"

static struct text_analyzer *analyzer;
static struct places *places;
static struct cited cited;

static int open_all(void **state)
{
	(void)state;
	return text_analyzer_open(&analyzer, NULL) ||
	       places_open(analyzer, &places, NULL);
}

static int close_all(void **state)
{
	(void)state;
	places_close(places);
	cited_release(&cited);
	text_analyzer_close(analyzer);
	return 0;
}

static void read_text(const char *s)
{
	struct text_token t;
	uint32_t line = 1;
	size_t at = 0;
	int r;

	places_begin(places);
	cited_release(&cited);
	cited_break(&cited);
	text_begin(analyzer, s, strlen(s), 0);
	while ((r = text_read(analyzer, &t, NULL)) > 0) {
		for (; at < t.begin; at++)
			line += s[at] == '\n';
		if (text_is_unit(t.kind))
			assert_int_equal(cited_add(&cited, s, strlen(s), &t, line), 0);
		else
			places_word(places, s, &t, line);
	}
	assert_int_equal(r, 0);
	places_break(places);
}

struct reading {
	const char *text, *list; /* with a bar between */
};

enum what { PLACES, REFS, PLACE_LINES, REF_LINES };

static void check(const struct reading *v, size_t n, enum what what)
{
	struct buf b = BUF_INIT, where = BUF_INIT;

	for (size_t i = 0; i < n; i++) {
		const struct buf *got = &b;

		read_text(v[i].text);
		if (what == PLACES)
			got = places_list(places);
		else if (what == PLACE_LINES)
			assert_int_equal(places_where(places, &b), 0);
		else if (what == REFS)
			assert_int_equal(cited_list(&cited, &b, &where), 0);
		else
			assert_int_equal(cited_list(&cited, &where, &b), 0);
		assert_non_null(got);
		for (size_t k = 0; k < got->len; k++)
			if (got->s[k] == '\n')
				got->s[k] = '|';
		if (got->len != strlen(v[i].list) ||
		    (got->len && memcmp(got->s, v[i].list, got->len) != 0))
			fail_msg("\"%s\" has \"%s\", not \"%s\"", v[i].text,
				 got->len ? got->s : "", v[i].list);
	}
	buf_release(&b);
	buf_release(&where);
}
#define CHECK(v, what) check(v, sizeof(v) / sizeof(*(v)), what)

/* ----------------------------------------------------------------------- places */

static void a_kind_and_a_name(void **state)
{
	static const struct reading v[] = {
		{ "Ở xã Bãi Sậy, huyện Hòa Thủy đang gặt.",
		  "xã Bãi Sậy|huyện Hòa Thủy" },
		{ "Thị xã Cửa Lãm họp. Xã Cửa Lãm cũng họp.",
		  "thị xã Cửa Lãm|xã Cửa Lãm" },
		{ "thị trấn Khe Trúc (huyện Thạch Sơn Đông)",
		  "thị trấn Khe Trúc|huyện Thạch Sơn Đông" },
		{ "TP Vân Khê, TP. Vân Khê, thành phố Vân Khê",
		  "TP Vân Khê" },
		{ "TP.Vân Khê", "TP. Vân Khê" },
		{ "Tp. Vân Khê", "TP. Vân Khê" },
		{ "tại TP HCM và TP. Hội An", "TP HCM|TP. Hội An" },
		{ "thành phố Hồ Chí Minh", "thành phố Hồ Chí Minh" },
		{ "quận Bắc Cẩm và phường Đông Lạch",
		  "quận Bắc Cẩm|phường Đông Lạch" },
		{ "huyện Krông R'Lấp, xã Ea H’leo",
		  "huyện Krông R'Lấp|xã Ea H'leo" },
		{ "phường Nếnh, tỉnh Vân Giang",
		  "phường Nếnh|tỉnh Vân Giang" },
		{ "Khu công nghiệp Trà Lĩnh, các khu công nghiệp Bắc Cẩm; khu "
		  "kinh tế Cửa Lãm", "khu công nghiệp Trà Lĩnh|khu kinh tế Cửa Lãm" },
		{ "công nghiệp Trà Lĩnh, khu nông nghiệp Trà Lĩnh", "" },
		/* A no-break space is one. */
		{ "xã\u00a0Tân\u00a0Lãnh", "xã Tân Lãnh" },
	};

	(void)state;
	CHECK(v, PLACES);
}

static void each_place_once(void **state)
{
	static const struct reading v[] = {
		{ "xã Hoà Khoan và xã Hòa Khoan", "xã Hoà Khoan" },
		{ "Xã Tân Lãnh. Về xã Tân Lãnh.", "xã Tân Lãnh" },
		{ "xã Thạch Sơn, xã Thạch Sơn Đông",
		  "xã Thạch Sơn|xã Thạch Sơn Đông" },
		{ "xã Tân Lãnh, phường Tân Lãnh",
		  "xã Tân Lãnh|phường Tân Lãnh" },
	};

	(void)state;
	CHECK(v, PLACES);
}

static void what_is_no_place(void **state)
{
	static const struct reading v[] = {
		{ "UBND xã, huyện ủy Hòa Thủy, Tỉnh ủy Vân Giang", "" },
		{ "Huyện Ủy Hòa Thủy, Tỉnh Đoàn Vân Giang", "" },
		{ "xã Đoàn Xá", "xã Đoàn Xá" },
		{ "hợp tác xã Cà Phê, Thông tấn xã Việt Nam", "" },
		{ "làng xã Việt Nam, phố phường Hà Nội", "" },
		{ "các xã Tân Lãnh, Yên Cẩn; các tỉnh Tây Nguyên", "" },
		{ "đường liên xã Yên Cẩn - Tân Lãnh", "" },
		{ "xã Anh hùng, tỉnh Đồng bằng", "" },
		{ "Lao động và Xã Hội", "" },
		{ "chuyện Thạch Sơn, quân Thạch Sơn, xa Thạch Sơn", "" },
		{ "XÃ THẠCH KIỀN ĐÓN BẰNG", "" },
		{ "xã (HTX) Thạch Kiền", "" },
		{ "xã, Thạch Kiền", "" },
		{ "xã Một Hai Ba Bốn Năm", "" },
		/* A line may have been broken inside of a name. */
		{ "tỉnh Hà\nNam", "" },
		{ "phường", "" },
	};

	(void)state;
	CHECK(v, PLACES);
}

static void a_person_is_no_part_of_it(void **state)
{
	static const struct reading v[] = {
		{ "Chủ tịch xã Tân Lãnh Nguyễn Văn An nói", "xã Tân Lãnh" },
		{ "Bí thư huyện Thạch Sơn Đông Lê Thu", "huyện Thạch Sơn Đông" },
		{ "huyện Trần Văn Thời", "huyện Trần Văn Thời" },
	};

	(void)state;
	CHECK(v, PLACES);
}

static void places_are_bounded(void **state)
{
	struct buf s = BUF_INIT;
	size_t lines = 1;

	(void)state;
	for (char a = 'A'; a <= 'Z'; a++)
		for (char b = 'A'; b <= 'Z'; b++)
			buf_addf(&s, "xã %co %co, ", a, b);
	read_text(s.s);
	for (size_t i = 0; i < places_list(places)->len; i++)
		lines += places_list(places)->s[i] == '\n';
	assert_int_equal(lines, PLACES_MAX);
	buf_release(&s);
}

/* ------------------------------------------------------------------------- refs */

static void one_spelling(void **state)
{
	static const struct reading v[] = {
		{ "Nghị quyết số 07-NQ/TU", "07-NQ/TU" },
		{ "NQ số 7-NQ/TU", "07-NQ/TU" },
		{ "Chỉ thị số 12/CT-HU", "12-CT/HU" },
		{ "05.CT/TW", "05-CT/TW" },
		{ "05 – CT/TƯ", "05-CT/TƯ" },
		{ "Nghị định số 371/2023/NĐ-CP", "371/2023/NĐ-CP" },
		{ "Quyết định 4317/QĐ-UBND", "4317/QĐ-UBND" },
		{ "Quyết định số 5/QĐ-TTg", "05/QĐ-TTg" },
		{ "34/2016/TTLT-BYT-BTC", "34/2016/TTLT-BYT-BTC" },
		{ "Luật số 64/2025/QH15", "64/2025/QH15" },
		{ "Công văn số 356/UBND-NC", "356/UBND-NC" },
		{ "27-TB/TU, 27/TB-TU, 118/KH-UBND", "27-TB/TU|118/KH-UBND" },
	};

	(void)state;
	CHECK(v, REFS);
}

static void the_shorter_one(void **state)
{
	static const struct reading v[] = {
		{ "Chỉ thị 05, rồi Chỉ thị số 05-CT/TW", "05-CT/TW" },
		{ "Nghị định 71/2024/NĐ-CP; Nghị định số 71 năm 2024; "
		  "Nghị định 71",
		  "71/2024/NĐ-CP" },
		{ "thực hiện Chỉ thị  số 06", "Chỉ thị số 06" },
		{ "Nghị định số 71 năm 2024", "Nghị định số 71 năm 2024" },
		{ "Chỉ thị 06, Nghị quyết 06-NQ/TW",
		  "Chỉ thị 06|06-NQ/TW" },
		/* Of another year. */
		{ "Nghị định số 71 năm 2023, 71/2024/NĐ-CP",
		  "Nghị định số 71 năm 2023|71/2024/NĐ-CP" },
	};

	(void)state;
	CHECK(v, REFS);
}

/* Whose it is, everybody knows. */
static void a_short_name_that_is_known(void **state)
{
	static const struct reading v[] = {
		{ "thực hiện Chỉ thị 05 đã lan tỏa", "05-CT/TW" },
		{ "Chỉ thị số 05 của Bộ Chính trị (15/5/2016)", "05-CT/TW" },
		{ "Chỉ thị 16 của Thủ tướng", "16/CT-TTg" },
		{ "Chỉ thị 05 của Huyện ủy", "Chỉ thị 05" },
		{ "Chỉ thị 05, ngày 3/2/2022", "Chỉ thị 05" },
		{ "Chỉ thị 05, 05-CT/HU", "05-CT/HU" },
	};

	(void)state;
	CHECK(v, REFS);
}

static void numbers_of_other_things(void **state)
{
	static const struct reading v[] = {
		{ "quy định 5 bước, phương án 4, kế hoạch 2020", "" },
		{ "quyết định số 2, Quyết định 3, đề án số 4",
		  "quyết định số 2|Quyết định 3|đề án số 4" },
		/* The same as one that is none. */
		{ "quyết định 3/QĐ-UBND, quyết định 3", "03/QĐ-UBND" },
	};

	(void)state;
	CHECK(v, REFS);
}

/* What the last reference of a text means. */
static void means(const char *s, const char *want)
{
	struct text_token t;
	char got[TEXT_TERM_MAX] = "";
	const char *term;
	size_t n = 0;

	cited_release(&cited);
	text_begin(analyzer, s, strlen(s), 0);
	while (text_read(analyzer, &t, NULL) > 0) {
		if (!text_is_unit(t.kind))
			continue;
		assert_int_equal(cited_add(&cited, s, strlen(s), &t, 1), 0);
		term = cited_meant(&cited, &t, &n);
		memcpy(got, term, n);
		got[n] = '\0';
	}
	assert_string_equal(got, want);
}

/* A short reference is the document that was named in full before. */
static void what_is_meant(void **state)
{
	(void)state;
	means("Nghị định 371", "371/nd:/");
	means("371/2023/NĐ-CP, Nghị định 371", "371/nd:2023/cp");
	means("371/2023/NĐ-CP, Nghị định 371/2022", "371/nd:2022/");
	means("371/2023/NĐ-CP, Nghị định 372", "372/nd:/");
	means("371/2023/NĐ-CP, Quyết định 371", "371/qd:/");
	means("1/2022/NĐ-CP, 1/2023/NĐ-CP, Nghị định 1", "1/nd:2023/cp");
	means("12-CT/HU, Chỉ thị 12 năm 2020", "12/ct:2020/");
	means("12-CT/HU, Chỉ thị 12, Chỉ thị 12", "12/ct:/hu");
	means("15/5/2016", "2016-05:15");
}

static void what_is_not_cited(void **state)
{
	static const struct reading v[] = {
		{ "Nghị quyết Đại hội XIII", "" },
		{ "ngày 15/5/2016, Luật số 5", "" },
		{ "pa-nô, baovidu.vn", "" },
	};

	(void)state;
	CHECK(v, REFS);
}

static void where_they_stand(void **state)
{
	static const struct reading places_v[] = {
		{ "Ở xã Bãi Sậy.\nVề huyện Hòa Thủy.\n\nXã Bãi Sậy, xã Bãi Sậy.",
		  " 1 4| 2|" },
		{ "Không có gì.", "" },
	};
	static const struct reading refs_v[] = {
		/* The shorter one stands where the longer does. */
		{ "Chỉ thị 05\nChỉ thị số 05-CT/TW\n\nChỉ thị 05, 07-NQ/TU",
		  " 1 2 4| 4|" },
	};

	(void)state;
	CHECK(places_v, PLACE_LINES);
	CHECK(refs_v, REF_LINES);
}

static void the_date_beside_it(void **state)
{
	static const struct reading v[] = {
		{ "Kết luận số 21-KL/TW, ngày 25/10/2021", "2021-10-25 1|" },
		{ "Nghị định 71/2024/NĐ-CP ngày 27 tháng 6 năm 2024",
		  "2024-06-27 1|" },
		{ "Nghị quyết 07-NQ/TU (15/5/2016)", "2016-05-15 1|" },
		{ "Chỉ thị 05\nvà 05-CT/TW,\u00a0ngày 15-5-2016",
		  "2016-05-15 1 2|" },
		{ "07-NQ/TU. Chiều 15/5/2016 họp xã", " 1|" },
		{ "07-NQ/TU của Tỉnh ủy ngày 15/5/2016", " 1|" },
		{ "07-NQ/TU ngày 15/5", " 1|" },
		{ "07-NQ/TU tháng 5/2016", " 1|" },
		{ "15/5/2016, 07-NQ/TU", " 1|" },
		/* The first that is said. */
		{ "07-NQ/TU ngày 1/2/2016, 07-NQ/TU ngày 3/4/2017",
		  "2016-02-01 1|" },
	};

	(void)state;
	CHECK(v, REF_LINES);
}

static void lines_are_bounded(void **state)
{
	struct mention_lines l = { 0 };

	(void)state;
	for (uint32_t i = 2 * MENTION_LINES_MAX; i; i--)
		mention_line_add(&l, i);
	assert_int_equal(l.n, MENTION_LINES_MAX);
	for (size_t i = 1; i < l.n; i++)
		assert_true(l.v[i - 1] < l.v[i]);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_kind_and_a_name),
		cmocka_unit_test(each_place_once),
		cmocka_unit_test(what_is_no_place),
		cmocka_unit_test(a_person_is_no_part_of_it),
		cmocka_unit_test(places_are_bounded),
		cmocka_unit_test(one_spelling),
		cmocka_unit_test(the_shorter_one),
		cmocka_unit_test(a_short_name_that_is_known),
		cmocka_unit_test(numbers_of_other_things),
		cmocka_unit_test(what_is_not_cited),
		cmocka_unit_test(where_they_stand),
		cmocka_unit_test(the_date_beside_it),
		cmocka_unit_test(lines_are_bounded),
		cmocka_unit_test(what_is_meant),
	};

	return cmocka_run_group_tests(tests, open_all, close_all);
}
