/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Where sentences begin.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

#include "base/buf.h"
#include "tests/unit/text_fixture.h"
#include "text/sentence.h"

/* The text with a bar before the first word of each sentence. */
static void check_from(const char *text, bool begins, const char *wanted)
{
	struct buf out = BUF_INIT;
	struct text_sentence s;
	struct text_token t;
	size_t at = 0;

	text_sentence_begin(&s, begins);
	text_begin(analyzer, text, strlen(text), 0);
	while (text_read(analyzer, &t, NULL) > 0) {
		if (text_is_unit(t.kind))
			continue;
		if (text_sentence_next(&s, text, &t)) {
			buf_add(&out, text + at, t.begin - at);
			buf_addc(&out, '|');
			at = t.begin;
		}
	}
	buf_adds(&out, text + at);
	if (strcmp(out.s, wanted))
		fail_msg("got    \"%s\"\nwanted \"%s\"", out.s, wanted);
	buf_release(&out);
}

static void check(const char *const *v, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		struct buf text = BUF_INIT;

		for (const char *s = v[i]; *s; s++)
			if (*s != '|')
				buf_addc(&text, *s);
		check_from(text.s, true, v[i]);
		buf_release(&text);
	}
}
#define CHECK(v) check(v, sizeof(v) / sizeof(*(v)))

static void ends(void **state)
{
	static const char *const v[] = {
		"|Nước rút. |Bà con về dọn bùn.",
		"|Ai giữ đê? |Dân giữ! |Họ thức trắng đêm.",
		"|Có 45 hộ. |12 hộ đã nhận.",
		"|Trồng rau, nuôi cá... |Đời sống khá lên.",
		"|Trồng rau, nuôi cá… |Đời sống khá lên.",
		"|Xã có “Chợ đêm”. |Chợ họp thứ bảy.",
		"|Ông nói: “Phải giữ rừng.” |Bà con nghe theo.",
		"|Xong việc. “|Về thôi”, ông nói.",
		"|Mô hình của xã. (|4) Mô hình của huyện.",
		"|Họp năm 2023. |Trong đó có ba xã.",
		"|Xã viên HTX. |Mỗi hộ góp công.",
		"|Đoạn đường dài 12 km. |Bà con hiến đất.",
		"|Đi trước độc lập.|Tự do theo sau.",
		"|Sau khóa XII. |Từ đó đến nay.",
		"|Rau, quả, v.v. |Ngoài ra còn cá.",
	};

	(void)state;
	CHECK(v);
}

static void goes_on(void **state)
{
	static const char *const v[] = {
		"|Ở TP. Hồ Chí Minh, TX. Gò Công và tp. Mỹ Tho.",
		"|Ông Nguyễn V. A. Tuấn và Đ/c. Lan dự họp.",
		"|PGS. TS. Trần Lê, Ths. Mai, Th.S Hà, BS. Ngọc.",
		"|TM. UBND xã, KT. Chủ tịch ký.",
		"|Trồng 1.250 ha, 1.5 tấn, ngày 15.5.2016.",
		"|Rau, quả, v.v. được bán ở chợ.",
		"|Chờ đã... rồi hãy đi.",
		"“|Đi đâu?” bà hỏi.",
		"|Xem www.baovidu.vn. thêm.",
		"|II. Mục tiêu. |Giữ đê.",
		"|Điều 5. Phạm vi. |Giữ đê.",
		"|1. Mục tiêu. |2. Giải pháp.",
	};

	(void)state;
	CHECK(v);
}

static void lines(void **state)
{
	static const char *const v[] = {
		"|Một cửa\n|Công chức trực ngày nghỉ",
		"|Một cửa\n\n|công chức trực ngày nghỉ",
		"|Một cửa\r\n\r\n|Công chức trực",
		"|Gồm có:\n|Cán bộ xã;\n|cán bộ huyện.\n|Hết.",
		/* broken to fit a width */
		"|Chợ đêm bán hàng nông sản của các hợp tác xã trong huyện,\n"
		"Sở Công Thương hỗ trợ gian hàng.",
		"|Chợ đêm bán hàng nông sản của mười bốn hợp tác xã do huyện\n"
		"Hòa Thủy chọn.",
		"|Nước\nsạch về bản",
		/* a stop is a stop, and an abbreviation one */
		"|Chợ đêm họp.\n|Bán hàng.",
		"|Chợ đêm ở trung tâm TP.\nMỹ Tho.",
	};

	(void)state;
	CHECK(v);
}

/* A slice may begin inside a sentence. */
static void from_the_middle(void **state)
{
	(void)state;
	check_from("2023. Trong đó có ba xã. Hết.", false,
		   "2023. |Trong đó có ba xã. |Hết.");
	check_from("", false, "");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(ends),
		cmocka_unit_test(goes_on),
		cmocka_unit_test(lines),
		cmocka_unit_test(from_the_middle),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
