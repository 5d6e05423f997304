/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Completion: what of a text is being completed, what follows it in a small
 * index, and the same from a remote shard.
 */
#include "tests/unit/store_fixture.h"

#include <unistd.h>

#include "search/typing/complete.h"
#include "search/index.h"
#include "tests/unit/index_fixture.h"
#include "tests/unit/remote_fixture.h"

/* ----------------------------------------------------------------- what is read */

/* Terms of the context and of what has begun, and from which byte on. */
static const char *read_as(const char *typed)
{
	static char all[512];
	struct text_analyzer *a;
	struct typed t;
	struct err e;
	size_t n = 0;

	assert_int_equal(text_analyzer_open(&a, &e), 0);
	assert_int_equal(complete_read(a, typed, strlen(typed), &t, &e), 0);
	text_analyzer_close(a);
	all[0] = '\0';
	for (size_t i = 0; i < t.n_context; i++)
		n += (size_t)snprintf(all + n, sizeof(all) - n, "%.*s ",
				      (int)t.context[i].n, t.context[i].term);
	snprintf(all + n, sizeof(all) - n, "| %.*s@%zu", (int)t.begun.n,
		 t.begun.term,
		 t.n_context ? t.context[0].begin : t.begun.begin);
	return all;
}

static const struct {
	const char *typed, *read;
} readings[] = {
	{ "", "| @0" },
	{ " , ", "| @0" },
	{ "hoc t", "hoc: | t:@0" },
	{ "hoc ", "hoc: | @0" },
	{ "hoc\xc2\xa0", "hoc: | @0" },
	{ "Đất đ", "dat:AB1 | d:A@0" },
	/* the last words only */
	{ "mot hai ba bon nam sau bay tam",
	  "hai: ba: bon: nam: sau: bay: | tam:@4" },
	/* a break parts phrases, a hyphen does not */
	{ "sach, dep", "| dep:@6" },
	{ "sach, ", "| @0" },
	{ "sach - d", "sach: | d:@0" },
	{ "sach -", "| @0" },
	{ "xanh sach\nd", "| d:@10" },
	/* the query language */
	{ "\"nuoc s", "nuoc: | s:@1" },
	{ "“nuoc s", "nuoc: | s:@3" },
	{ "\"nuoc sach\"", "| @0" },
	{ "\"nuoc sach\" ", "| @0" },
	{ "title:nuoc s", "nuoc: | s:@6" },
	{ "title:(nuoc s", "nuoc: | s:@7" },
	{ "lũ -lut b", "lut: | b:@5" },
	{ "lũ =b", "| b:@5" },
	{ "lũ OR b", "| b:@7" },
	{ "lũ NEAR/5 b", "| b:@11" },
	{ "lũ OR", "| @0" },
	{ "lũ OR ", "| @0" },
	{ "lũ or b", "lu:4 or: | b:@0" },
	{ "hoc* t", "| t:@5" },
	{ "date:2020", "| @0" },
	{ "date:2020 lũ", "| lu:4@10" },
	{ "type:te", "| @0" },
	{ "ref:5", "| @0" },
	/* a field beside the text, and =, are for one word or a quotation */
	{ "author:n", "| n:@7" },
	{ "author:lan n", "| n:@11" },
	{ "author:\"lan n", "lan: | n:@8" },
	{ "=hoc t", "| t:@5" },
	/* bytes that are no text */
	{ "hoc \xff", "hoc: | @0" },
};

static void the_last_words_are_read(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(readings) / sizeof(*readings); i++)
		if (strcmp(read_as(readings[i].typed), readings[i].read))
			fail_msg("\"%s\" is read as %s, not %s",
				 readings[i].typed,
				 read_as(readings[i].typed),
				 readings[i].read);
}

/* ------------------------------------------------------------------------ words */

static void the_most_used_are_kept(void **state)
{
	struct followers f = { .most = 3 };
	static const struct {
		const char *s;
		uint64_t df;
	} words[] = { { "c", 5 }, { "a", 1 }, { "e", 9 }, { "b", 5 },
		      { "d", 7 } };

	(void)state;
	for (size_t i = 0; i < 5; i++)
		followers_add(&f, words[i].s, 1, words[i].df);
	assert_int_equal(f.n, 3);
	assert_memory_equal(f.v[0].s, "e", 1);
	assert_memory_equal(f.v[1].s, "d", 1);
	assert_memory_equal(f.v[2].s, "b", 1);
	f.most = 0;
	f.n = 0;
	followers_add(&f, "a", 1, 1);
	assert_int_equal(f.n, 0);
}

static void rare_words_leave_a_full_list(void **state)
{
	struct wordlist l = { 0 };
	struct store_reader *r;
	struct err e;
	size_t from;

	(void)state;
	make_shard(in_tmp("db"), 0, N_WORDS); /* w: in 3, x: in 4, y: in 4, z: in 2 */
	r = open_one(in_tmp("db"));
	assert_int_equal(wordlist_make(&l, r, 10, &e), 0);
	assert_true(wordlist_is_whole(&l));
	assert_int_equal(l.n, 4);
	assert_int_equal(wordlist_find(&l, "y", 1, &from), 3);
	assert_int_equal(from, 2);
	assert_int_equal(l.v[from].df, 4);
	assert_int_equal(wordlist_find(&l, "ya", 2, &from), 3);
	assert_int_equal(from, 3);
	wordlist_release(&l);

	assert_int_equal(wordlist_make(&l, r, 3, &e), 0);
	assert_false(wordlist_is_whole(&l));
	assert_int_equal(l.all, 4);
	assert_int_equal(l.least, 4);
	assert_int_equal(l.n, 2);
	assert_memory_equal(l.bytes.s, "x:y:", 4);
	wordlist_release(&l);
	store_reader_close(r);
}

/* ------------------------------------------------------------------ completions */

static const struct test_report reports[] = {
	{ "1", "Thi đua", "Học sinh vùng cao học tập. Kỹ sư trồng rừng." },
	{ "2", "Học tập", "Phong trào học tốt, dạy tốt. Mỹ thuật." },
	{ "3", "Chuyện nhỏ", "Ủy ban nhân dân xã Lai Trạch vận động bà con." },
	{ "4", "Chuyện to", "Họp ủy ban nhân dân huyện, bà con đồng thuận." },
	{ "5", "Họp", "Ủy ban nhân dân tỉnh họp với UBND xã Lai Trạch." },
	{ "6", "Cầu", "Người dân Lai Trạch xây cầu, UBND hỗ trợ xi măng." },
	{ "7", "Hóc", "Trẻ hóc tăm, học trò khóc ngày 07 tháng 5." },
};
#define N_REPORTS (sizeof(reports) / sizeof(*reports))

static struct search_completions complete(struct search *s, const char *prefix)
{
	struct search_request req = {
		.query = prefix,
		.query_len = strlen(prefix),
		.limit = 10,
	};
	struct search_completions list;
	struct err e;

	if (search_complete(s, &req, &list, &e))
		fail_msg("\"%s\": %s", prefix, e.msg);
	return list;
}

/* From which byte on, and "text count," with ~ where that is not exact. */
static const char *completions(struct search *s, const char *prefix)
{
	static char all[1024];
	struct search_completions list = complete(s, prefix);
	size_t n = (size_t)snprintf(all, sizeof(all), "%zu:", list.byte);

	for (size_t i = 0; i < list.n; i++)
		n += (size_t)snprintf(all + n, sizeof(all) - n, " %s %s%u,",
				      list.v[i].text,
				      list.v[i].exact ? "" : "~",
				      (unsigned)list.v[i].value);
	search_completions_release(&list);
	return all;
}

static const struct {
	const char *prefix, *gives;
} examples[] = {
	{ "hoc t", "0: học tập 2, hóc tăm 1, học tốt 1, học trò 1," },
	{ "học t", "0: học tập 2, học tốt 1, học trò 1," },
	{ "hóc t", "0: hóc tăm 1," },
	{ "hoc tâ", "0: học tập 2," },
	{ "Hoc t", "0: Học tập 2, Hóc tăm 1, Học tốt 1, Học trò 1," },
	{ "hoc ", "0: học tập 2, hóc tăm 1, học sinh 1, học tốt 1, học trò 1," },
	{ "hoc x", "4: xã 2, xã Lai Trạch 2, xây 1, xi 1," },
	{ "hoc, x", "5: xã 2, xã Lai Trạch 2, xây 1, xi 1," },
	{ "lai t", "0: Lai Trạch 3," },
	{ "uy b", "0: ủy ban nhân dân 3," },
	{ "u", "0: ủy 3, ủy ban nhân dân 3, UBND 2," },
	{ "my", "0: mỹ 1," },
	{ "ky", "0: kỹ 1," },
	{ "\"lai ", "1: Lai Trạch 3," },
	{ "7", "0: 7 1," },
	{ "ngay ", "0: ngày 07 1," },
	{ "date:2", "6:" },
	{ "zzz", "3:" },
	{ "", "0:" },
};

static struct search_index *opened;

static struct search *open_at(const char *where)
{
	const struct search_settings settings = {
		.limits = search_limits_default,
	};
	const char *const list[] = { where };
	struct search *s;
	struct err e;

	if (search_index_open(list, 1, &settings, &opened, &e) ||
	    search_open(opened, &s, &e))
		fail_msg("%s", e.msg);
	return s;
}

static void close_all(struct search *s)
{
	search_close(s);
	search_index_close(opened);
}

static void what_follows_is_told(void **state)
{
	struct search *s;

	(void)state;
	index_reports(in_tmp("db"), reports, N_REPORTS);
	s = open_at(in_tmp("db"));
	for (size_t i = 0; i < sizeof(examples) / sizeof(*examples); i++)
		if (strcmp(completions(s, examples[i].prefix),
			   examples[i].gives))
			fail_msg("\"%s\" gives %s, not %s",
				 examples[i].prefix,
				 completions(s, examples[i].prefix),
				 examples[i].gives);
	close_all(s);
}

/* Where rare words are not in the list of words they are in the dictionary. */
static void a_list_that_is_full_hides_nothing(void **state)
{
	struct search *s;

	(void)state;
	index_reports(in_tmp("db"), reports, N_REPORTS);
	s = open_at(in_tmp("db"));
	opened->words.all++; /* as though one were left out */
	opened->words.n = 0;
	assert_string_equal(completions(s, "tho"), "3:");
	assert_string_equal(completions(s, "thu"), "0: thuận 1, thuật 1,");
	assert_string_equal(completions(s, "th"), "2:");
	close_all(s);
}

static void what_is_wrong_is_refused(void **state)
{
	struct cancel cancelled = { 0 };
	struct search_request req = { .query = "a", .query_len = 1 };
	struct search_completions list;
	struct search *s;
	struct err e;

	(void)state;
	index_reports(in_tmp("db"), reports, N_REPORTS);
	s = open_at(in_tmp("db"));
	assert_int_equal(search_complete(s, &req, &list, &e), 0);
	assert_int_equal(list.n, 0); /* none are wanted */
	search_completions_release(&list);
	req.limit = SEARCH_COMPLETIONS_MAX + 1;
	assert_int_equal(search_complete(s, &req, &list, &e), E_INVAL);
	req.limit = 10;
	req.query_len = search_limits_default.query_bytes + 1;
	assert_int_equal(search_complete(s, &req, &list, &e), E_LIMIT);
	req.query_len = 1;
	req.deadline_ns = 1;
	assert_int_equal(search_complete(s, &req, &list, &e), E_DEADLINE);
	req.deadline_ns = 0;
	cancel_set(&cancelled);
	req.cancel = &cancelled;
	assert_int_equal(search_complete(s, &req, &list, &e), E_CANCELLED);
	close_all(s);
}

static void a_remote_shard_completes_alike(void **state)
{
	char where[32], local[1024];
	unsigned port = free_port();
	struct search *s, *remote;
	struct search_index *here;
	FILE *output;
	pid_t pid;

	(void)state;
	if (!can_serve())
		skip();
	index_reports(in_tmp("db"), reports, N_REPORTS);
	snprintf(where, sizeof(where), "127.0.0.1:%u", port);
	pid = serve(in_tmp("db"), port, &output);
	s = open_at(in_tmp("db"));
	here = opened;
	remote = open_at(where);
	for (size_t i = 0; i < sizeof(examples) / sizeof(*examples); i++) {
		strcpy(local, completions(s, examples[i].prefix));
		assert_string_equal(completions(remote, examples[i].prefix),
				    local);
	}
	close_all(remote);
	opened = here;
	close_all(s);
	stop_serving(pid, output);
}

static void a_name_is_told_from_words(void **state)
{
	static const struct {
		const char *typed;
		size_t from; /* 0: no name is typed */
	} cases[] = {
		{ "collection:", 11 },	   { "collection:ba", 11 },
		{ "Collection:Ba", 11 },   { "lũ -collection:b", 16 },
		{ "(collection:ba", 12 },  { "collection:(ba", 0 },
		{ "collection:ba ", 0 },   { "collection", 0 },
		{ "title:collection", 0 }, { "\"collection:ba\"", 0 },
		{ "", 0 },		   { "-", 0 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		size_t from = 0;

		complete_at_name(cases[i].typed, strlen(cases[i].typed), &from);
		if (from != cases[i].from)
			fail_msg("%s: %zu", cases[i].typed, from);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_last_words_are_read),
		cmocka_unit_test(a_name_is_told_from_words),
		cmocka_unit_test(the_most_used_are_kept),
		TEST(rare_words_leave_a_full_list),
		TEST(what_follows_is_told),
		TEST(a_list_that_is_full_hides_nothing),
		TEST(what_is_wrong_is_refused),
		TEST(a_remote_shard_completes_alike),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
