/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The query language: what each part of it becomes, as a tree, and that what
 * was read can be read again.  (test_parse.c has words, brackets and limits.)
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/buf.h"
#include "tests/unit/parse_fixture.h"
#include "tests/unit/query_tree.h"

/* ----------------------------------------------------------------- the tree */

struct reading {
	const char *typed, *tree;
};

static void check(const struct reading *v, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		struct buf b = BUF_INIT;
		struct query q;

		assert_int_equal(parse(&q, v[i].typed), 0);
		tree_of(&q, &b);
		if (strcmp(b.s, v[i].tree) != 0)
			fail_msg("\"%s\" became\n%s\nnot\n%s", v[i].typed, b.s,
				 v[i].tree);
		buf_release(&b);
		query_release(&q);
	}
}
#define CHECK(v) check(v, sizeof(v) / sizeof(*(v)))

/* ------------------------------------------------------------------- fields */

static void test_fields(void **state)
{
	static const struct reading v[] = {
		{ "title:học tập", "(group title.hoc:5 | tap:B5)" },
		{ "title:\"học tập\"", "\"title.hoc:5 title.tap:B5\"" },
		{ "title:(học tập)", "(group title.hoc:5 title.tap:B5)" },
		{ "TITLE:học", "title.hoc:5" },
		{ "author:Hà", "author.ha:2" },
		{ "author:\"Lê Thu\"", "\"author.le:B author.thu:\"" },
		{ "title:(học author:Hà)", "(group title.hoc:5 | author.ha:2)" },
		{ "-author:Hà", "(not author.ha:2)" },
		{ "place:\"Đất Đỏ\"", "\"place.dat:AB1 place.do:A3\"" },
		{ "place:dat-do", "\"place.dat: place.do:\"" },
		{ "place:(Hòa OR Thủy)", "(or place.hoa:2 | place.thuy:3)" },
		{ "path:2020", "path.2020:" },
		{ "path:reports/2020", "\"path.reports: path.2020:\"" },
		{ "path:ca-phe*", "\"path.ca: path.phe:*\"" },
		{ "-path:/srv/cũ", "(not \"path.srv: path.cu:4\")" },
		{ "title:=hoc", "title.=hoc:" },
		{ "=title:hoc", "title.=hoc:" },
		/* Not a field of ours, or nothing behind it: words. */
		{ "ghichu:học", "(group ghichu: | hoc:5)" },
		{ "title:", "title:" },
		{ "title: học", "(group title: | hoc:5)" },
		{ "author:)", "author:" },
	};

	(void)state;
	CHECK(v);
}

/* Beside the text signs are nothing, and no words are one thing. */
static void test_fields_beside_the_text(void **state)
{
	static const struct reading v[] = {
		{ "path:2020/05/lu.txt",
		  "\"path.2020: path.5: path.lu: path.txt:\"" },
		{ "path:15-5-2016", "\"path.15: path.5: path.2016:\"" },
		{ "path:pa-no", "\"path.pa: path.no:\"" },
		{ "place:\"TP. Vân Khê\"",
		  "\"place.tp: place.van:B place.khe:C\"" },
		{ "author:\"TS. Lê, Thu\"",
		  "\"author.ts: author.le:B author.thu:\"" },
	};

	(void)state;
	CHECK(v);
}

static void test_type(void **state)
{
	static const struct reading v[] = {
		{ "type:text", "type:text" },
		{ "học type:text", "(group hoc:5 type:text)" },
		{ "-type:text", "(not type:text)" },
		{ "collection:bao-chi", "collection:bao-chi" },
		{ "học -collection:(a OR b_1)",
		  "(group hoc:5 (not (or collection:a collection:b_1)))" },
		{ "collection:-", "collection:" },
	};

	(void)state;
	CHECK(v);
}

/* -------------------------------------------------------------------- dates */

static void test_dates(void **state)
{
	static const struct reading v[] = {
		{ "date:2020", "date:20200101-20201231" },
		{ "year:2020", "date:20200101-20201231" },
		{ "date:2020-05", "date:20200501-20200531" },
		{ "date:2020-02", "date:20200201-20200229" },
		{ "date:2021-02", "date:20210201-20210228" },
		{ "date:2100-02", "date:21000201-21000228" },
		{ "date:2000-02", "date:20000201-20000229" },
		{ "date:2020-12-19", "date:20201219-20201219" },
		{ "date:19/12/2020", "date:20201219-20201219" },
		{ "date:19-12-2020", "date:20201219-20201219" },
		{ "date:19.12.2020", "date:20201219-20201219" },
		{ "date:12/2020", "date:20201201-20201231" },
		{ "date:\"19/12/2020\"", "date:20201219-20201219" },
		{ "date:“ 2020..2021 ”", "date:20200101-20211231" },
		{ "date:2020…2021", "date:20200101-20211231" },
		{ "date:…2020", "date:-20201231" },
		{ "date:(2020 OR 2022) lũ",
		  "(group (or date:20200101-20201231 date:20220101-20221231) "
		  "| lu:4)" },
		{ "date:(5/2020 -\"19/5/2020\" lũ)",
		  "(group date:20200501-20200531 (not date:20200519-20200519) "
		  "| lu:4)" },
		{ "date:(title:2020)", "title.2020:" },
		{ "date:(mai)", "mai:" },
		{ "date:\"mai\"", "(group date: | mai:)" },
		{ "after:(2020)", "date:20210101-" },
		{ "type:TEXT", "type:text" },
		{ "collection:Bao-Chi", "collection:bao-chi" },
		{ "type:(pdf OR \"text\")", "(or type:pdf type:text)" },
		{ "date:2020..", "date:20200101-" },
		{ "date:..2020", "date:-20201231" },
		{ "date:2020-01..2020-11", "date:20200101-20201130" },
		/* The later one first: the same range. */
		{ "date:2021..2020", "date:20200101-20211231" },
		{ "date:19/5/2020..3/2020", "date:20200301-20200519" },
		{ "date:2020..5/2020", "date:20200101-20200531" },
		{ "date:2020-05..2020", "date:20200501-20201231" },
		{ "date:1/2020..15/3/2021", "date:20200101-20210315" },
		{ "year:2019..2021", "date:20190101-20211231" },
		{ "DATE:2020", "date:20200101-20201231" },
		{ "-date:2020", "(not date:20200101-20201231)" },
		{ "(date:2020 OR date:2022) lũ",
		  "(group (or date:20200101-20201231 date:20220101-20221231) "
		  "| lu:4)" },
	};

	(void)state;
	CHECK(v);
}

static void test_after_and_before(void **state)
{
	static const struct reading v[] = {
		{ "after:2020", "date:20210101-" },
		{ "after:2020-05", "date:20200601-" },
		{ "after:2020-12", "date:20210101-" },
		{ "after:2020-12-31", "date:20210101-" },
		{ "after:28/2/2020", "date:20200229-" },
		{ "after:29/2/2020", "date:20200301-" },
		{ "before:2020", "date:-20191231" },
		{ "before:2020-05", "date:-20200430" },
		{ "before:2020-03", "date:-20200229" },
		{ "before:1/1/2020", "date:-20191231" },
		{ "after:2018 before:2020",
		  "(group date:20190101- date:-20191231)" },
	};

	(void)state;
	CHECK(v);
}

/* What is no date is not one: what was typed is words, nothing is refused. */
static void test_no_dates(void **state)
{
	static const char *const typed[] = {
		"date:",	   "date:lũ",	     "date:20",
		"date:2020-13",	   "date:2020-02-30", "date:29/2/2021",
		"date:5/15/2016",  "date:2020-00",   "date:0/5/2020",
		"date:20200",	   "after:..2020",   "before:lũ",
		"after:2020..2021", "date:1-2-3-2020", "date:2020-1-",
		"after:9999",	   "after:31/12/9999", "before:1000",
		"before:1000-01-01",
		"date:99999999999999999999",
	};

	(void)state;
	for (size_t i = 0; i < sizeof(typed) / sizeof(*typed); i++) {
		struct query q;

		assert_int_equal(parse(&q, typed[i]), 0);
		assert_non_null(q.root);
		if (q.root->op == QUERY_DATE)
			fail_msg("\"%s\" was read as a date", typed[i]);
		assert_true(q.n_words > 0);
		query_release(&q);
	}
}

/* --------------------------------------------------------- NEAR, beginnings */

static void test_near(void **state)
{
	static const struct reading v[] = {
		{ "lũ NEAR lụt", "(near/10 lu:4 | lut:5)" },
		{ "lũ NEAR/3 lụt", "(near/3 lu:4 | lut:5)" },
		{ "lũ NEAR/0 lụt", "(near/1 lu:4 | lut:5)" },
		{ "lũ NEAR/100000000000 lụt", "(near/100 lu:4 | lut:5)" },
		{ "lũ NEAR/3 lụt NEAR/3 bão",
		  "(near/3 lu:4 | lut:5 | bao:4)" },
		{ "\"mưa lũ\" NEAR/5 \"sạt lở\"",
		  "(near/5 \"mua:B lu:4\" \"sat:5 lo:b3\")" },
		{ "mưa lũ NEAR/5 sạt lở",
		  "(group mua:B (near/5 lu:4 | sat:5) | lo:b3)" },
		{ "lũ NEAR/5", "lu:4" },
		{ "NEAR/5 lũ", "lu:4" },
		{ "NEAR", "" },
		{ "lũ near lụt", "(group lu:4 near: lut:5)" },
		{ "lũ NEAR/x lụt", "(group lu:4 near: x: lut:5)" },
		/* Brackets have no place in a text: NEAR is AND there. */
		{ "(lũ OR bão) NEAR/5 lụt",
		  "(and (or lu:4 | bao:4) | lut:5)" },
	};

	(void)state;
	CHECK(v);
}

static void test_beginnings(void **state)
{
	static const struct reading v[] = {
		{ "uôn*", "uon:B*" },
		{ "facebo* lũ", "(group facebo:* lu:4)" },
		{ "hợp tác x*", "(group hop:b5 tac:1 x:*)" },
		{ "\"hợp tác x*\"", "\"hop:b5 tac:1 x:*\"" },
		{ "202*", "202:*" },
		{ "title:lũ*", "title.lu:4*" },
		{ "my*", "mi:*y" },
		{ "mi*", "mi:*" },
		{ "mỹ*", "mi:4*y" },
		{ "*", "" },
		{ "lũ *", "lu:4" },
		{ "*lũ", "lu:4" },
		/* As written and beginning with it are two things. */
		{ "=lu*", "=lu:" },
	};

	(void)state;
	CHECK(v);
}

/* -------------------------------------------------------------------- units */

static void test_units_are_one_word(void **state)
{
	static const struct reading v[] = {
		{ "05-CT/TW", "5/ct:/tw" },
		{ "05 -CT/TW", "5/ct:/tw" },
		{ "123/UBND-VX", "123/cv:/ubnd-vx" },
		{ "05/CT-TW", "5/ct:/tw" },
		{ "Chỉ thị số 05", "5/ct:/" },
		{ "\"Chỉ thị số 05\"", "5/ct:/" },
		{ "học Chỉ thị 05-CT/TW", "(group hoc:5 | 5/ct:/tw)" },
		{ "thực hiện 71/2024/NĐ-CP",
		  "(group thuc:C5 hien:C5 | 71/nd:2024/cp)" },
		{ "\"thực hiện 71/2024/NĐ-CP\"",
		  "\"thuc:C5 hien:C5 | 71/nd:2024/cp\"" },
		{ "15/5/2016", "2016-05:15" },
		{ "ngày 15 tháng 5 năm 2016", "2016-05:15" },
		{ "tháng 5/2016", "2016-05:" },
		{ "baovidu.vn", "baovidu.vn:" },
		{ "bandoc@baovidu.vn", "bandoc@baovidu.vn:" },
		{ "ref:05-CT/TW", "5/ct:/tw" },
		{ "ref:\"Chỉ thị 05\"", "5/ct:/" },
		{ "ref:29", "29/*" },
		{ "ref:17*", "17*" },
		{ "ref:(29 OR 33)", "(or 29/* | 33/*)" },
		{ "ref:(29 05-CT/TW -7) lũ",
		  "(group (group 29/* | 5/ct:/tw (not 7/*)) | lu:4)" },
		{ "ref:(title:29 -30)", "(group title.29: (not 30/*))" },
		{ "ref:chỉ thị 05", "5/ct:/" },
		{ "ref:Chỉ thị số 05-CT/TW, lũ", "(group 5/ct:/tw | lu:4)" },
		{ "ref:chỉ thị", "(group chi:3 | thi:5)" },
		{ "ref:-29", "(not 29/*)" },
		{ "ref:1234a", "1234a/*" },
		{ "ref:CT05", "5/ct:/" },
		{ "ref:\"CV 1234\"", "1234/cv:/" },
		{ "ref:Đề án 06", "6/da:/" },
		{ "ref:CT", "ct:" },
		{ "ref:lũ", "lu:4" },
	};

	(void)state;
	CHECK(v);
}

static void test_units_beside_their_words(void **state)
{
	static const struct reading v[] = {
		{ "15/5", "\"15: 5:\" {0+2 0-05:15}" },
		{ "15/5/7", "\"15: 5: 7:\"" },
		{ "15-5", "\"15: 5:\"" },
		{ "31/4", "\"31: 4:\"" },
		{ "H'Mông", "(group h: mong:B) {0+2 hmong:C}" },
		{ "0913.456.789",
		  "\"913: 456: 789:\" {0+3 913456789:}" },
		{ "pa-nô", "(group pa: no:B) {0+2 pano:D}" },
		{ "CT05", "(group ct: 5:) {0+2 5/ct:/}" },
		{ "báo cáo 15 trang",
		  "(group bao:1 cao:1 15: trang:) {0+3 15/bc:/}" },
		{ "5-6/9/2020", "(group 5: | 2020-09:06)" },
		{ "\"cụm pa-nô\"", "\"cum:5 pa: no:B\" {1+2 pano:D}" },
		{ "ngày 15/5", "(group ngay:2 \"15: 5:\") {0+3 0-05:15} {1+2 0-05:15}" },
	};

	(void)state;
	CHECK(v);
}

/* What AND takes out of a run has nothing to do with the words beside it. */
static void test_taken_out(void **state)
{
	static const struct reading v[] = {
		{ "lũ AND đê vỡ", "(group (and lu:4 | de:AB) | vo:b4)" },
		{ "xe pa-nô AND đê",
		  "(group xe: pa: (and no:B | de:AB))" },
		{ "pa-nô AND đê", "(group pa: (and no:B | de:AB))" },
		{ "đê AND pa-nô", "(group (and de:AB | pa:) | no:B)" },
		{ "lũ NEAR 15/5 vỡ",
		  "(group (near/10 lu:4 \"15: 5:\") | vo:b4) {1+2 0-05:15}" },
		{ "lũ AND vỡ pa-nô", "(group (and lu:4 | vo:b4) | pa: no:B) "
				     "{2+2 pano:D}" },
	};

	(void)state;
	CHECK(v);
}

/* Numbers that a sign joins stand together, whatever they may be. */
static void test_glued_numbers(void **state)
{
	static const struct reading v[] = {
		{ "5/15/2016", "\"5: 15: 2016:\"" },
		{ "giai đoạn 2020-2025",
		  "(group giai: doan:A5 \"2020: 2025:\")" },
		{ "2020 - 2025", "(group 2020: 2025:)" },
		{ "12/34", "\"12: 34:\"" },
	};

	(void)state;
	CHECK(v);
}

/* ------------------------------------------------------------ reading again */

static void read_twice(const char *typed)
{
	struct buf once = BUF_INIT, twice = BUF_INIT;
	struct query q, again;

	assert_int_equal(parse(&q, typed), 0);
	bare_tree_of(&q, &once);
	assert_int_equal(parse(&again, q.read_as), 0);
	bare_tree_of(&again, &twice);
	if (strcmp(once.s, twice.s) != 0)
		fail_msg("\"%s\" is\n%s\nbut \"%s\" is\n%s", typed, once.s,
			 q.read_as, twice.s);
	query_release(&q);
	query_release(&again);
	buf_release(&once);
	buf_release(&twice);
}

/* Queries drawn from parts of the language, the same ones each time. */
static void test_read_as_is_read_the_same(void **state)
{
	static const char *const parts[] = {
		"bão", "mưa", "lũ,", "(", ")", "\"", "OR", "AND", "NOT", "-lũ", "-(", "pa-nô",
		"=hoc", "title:(", "=(", "title:lũ", "author:\"Lê Thu\"",
		"date:2020", "date:..5/2020", "after:19/5/2020", "date:mai",
		"after:9999", "before:1000",
		"NEAR", "NEAR/3", "lu*", "my*", "05-CT/TW", "ref:29",
		"-05-CT/TW", "15/5/2016", "ngày 15/5", "2020-2025", "Lê",
		"1.150", "baovidu.vn", "type:text", "-\"Lê Thu\"", "5",
		"*", "năm 2020", "“mưa lũ”", "tháng 5", "title:", "=",
		"place:\"TP. Hà Nội\"", "place:(", "place:05-CT/TW",
		"ref:(", "ref:17*", "ref:Chỉ", "thị", "05", "date:(",
		"date:\"2020\"", "type:(", "title:-lũ", "ref:-", "-",
		"path:2020/05/lu.txt", "path:ca-phe*", "-path:\"a, b\"",
	};
	const size_t n_parts = sizeof(parts) / sizeof(*parts);
	uint32_t seed = 1;

	(void)state;
	for (unsigned i = 0; i < 20000; i++) {
		char s[512] = "";

		for (unsigned n = 1 + i % 8; n; n--) {
			seed = seed * 1103515245u + 12345u;
			strcat(s, parts[(seed >> 16) % n_parts]);
			strcat(s, " ");
		}
		read_twice(s);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_fields),
		cmocka_unit_test(test_fields_beside_the_text),
		cmocka_unit_test(test_type),
		cmocka_unit_test(test_dates),
		cmocka_unit_test(test_after_and_before),
		cmocka_unit_test(test_no_dates),
		cmocka_unit_test(test_near),
		cmocka_unit_test(test_beginnings),
		cmocka_unit_test(test_units_are_one_word),
		cmocka_unit_test(test_units_beside_their_words),
		cmocka_unit_test(test_taken_out),
		cmocka_unit_test(test_glued_numbers),
		cmocka_unit_test(test_read_as_is_read_the_same),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
