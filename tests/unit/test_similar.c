/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Near-duplicates and reports about the same, in one database, in two, and with
 * one of them remote.
 */
#include "tests/unit/store_fixture.h"

#include "search/search.h"
#include "tests/unit/index_fixture.h"
#include "tests/unit/remote_fixture.h"

#define RICE                                                                   \
	"Vụ mùa năm nay nông dân xã Hạ Lũng gieo cấy lúa nếp trên cánh đồng "  \
	"thấp. Nước từ trạm bơm mới về tới ruộng cuối kênh, lúa trổ bông "     \
	"đều. Hợp tác xã thu mua hết thóc nếp tại bờ ruộng, bà con không "    \
	"phải chở thóc ra chợ huyện như những vụ trước. "
#define SCHOOL                                                                 \
	"Trường tiểu học Hạ Lũng khánh thành dãy phòng học hai tầng. Thầy "    \
	"giáo và học sinh dọn sách vở sang lớp mới trong hai ngày. Phụ huynh " \
	"góp công trồng cây quanh sân trường, thư viện mở cửa cả buổi chiều " \
	"cho học sinh xa nhà ngồi đọc. "
#define RICE_TOO                                                               \
	"Nông dân hợp tác xã Đồng Mía cấy lúa nếp lấy nước trạm bơm. Thóc nếp " \
	"phơi khô bán cho hợp tác xã, lúa tẻ để ăn. Ruộng cuối kênh vẫn thiếu " \
	"nước, hợp tác xã xin nạo vét kênh trước vụ sau để nước về ruộng đều."

static const struct test_report reports[] = {
	{ "a", "Lúa nếp Hạ Lũng được mùa", RICE },
	{ "b", "Trường Hạ Lũng có lớp mới", SCHOOL },
	{ "c", "Đồng Mía thiếu nước", RICE_TOO },
	{ "d", "Giấy mời", "Xem tệp đính kèm." },
	{ "a2", "Chuyện ở cơ sở", RICE "Tin do bạn đọc gửi." },
	{ "b2", "Tin giáo dục", "Tin trong huyện. " SCHOOL },
	{ "d2", "Lịch tuần", "Xem tệp đính kèm." },
	{ "a3", "Tin vắn", RICE },
};
#define N_REPORTS (sizeof(reports) / sizeof(*reports))
#define FIRST_SHARD 4

static struct search_index *opened;

static struct search *open_at(const char *const *where, size_t n)
{
	const struct search_settings settings = {
		.limits = search_limits_default,
	};
	struct search *s;
	struct err e;

	assert_int_equal(search_index_open(where, n, &settings, &opened, &e),
			 0);
	assert_int_equal(search_open(opened, &s, &e), 0);
	return s;
}

static void close_all(struct search *s)
{
	search_close(s);
	search_index_close(opened);
}

static int by_name(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

/* A hit and what was folded into it, by path: "a+a2". */
static size_t add_group(char *to, size_t size, const struct search_hit *h)
{
	const char *names[1 + SEARCH_DUPLICATES_MAX] = { h->path };
	size_t n = 0;

	assert_int_equal(h->n_duplicates, h->duplicate_count);
	for (size_t i = 0; i < h->n_duplicates; i++)
		names[i + 1] = h->duplicates[i].path;
	qsort(names, h->n_duplicates + 1, sizeof(*names), by_name);
	for (size_t i = 0; i <= h->n_duplicates; i++)
		n += (size_t)snprintf(to + n, size - n, "%s%s", i ? "+" : "",
				      names[i]);
	return n;
}

/* The groups of a result, best first; frees it. */
static const char *listed(struct search_result *r)
{
	static char all[256];
	size_t n = 0;

	all[0] = '\0';
	for (size_t i = 0; i < r->n_hits; i++) {
		n += (size_t)snprintf(all + n, sizeof(all) - n, "%s",
				      i ? " " : "");
		n += add_group(all + n, sizeof(all) - n, &r->hits[i]);
	}
	search_result_free(r);
	return all;
}

static const char *found_by(struct search *s, const char *query, uint32_t offset,
			    uint32_t limit)
{
	const struct search_request req = {
		.query = query,
		.query_len = strlen(query),
		.offset = offset,
		.limit = limit,
		.sort = SEARCH_BY_PATH,
		.collapse = true,
		.snippet = true,
	};
	struct search_result *r;
	struct err e;

	assert_int_equal(search_run(s, &req, &r, &e), 0);
	return listed(r);
}

static const char *like(struct search *s, const char *path, bool collapse)
{
	const struct search_request req = { .limit = 10, .collapse = collapse,
					    .snippet = true };
	struct search_result *r;
	struct err e;

	assert_int_equal(search_similar(s, &req, path, strlen(path), &r, &e),
			 0);
	assert_null(r->read_as);
	return listed(r);
}

/* What holds wherever the reports are. */
static void check_all(struct search *s)
{
	assert_string_equal(found_by(s, "-xyz", 0, 10),
			    "a+a2+a3 b+b2 c d d2");
	assert_string_equal(found_by(s, "-xyz", 1, 2), "b+b2 c");
	assert_string_equal(found_by(s, "-xyz", 2, 2), "c d");
	assert_string_equal(found_by(s, "-xyz", 5, 2), "");
	/* Words without marks, two tiers, phrases. */
	assert_string_equal(found_by(s, "lua nep", 0, 10), "a+a2+a3 c");
	assert_string_equal(found_by(s, "lúa nep", 1, 1), "c");
	assert_string_equal(found_by(s, "\"ha lung\"", 0, 10), "a+a2+a3 b+b2");
	assert_string_equal(found_by(s, "\"hạ lũng\"", 1, 10), "b+b2");

	/* About the same; what is as good as the report itself is there. */
	assert_string_equal(like(s, "c", true), "a+a2+a3 b+b2");
	assert_string_equal(like(s, "a", true), "a2+a3 c b+b2");
	assert_true(!strncmp(like(s, "b2", true), "b ", 2));
	assert_true(!strncmp(like(s, "a2", false), "a", 1));
	/* No other report has a word of it but its copy. */
	assert_string_equal(like(s, "d", true), "d2");
}

static void one_database(void **state)
{
	const char *where[] = { in_tmp("all") };
	struct search *s;

	(void)state;
	index_reports(where[0], reports, N_REPORTS);
	s = open_at(where, 1);
	check_all(s);
	close_all(s);
}

static void two_databases(void **state)
{
	const char *where[] = { in_tmp("1"), in_tmp("2") };
	struct search *s;

	(void)state;
	index_reports(where[0], reports, FIRST_SHARD);
	index_reports(where[1], reports + FIRST_SHARD, N_REPORTS - FIRST_SHARD);
	s = open_at(where, 2);
	check_all(s);
	close_all(s);
}

static void a_remote_shard(void **state)
{
	char remote[32];
	const char *where[] = { in_tmp("1"), remote };
	unsigned port = free_port();
	struct search *s;
	FILE *output;
	pid_t pid;

	(void)state;
	if (!can_serve())
		skip();
	index_reports(where[0], reports, FIRST_SHARD);
	index_reports(in_tmp("2"), reports + FIRST_SHARD,
		      N_REPORTS - FIRST_SHARD);
	snprintf(remote, sizeof(remote), "127.0.0.1:%u", port);
	pid = serve(in_tmp("2"), port, &output);
	s = open_at(where, 2);
	check_all(s);
	close_all(s);
	stop_serving(pid, output);
}

static void the_report_itself_is_not_there(void **state)
{
	const char *where[] = { in_tmp("all") };
	struct search *s;

	(void)state;
	index_reports(where[0], reports, N_REPORTS);
	s = open_at(where, 1);
	for (size_t i = 0; i < N_REPORTS; i++) {
		const struct search_request req = { .limit = 10 };
		const char *name = reports[i].name;
		struct search_result *r;
		struct err e;

		assert_int_equal(search_similar(s, &req, name, strlen(name),
						&r, &e), 0);
		for (size_t k = 0; k < r->n_hits; k++) {
			assert_string_not_equal(r->hits[k].path, name);
			assert_null(r->hits[k].snippet.s);
			assert_int_equal(r->hits[k].title.n_marks, 0);
		}
		search_result_free(r);
	}
	close_all(s);
}

static void what_is_wrong_is_refused(void **state)
{
	const char *where[] = { in_tmp("all") };
	struct search_request req = { .limit = 10 };
	struct cancel cancelled = { 0 };
	struct search_result *r;
	struct search *s;
	struct err e;

	(void)state;
	index_reports(where[0], reports, N_REPORTS);
	s = open_at(where, 1);
	assert_int_equal(search_similar(s, &req, "xa", 2, &r, &e), E_NOTFOUND);
	assert_int_equal(search_similar(s, &req, "", 0, &r, &e), E_NOTFOUND);
	req.limit = search_limits_default.page + 1;
	assert_int_equal(search_similar(s, &req, "a", 1, &r, &e), E_LIMIT);
	req.limit = 10;
	req.deadline_ns = 1;
	assert_int_equal(search_similar(s, &req, "a", 1, &r, &e), E_DEADLINE);
	req.deadline_ns = 0;
	cancel_set(&cancelled);
	req.cancel = &cancelled;
	assert_int_equal(search_similar(s, &req, "a", 1, &r, &e), E_CANCELLED);
	close_all(s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(one_database),
		TEST(two_databases),
		TEST(a_remote_shard),
		TEST(the_report_itself_is_not_there),
		TEST(what_is_wrong_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
