/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * What an abbreviation is short for.
 */
#include "tests/unit/store_fixture.h"

#include "search/search.h"
#include "tests/unit/search_fixture.h"

static const struct test_report reports[] = {
	{ "a", "Họp xã", "Ủy ban nhân dân xã họp. Hội cựu chiến binh đến." },
	{ "b", "Họp tỉnh", "Ủy ban nhân dân tỉnh bàn về khoa học công nghệ." },
	{ "c", "Tin", "UBND và HCCB." },
};

static int open_all(void **state)
{
	(void)state;
	session_open(reports, sizeof(reports) / sizeof(*reports));
	return 0;
}

static int close_all(void **state)
{
	(void)state;
	return session_close();
}

static struct search_meanings ask(const char *word)
{
	const struct search_request req = { .query = word,
					    .query_len = strlen(word) };
	struct search_meanings m;
	struct err e;

	if (search_meanings(session, &req, &m, &e))
		fail_msg("%s: %s", word, e.msg);
	return m;
}

static void an_abbreviation_is_written_out(void **state)
{
	static const char *const words[] = { "UBND", "ubnd", " UBND. ",
					     "U.B.N.D" };

	(void)state;
	for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++) {
		struct search_meanings m = ask(words[i]);

		if (m.n < 1)
			fail_msg("%s: nothing", words[i]);
		assert_string_equal(m.v[0].text, "ủy ban nhân dân");
		assert_int_equal(m.v[0].reports, 0);
		search_meanings_release(&m);
		search_meanings_release(&m);
	}
}

static void what_is_none_has_no_meaning(void **state)
{
	static const char *const words[] = { "", "họp", "UBND xã", "xã UBND",
					     "qqq", ", ", "05-CT/TW", "2020" };

	(void)state;
	for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++)
		assert_int_equal(ask(words[i]).n, 0);
}

static void a_request_that_is_late_ends(void **state)
{
	const struct search_request late = { .query = "UBND", .query_len = 4,
					     .deadline_ns = 1 };
	struct search_meanings m;
	struct err e;

	(void)state;
	assert_int_equal(search_meanings(session, &late, &m, &e), E_DEADLINE);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_abbreviation_is_written_out),
		cmocka_unit_test(what_is_none_has_no_meaning),
		cmocka_unit_test(a_request_that_is_late_ends),
	};

	return cmocka_run_group_tests(tests, open_all, close_all);
}
