/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Telex and VNI keys to what they were meant to write.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "base/buf.h"
#include "text/keys.h"

struct typed {
	const char *keys;
	const char *meant; /* NULL: these are no keys */
};

typedef bool (*keys_fn)(const char *s, size_t n, struct buf *out);

static void check(keys_fn read, const struct typed *t, size_t n)
{
	struct buf out = BUF_INIT;

	for (size_t i = 0; i < n; i++) {
		buf_clear(&out);
		buf_adds(&out, "<");
		if (read(t[i].keys, strlen(t[i].keys), &out) != !!t[i].meant)
			fail_msg("%s: %s", t[i].keys, out.s);
		assert_string_equal(out.s + 1, t[i].meant ? t[i].meant : "");
	}
	buf_release(&out);
}

#define CHECK(read, ...)                                                       \
	do {                                                                   \
		static const struct typed t_[] = { __VA_ARGS__ };              \
		check(read, t_, sizeof(t_) / sizeof(*t_));                     \
	} while (0)

static void telex_marks(void **state)
{
	(void)state;
	CHECK(keys_telex, { "hojc", "học" }, { "hocj", "học" },
	      { "taapj", "tập" }, { "tapaj", "tập" }, { "ddaoj", "đạo" },
	      { "daodj", "đạo" }, { "dduwcs", "đức" }, { "dduocwj", "được" },
	      { "dduwowcj", "được" }, { "dduowcj", "được" },
	      { "nguwowif", "người" }, { "nguowif", "người" },
	      { "nguoiwwf", "người" },
	      { "hieuer", "hiểu" }, { "nghieeng", "nghiêng" },
	      { "khuyeens", "khuyến" }, { "laf", "là" }, { "hoawcj", "hoặc" },
	      { "hoacwj", "hoặc" }, { "muaw", "mưa" }, { "mwa", "mưa" },
	      { "thw", "thư" }, { "luuw", "lưu" }, { "huowu", "hươu" },
	      { "guiwr", "gửi" }, { "giuwx", "giữ" }, { "gif", "gì" },
	      { "gieets", "giết" }, { "quyeets", "quyết" }, { "quyr", "quỷ" },
	      { "quoocs", "quốc" }, { "quawnj", "quặn" }, { "thuowr", "thuở" },
	      { "hoaf", "hòa" }, { "hoanf", "hoàn" }, { "thuyr", "thủy" },
	      { "khoer", "khỏe" }, { "ngoeoj", "ngoẹo" }, { "xoaif", "xoài" },
	      { "ddawks", "đắk" }, { "xooong", "xoong" },
	      { "mooocs", "moóc" });
}

static void telex_case(void **state)
{
	(void)state;
	CHECK(keys_telex, { "Uoong", "Uông" }, { "Bis", "Bí" },
	      { "Myx", "Mỹ" }, { "DDAOJ", "ĐẠO" }, { "DdAOJ", "ĐẠO" },
	      { "Ddaoj", "Đạo" }, { "HOJC", "HỌC" }, { "hOjC", "hỌC" });
}

/* Some of the marks are there already, and some are missing. */
static void telex_half(void **state)
{
	(void)state;
	CHECK(keys_telex, { "đaoj", "đạo" }, { "taap", "tâp" },
	      { "tapj", "tạp" }, { "hocsz", "hoc" }, { "hocsj", "học" },
	      { "lafz", "la" });
}

static void telex_not(void **state)
{
	(void)state;
	CHECK(keys_telex, { "", NULL }, { "hoc", NULL }, { "học", NULL },
	      { "Zalo", NULL }, { "oxy", NULL }, { "hocf", NULL },
	      { "Facebook", NULL }, { "website", NULL }, { "WTO", NULL },
	      { "w", "ư" }, { "tw5", NULL }, { "ho5c", NULL }, { "s", NULL },
	      { "hojc taapj", NULL }, { "\xff", NULL }, { "ho\xcc", NULL },
	      { "ngngngngngngngngngngngngngng", NULL }, { "Москва", NULL });
}

static void vni_marks(void **state)
{
	(void)state;
	CHECK(keys_vni, { "ho5c", "học" }, { "hoc5", "học" },
	      { "ta65p", "tập" }, { "ta6p5", "tập" }, { "tap65", "tập" },
	      { "d9a5o", "đạo" }, { "dao95", "đạo" }, { "d9u71c", "đức" },
	      { "d9uo75c", "được" }, { "d9u7o75c", "được" },
	      { "nguo72i", "người" },
	      { "nguoi772", "người" }, { "thuo73", "thuở" }, { "mu7a", "mưa" },
	      { "hoa85c", "hoặc" }, { "quye61t", "quyết" }, { "Uo6ng", "Uông" },
	      { "D9A5O", "ĐẠO" }, { "My4", "Mỹ" }, { "d9oa2n", "đoàn" },
	      { "tie61ng", "tiếng" }, { "đa5o", "đạo" });
}

static void vni_not(void **state)
{
	(void)state;
	CHECK(keys_vni, { "", NULL }, { "hoc", NULL }, { "5", NULL },
	      { "5a", NULL }, { "Covid19", NULL }, { "ho55c", NULL },
	      { "B12", NULL }, { "ho5c-ta65p", NULL }, { "ho2c", NULL },
	      { "A6666666666666666666", NULL }, { "a0", NULL }, { "d9", NULL },
	      { "hoccccccccccccccccccccccccccc5", NULL });
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(telex_marks), cmocka_unit_test(telex_case),
		cmocka_unit_test(telex_half),  cmocka_unit_test(telex_not),
		cmocka_unit_test(vni_marks),   cmocka_unit_test(vni_not),
	};

	return cmocka_run_group_tests_name("keys", tests, NULL, NULL);
}
