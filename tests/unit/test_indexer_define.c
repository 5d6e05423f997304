/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Which abbreviations a text is seen to define.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "indexer/define.h"
#include "tests/unit/text_fixture.h"

/* All definitions of a text, with "; " between. */
static const char *definitions(const char *text)
{
	static struct define d;
	static char all[1024];
	struct buf b = BUF_INIT;
	struct text_token t;
	size_t at = 0, n;
	const char *s;
	struct err e;

	define_begin(&d);
	define_text(&d, text, strlen(text));
	text_begin(analyzer, text, strlen(text), 0);
	while (text_read(analyzer, &t, &e) > 0)
		assert_int_equal(define_token(&d, &t), 0);
	while ((s = define_next(&d, &at, &n))) {
		buf_adds(&b, b.len ? "; " : "");
		buf_add(&b, s, n);
	}
	assert_true(b.len < sizeof(all));
	memcpy(all, b.len ? b.s : "", b.len);
	all[b.len] = '\0';
	buf_release(&b);
	define_release(&d);
	return all;
}

static void says(const char *text, const char *want)
{
	const char *got = definitions(text);

	if (strcmp(got, want))
		fail_msg("\"%s\" defines \"%s\", not \"%s\"", text, got, want);
}

#define UBND "ubnd: uy:3 ban: nhan:C dan:B"
#define GDDT "gddt:C giao:1 duc:5 va:2 dao:A2 tao:5"

static void either_way_round(void **state)
{
	(void)state;
	says("Theo ủy ban nhân dân (UBND) xã.", UBND);
	says("Theo UBND (Ủy ban nhân dân) xã.", UBND);
	says("ỦY BAN NHÂN DÂN (UBND)", UBND);
	says("ủy ban nhân dân (“UBND”) xã", UBND);
	says("ủy ban nhân dân ( UBND ) xã", UBND);
	says("Chủ tịch Ủy ban\nnhân dân (UBND)", UBND);
	says("ủy ban nhân dân (UBND), hội đồng nhân dân (HĐND)",
	     UBND "; hdnd:B hoi:B5 dong:AB2 nhan:C dan:B");
}

static void introduced(void **state)
{
	(void)state;
	says("Ủy ban nhân dân (sau đây viết tắt là UBND)", UBND);
	says("Ủy ban nhân dân (gọi tắt là UBND)", UBND);
	says("Ủy ban nhân dân (sau đây gọi là UBND)", UBND);
	says("Ủy ban nhân dân (viết tắt UBND)", UBND);
	says("Ủy ban nhân dân (viết tắt: UBND)", UBND);
	says("Ủy ban nhân dân (gọi tắt: “UBND”)", UBND);
	says("Ủy ban nhân dân (sau đây gọi tắt là: UBND)", UBND);
	says("Ủy ban nhân dân (trụ sở: UBND)", "");
	says("Ủy ban: nhân dân (UBND)", "");
	says("Ủy ban nhân dân (theo lời của UBND)", "");
}

/* Words like `và` may have no letter, or one; signs between letters are none. */
static void small_words(void **state)
{
	(void)state;
	says("Bộ Giáo dục và Đào tạo (GD&ĐT)", GDDT);
	says("Bộ Giáo dục và Đào tạo (GDĐT)", GDDT);
	says("GD-ĐT (giáo dục và đào tạo)", GDDT);
	says("Hội Văn nghệ của các dân tộc (HVNDT)",
	     "hvndt: hoi:B5 van:b nghe:D5 cua:3 cac:1 dan:B toc:B5");
	says("bảo vệ và phát triển rừng (BVPTR)",
	     "bvptr: bao:3 ve:B5 va:2 phat:1 trien:D3 rung:B2");
	says("bảo vệ và phát triển rừng (BVVPTR)",
	     "bvvptr: bao:3 ve:B5 va:2 phat:1 trien:D3 rung:B2");
}

static void commas_are_kept(void **state)
{
	(void)state;
	says("công nghiệp hóa, hiện đại hóa (CNHHĐH)",
	     "cnhhdh:E cong:B nghiep:E5 hoa:1, hien:C5 dai:A5 hoa:1");
	says("văn hóa, thể thao (VHTT)", "vhtt: van:b hoa:1, the:C3 thao:");
}

static void letters_agree(void **state)
{
	(void)state;
	says("ủy ban nhân dân (HĐND)", "");
	says("nhân dân (UBND)", "");
	says("trí tuệ nhân tạo (TTN)", "");
	says("ban quản lý dự án (BQLDA)",
	     "bqlda: ban: quan:3 li:1 du:B5 an:1");
	/* Đ is đ; D may be either. */
	says("doanh nghiệp (ĐN)", "");
	says("hội đồng nhân dân (HDND)",
	     "hdnd: hoi:B5 dong:AB2 nhan:C dan:B");
	says("Trung ương (TW)", "tw: trung: uong:Ab");
}

/* What people type as a word does not become something else. */
static void no_syllables(void **state)
{
	(void)state;
	says("an ninh (AN)", "");
	says("công an (CA)", "");
	says("ủy ban nhân dân (Ubnd)", "");
	says("ủy ban nhân dân (ubnd)", "");
}

static void what_is_no_definition(void **state)
{
	(void)state;
	says("", "");
	says("(UBND)", "");
	says("UBND (", "");
	says("ủy ban nhân dân (UBND", "");
	says("ủy ban nhân dân UBND)", "");
	says("ủy ban. nhân dân (UBND)", "");
	says("ủy ban\n\nnhân dân (UBND)", "");
	says("ủy ban nhân dân ((UBND))", "");
	says("ủy ban nhân dân (xã (UBND)", "");
	says("UBND (Ủy ban nhân dân xã)", "");
	says("(theo ủy ban nhân dân) (UBND)", "");
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(either_way_round),
		cmocka_unit_test(introduced),
		cmocka_unit_test(small_words),
		cmocka_unit_test(commas_are_kept),
		cmocka_unit_test(letters_agree),
		cmocka_unit_test(no_syllables),
		cmocka_unit_test(what_is_no_definition),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
