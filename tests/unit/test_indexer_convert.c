/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Which program reads a format, and what becomes of what it does.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/cancel.h"
#include "indexer/convert.h"
#include "tests/unit/tmp_fixture.h"

static struct buf out;
static enum file_reason reason;
static char detail[FILE_DETAIL_MAX];

static struct converters *open_rules(const struct converter_rules *rules)
{
	struct converters *cs;
	struct err e;

	assert_int_equal(converters_open(rules, &cs, &e), 0);
	return cs;
}

/* Convert a PDF by a command that may take a second.  Whether there is a text. */
static bool pdf_by(const char *command)
{
	const struct converter_rules rules = {
		.commands[FORMAT_PDF] = command,
		.seconds = 1,
		.memory = 256,
	};
	struct converters *cs = open_rules(&rules);
	struct buf raw = BUF_INIT;
	struct convert *c;
	struct err e;
	int r;

	buf_adds(&raw, "%PDF-1.7 một hai");
	assert_int_equal(convert_open(cs, &c, &e), 0);
	r = convert(c, FORMAT_PDF, &raw, &out, &reason, detail, &e);
	convert_close(c);
	converters_close(cs);
	buf_release(&raw);
	assert_true(r >= 0);
	return r;
}

static int release_out(void **state)
{
	(void)state;
	buf_release(&out);
	return 0;
}

static void the_document_is_on_stdin(void **state)
{
	(void)state;
	assert_true(pdf_by("cat"));
	assert_int_equal(out.len, strlen("%PDF-1.7 một hai"));
	assert_true(pdf_by("  tail  -c 3   %f "));
	assert_int_equal(out.len, 3);
	assert_memory_equal(out.s, "hai", 3);
	assert_int_equal(reason, FILE_OK);
	assert_string_equal(detail, "");
}

static void nobody_writes_to_the_document(void **state)
{
	(void)state;
	assert_false(pdf_by("truncate -s 1 %f"));
	assert_int_equal(reason, FILE_FILTER_FAILED);
}

static void what_is_missing_is_named(void **state)
{
	(void)state;
	assert_false(pdf_by(""));
	assert_int_equal(reason, FILE_NO_FILTER);
	assert_string_equal(detail, "a filter: none is configured");
	assert_false(pdf_by("none-such %f"));
	assert_string_equal(detail, "none-such: no such program");
	assert_false(pdf_by("/etc/passwd %f"));
	assert_string_equal(detail, "/etc/passwd: no such program");
	assert_false(pdf_by("bin/sh %f")); /* relative to what? */
	assert_int_equal(reason, FILE_NO_FILTER);
}

static void failures_have_reasons(void **state)
{
	(void)state;
	assert_false(pdf_by("false"));
	assert_int_equal(reason, FILE_FILTER_FAILED);
	assert_string_equal(detail, "exit status 1");
	assert_false(pdf_by("perl -e die+'Encrypted'"));
	assert_int_equal(reason, FILE_PASSWORD);
	assert_false(pdf_by("perl -e unpack('p',pack('J',1))"));
	assert_int_equal(reason, FILE_FILTER_CRASHED);
	assert_string_equal(detail, "signal 11: Segmentation fault");
	assert_false(pdf_by("cat /dev/zero"));
	assert_int_equal(reason, FILE_FILTER_OUTPUT);
}

static void time_is_bounded(void **state)
{
	uint64_t begun = clock_now_ns();

	(void)state;
	assert_false(pdf_by("sleep 1000"));
	assert_int_equal(reason, FILE_FILTER_TIMEOUT);
	assert_false(pdf_by("perl -e while(1){fork}"));
	assert_int_equal(reason, FILE_FILTER_TIMEOUT);
	assert_true(clock_now_ns() - begun < 15000000000);
}

static void too_many_words_are_refused(void **state)
{
	struct converter_rules rules = { .commands[FORMAT_DOC] =
		"1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23 "
		"24 25 26 27 28 29 30 31 32" };
	struct converters *cs;
	struct err e;

	(void)state;
	assert_int_equal(converters_open(&rules, &cs, &e), E_INVAL);
	assert_non_null(strstr(e.msg, "more than 31 words"));
}

static uint64_t id_of(const char *command)
{
	const struct converter_rules rules = {
		.commands[FORMAT_ODT] = command,
	};
	struct converters *cs = open_rules(&rules);
	uint64_t id = converters_id(cs, FORMAT_ODT);

	converters_close(cs);
	return id;
}

static void another_filter_has_another_id(void **state)
{
	const char *path = in_tmp("filter");
	struct err e;
	uint64_t first;

	(void)state;
	assert_int_equal(id_of(path), 0);
	assert_int_equal(path_write_file(path, "#!/bin/sh\n", 10, &e), 0);
	assert_int_equal(id_of(path), 0); /* nobody may run it */
	chmod(path, 0755);
	first = id_of(path);
	assert_true(first != 0);
	assert_true(id_of(path) == first);
	assert_int_equal(path_write_file(path, "#!/bin/sh -u\n", 13, &e), 0);
	chmod(path, 0755);
	assert_true(id_of(path) != first && id_of(path) != 0);
	assert_true(id_of("cat") != id_of("cat %f"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_document_is_on_stdin),
		cmocka_unit_test(nobody_writes_to_the_document),
		cmocka_unit_test(what_is_missing_is_named),
		cmocka_unit_test(failures_have_reasons),
		cmocka_unit_test(time_is_bounded),
		cmocka_unit_test(too_many_words_are_refused),
		IN_DIR(another_filter_has_another_id),
	};

	return cmocka_run_group_tests(tests, NULL, release_out);
}
