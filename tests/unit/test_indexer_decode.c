/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Bytes to UTF-8, and in which encoding they are.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

#include "indexer/decode.h"

struct decoding {
	struct buf raw, scratch;
	struct decoded d;
	enum decode_result r;
};

static void decode_as(struct decoding *t, const void *s, size_t n,
		      enum encoding rule)
{
	*t = (struct decoding){ 0 };
	assert_int_equal(buf_add(&t->raw, s, n), 0);
	t->r = decode(&t->raw, rule, &t->scratch, &t->d);
}

static void decode_bytes(struct decoding *t, const void *s, size_t n)
{
	decode_as(t, s, n, ENCODING_NONE);
}

static void release(struct decoding *t)
{
	buf_release(&t->raw);
	buf_release(&t->scratch);
}

static void assert_text(const struct decoding *t, const char *want,
			enum encoding encoding)
{
	assert_int_equal(t->r, DECODE_OK);
	assert_int_equal(t->d.n, strlen(want));
	assert_memory_equal(t->d.s, want, t->d.n);
	assert_int_equal(t->d.encoding, encoding);
}

static void utf8_is_taken_as_it_is(void **state)
{
	static const char text[] = "Đường về làng\r\n\tmới\f";
	struct decoding t;

	(void)state;
	decode_bytes(&t, text, strlen(text));
	assert_text(&t, text, ENCODING_UTF8);
	assert_int_equal(t.d.replaced, 0);
	assert_false(t.d.extracted);
	release(&t);
}

/* Too few words to be found out by, and many that are wrong in it. */
static void a_rule_is_believed(void **state)
{
	static const char one[] = "h\xe4" "c"; /* học in TCVN3: \xe4 is ọ */
	struct decoding t;

	(void)state;
	decode_as(&t, one, strlen(one), ENCODING_TCVN3);
	assert_text(&t, "học", ENCODING_TCVN3);
	assert_true(t.d.confidence >= 1 && t.d.confidence <= 1);
	release(&t);
	decode_as(&t, one, strlen(one), ENCODING_UTF8);
	assert_text(&t, "h\x1a" "c", ENCODING_UTF8);
	assert_int_equal(t.d.replaced, 1);
	assert_true(t.d.confidence >= 1 && t.d.confidence <= 1);
	release(&t);
	/* With its byte order mark and without. */
	decode_as(&t, "h\0\xcd\x1e", 4, ENCODING_UTF16LE);
	assert_text(&t, "họ", ENCODING_UTF16LE);
	release(&t);
	decode_as(&t, "\xff\xfeh\0\xcd\x1e", 6, ENCODING_UTF16LE);
	assert_text(&t, "họ", ENCODING_UTF16LE);
	release(&t);
	decode_as(&t, "\0h\x1e\xcd", 4, ENCODING_UTF16BE);
	assert_text(&t, "họ", ENCODING_UTF16BE);
	release(&t);
}

static void bom_stays_so_that_offsets_are_the_files(void **state)
{
	struct decoding t;

	(void)state;
	decode_bytes(&t, "\xef\xbb\xbfxã", 6);
	assert_text(&t, "\xef\xbb\xbfxã", ENCODING_UTF8_BOM);
	assert_false(t.d.extracted);
	release(&t);
}

static void ill_formed_bytes_are_replaced_in_place(void **state)
{
	char text[400];
	struct decoding t;

	(void)state;
	memset(text, 'a', sizeof(text));
	text[10] = (char)0xff;
	memcpy(text + 100, "\xe1\xbb", 2); /* a cut character */
	decode_bytes(&t, text, sizeof(text));
	assert_int_equal(t.r, DECODE_OK);
	assert_int_equal(t.d.n, sizeof(text));
	assert_int_equal(t.d.replaced, 3);
	assert_int_equal(t.d.s[10], 0x1a);
	assert_memory_equal(t.d.s + 100, "\x1a\x1a" "a", 3);
	assert_true(t.d.confidence < 1);
	release(&t);
}

static void binary_is_refused(void **state)
{
	struct decoding t;

	(void)state;
	decode_bytes(&t, "abc\0def", 7);
	assert_int_equal(t.r, DECODE_BINARY);
	release(&t);
	decode_bytes(&t, "\x01\x02\x03\x04" "abcd", 8);
	assert_int_equal(t.r, DECODE_BINARY);
	release(&t);
	assert_true(decode_is_binary("a\0b", 3));
	assert_false(decode_is_binary("\xff\xfe" "a\0", 4));
	assert_false(decode_is_binary("", 0));
}

static void utf16_needs_its_bom(void **state)
{
	/* "Xã 1" */
	static const char le[] = "\xff\xfeX\0\xe3\0 \0" "1\0";
	static const char be[] = "\xfe\xff\0X\0\xe3\0 \0" "1";
	struct decoding t;

	(void)state;
	decode_bytes(&t, le, 10);
	assert_text(&t, "Xã 1", ENCODING_UTF16LE);
	assert_true(t.d.extracted);
	release(&t);
	decode_bytes(&t, be, 10);
	assert_text(&t, "Xã 1", ENCODING_UTF16BE);
	release(&t);
	decode_bytes(&t, le + 2, 8);
	assert_int_equal(t.r, DECODE_BINARY);
	release(&t);
}

static void broken_utf16_is_survived(void **state)
{
	char many[2 + 2 * 200];
	struct decoding t;

	(void)state;
	decode_bytes(&t, "\xff\xfe", 2);
	assert_text(&t, "", ENCODING_UTF16LE);
	release(&t);
	/* One lone surrogate in 200 letters, and half a unit at the end. */
	memcpy(many, "\xff\xfe", 2);
	for (size_t i = 2; i + 1 < sizeof(many); i += 2)
		memcpy(many + i, "a", 2);
	memcpy(many + 2, "\x00\xd8", 2);
	decode_bytes(&t, many, sizeof(many) - 1);
	assert_int_equal(t.r, DECODE_OK);
	assert_int_equal(t.d.replaced, 2);
	assert_memory_equal(t.d.s, "\xef\xbf\xbd" "aaa", 6);
	release(&t);
	decode_bytes(&t, "\xff\xfe\x00\xd8\x00\xd8", 6);
	assert_int_equal(t.r, DECODE_BINARY);
	release(&t);
}

/* ------------------------------------------------------------ the old encodings */

#define SENTENCE \
	"Xã Đức An: Đường về làng mới, người dân phấn khởi. ỦY BAN NHÂN DÂN"

static const struct {
	enum encoding encoding;
	const char *bytes, *text;
} sentences[] = {
	{ ENCODING_TCVN3,
	  "X\xb7 \xa7\xf8" "c An: \xa7\xad\xeang v\xd2 l\xb5ng m\xedi, "
	  "ng\xad\xeai d\xa9n ph\xcan kh\xebi. \xf1Y BAN NH\xa2N "
	  "D\xa2N",
	  "Xã Đức An: Đường về làng mới, người dân "
	  "phấn khởi. ủY BAN NHÂN DÂN" },
	{ ENCODING_TCVN3,
	  "X\xb7 \xa7\xf8" "c An: \xa7\xad\xeang v\xd2 l\xb5ng m\xedi, "
	  "ng\xad\xeai d\xa9n ph\xcan kh\xebi. \x9eY BAN NH\xa2N "
	  "D\xa2N",
	  SENTENCE },
	{ ENCODING_VNI,
	  "Xa\xf5 \xd1\xf6\xf9" "c An: \xd1\xf6\xf4\xf8ng ve\xe0 "
	  "la\xf8ng m\xf4\xf9i, ng\xf6\xf4\xf8i da\xe2n pha\xe1n "
	  "kh\xf4\xfbi. U\xdbY BAN NHA\xc2N DA\xc2N",
	  SENTENCE },
	{ ENCODING_WINDOWS_1258,
	  "Xa\xde \xd0\xfd\xec" "c An: \xd0\xfd\xf5\xccng v\xea\xcc "
	  "l\xe0ng m\xf5\xeci, ng\xfd\xf5\xcci d\xe2n ph\xe2\xecn "
	  "kh\xf5\xd2i. U\xd2Y BAN NH\xc2N D\xc2N",
	  SENTENCE },
	{ ENCODING_VISCII,
	  "X\xe3 \xd0\xd1" "c An: \xd0\xdf\xb6ng v\xab l\xe0ng m\xbei, "
	  "ng\xdf\xb6i d\xe2n ph\xa4n kh\xb7i. \x9cY BAN NH\xc2N "
	  "D\xc2N",
	  SENTENCE },
	{ ENCODING_VPS,
	  "X\xe3 \xf1\xd9" "c An: \xf1\xdc\xa9ng v\x8a l\xe0ng m\xa7i, "
	  "ng\xdc\xa9i d\xe2n ph\xc3n kh\xaai. \xd1Y BAN NH\xc2N "
	  "D\xc2N",
	  SENTENCE },
};

static void old_encodings_are_found_out(void **state)
{
	struct decoding t;

	(void)state;
	for (size_t i = 0; i < sizeof(sentences) / sizeof(*sentences); i++) {
		decode_bytes(&t, sentences[i].bytes, strlen(sentences[i].bytes));
		assert_text(&t, sentences[i].text, sentences[i].encoding);
		assert_true(t.d.extracted);
		assert_int_equal(t.d.replaced, 0);
		assert_true(t.d.confidence > .8 && t.d.confidence < 1);
		release(&t);
	}
}

static void assert_decoded(const char *bytes, const char *want,
			   enum encoding encoding)
{
	struct decoding t;

	decode_bytes(&t, bytes, strlen(bytes));
	assert_text(&t, want, encoding);
	release(&t);
}

/* The ABC fonts have quotes where TCVN 5712 has capitals. */
static void tcvn3_is_of_two_kinds(void **state)
{
	(void)state;
	assert_decoded("\x93Vi\xd6t Nam\x94 \x96 \x93th\xf1 \xae\xab\x94",
		       "“Việt Nam” – “thủ đô”", ENCODING_TCVN3);
	assert_decoded("V\x94 V\xa1N TR\x92, \xa7\x11" "C TH\x02",
		       "VÕ VĂN TRÒ, ĐỨC THỤ", ENCODING_TCVN3);
	/* Marks of their own. */
	assert_decoded("Vi\xaa\xb4t C\x97NG H\x92" "A", "Việt CỘNG HÒA",
		       ENCODING_TCVN3);
}

static void capitals_stand_among_control_characters(void **state)
{
	(void)state;
	assert_decoded("TH\x98 X\xc3 M\x19 H\xc0O C\x06M \x97 m\xb5t n\xbdi",
		       "THỊ XÃ MỸ HÀO CẪM Ở một nơi", ENCODING_VISCII);
	assert_decoded("HUY\x06N V\x14 B\x81N, T\xb7NH NAM \xf1\x10NH m\xb6t l\xc0n",
		       "HUYỆN VỤ BẢN, TỈNH NAM ĐỊNH một lần", ENCODING_VPS);
}

/* Text is decoded in pieces; no mark may lose its letter at their border. */
static void marks_find_their_letters_everywhere(void **state)
{
	static const char word[] = "vi\xea\xf2t ", want[] = "việt ";
	struct buf raw = BUF_INIT;
	struct decoding t;

	(void)state;
	for (size_t i = 0; i < 5000; i++)
		assert_int_equal(buf_adds(&raw, word), 0);
	decode_bytes(&t, raw.s, raw.len);
	assert_int_equal(t.r, DECODE_OK);
	assert_int_equal(t.d.encoding, ENCODING_WINDOWS_1258);
	assert_int_equal(t.d.n, 5000 * strlen(want));
	for (size_t i = 0; i < t.d.n; i += strlen(want))
		assert_memory_equal(t.d.s + i, want, strlen(want));
	release(&t);
	/* Nor where there is no border to find. */
	buf_clear(&raw);
	for (size_t i = 0; i < 20; i++)
		assert_int_equal(buf_adds(&raw, word), 0);
	for (size_t i = 0; i < 10000; i++)
		assert_int_equal(buf_adds(&raw, "\xf4"), 0);
	decode_bytes(&t, raw.s, raw.len);
	assert_int_equal(t.r, DECODE_OK);
	assert_int_equal(t.d.n, 20 * strlen(want) + 10000 * strlen("ô"));
	release(&t);
	buf_release(&raw);
}

static void what_means_nothing_is_replaced_and_counted(void **state)
{
	struct decoding t;

	(void)state;
	decode_bytes(&t, "vie\xe4t nam \xdf \xf1" "a\xf8 na\xfcng", 21);
	assert_text(&t, "việt nam \xef\xbf\xbd đà nẵng", ENCODING_VNI);
	assert_int_equal(t.d.replaced, 1);
	release(&t);
}

static void more_words_are_surer(void **state)
{
	static const char many[] = "\xae\xad\xeang v\xd2 l\xb5ng m\xedi";
	struct decoding one, all;

	(void)state;
	/* là, in four encodings */
	decode_bytes(&one, "l\xe0", 2);
	assert_int_equal(one.r, DECODE_OK);
	assert_true(one.d.confidence >= 0 && one.d.confidence < .3);
	decode_bytes(&all, many, strlen(many));
	assert_int_equal(all.d.encoding, ENCODING_TCVN3);
	assert_true(all.d.confidence > .6 && all.d.confidence < 1);
	release(&one);
	release(&all);
}

/* Thụng tý in TCVN3: both are syllables twice. */
static void common_letters_decide(void **state)
{
	(void)state;
	assert_decoded("Th\xf4ng t\xfd", "Thông tư", ENCODING_WINDOWS_1258);
}

static void other_languages_are_not_vietnamese(void **state)
{
	static const char french[] = "Le caf\xe9 de la for\xeat \xe9tait tr\xe8s "
				     "loin, d\xe9j\xe0 ferm\xe9";
	struct decoding t;

	(void)state;
	decode_bytes(&t, french, strlen(french));
	assert_int_equal(t.r, DECODE_ENCODING);
	release(&t);
}

/* What was UTF-8 once is not taken for anything else, however damaged. */
static void damaged_utf8_stays_utf8(void **state)
{
	static const char text[] = "Đường v\xe1\xbb làng m\xe1\xbb, người dân ph";
	struct decoding t;

	(void)state;
	decode_bytes(&t, text, strlen(text));
	assert_text(&t, "Đường v\x1a\x1a làng m\x1a\x1a, người dân ph",
		    ENCODING_UTF8);
	assert_int_equal(t.d.replaced, 4);
	assert_false(t.d.extracted);
	release(&t);
}

/* "y tế" in VISCII, which has a word in TCVN3, too. */
static void what_a_page_claims_is_evidence(void **state)
{
	static const char *const claims[] = {
		"<?xml version='1.0' encoding='VISCII'?><p>y t\xaa",
		"<html><META CHARSET=viscii><p>y t\xaa",
		"<meta http-equiv=\"Content-Type\" "
		"content=\"text/html; charset = VISCII\"/><p>y t\xaa",
	};
	static const char none[] = "<meta charset=iso-8859-1><p>y t\xaa";
	/* Mai Châu, xã Đức An, đường làng mới, in TCVN3 */
	static const char wrong[] =
		"<meta charset=viscii><p>Mai Ch\xa9u, x\xb7 \xa7\xf8" "c An, "
		"\xae\xad\xeang l\xb5ng m\xedi, ng\xad\xeai d\xa9n";
	struct decoding t;

	(void)state;
	for (size_t i = 0; i < sizeof(claims) / sizeof(*claims); i++) {
		decode_bytes(&t, claims[i], strlen(claims[i]));
		assert_int_equal(t.d.encoding, ENCODING_VISCII);
		assert_non_null(strstr(t.d.s, "y tế"));
		release(&t);
	}
	decode_bytes(&t, none, strlen(none));
	assert_int_not_equal(t.d.encoding, ENCODING_VISCII);
	release(&t);
	/* Its words say more. */
	decode_bytes(&t, wrong, strlen(wrong));
	assert_int_equal(t.d.encoding, ENCODING_TCVN3);
	release(&t);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(utf8_is_taken_as_it_is),
		cmocka_unit_test(a_rule_is_believed),
		cmocka_unit_test(bom_stays_so_that_offsets_are_the_files),
		cmocka_unit_test(ill_formed_bytes_are_replaced_in_place),
		cmocka_unit_test(binary_is_refused),
		cmocka_unit_test(utf16_needs_its_bom),
		cmocka_unit_test(broken_utf16_is_survived),
		cmocka_unit_test(old_encodings_are_found_out),
		cmocka_unit_test(tcvn3_is_of_two_kinds),
		cmocka_unit_test(capitals_stand_among_control_characters),
		cmocka_unit_test(marks_find_their_letters_everywhere),
		cmocka_unit_test(what_means_nothing_is_replaced_and_counted),
		cmocka_unit_test(more_words_are_surer),
		cmocka_unit_test(common_letters_decide),
		cmocka_unit_test(other_languages_are_not_vietnamese),
		cmocka_unit_test(damaged_utf8_stays_utf8),
		cmocka_unit_test(what_a_page_claims_is_evidence),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
