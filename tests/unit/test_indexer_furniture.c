/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Page furniture: where it is none, and rules of one's own.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>

#include "base/path.h"
#include "indexer/words.h"
#include "tests/unit/document_fixture.h"
#include "tests/unit/tmp_fixture.h"

static void furniture_at_both_ends_only(void **state)
{
	(void)state;
	read_text("Trang chủ\nTiêu đề\nThứ hai, 02/03/2020\n.\n\n"
		  "Thủ tục hành chính\nĐoạn một.\n.\nPhản hồi\nĐoạn hai.\n"
		  "PHẢN HỒI\n\nĐang truy cập: 1.204\n.\n");
	assert_kinds("FTDF.BBBBBF.FF");
	assert_int_equal(doc.title_line, 2);
}

static void furniture_is_whole_lines(void **state)
{
	(void)state;
	read_text("Tiêu đề\nĐoạn.\nPhản hồi của bà con\n");
	assert_kinds("TBB");
	read_text("Tiêu đề\nĐoạn.\nDịch vụ công trực tuyến huyện Bãi\n");
	assert_kinds("TBF");
	read_text("Tiêu đề\nĐoạn.\nThống kê truy cập Thống kê truy cập\n");
	assert_kinds("TBF");
	/* NFD */
	read_text("Tiêu đề\nĐoạn.\nPha\u0309n ho\u0302\u0300i\n");
	assert_kinds("TBF");
}

static bool matches(const struct furniture *f, enum furniture_where where,
		    const char *line)
{
	struct buf key = BUF_INIT;
	struct err e;
	bool r;

	assert_int_equal(words_key(analyzer, line, strlen(line), &key, &e), 0);
	r = furniture_match(f, where, key.s ? key.s : "", key.len);
	buf_release(&key);
	return r;
}

/* The rules of one file beside the built-in ones. */
static int open_rules(const char *text, struct furniture **ret, struct err *e)
{
	const char *file = in_tmp("rules");
	struct furniture *f = NULL;
	int r;

	assert_int_equal(path_write_file(file, text, strlen(text), NULL), 0);
	r = furniture_open(&file, 1, &f, e);
	if (!r)
		r = furniture_compile(f, analyzer, e);
	if (r)
		furniture_close(f);
	else
		*ret = f;
	return r;
}

static void furniture_rules(void **state)
{
	struct furniture *f;
	struct err e;

	(void)state;
	assert_int_equal(open_rules("\xef\xbb\xbf# một lời chú\n\nhead\tĐầu trang\n"
				    "both Trang #\r\nnever Phản hồi\n"
				    "tail  Nguồn *", &f, &e), 0);
	assert_true(matches(f, FURNITURE_HEAD, "đầu trang"));
	assert_false(matches(f, FURNITURE_TAIL, "đầu trang"));
	assert_true(matches(f, FURNITURE_HEAD, "Trang 12"));
	assert_true(matches(f, FURNITURE_TAIL, "Trang 1.200"));
	assert_false(matches(f, FURNITURE_TAIL, "Trang"));
	assert_true(matches(f, FURNITURE_TAIL, "Nguồn: báo tỉnh"));
	assert_false(matches(f, FURNITURE_TAIL, "Nước nguồn"));
	assert_false(matches(f, FURNITURE_TAIL, ""));
	/* The built-in ones hold, but where one says never. */
	assert_true(matches(f, FURNITURE_TAIL, "Các tin khác"));
	assert_false(matches(f, FURNITURE_TAIL, "PHẢN HỒI"));
	furniture_close(f);
}

static void bad_furniture_rules(void **state)
{
	struct furniture *f;
	const char *missing;
	struct err e;

	(void)state;
	assert_int_equal(open_rules("tail A\nmiddle B\n", &f, &e), E_INVAL);
	assert_non_null(strstr(e.msg, "rules:2: "));
	/* A rule without words would match every line that has none. */
	assert_int_equal(open_rules("tail A\n\ntail ---\n", &f, &e), E_INVAL);
	assert_non_null(strstr(e.msg, "rules:3: "));
	assert_int_equal(open_rules("tail\n", &f, &e), E_INVAL);
	assert_int_equal(open_rules("tail *\n", &f, &e), E_INVAL);
	assert_int_equal(open_rules("tail", &f, &e), E_INVAL);
	missing = in_tmp("missing");
	assert_int_equal(furniture_open(&missing, 1, &f, &e), E_NOTFOUND);
	assert_non_null(strstr(e.msg, "missing"));
}

static void id_of(const char *text, char ret[HASH_HEX_LEN + 1])
{
	struct furniture *f;

	assert_int_equal(open_rules(text, &f, NULL), 0);
	furniture_id(f, ret);
	furniture_close(f);
}

static void furniture_has_an_id(void **state)
{
	static const char *const others[] = {
		"tail Nguồn\n", "head Nguồn *\n", "head Nguôn\n",
		"head Nguồn\nhead Nguồn\n", "head NguồnN\n", "",
	};
	char id[HASH_HEX_LEN + 1], other[HASH_HEX_LEN + 1];

	(void)state;
	id_of("head Nguồn\n", id);
	id_of("# lời chú\nhead \t Nguồn  \r\n\n", other);
	assert_string_equal(id, other);
	for (size_t i = 0; i < sizeof(others) / sizeof(*others); i++) {
		id_of(others[i], other);
		assert_string_not_equal(id, other);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(furniture_at_both_ends_only),
		cmocka_unit_test(furniture_is_whole_lines),
		IN_DIR(furniture_rules),
		IN_DIR(bad_furniture_rules),
		IN_DIR(furniture_has_an_id),
	};

	return cmocka_run_group_tests(tests, open_reader, close_reader);
}
