/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The same reports in one database, in two and in three: the same answers, with
 * the same scores.
 */
#include "tests/unit/store_fixture.h"

#include <math.h>

#include "search/search.h"
#include "tests/unit/index_fixture.h"

#define N_REPORTS 60
#define N_FEW 8
#define BODY_WORDS 40

/* Words that cover one another, are short for others, or may be run together. */
static const char *const words[] = {
	"học", "hoc", "tập", "tạp", "tap", "đường", "dương", "dân", "dần", "dan",
	"nước", "sạch", "xã", "xa", "UBND", "Ủy ban nhân dân", "HĐND", "lũ",
	"lụt", "pa-nô", "panô", "quản lý", "quản lí", "cầu", "chợ", "đê", "5",
	"đất đỏ", "dat do", "trồng rừng",
};
#define N_WORDS_USED (sizeof(words) / sizeof(*words))

static struct test_report reports[N_REPORTS];
static char names[N_REPORTS][8], titles[N_REPORTS][128],
	bodies[N_REPORTS][BODY_WORDS * 24];

static unsigned dice(unsigned n)
{
	static uint32_t x = 12345;

	x = x * 1664525u + 1013904223u;
	return (x >> 8) % n;
}

static void write_words(char *to, size_t size, unsigned n)
{
	size_t len = 0;

	for (unsigned i = 0; i < n; i++)
		len += (size_t)snprintf(to + len, size - len, "%s%s",
					i ? dice(9) ? " " : ", " : "",
					words[dice(N_WORDS_USED)]);
}

/* The first words of the list come often in the first reports, the others later:
 * some forms are in one database only. */
static void make_reports(void)
{
	for (unsigned i = 0; i < N_REPORTS; i++) {
		snprintf(names[i], sizeof(names[i]), "%03u", i);
		write_words(titles[i], sizeof(titles[i]), 1 + dice(3));
		write_words(bodies[i], sizeof(bodies[i]),
			    3 + dice(BODY_WORDS - 3));
		if (i % 20 == 7)
			strcat(bodies[i], " hợc tẩp");
		reports[i] = (struct test_report){ names[i], titles[i],
						   bodies[i] };
	}
}

struct asked {
	struct search_index *index;
	struct search *s;
};

/* The first `reports_n` reports, in n databases. */
static struct asked open_shards(const char *const *where, size_t n,
				size_t reports_n)
{
	const struct search_settings settings = {
		.limits = search_limits_default,
	};
	struct asked a;
	struct err e;

	for (size_t i = 0; i < n; i++)
		index_reports(where[i], reports + i * (reports_n / n),
			      reports_n / n);
	if (search_index_open(where, n, &settings, &a.index, &e) ||
	    search_open(a.index, &a.s, &e))
		fail_msg("%s", e.msg);
	return a;
}

static void close_shards(const struct asked *a)
{
	search_close(a->s);
	search_index_close(a->index);
}

static bool same_score(const struct search_hit *x, const struct search_hit *y)
{
	return fabs(x->score - y->score) < 1e-9;
}

/* Scores are sums, whose last bit depends on the order that they are added in: two
 * that are equal but for it may change places. */
static bool has_hit(const struct search_result *r, size_t at,
		    const struct search_hit *h)
{
	for (size_t i = 0; i < r->n_hits; i++)
		if (!strcmp(r->hits[i].path, h->path))
			return same_score(&r->hits[i], h);
	/* Or leave the page. */
	return same_score(&r->hits[r->n_hits - 1], &r->hits[at]) ||
	       same_score(&r->hits[0], &r->hits[at]);
}

static void same_hits(const struct search_result *x,
		      const struct search_result *y)
{
	assert_int_equal(x->n_hits, y->n_hits);
	for (size_t i = 0; i < x->n_hits; i++) {
		assert_true(same_score(&x->hits[i], &y->hits[i]));
		if (!has_hit(y, i, &x->hits[i]))
			fail_msg("%s is not at rank %zu", x->hits[i].path, i);
	}
}

static void same_result(const struct asked *a, const struct asked *b,
			const struct search_request *req)
{
	struct search_result *x, *y;
	struct err e;

	assert_int_equal(search_run(a->s, req, &x, &e), 0);
	assert_int_equal(search_run(b->s, req, &y, &e), 0);
	same_hits(x, y);
	assert_int_equal(x->total, y->total);
	assert_string_equal(x->read_as, y->read_as);
	assert_int_equal(x->facets[SEARCH_FACET_TYPE].n,
			 y->facets[SEARCH_FACET_TYPE].n);
	search_result_free(x);
	search_result_free(y);
}

static void same_suggestions(const struct asked *a, const struct asked *b,
			     const struct search_request *req)
{
	struct search_suggestions x, y;
	struct err e;

	assert_int_equal(search_suggest(a->s, req, &x, &e), 0);
	assert_int_equal(search_suggest(b->s, req, &y, &e), 0);
	assert_int_equal(x.n, y.n);
	for (size_t i = 0; i < x.n; i++) {
		assert_string_equal(x.v[i].query, y.v[i].query);
		assert_int_equal(x.v[i].value, y.v[i].value);
	}
	search_suggestions_release(&x);
	search_suggestions_release(&y);
}

static void same_completions(const struct asked *a, const struct asked *b,
			     const struct search_request *req)
{
	struct search_completions x, y;
	struct err e;

	assert_int_equal(search_complete(a->s, req, &x, &e), 0);
	assert_int_equal(search_complete(b->s, req, &y, &e), 0);
	assert_int_equal(x.n, y.n);
	for (size_t i = 0; i < x.n; i++) {
		assert_string_equal(x.v[i].text, y.v[i].text);
		assert_int_equal(x.v[i].value, y.v[i].value);
	}
	search_completions_release(&x);
	search_completions_release(&y);
}

static void same_similar(const struct asked *a, const struct asked *b,
			 const char *path)
{
	const struct search_request req = { .limit = 10 };
	struct search_result *x, *y;
	struct err e;

	assert_int_equal(search_similar(a->s, &req, path, strlen(path), &x, &e),
			 0);
	assert_int_equal(search_similar(b->s, &req, path, strlen(path), &y, &e),
			 0);
	same_hits(x, y);
	search_result_free(x);
	search_result_free(y);
}

static const char *const queries[] = {
	"hoc tap", "học tập", "duong", "dân", "dan", "xa", "ubnd",
	"uy ban nhan dan", "ủy ban", "pano", "pa-nô", "quan li", "\"đất đỏ\"",
	"\"dat do\"", "nuocsach", "lũ OR lụt", "đê NEAR/5 chợ", "-học dân",
	"title:dan", "=hoc", "h*", "hojc taapj", "học tậpx", "5", "hợc", "tẩp dân",
	"trong rung hdnd", "xã -title:xã",
};

static void ask_searches(const struct asked *a, const struct asked *b)
{
	for (size_t i = 0; i < sizeof(queries) / sizeof(*queries); i++) {
		struct search_request req = {
			.query = queries[i],
			.query_len = strlen(queries[i]),
			.limit = 25,
			.facets = 1u << SEARCH_FACET_TYPE,
		};

		for (unsigned way = 0; way < 12; way++) {
			req.match = (enum search_match)(way % 3);
			req.sort = way / 3 % 2 ? SEARCH_BY_PATH :
						 SEARCH_BY_RELEVANCE;
			req.offset = way / 6 * 7;
			req.collapse = way % 2;
			same_result(a, b, &req);
		}
	}
	for (unsigned i = 0; i < N_REPORTS; i += 7)
		same_similar(a, b, names[i]);
}

/* How a word is written is read from some reports: which, where many have it, is a
 * matter of the order in which they were indexed.  Here all are read. */
static void ask_typing(const struct asked *a, const struct asked *b)
{
	for (size_t i = 0; i < sizeof(queries) / sizeof(*queries); i++) {
		const struct search_request req = {
			.query = queries[i],
			.query_len = strlen(queries[i]),
			.limit = 10,
		};

		same_suggestions(a, b, &req);
		same_completions(a, b, &req);
	}
}

static void shards_write_alike(void **state)
{
	const char *one[] = { in_tmp("all") };
	const char *two[] = { in_tmp("1"), in_tmp("2") };
	struct asked a = open_shards(one, 1, N_FEW);
	struct asked b = open_shards(two, 2, N_FEW);

	(void)state;
	ask_typing(&a, &b);
	close_shards(&a);
	close_shards(&b);
}

static void shards_answer_alike(void **state)
{
	const char *one[] = { in_tmp("all") };
	const char *two[] = { in_tmp("1"), in_tmp("2") };
	const char *three[] = { in_tmp("3"), in_tmp("4"), in_tmp("5") };
	struct asked a = open_shards(one, 1, N_REPORTS);
	struct asked b = open_shards(two, 2, N_REPORTS);
	struct asked c = open_shards(three, 3, N_REPORTS);
	struct search_index_stats x, y;

	(void)state;
	search_stats(a.s, &x);
	search_stats(c.s, &y);
	assert_int_equal(x.documents, y.documents);
	assert_int_equal(x.terms, y.terms);
	assert_true(fabs(x.mean_length - y.mean_length) < 1e-9);
	ask_searches(&a, &b);
	ask_searches(&a, &c);
	close_shards(&a);
	close_shards(&b);
	close_shards(&c);
}

/* One database of several that is of another schema is not passed over. */
static void each_schema_counts(void **state)
{
	const struct search_settings settings = {
		.limits = search_limits_default,
	};
	const char *where[] = { in_tmp("1"), in_tmp("2") };
	struct search_index *index;
	struct store_writer *w;
	struct err e;

	(void)state;
	index_reports(where[0], reports, 2);
	w = create(where[1]);
	assert_int_equal(store_meta_set(w, SCHEMA_META_VERSION, "99", &e), 0);
	commit_and_close(w);
	assert_int_equal(search_index_open(where, 2, &settings, &index, &e),
			 E_SCHEMA);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(shards_answer_alike),
		TEST(shards_write_alike),
		TEST(each_schema_counts),
	};

	make_reports();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
