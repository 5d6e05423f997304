/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Lines of a page to paragraphs.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

#include "indexer/reflow.h"

static void becomes(const char *text, const char *wanted)
{
	char s[256];

	strcpy(s, text);
	reflow(s, strlen(text));
	assert_string_equal(s, wanted);
}

static void full_lines_are_joined(void **state)
{
	(void)state;
	becomes("Tiêu đề\n"
		"Xóm Soi nằm ở phía nam xã Lai Trạch\n"
		"huyện Hòa Thủy, ba mặt là sông và\n"
		"bốn mùa lũ.\n"
		"Bí quyết là bè chuối.\n",
		"Tiêu đề\n"
		"Xóm Soi nằm ở phía nam xã Lai Trạch "
		"huyện Hòa Thủy, ba mặt là sông và "
		"bốn mùa lũ.\n"
		"Bí quyết là bè chuối.\n");
}

static void blank_lines_and_pages_end_paragraphs(void **state)
{
	(void)state;
	becomes("một hai ba\n\nbốn năm sáu\n \nbảy tám chín\n\fmười\n",
		"một hai ba\n\nbốn năm sáu\n \nbảy tám chín\n\fmười\n");
	/* Each page has its own width. */
	becomes("một hai ba bốn năm sáu bảy\nhết\f\nmột hai\nba bốn\nhết\n",
		"một hai ba bốn năm sáu bảy hết\f\nmột hai ba bốn hết\n");
	becomes("", "");
	becomes("\n", "\n");
	becomes("\f\f\n", "\f\f\n");
}

static void items_stay_apart(void **state)
{
	(void)state;
	becomes("Hỗ trợ giống lúa cho các hộ:\n• Hộ nghèo được tất cả;\n"
		"- Hộ khác được một nửa;\n1. Giống;\n",
		"Hỗ trợ giống lúa cho các hộ:\n• Hộ nghèo được tất cả;\n"
		"- Hộ khác được một nửa;\n1. Giống;\n");
	/* A dash and a number within a sentence are none. */
	becomes("Phong trào ngõ phố xanh\n- sạch - đẹp ở tổ\n7. Hết.\n",
		"Phong trào ngõ phố xanh - sạch - đẹp ở tổ 7. Hết.\n");
	becomes("Phong trào ngõ phố xanh, sạch.\n2021. Hết.\n",
		"Phong trào ngõ phố xanh, sạch. 2021. Hết.\n");
}

/* An author below the last line of the report. */
static void a_paragraph_ends_before_the_page_does(void **state)
{
	(void)state;
	becomes("Xóm Soi nằm ở phía nam xã Lai Trạch, ba\n"
		"mặt là sông. Nước lên và rút.\nVọng\n",
		"Xóm Soi nằm ở phía nam xã Lai Trạch, ba "
		"mặt là sông. Nước lên và rút.\nVọng\n");
	/* The next word had no room. */
	becomes("Xóm Soi nằm ở phía nam xã Lai Trạch, ba\n"
		"mặt là sông. Nước lên và rút.\nNghiêng cả\n",
		"Xóm Soi nằm ở phía nam xã Lai Trạch, ba "
		"mặt là sông. Nước lên và rút. Nghiêng cả\n");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(full_lines_are_joined),
		cmocka_unit_test(blank_lines_and_pages_end_paragraphs),
		cmocka_unit_test(items_stay_apart),
		cmocka_unit_test(a_paragraph_ends_before_the_page_does),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
