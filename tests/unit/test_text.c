/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Which tokens a text has: docs/vietnamese.md, sections 1 and 2, line by line.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "base/buf.h"
#include "text/text.h"

/*
 * What a text is expected to become: each token as TERM[BEGIN,END)POS, apart by
 * spaces.  Bytes and positions as text.h counts them.
 */
struct expected {
	const char *s;
	size_t n;
	const char *tokens;
};

#define T(s, tokens) { s, sizeof(s) - 1, tokens }
#define CHECK(cases) check(*state, cases, sizeof(cases) / sizeof(*(cases)))

static int setup(void **state)
{
	return text_analyzer_open((struct text_analyzer **)state, NULL);
}

static int teardown(void **state)
{
	text_analyzer_close(*state);
	return 0;
}

static void tokens_of(struct text_analyzer *a, const char *s, size_t n,
		      struct buf *out)
{
	struct text_token t;
	uint32_t pos = 0;
	int r;

	buf_clear(out);
	buf_adds(out, "");
	text_begin(a, s, n, 0);
	while ((r = text_next(a, &t, NULL)) > 0) {
		/* A break, and nothing else, is a hole in the positions. */
		assert_int_equal(t.pos, pos + t.after_break);
		assert_int_equal(t.term[t.base_len], ':');
		pos = t.pos + 1;
		assert_int_equal(text_pos(a), pos);
		buf_addf(out, "%s%.*s[%zu,%zu)%u", out->len ? " " : "",
			 (int)t.term_len, t.term, t.begin, t.end, t.pos);
	}
	assert_int_equal(r, 0);
	assert_int_equal(text_next(a, &t, NULL), 0);
	assert_false(out->failed);
}

static void check(struct text_analyzer *a, const struct expected *c, size_t n)
{
	struct buf out = BUF_INIT;

	for (size_t i = 0; i < n; i++) {
		tokens_of(a, c[i].s, c[i].n, &out);
		assert_string_equal(out.s ? out.s : "", c[i].tokens);
	}
	buf_release(&out);
}

/* -------------------------------------------------------------- syllables */

static void test_marks_and_base(void **state)
{
	static const struct expected cases[] = {
		T("", ""),
		T("Học tập và làm theo",
		  "hoc:5[0,5)0 tap:B5[6,11)1 va:2[12,15)2 lam:2[16,20)3 "
		  "theo:[21,25)4"),
		T("đường ăn ê ô",
		  "duong:ABc2[0,9)0 an:a[10,13)1 e:A[14,16)2 o:A[17,19)3"),
		T("á à ả ã ạ",
		  "a:1[0,2)0 a:2[3,5)1 a:3[6,9)2 a:4[10,12)3 a:5[13,16)4"),
		/* case */
		T("LAN TOẢ Lan tỏa",
		  "lan:[0,3)0 toa:3[4,9)1 lan:[10,13)2 toa:3[14,19)3"),
		/* marks that Vietnamese does not have, letters that fold */
		T("ü ç ñ î ŏ Straße ﬁ Ⅻ",
		  "u:[0,2)0 c:[3,5)1 n:4[6,8)2 i:[9,11)3 o:[12,14)4 "
		  "strasse:[15,22)5 fi:[23,26)6 xii:[27,30)7"),
		/* 𝐇ọc: mathematical letters, as people use them for bold */
		T("\U0001D407\U0001D428\u0323\U0001D41C", "hoc:5[0,14)0"),
	};

	CHECK(cases);
}

static void test_tone_placement(void **state)
{
	static const struct expected cases[] = {
		T("hòa hoà", "hoa:2[0,4)0 hoa:2[5,9)1"),
		T("thủy thuỷ", "thuy:3[0,6)0 thuy:3[7,13)1"),
		T("nứơc nước", "nuoc:Bc1[0,7)0 nuoc:Bc1[8,15)1"),
		T("đaọ đạo", "dao:A5[0,6)0 dao:A5[7,13)1"),
	};

	CHECK(cases);
}

static void test_i_and_y(void **state)
{
	static const struct expected cases[] = {
		T("hy hi kỹ kĩ lý lí Mỹ Mĩ sỹ sĩ tỷ tỉ",
		  "hi:[0,2)0 hi:[3,5)1 ki:4[6,10)2 ki:4[11,14)3 li:1[15,18)4 "
		  "li:1[19,22)5 mi:4[23,27)6 mi:4[28,31)7 si:4[32,36)8 "
		  "si:4[37,40)9 ti:3[41,45)10 ti:3[46,50)11"),
		T("quý quí quy", "qui:1[0,4)0 qui:1[5,9)1 qui:[10,13)2"),
		T("i y ngày ngài thy may quỳnh vy",
		  "i:[0,1)0 y:[2,3)1 ngay:2[4,9)2 ngai:2[10,15)3 thy:[16,19)4 "
		  "may:[20,23)5 quynh:2[24,31)6 vy:[32,34)7"),
	};

	CHECK(cases);
}

static void test_decomposed(void **state)
{
	static const struct expected cases[] = {
		/* đường học, NFD: the offsets are those of these bytes */
		T("\u0111u\u031Bo\u031B\u0300ng ho\u0323c",
		  "duong:ABc2[0,12)0 hoc:5[13,18)1"),
		/* marks in either order, and half composed as in windows-1258 */
		T("o\u0300\u031B o\u031B\u0300 Vi\u00EA\u0323t",
		  "o:a2[0,5)0 o:a2[6,11)1 viet:C5[12,19)2"),
		T("e\u0323\u0302 \u1EC7", "e:A5[0,5)0 e:A5[6,9)1"),
		T("d\u0335i \u0340a\u0341", "di:A[0,4)0 a:1[7,10)1"),
		/* a mark twice counts once, one without a letter not at all */
		T("\u1ECDc\u0301\u0301", "oc:15[0,8)0"),
		T("\u0301abc", "abc:[2,5)0"),
	};

	CHECK(cases);
}

static void test_d_stroke(void **state)
{
	static const struct expected cases[] = {
		T("đân dân", "dan:AB[0,5)0 dan:B[6,10)1"),
		T("\u00D0ất \u0189ất \u0110ất",
		  "dat:AB1[0,6)0 dat:AB1[7,13)1 dat:AB1[14,20)2"),
		T("\u00F0i \u0256i \u0111i",
		  "di:A[0,3)0 di:A[4,7)1 di:A[8,11)2"),
	};

	CHECK(cases);
}

static void test_look_alikes(void **state)
{
	static const struct expected cases[] = {
		/* Cyrillic: Сhí, họс; Greek: Τân; all look-alikes, our mark */
		T("\u0421h\u00ED", "chi:1[0,5)0"),
		T("h\u1ECD\u0441", "hoc:5[0,6)0"),
		T("\u03A4\u00E2n", "tan:B[0,5)0"),
		T("\u0441\u043E\u0323", "co:5[0,6)0"),
		/* words of their own script stay */
		T("\u0441\u043E\u0441", "\u0441\u043E\u0441:[0,6)0"),
		T("\u043E\u0301", "\u043E\u0301:[0,4)0"),
		/* every letter of both lists, with a Latin one before it */
		T("x\u0405\u0406\u0408\u0410\u0412\u0415\u041A\u041C\u041D",
		  "xsijabekmh:[0,19)0"),
		T("x\u041E\u0420\u0421\u0422\u0423\u0425",
		  "xopctyx:[0,13)0"),
		T("x\u0430\u0435\u043E\u0440\u0441\u0443\u0445\u0455\u0456",
		  "xaeopcyxsi:[0,19)0"),
		T("x\u0458\u04BA\u04BB\u04C0\u04CF\u0501\u051B\u051D",
		  "xjhhildqw:[0,17)0"),
		T("x\u0391\u0392\u0395\u0396\u0397\u0399\u039A\u039C\u039D",
		  "xabezhikmn:[0,19)0"),
		T("x\u039F\u03A1\u03A4\u03A5\u03A7\u03B1\u03B9\u03BA\u03BD"
		  "\u03BF\u03C1\u03C5",
		  "xoptyxaikvopu:[0,25)0"),
		/* one that looks like none ends the word */
		T("x\u0436", "x:[0,1)0 \u0436:[1,3)1"),
	};

	CHECK(cases);
}

static void test_invisible(void **state)
{
	static const struct expected cases[] = {
		T("thườ\u00ADng", "thuong:Cd2[0,11)0"),
		T("a\u200Cb a\u200Db a\u2060b a\uFEFFb",
		  "ab:[0,5)0 ab:[6,11)1 ab:[12,17)2 ab:[18,23)3"),
		T("\uFEFFhọc\u00AD ", "hoc:5[3,8)0"),
		T("1\u00AD50", "150:[0,5)0"),
		T("học\u200Btập\u00A0đọc",
		  "hoc:5[0,5)0 tap:B5[8,13)1 doc:A5[15,21)2"),
	};

	CHECK(cases);
}

/* ---------------------------------------------- numbers and other scripts */

static void test_numbers(void **state)
{
	static const struct expected cases[] = {
		T("1.150 1,150 1150",
		  "1150:[0,5)0 1150:[6,11)1 1150:[12,16)2"),
		T("1.15 1,15 150", "1.15:[0,4)0 1.15:[5,9)1 150:[10,13)2"),
		T("12.345.678 1.150,5 1,150.5",
		  "12345678:[0,10)0 1150.5:[11,18)1 1150.5:[19,26)2"),
		/* three digits behind, but no thousands before */
		T("0,150 1234.567", "0.150:[0,5)0 1234.567:[6,14)1"),
		T("05 007 00 0", "5:[0,2)0 7:[3,6)1 0:[7,9)2 0:[10,11)3"),
		T("15.5.2016 15-5-2016",
		  "15:[0,2)0 5:[3,4)1 2016:[5,9)2 "
		  "15:[10,12)3 5:[13,14)4 2016:[15,19)5"),
		T("1.2345.678 1.23,456.7",
		  "1:[0,1)0 2345:[2,6)1 678:[7,10)2 "
		  "1:[11,12)3 23:[13,15)4 456:[16,19)5 7:[20,21)6"),
		T("Năm 2020. 5, 6", "nam:b[0,4)0 2020:[5,9)1 5:[11,12)3 "
				    "6:[14,15)5"),
		/* other digits: full width, Arabic, raised */
		T("０５ １．１５０ ١٢ m²",
		  "5:[0,6)0 1150:[7,22)1 12:[23,27)2 m:[28,29)3 2:[29,31)4"),
		T("10²", "10:[0,2)0 2:[2,4)1"),
	};

	CHECK(cases);
}

static void test_letters_and_digits(void **state)
{
	static const struct expected cases[] = {
		T("giảm109 hộ", "giam:3[0,6)0 109:[6,9)1 ho:B5[10,14)2"),
		T("COVID19", "covid:[0,5)0 19:[5,7)1"),
		T("300% 10h30",
		  "300:[0,3)0 10:[5,7)1 h:[7,8)2 30:[8,10)3"),
	};

	CHECK(cases);
}

static void test_other_scripts(void **state)
{
	static const struct expected cases[] = {
		T("Москва όχι", "москва:[0,12)0 οχι:[13,19)1"),
		T("ΐ αθηνα Αθη\u0301να ᾍ Й", "ι:[0,2)0 αθηνα:[3,13)1 "
		  "αθηνα:[14,26)2 αι:[27,30)3 й:[31,33)4"),
		T("中文分词。ภาษาไทย",
		  "中文:[0,6)0 分词:[6,12)1 ภาษา:[15,27)3 ไทย:[27,36)4"),
		T("한국어", "한국어:[0,9)0"),
		/* decomposed, a ligature of words, a filler that is nothing */
		T("\u1112\u1161\u11AB", "\uD55C:[0,9)0"),
		T("\uFDFA", "صلىاللهعليهوسلم:[0,3)0"),
		T("a \u3164 b", "a:[0,1)0 b:[6,7)1"),
	};

	CHECK(cases);
}

/* ----------------------------------------------- breaks and broken bytes */

static void test_breaks(void **state)
{
	static const struct expected cases[] = {
		T("công chức, viên chức",
		  "cong:B[0,5)0 chuc:C1[6,12)1 vien:C[14,19)3 "
		  "chuc:C1[20,26)4"),
		T("a;b:c(d)e[f]g{h}i!k?l…m•ni.p",
		  "a:[0,1)0 b:[2,3)2 c:[4,5)4 d:[6,7)6 e:[8,9)8 f:[10,11)10 "
		  "g:[12,13)12 h:[14,15)14 i:[16,17)16 k:[18,19)18 "
		  "l:[20,21)20 m:[24,25)22 ni:[28,30)24 p:[31,32)26"),
		T("a\nb\rc\r\nd\u2028e\xc2\x85g",
		  "a:[0,1)0 b:[2,3)2 c:[4,5)4 d:[7,8)6 e:[11,12)8 "
		  "g:[14,15)10"),
		T("xanh - sạch – đẹp",
		  "xanh:[0,4)0 sach:5[7,13)1 dep:A5[18,24)2"),
		T("a/b—c \"d\" “e” 'g' ‘h’ «i» „k”",
		  "a:[0,1)0 b:[2,3)1 c:[6,7)2 d:[9,10)3 e:[15,16)4 g:[21,22)5 "
		  "h:[27,28)6 i:[34,35)7 k:[41,42)8"),
		T("a & b %\t_ c",
		  "a:[0,1)0 b:[4,5)1 c:[10,11)2"),
		/* however many in a row; none before the first, at the end */
		T(" ... a ,. \n\n b ..", "a:[5,6)0 b:[13,14)2"),
		T(" .,; ", ""),
		/* the stop of an abbreviation is none */
		T("TP. An, TS.\tNgô V. A. Ba",
		  "tp:[0,2)0 an:[4,6)1 ts:[8,10)3 ngo:C[12,16)4 v:[17,18)5 "
		  "a:[20,21)6 ba:[23,25)7"),
		T("rau, v.v. khi HTX. Khi",
		  "rau:[0,3)0 v:[5,6)2 v:[7,8)3 khi:[10,13)5 htx:[14,17)6 "
		  "khi:[19,22)8"),
		T("TP.\nAn TP., An TP... An TP . An",
		  "tp:[0,2)0 an:[4,6)2 tp:[7,9)3 an:[12,14)5 tp:[15,17)6 "
		  "an:[21,23)8 tp:[24,26)9 an:[29,31)11"),
	};

	CHECK(cases);
}

static void test_ill_formed(void **state)
{
	static const struct expected cases[] = {
		T("a\xff" "b", "a:[0,1)0 b:[2,3)1"),
		T("h\xe1\xbb", "h:[0,1)0"),
		T("h\xe1\xbb" "c t\x80\x80p",
		  "h:[0,1)0 c:[3,4)1 t:[5,6)2 p:[8,9)3"),
		T("a\xed\xa0\x80" "b\xc0\x80" "c",
		  "a:[0,1)0 b:[4,5)1 c:[7,8)2"),
		T("a\0b", "a:[0,1)0 b:[2,3)1"),
		T("a\uFFFDb", "a:[0,1)0 b:[4,5)1"),
		T("a\U0001F600b", "a:[0,1)0 b:[5,6)1"),
	};

	CHECK(cases);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_marks_and_base),
		cmocka_unit_test(test_tone_placement),
		cmocka_unit_test(test_i_and_y),
		cmocka_unit_test(test_decomposed),
		cmocka_unit_test(test_d_stroke),
		cmocka_unit_test(test_look_alikes),
		cmocka_unit_test(test_invisible),
		cmocka_unit_test(test_numbers),
		cmocka_unit_test(test_letters_and_digits),
		cmocka_unit_test(test_other_scripts),
		cmocka_unit_test(test_breaks),
		cmocka_unit_test(test_ill_formed),
	};

	return cmocka_run_group_tests_name("text", tests, setup, teardown);
}
