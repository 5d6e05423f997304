/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * What text_read() finds among the words of a text.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "tests/unit/text_fixture.h"

/* The terms of the units of a text, a space between. */
static const char *units_of(const char *text)
{
	static char all[1024];
	struct text_token t;
	size_t len = 0, last_end = 0;
	uint32_t next_pos = 0;
	int r;

	all[0] = '\0';
	text_begin(analyzer, text, strlen(text), 0);
	while ((r = text_read(analyzer, &t, NULL)) > 0) {
		assert_true(t.begin < t.end);
		if (!text_is_unit(t.kind)) {
			assert_true(t.begin >= last_end);
			assert_int_equal(t.n_pos, 1);
			last_end = t.end;
			next_pos = t.pos + 1;
			continue;
		}
		/* Right behind the last of its words. */
		assert_int_equal(t.end, last_end);
		assert_int_equal(t.pos + t.n_pos, next_pos);
		len += (size_t)snprintf(all + len, sizeof(all) - len, "%s%.*s",
					len ? " " : "", (int)t.term_len,
					t.term);
	}
	assert_int_equal(r, 0);
	return all;
}

struct reading {
	const char *text, *units;
};

static void check(const struct reading *v, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (strcmp(units_of(v[i].text), v[i].units) != 0)
			fail_msg("\"%s\" has \"%s\", not \"%s\"", v[i].text,
				 units_of(v[i].text), v[i].units);
}
#define CHECK(v) check(v, sizeof(v) / sizeof(*(v)))

static void references(void **state)
{
	static const struct reading v[] = {
		{ "05-CT/TW", "5/ct:/tw" },
		{ "05/CT-TW", "5/ct:/tw" },
		{ "5-ct/tw", "5/ct:/tw" },
		{ "05 - CT/TW", "5/ct:/tw" },
		{ "05.CT/TW", "5/ct:/tw" },
		{ "０５－CT/TW", "5/ct:/tw" },
		{ "05–CT/TƯ", "5/ct:/tw" },
		{ "12-CT/TU", "12/ct:/tu" },
		{ "Chỉ thị số 05-CT/TW", "5/ct:/tw" },
		{ "chi thi 05", "5/ct:/" },
		{ "Chỉ thị 05 của Tỉnh ủy", "5/ct:/" },
		{ "CT 05, NQ 33", "5/ct:/ 33/nq:/" },
		{ "71/2024/NĐ-CP", "71/nd:2024/cp" },
		{ "71/2024/nd-cp", "71/nd:2024/cp" },
		{ "Nghị định số 71 năm 2024", "71/nd:2024/" },
		{ "Nghị định 71 năm 2024 về", "71/nd:2024/" },
		{ "chi thi 05 nam 2020", "5/ct:2020/" },
		{ "Quyết định 99 ngày 27/6/2024", "99/qd:/ 2024-06:27" },
		{ "quyet dinh 99 ngay 27 thang 6", "99/qd:/ 0-06:27" },
		{ "Nghị định 71/2024", "71/nd:2024/" },
		{ "Số: 123/QĐ-UBND", "123/qd:/ubnd" },
		{ "34/2016/TTLT-BYT-BTC", "34/ttlt:2016/byt-btc" },
		{ "Luật số 64/2025/QH15", "64/:2025/qh15" },
		{ "98/2023/QH15", "98/:2023/qh15" },
		{ "Nghị quyết Đại hội XIII", "dh13/nq:/" },
		{ "nghị quyết đại hội Đảng lần thứ 13", "dh13/nq:/" },
		{ "Kế hoạch số 7", "7/kh:/" },
		{ "Công văn số 356/UBND-NC", "356/cv:/ubnd-nc" },
		{ "356/UBND-NC", "356/cv:/ubnd-nc" },
		{ "Công văn 356", "356/cv:/" },
		{ "1024/BGDĐT-GDTH", "1024/cv:/bgddt-gdth" },
		{ "Chỉ thị 05 ban hành", "5/ct:/" },
		{ "Nghị quyết 33 bổ sung", "33/nq:/" },
		{ "thực hiện chỉ thị 05 học tập", "5/ct:/" },
		{ "Quy định số 99-QĐ/TW", "99/qd:/tw" },
		{ "quy chế 12", "12/qc:/" },
		{ "05-CT/T.Ư", "5/ct:/tw" },
		{ "05-ct/t.w, ngày", "5/ct:/tw" },
		{ "123/UBND-VX", "123/cv:/ubnd-vx" },
		{ "Công văn số 45/BTC-TCT", "45/cv:/btc-tct" },
		{ "CV 45/BTC-TCT", "45/cv:/btc-tct" },
		{ "CV 45", "45/cv:/" },
		{ "cv 45", "" },
		{ "Đề án 06", "6/da:/" },
		{ "Đề án số 06", "6/da:/" },
		{ "Chương trình 135", "135/ctr:/" },
		{ "Chương trình hành động số 15", "15/ctr:/" },
		{ "15/CTHĐ-TU", "15/ctr:/tu" },
		{ "12/QĐi-TU", "12/qd:/tu" },
		{ "Luật 64", "64/:/" },
		{ "NQ ĐH XII", "dh12/nq:/" },
		{ "NQ Đại hội Đảng lần thứ XII", "dh12/nq:/" },
		{ "1234a/QĐ-UBND", "1234a/qd:/ubnd" },
		{ "Nghị quyết 30a/2008/NQ-CP", "30a/nq:2008/cp" },
		{ "Nghị quyết 30a", "30a/nq:/" },
		{ "05 CT/TW", "5/ct:/tw" },
		{ "05 - CT / TW", "5/ct:/tw" },
		{ "CT05, CT-05; NQ29", "5/ct:/ 5/ct:/ 29/nq:/" },
		{ "QĐ1719/QĐ-TTg", "1719/qd:/ttg" },
		{ "Giấy mời số 7/UBND-VP", "7/gm:/ubnd-vp" },
		{ "Số: 77 /BC-UBND", "77/bc:/ubnd" },
		{ "'Chỉ thị 05' của", "5/ct:/" },
	};

	(void)state;
	CHECK(v);
}

static void no_references(void **state)
{
	static const struct reading v[] = {
		{ "Kế hoạch 5 năm", "" },
		{ "Kế hoạch 5 năm 2021", "" },
		{ "Kết luận 10 năm 2011 - 2020", "" },
		{ "Kế hoạch 100 ngày đầu", "" },
		{ "Kế hoạch 5 ngày 100 việc", "" },
		{ "quyết định 3 vấn đề", "" },
		{ "ke hoach 5 nam", "" },
		{ "kết luận 3.2", "" },
		{ "Điều 5-7", "" },
		{ "1/2 số hộ", "" },
		{ "thắng 3-1", "" },
		{ "24/cán-bộ", "canbo:E15" },
		{ "1/ub-x", "ubx:" },
		{ "16:25", "" },
		{ "192.168.1.1", "" },
		{ "2020-2025", "" },
		{ "24/24h", "" },
		{ "Chỉ thị\n05", "" },
		{ "thị số 05", "" },
		{ "đại hội XIII", "" },
		{ "chung cư CT5", "" },
		{ "ct05", "" },
		{ "A-CT05", "act:" },
		{ "đã 20 tuổi", "" },
		{ "da 20 tuoi", "" },
		{ "báo cáo 2023", "" },
		{ "báo cáo 5 năm", "" },
		{ "05 và / TW", "" },
		{ "5 kg/người", "" },
	};

	(void)state;
	CHECK(v);
}

static void dates(void **state)
{
	static const struct reading v[] = {
		{ "15/5/2016", "2016-05:15" },
		{ "15-05-2016", "2016-05:15" },
		{ "15.5.2016", "2016-05:15" },
		{ "2016-05-15", "2016-05:15" },
		{ "ngày 15 tháng 5 năm 2016", "2016-05:15" },
		{ "15 thang 5 nam 2016", "2016-05:15" },
		{ "tháng 5/2016", "2016-05:" },
		{ "tháng 5 năm 2016", "2016-05:" },
		{ "5/2016", "2016-05:" },
		{ "tháng 5-2016", "2016-05:" },
		{ "15 tháng 5-2016", "2016-05:15" },
		{ "ngày 15/5", "0-05:15" },
		{ "15 tháng 5", "0-05:15" },
		{ "29/2/2016", "2016-02:29" },
		{ "29/2/2015", "" },
		{ "5/15/2016", "" },
		{ "31/4/2016", "" },
		{ "1/2/3/2016", "" },
		{ "15/5-2016", "" },
		{ "tháng 5", "" },
		{ "5-2016", "" },
		{ "15/5", "0-05:15" },
		{ "Quốc khánh 2/9.", "0-09:02" },
		{ "dịp 2-9", "0-09:02" },
		{ "từ 2-9 người", "" },
		{ "2/3 diện tích", "" },
		{ "15/5/2016-20/5/2016", "2016-05:15 2016-05:20" },
		{ "5-6/9/2020", "2020-09:05 2020-09:06" },
		{ "5/2016-8/2016", "2016-05: 2016-08:" },
		{ "2016/11/03", "2016-11:03" },
		{ "30 tháng Tư năm 1975", "1975-04:30" },
		{ "30 thang tu nam 1975", "1975-04:30" },
		{ "19 tháng Năm", "0-05:19" },
		{ "tháng Mười Một năm 2020", "2020-11:" },
		{ "tháng Mười năm 2020", "2020-10:" },
		{ "tháng năm 1975", "" },
		{ "ngày 7, tháng 5, năm 1954", "1954-05:07" },
		{ "1, 7, tháng 5", "" },
		{ "mùng 2 tháng 9 năm 1969", "1969-09:02" },
		{ "ngày mồng 2 tháng 9", "0-09:02" },
		{ "1.5.2016.7", "" },
	};

	(void)state;
	CHECK(v);
}

static void joined_words(void **state)
{
	static const struct reading v[] = {
		{ "pa-nô", "pano:D" },
		{ "KT-XH", "ktxh:" },
		{ "GD&ĐT", "gddt:C" },
		{ "mô-đun", "modun:BC" },
		{ "H'Mông", "hmong:C" },
		{ "H’Loan và", "hloan:" },
		{ "'dân'", "" },
		{ "U.B.N.D xã", "ubnd:" },
		{ "T.Ư Đoàn, T.W", "tw: tw:" },
		{ "Th.S Lê Na", "ths:" },
		{ "TP.HCM.", "tphcm:" },
		{ "về nhà.Chị", "" },
		{ "a.b.vinh.dân", "" },
		{ "Covid-19", "" },
		{ "KT - XH", "ktxh:" },
		{ "GD & ĐT - VH", "gddtvh:C" },
		{ "KT - xã", "" },
		{ "xanh - sạch", "" },
		{ "một-hai-ba-bốn-năm", "" },
		{ "học tập", "" },
	};

	(void)state;
	CHECK(v);
	/* As it is written in one word. */
	text_begin(analyzer, "panô", 5, 0);
	{
		struct text_token t;

		assert_int_equal(text_read(analyzer, &t, NULL), 1);
		assert_int_equal(t.term_len, 6);
		assert_memory_equal(t.term, "pano:D", 6);
	}
}

static void telephones(void **state)
{
	static const struct reading v[] = {
		{ "0913.456.789", "913456789:" },
		{ "gọi 0913 456 789 hoặc", "913456789:" },
		{ "024-3825-1234", "2438251234:" },
		{ "0913.456", "" },
		{ "0913.456 789", "" },
		{ "913.456.7890", "" },
		{ "0913.456.789.012", "" },
		{ "0913, 456, 789", "" },
		{ "0913456789", "" },
	};

	(void)state;
	CHECK(v);
}

static void addresses(void **state)
{
	static const struct reading v[] = {
		{ "www.BaoABC.gov.vn/tin", "baoabc.gov.vn:" },
		{ "https://tin-moi.com.vn", "tin-moi.com.vn:" },
		{ "ban.doc@baoabc.vn", "ban.doc@baoabc.vn:" },
		{ "về nhà.Các em", "" },
		{ "nhà.các", "" },
		{ "3.5.vn", "" },
	};

	(void)state;
	CHECK(v);
}

/* Units are found wherever they stand among others, and across the pieces in
 * which a long text is analyzed. */
static void far_into_a_text(void **state)
{
	struct buf text = BUF_INIT;
	struct text_token t;
	unsigned refs = 0, dates = 0;

	(void)state;
	for (unsigned i = 0; i < 4000; i++)
		buf_adds(&text, "theo Chỉ thị số 05-CT/TW ngày 15/5/2016 ");
	text_begin(analyzer, text.s, text.len, 0);
	while (text_read(analyzer, &t, NULL) > 0) {
		refs += t.kind == TEXT_REF;
		dates += t.kind == TEXT_DATE;
		if (t.kind == TEXT_REF)
			assert_int_equal(t.end - t.begin,
					 strlen("Chỉ thị số 05-CT/TW"));
	}
	assert_int_equal(refs, 4000);
	assert_int_equal(dates, 4000);
	buf_release(&text);
}

static void covering(void **state)
{
	static const struct {
		const char *typed, *written;
		bool covers, begins;
	} v[] = {
		{ "5/ct:/tw", "5/ct:/tw", true, true },
		{ "5/ct:/", "5/ct:/tw", true, true },
		{ "5/ct:/tw", "5/ct:/", true, false },
		{ "5/ct:/tw", "5/ct:/ubnd", false, false },
		{ "71/nd:/cp", "71/nd:2024/cp", true, false },
		{ "71/nd:2023/", "71/nd:2024/cp", false, false },
		{ "1/ct:/tw", "1/kl:/tw", false, false },
		{ "29/", "29/kl:/tw", false, true },
		{ "2016-05:", "2016-05:15", true, true },
		{ "0-05:15", "2016-05:15", true, false },
		{ "0-05:15", "2016-05:16", false, false },
		{ "17", "1719/qd:/ttg", false, true },
		{ "17", "1719:", false, false },
		{ "2016-05:15", "2016-05:", false, false },
		{ "2016-05:01", "2016-05:10", false, true },
		{ "uon:A", "uong:A3", false, true },
		{ "uon:", "uong:A3", false, true },
		{ "uon:A", "uong:3", false, false },
		{ "5:", "5/ct:/tw", false, false },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(v) / sizeof(*v); i++) {
		size_t n = strlen(v[i].typed), m = strlen(v[i].written);

		/* "29/" is no whole term. */
		if (strchr(v[i].typed, ':') &&
		    text_covers(v[i].typed, n, v[i].written, m) !=
		    v[i].covers)
			fail_msg("%s covers %s", v[i].typed, v[i].written);
		if (strchr(v[i].typed, '/') && v[i].typed[n - 1] != '/')
			continue; /* nothing begins with a whole reference */
		if (v[i].typed[0] == '2' && strchr(v[i].typed, '-'))
			continue;
		if (text_begins(v[i].typed, n, v[i].written, m) !=
		    v[i].begins)
			fail_msg("%s begins %s", v[i].typed, v[i].written);
	}
}

static void roman_numerals(void **state)
{
	char s[TEXT_ROMAN_MAX];

	(void)state;
	for (long v = 1; v < 90; v++)
		assert_int_equal(text_roman(s, text_roman_write(v, s)), v);
	assert_int_equal(text_roman("xiii", 4), 13);
	assert_int_equal(text_roman("iiii", 4), -1);
	assert_int_equal(text_roman("vx", 2), -1);
	assert_int_equal(text_roman("", 0), -1);
	assert_int_equal(text_roman_write(0, s), 0);
	assert_int_equal(text_roman_write(90, s), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(references),
		cmocka_unit_test(no_references),
		cmocka_unit_test(dates),
		cmocka_unit_test(joined_words),
		cmocka_unit_test(telephones),
		cmocka_unit_test(addresses),
		cmocka_unit_test(far_into_a_text),
		cmocka_unit_test(covering),
		cmocka_unit_test(roman_numerals),
	};

	return cmocka_run_group_tests_name("units", tests, setup,
					   teardown);
}
