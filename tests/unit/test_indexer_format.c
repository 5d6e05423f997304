/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * What format bytes are.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

#include "indexer/format.h"

#define BYTES(lit) (lit), sizeof(lit) - 1
#define ZIP_HEAD "PK\3\4\24\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\10\0\0\0"
#define OLE_HEAD "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\0\0\0\0"

static void bytes_say_what_they_are(void **state)
{
	(void)state;
	assert_int_equal(format_of_bytes(BYTES("\x1f\x8b\x08\0\0")),
			 FORMAT_GZIP);
	assert_int_equal(format_of_bytes(BYTES("%PDF-1.4\n\0")), FORMAT_PDF);
	assert_int_equal(format_of_bytes(BYTES("Xem %PDF-1.4")), FORMAT_NONE);
	assert_int_equal(format_of_bytes(BYTES(ZIP_HEAD "mimetypeapplication/"
					       "vnd.oasis.opendocument.text")),
			 FORMAT_ODT);
	assert_int_equal(format_of_bytes(BYTES(ZIP_HEAD "[Content_Types].xml"
					       "..PK\1\2word/document.xml")),
			 FORMAT_DOCX);
	assert_int_equal(format_of_bytes(BYTES(ZIP_HEAD "anh.jpg")),
			 FORMAT_NONE);
	assert_int_equal(format_of_bytes(BYTES(OLE_HEAD "W\0o\0r\0d\0D\0o\0"
					       "c\0u\0m\0e\0n\0t\0")),
			 FORMAT_DOC);
	assert_int_equal(format_of_bytes(BYTES(OLE_HEAD "W\0o\0r\0k\0b\0")),
			 FORMAT_NONE);
	assert_int_equal(format_of_bytes(NULL, 0), FORMAT_NONE);
}

/* Text, and what may turn out to be something once all of it is there. */
static void only_unknown_bytes_are_hopeless(void **state)
{
	(void)state;
	assert_false(format_is_hopeless(BYTES("Học tập")));
	assert_false(format_is_hopeless(BYTES(ZIP_HEAD)));
	assert_false(format_is_hopeless(BYTES(OLE_HEAD)));
	assert_false(format_is_hopeless(BYTES("\x1f\x8b\x08\0")));
	assert_false(format_is_hopeless(BYTES("%PDF-1.4\0")));
	assert_true(format_is_hopeless(BYTES("\x7f" "ELF\2\1\1\0")));
}

static enum format text(const char *s, const char *path)
{
	return format_of_text(s, strlen(s), path);
}

static void a_page_is_known_by_its_first_tag(void **state)
{
	(void)state;
	assert_int_equal(text("<!DOCTYPE html><p>", "/a.txt"), FORMAT_HTML);
	assert_int_equal(text("\xef\xbb\xbf \r\n<!-- a > b -->\n<HTML>", "/a"),
			 FORMAT_HTML);
	assert_int_equal(text("<?xml version=\"1.0\"?><html xmlns=''>", "/a"),
			 FORMAT_HTML);
	assert_int_equal(text("<htmlx>", "/a"), FORMAT_TEXT);
	assert_int_equal(text("Thẻ <html> mở đầu trang", "/a"), FORMAT_TEXT);
	assert_int_equal(text("<!-- <html>", "/a"), FORMAT_TEXT);
	assert_int_equal(text("<p>Tin", "/a"), FORMAT_TEXT);
}

static void a_name_decides_where_bytes_cannot(void **state)
{
	(void)state;
	assert_int_equal(text("<p>Tin", "/a.HTM"), FORMAT_HTML);
	assert_int_equal(text("<p>Tin", "/a.html.gz"), FORMAT_HTML);
	assert_int_equal(text("Tin 1 < 2", "/a.html"), FORMAT_TEXT);
	assert_int_equal(text("# Tin", "/a.md"), FORMAT_MARKDOWN);
	assert_int_equal(text("# Tin", "/a.md.GZ"), FORMAT_MARKDOWN);
	assert_int_equal(text("# Tin", "/a.txt"), FORMAT_TEXT);
	assert_int_equal(text("<html>", "/a.md"), FORMAT_HTML);
	assert_int_equal(text("", ".md"), FORMAT_TEXT);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(bytes_say_what_they_are),
		cmocka_unit_test(only_unknown_bytes_are_hopeless),
		cmocka_unit_test(a_page_is_known_by_its_first_tag),
		cmocka_unit_test(a_name_decides_where_bytes_cannot),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
