/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Queries against a small index of a dozen lines: what is found, in which
 * order, and what is marked where.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "tests/unit/search_fixture.h"

static const struct test_report reports[] = {
	{ "hoc", "Phong trào thi đua", "Học sinh vùng cao thi đua học tập." },
	{ "sinh", "Giờ học ngoài trời", "Trong giờ học, sinh viên vẽ núi." },
	{ "dat", "Cà phê trên đất đỏ", "Đồi đất đỏ phủ kín cà phê." },
	{ "datdo", "Độ nén của đường", "Nền đường đạt độ chặt theo yêu cầu." },
	{ "cong", "Một cửa", "Công chức, viên chức trực ngày nghỉ." },
	{ "dan", "Dân làng mở đường", "Người dân hiến đất mở đường." },
	{ "danlan", "Nước dần rút", "Nước dần rút khỏi ruộng." },
	{ "nam", "Xóm phía nam", "Xóm nằm ở phía nam, cách chợ năm cây số." },
	{ "ly", "Quản lí chợ", "Ban quản lý chợ làm việc với tiểu thương." },
	{ "toa", "LAN TOẢ ĐIỀU HAY", "Việc tốt lan tỏa khắp xã." },
};
#define N_REPORTS (sizeof(reports) / sizeof(*reports))

static int setup(void **state)
{
	(void)state;
	session_open(reports, N_REPORTS);
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	return session_close();
}

/* ------------------------------------------------------------------- the tests */

/* The names of the hits with a space behind each. */
static void names(const struct search_result *r, char *out)
{
	*out = '\0';
	for (size_t i = 0; i < r->n_hits; i++) {
		strncat(out, r->hits[i].path, r->hits[i].path_len);
		strcat(out, " ");
	}
}

static const struct {
	const char *query, *hits;
} finds[] = {
	/* without marks, with some, with all */
	{ "hoc tap", "hoc " },
	{ "hocz", "" },
	{ "đât đo", "dat " },
	{ "đất đỏ", "dat " },
	{ "đạt độ", "datdo " },
	{ "HỌC TẬP", "hoc " },
	{ "hỏc", "" },
	{ "đân", "" },
	/* a word with marks means itself first, then what it covers */
	{ "dân", "dan danlan " },
	{ "=dân", "dan " },
	{ "=dan", "" },
	/* spelling */
	{ "lan tỏa", "toa " },
	{ "lan toả", "toa " },
	{ "quản lí", "ly " },
	{ "quan ly", "ly " },
	/* phrases */
	{ "\"học sinh\"", "hoc " },
	{ "học sinh", "hoc sinh " },
	{ "\"hoc sinh\"", "hoc " },
	{ "\"chức viên\"", "" },
	{ "\"công chức, viên chức\"", "cong " },
	{ "\"phía nam\"", "nam " },
	{ "\"nam phía\"", "" },
	{ "“đất đỏ”", "dat " },
	{ "\"nằm ở phía nam\"", "nam " },
	{ "\"năm ở phía nam\"", "nam " }, /* năm covers nằm ... */
	{ "\"nắm ở phía nam\"", "" },	/* ... nắm does not */
	{ "\"hàng quỷ\"", "" },
	/* a phrase does not run from the title into the body */
	{ "\"đỏ đồi\"", "" },
	/* operators */
	{ "đường -dân", "datdo " },
	{ "đường NOT \"dân làng\"", "datdo " },
	{ "tập OR \"đạt độ\"", "datdo hoc " },
	{ "đường AND dân", "dan " },
	{ "(tập OR rút) AND nước", "danlan " },
	{ "(tập sinh) học", "hoc " },
	{ "học (tập sinh)", "hoc " },
	{ "(học tập) (thi đua)", "hoc " },
	{ "đường -(dân (mở đường))", "datdo " },
	{ "AND OR NOT", "" },
	{ "học tập (", "hoc " },
	/* exactly as written, in a phrase too */
	{ "=\"hoc tap\"", "" },
	{ "=\"học tập\"", "hoc " },
	/* fields */
	{ "title:đường", "dan datdo " },
	{ "title:\"lan tỏa\"", "toa " },
	{ "title:ruộng", "" },
	{ "title:\"giờ học\"", "sinh " },
	{ "-title:đường dân", "danlan " },
};

static void test_finds(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(finds) / sizeof(*finds); i++) {
		struct search_result *r = run(finds[i].query, SEARCH_ALL);
		char got[512];

		names(r, got);
		if (strcmp(got, finds[i].hits))
			fail_msg("\"%s\" found %s, not %s", finds[i].query,
				 got, finds[i].hits);
		assert_int_equal(r->total, r->n_hits);
		search_result_free(r);
	}
}

static void test_auto_relaxes(void **state)
{
	struct search_result *r = run("cà phê vùng cao", SEARCH_AUTO);
	char got[512];

	(void)state;
	assert_true(r->relaxed);
	assert_int_equal(r->match, SEARCH_ANY);
	names(r, got);
	assert_string_equal(got, "dat hoc ");
	search_result_free(r);
	r = run("cà phê", SEARCH_AUTO);
	assert_false(r->relaxed);
	search_result_free(r);
	r = run("không có", SEARCH_AUTO);
	assert_int_equal(r->total, 0);
	assert_false(r->relaxed);
	search_result_free(r);
}

/* A folded pair adds weight to a report but does not make it match. */
static void test_any_needs_a_word(void **state)
{
	struct search_result *r = run("hóc táp", SEARCH_ANY);

	(void)state;
	assert_int_equal(r->total, 0);
	search_result_free(r);
	r = run("mở -(hóc táp)", SEARCH_ANY);
	assert_int_equal(r->total, 1);
	search_result_free(r);
}

static void test_totals(void **state)
{
	struct search_request req = { .limit = 1 };
	static const struct {
		const char *query;
		uint64_t total;
	} totals[] = { { "dân", 2 }, { "\"đất đỏ\"", 1 }, { "học", 2 } };

	(void)state;
	for (size_t i = 0; i < sizeof(totals) / sizeof(*totals); i++) {
		struct search_result *r;
		struct err e;

		req.query = totals[i].query;
		req.query_len = strlen(req.query);
		assert_int_equal(search_run(session, &req, &r, &e), 0);
		assert_int_equal(r->n_hits, 1);
		assert_int_equal(r->total, totals[i].total);
		assert_int_equal(r->relation, SEARCH_EQ);
		search_result_free(r);
	}
}

static void test_snippet_marks(void **state)
{
	struct search_result *r = run("\"phia nam\" cho", SEARCH_ALL);
	const struct marked *m = &r->hits[0].snippet;

	(void)state;
	assert_string_equal(m->s, "Xóm nằm ở phía nam, cách chợ năm cây số.");
	assert_int_equal(m->n_marks, 2);
	assert_memory_equal(m->s + m->marks[0].byte, "phía nam",
			    m->marks[0].len);
	assert_int_equal(m->marks[0].utf16, 10);
	assert_int_equal(m->marks[0].utf16_len, 8);
	assert_memory_equal(m->s + m->marks[1].byte, "chợ", m->marks[1].len);
	assert_int_equal(m->line, 3);
	assert_int_equal(m->utf16, 10);
	assert_int_equal(m->col, m->marks[0].byte + 1);
	assert_int_equal(m->byte, strlen("Xóm phía nam\n\n") + m->col - 1);
	assert_false(m->cut_front || m->cut_back);
	search_result_free(r);
}

static void test_title_alone(void **state)
{
	struct search_result *r = run("thi dua", SEARCH_ALL);
	const struct search_hit *h = &r->hits[0];

	(void)state;
	assert_int_equal(h->title.n_marks, 1); /* side by side: one mark */
	assert_memory_equal(h->title.s + h->title.marks[0].byte, "thi đua",
			    h->title.marks[0].len);
	search_result_free(r);
	r = run("phong trao", SEARCH_ALL);
	h = &r->hits[0];
	assert_int_equal(h->snippet.n_marks, 0);
	assert_int_equal(h->snippet.line, 1);
	assert_int_equal(h->snippet.byte, 0);
	assert_string_equal(h->snippet.s, reports[0].body);
	search_result_free(r);
}

static void test_pages_do_not_overlap(void **state)
{
	struct search_request req = {
		.query = "dan duong",
		.query_len = strlen(req.query),
		.match = SEARCH_ANY,
		.limit = 1,
	};
	char all[512], one[512], joined[512] = "";
	struct search_result *r = run(req.query, SEARCH_ANY);
	struct err e;

	(void)state;
	names(r, all);
	for (size_t n = r->n_hits; req.offset < n; req.offset++) {
		struct search_result *page;

		assert_int_equal(search_run(session, &req, &page, &e), 0);
		names(page, one);
		strcat(joined, one);
		search_result_free(page);
	}
	assert_string_equal(joined, all);
	search_result_free(r);
}

static void test_count(void **state)
{
	static const struct {
		const char *query;
		uint64_t n;
	} counts[] = { { "dân", 2 },	     { "=dân", 1 },
		       { "\"học sinh\"", 1 }, { "học", 2 },
		       { "", 0 },	     { "-đường", 8 } };

	(void)state;
	for (size_t i = 0; i < sizeof(counts) / sizeof(*counts); i++) {
		struct search_request req = {
			.query = counts[i].query,
			.query_len = strlen(counts[i].query),
		};
		enum search_relation relation;
		uint64_t n;
		struct err e;

		assert_int_equal(search_count(session, &req, &n, &relation, &e),
				 0);
		assert_int_equal(n, counts[i].n);
		assert_int_equal(relation, SEARCH_EQ);
	}
}

static void test_show(void **state)
{
	struct search_report *r;
	struct err e;

	(void)state;
	assert_int_equal(search_show(session, "nam", 3, 0, 0, &r, &e), 0);
	assert_int_equal(r->lines, 3);
	assert_memory_equal(r->text, "Xóm phía nam\n", 15);
	search_report_free(r);
	assert_int_equal(search_show(session, "nam", 3, 3, 3, &r, &e), 0);
	assert_int_equal(r->from, 3);
	assert_memory_equal(r->text, reports[7].body, strlen(reports[7].body));
	search_report_free(r);
	assert_int_equal(search_show(session, "none", 4, 0, 0, &r, &e),
			 E_NOTFOUND);
}

static void test_explain(void **state)
{
	struct search_request req = { .query = "hoc tap", .query_len = 7 };
	struct search_explanation x;
	struct err e;

	(void)state;
	assert_int_equal(search_explain(session, &req, "hoc", 3, &x, &e), 0);
	assert_string_equal(x.read_as, "hoc tap");
	assert_non_null(strstr(x.plan, "hoc:5 (2)"));
	assert_true(x.matches);
	assert_non_null(strstr(x.weights, "pair \"hoc tap\""));
	search_explanation_release(&x);
	assert_int_equal(search_explain(session, &req, "dat", 3, &x, &e), 0);
	assert_false(x.matches);
	search_explanation_release(&x);
}

static void test_deadline_and_cancel(void **state)
{
	struct cancel cancel = { 0 };
	struct search_request req = {
		.query = "học",
		.query_len = strlen("học"),
		.limit = 10,
		.deadline_ns = 1,
	};
	struct search_result *r;
	struct err e;

	(void)state;
	assert_int_equal(search_run(session, &req, &r, &e), E_DEADLINE);
	req.deadline_ns = 0;
	req.cancel = &cancel;
	cancel_set(&cancel);
	assert_int_equal(search_run(session, &req, &r, &e), E_CANCELLED);
}

static void test_limits(void **state)
{
	struct search_request req = {
		.query = "học",
		.query_len = strlen("học"),
		.limit = 1000,
		.offset = 9000,
	};
	struct search_result *r;
	struct err e;

	(void)state;
	assert_int_equal(search_run(session, &req, &r, &e), 0);
	search_result_free(r);
	req.offset++;
	assert_int_equal(search_run(session, &req, &r, &e), E_LIMIT);
	assert_string_equal(e.limit, "window");
	assert_int_equal(e.value, 10000);
	req.offset = 0;
	req.limit = 1001;
	assert_int_equal(search_run(session, &req, &r, &e), E_LIMIT);
}

static void test_the_normal_form_of_a_query(void **state)
{
	static const char *const cases[][2] = {
		{ "", "" },
		{ "   ", "" },
		{ "đất đỏ", "đất đỏ" },
		{ "  đất   đỏ ", "đất đỏ" },
		{ "đa\xcc\x82\xcc\x81t", "đất" }, /* decomposed */
		{ "a\xcc\xa3\xcc\x82", "ậ" },
		{ "đất \n  đỏ\t ", "đất \n đỏ\t" }, /* line ends part phrases */
		{ "Đất  \"ĐỎ\"  OR  -x", "Đất \"ĐỎ\" OR -x" },
		{ " \xff  \xcc\x81", "\xff \xcc\x81" }, /* no UTF-8 */
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct buf b = BUF_INIT;

		buf_adds(&b, "x ");
		assert_int_equal(search_normalise(cases[i][0],
						  strlen(cases[i][0]), &b), 0);
		assert_int_equal(b.len, 2 + strlen(cases[i][1]));
		assert_memory_equal(b.s + 2, cases[i][1], b.len - 2);
		buf_release(&b);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_finds),
		cmocka_unit_test(test_auto_relaxes),
		cmocka_unit_test(test_any_needs_a_word),
		cmocka_unit_test(test_totals),
		cmocka_unit_test(test_snippet_marks),
		cmocka_unit_test(test_title_alone),
		cmocka_unit_test(test_pages_do_not_overlap),
		cmocka_unit_test(test_count),
		cmocka_unit_test(test_show),
		cmocka_unit_test(test_explain),
		cmocka_unit_test(test_deadline_and_cancel),
		cmocka_unit_test(test_limits),
		cmocka_unit_test(test_the_normal_form_of_a_query),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
