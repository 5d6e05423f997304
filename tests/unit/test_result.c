/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <math.h>
#include <string.h>

#include "proto/result.h"

/* The JSON that an encoder wrote; frees it. */
static json_t *parse(struct buf *b)
{
	json_t *json = json_loadb(b->s, b->len, JSON_ALLOW_NUL, NULL);

	assert_int_equal(b->failed, 0);
	assert_non_null(json);
	buf_release(b);
	return json;
}

static struct mark marks[] = { { 0, 4, 0, 3 }, { 5, 5, 4, 3 } };
static char text[] = "đất đỏ";

/* The result as a reply has it. */
static int encode(const struct proto_search_result *r, struct buf *json)
{
	struct buf untimed = BUF_INIT;
	int bad = proto_search_result_encode(r, &untimed);

	if (!bad)
		bad = proto_took_add(&untimed, r->took_us, json);
	buf_release(&untimed);
	return bad;
}

static struct proto_search_result some_result(struct proto_hit *hits,
					      const struct marked *lines)
{
	hits[0] = (struct proto_hit){
		.path = "/b\xb8o/1.txt",
		.path_len = 10,
		.score = 12.5,
		.date = "2020-12-19",
		.author = "A \xff",
		.extracted = true,
		.page = 3,
		.title = { .s = text, .n = strlen(text), .marks = marks,
			   .n_marks = 1 },
		.snippet = { .s = text, .n = strlen(text), .marks = marks,
			     .cut_back = true,
			     .n_marks = 2, .line = 7, .byte = 5000000000,
			     .col = 3, .utf16 = 1 },
		.lines = lines,
		.n_lines = 2,
	};
	hits[1] = (struct proto_hit){ .path = "/2", .path_len = 2,
				      .score = NAN };
	return (struct proto_search_result){
		.total = 5, .took_us = 800, .generation = 7, .read_as = "dat do",
		.match = PROTO_MATCH_ANY, .relaxed = true,
		.suggestion = "đất đỏ",
		.hits = hits, .n_hits = 2,
	};
}

static void assert_marked(const struct marked *got, size_t n_marks)
{
	assert_int_equal(got->n, strlen(text));
	assert_memory_equal(got->s, text, got->n);
	assert_int_equal(got->n_marks, n_marks);
	assert_memory_equal(got->marks, marks, n_marks * sizeof(marks[0]));
}

static void assert_first_hit(const struct proto_hit *h)
{
	assert_int_equal(h->path_len, 10);
	assert_memory_equal(h->path, "/b\xb8o/1.txt", 11);
	assert_true(h->score == 12.5);
	assert_string_equal(h->date, "2020-12-19");
	assert_string_equal(h->author, "A \xef\xbf\xbd");
	assert_null(h->place);
	assert_true(h->extracted);
	assert_int_equal(h->page, 3);
	assert_marked(&h->title, 1);
	assert_marked(&h->snippet, 2);
	assert_false(h->snippet.cut_front);
	assert_true(h->snippet.cut_back);
	assert_int_equal(h->snippet.line, 7);
	assert_true(h->snippet.byte == 5000000000);
	assert_int_equal(h->snippet.col, 3);
	assert_int_equal(h->snippet.utf16, 1);
	assert_int_equal(h->n_lines, 2);
	assert_marked(&h->lines[1], 2);
	assert_int_equal(h->lines[1].line, 8);
}

static void search_results_come_back(void **state)
{
	struct marked lines[2] = {
		{ .s = text, .n = strlen(text), .line = 7, .col = 1 },
		{ .s = text, .n = strlen(text), .marks = marks, .n_marks = 2,
		  .line = 8, .col = 1 },
	};
	struct proto_hit hits[2];
	struct proto_search_result r = some_result(hits, lines);
	struct proto_search_reply got;
	struct buf b = BUF_INIT;
	json_t *json;

	(void)state;
	assert_int_equal(encode(&r, &b), 0);
	json = parse(&b);
	assert_int_equal(proto_search_result_decode(json, &got, NULL), 0);
	assert_int_equal(got.r.total, 5);
	assert_false(got.r.total_is_exact);
	assert_int_equal(got.r.took_us, 800);
	assert_int_equal(got.r.generation, 7);
	assert_string_equal(got.r.read_as, "dat do");
	assert_int_equal(got.r.match, PROTO_MATCH_ANY);
	assert_true(got.r.relaxed);
	assert_string_equal(got.r.suggestion, "đất đỏ");
	assert_int_equal(got.r.n_hits, 2);
	assert_first_hit(&got.r.hits[0]);
	assert_string_equal(got.r.hits[1].path, "/2");
	assert_true(got.r.hits[1].score == 0);
	assert_null(got.r.hits[1].title.s);
	assert_null(got.r.hits[1].snippet.s);
	assert_int_equal(got.r.hits[1].snippet.line, 1);
	assert_int_equal(got.r.hits[1].snippet.col, 1);
	proto_search_reply_release(&got);
	proto_search_reply_release(&got);
	proto_search_reply_release(NULL);
	json_decref(json);
}

static void the_page_has_the_documented_shape(void **state)
{
	struct marked none = { 0 };
	struct proto_hit hits[2];
	struct proto_search_result r = some_result(hits, &none);
	struct buf b = BUF_INIT;

	(void)state;
	r.n_hits = 1;
	hits[0].n_lines = 0;
	hits[0].author = NULL;
	assert_int_equal(encode(&r, &b), 0);
	assert_string_equal(b.s,
		"{\"total\":{\"value\":5,\"relation\":\"gte\"},"
		"\"generation\":7,"
		"\"suggestion\":\"đất đỏ\","
		"\"read_as\":{\"query\":\"dat do\",\"match\":\"any\","
		"\"fallback\":\"any\",\"relaxed\":true},\"hits\":[{"
		"\"path\":\"/b\xef\xbf\xbdo/1.txt\","
		"\"uri\":\"file:///b%B8o/1.txt\",\"title\":\"đất đỏ\","
		"\"title_marks\":[{\"byte\":0,\"len\":4,\"utf16\":0,"
		"\"utf16_len\":3}],\"score\":12.5,\"date\":\"2020-12-19\","
		"\"extracted\":true,\"page\":3,\"line\":7,\"byte\":5000000000,\"col\":3,"
		"\"utf16\":1,\"snippet\":{\"text\":\"đất đỏ\",\"marks\":["
		"{\"byte\":0,\"len\":4,\"utf16\":0,\"utf16_len\":3},"
		"{\"byte\":5,\"len\":5,\"utf16\":4,\"utf16_len\":3}],"
		"\"cut_back\":true}}],\"took_us\":800}");
	buf_release(&b);
}

static void a_result_may_have_no_query(void **state)
{
	struct proto_hit hits[2];
	struct proto_search_result r = some_result(hits, NULL);
	struct proto_search_reply got;
	struct buf b = BUF_INIT;
	json_t *json;

	(void)state;
	hits[0].n_lines = 0;
	r.read_as = NULL;
	assert_int_equal(encode(&r, &b), 0);
	assert_null(strstr(b.s, "read_as"));
	json = parse(&b);
	assert_int_equal(proto_search_result_decode(json, &got, NULL), 0);
	assert_null(got.r.read_as);
	assert_int_equal(got.r.n_hits, 2);
	proto_search_reply_release(&got);
	json_decref(json);
}

static void duplicates_come_back(void **state)
{
	static const struct proto_duplicate copies[] = {
		{ "/b\xb8o/2.txt", 10, "đất đỏ" },
		{ "/3", 2, NULL },
	};
	struct proto_hit hits[2], *hit;
	struct proto_search_result r = some_result(hits, NULL);
	struct proto_search_reply got;
	struct buf b = BUF_INIT;
	json_t *json;

	(void)state;
	hits[0].n_lines = 0;
	hits[1].duplicates = copies;
	hits[1].n_duplicates = 2;
	hits[1].duplicate_count = 12;
	assert_int_equal(encode(&r, &b), 0);
	assert_non_null(strstr(b.s, "\"duplicate_count\":12,\"duplicates\":["));
	json = parse(&b);
	assert_int_equal(proto_search_result_decode(json, &got, NULL), 0);
	assert_int_equal(got.r.hits[0].n_duplicates, 0);
	assert_int_equal(got.r.hits[0].duplicate_count, 0);
	assert_int_equal(got.r.hits[0].path_len, 10);
	hit = &got.hits[1];
	assert_string_equal(hit->path, "/2");
	assert_int_equal(hit->duplicate_count, 12);
	assert_int_equal(hit->n_duplicates, 2);
	for (size_t i = 0; i < 2; i++) {
		assert_int_equal(hit->duplicates[i].path_len,
				 copies[i].path_len);
		assert_string_equal(hit->duplicates[i].path, copies[i].path);
	}
	assert_string_equal(hit->duplicates[0].title, "đất đỏ");
	assert_null(hit->duplicates[1].title);
	proto_search_reply_release(&got);
	json_decref(json);
}

static void parts_come_back(void **state)
{
	struct proto_hit hit = {
		.path = "/1", .path_len = 2,
		.snippet = { .s = text, .n = strlen(text), .n_parts = 2,
			     .parts = { { 0, 5, 7, 5000000000, 3, 1 },
					{ 5, 10, 8, 6000000000, 4, 2 } },
			     .line = 8, .col = 4 },
	};
	struct proto_search_result r = { .read_as = "x", .hits = &hit,
					 .n_hits = 1 };
	struct proto_search_reply got;
	struct buf b = BUF_INIT;
	json_t *json;

	(void)state;
	assert_int_equal(encode(&r, &b), 0);
	assert_non_null(strstr(b.s, "\"parts\":[{\"begin\":0,\"end\":5,"
				    "\"line\":7,\"byte\":5000000000,"
				    "\"col\":3,\"utf16\":1},{"));
	json = parse(&b);
	assert_int_equal(proto_search_result_decode(json, &got, NULL), 0);
	assert_int_equal(got.hits[0].snippet.n_parts, 2);
	assert_memory_equal(got.hits[0].snippet.parts, hit.snippet.parts,
			    sizeof(hit.snippet.parts));
	proto_search_reply_release(&got);
	json_decref(json);
}

#define PART(begin, end) "{\"begin\":" #begin ",\"end\":" #end \
	",\"line\":1,\"byte\":0,\"col\":1,\"utf16\":0}"
#define PARTS(parts) "\"hits\":[{\"score\":1,\"line\":1,\"byte\":0," \
	"\"col\":1,\"utf16\":0,\"uri\":\"a\",\"snippet\":{\"text\":" \
	"\"abc\",\"marks\":[],\"parts\":[" parts "]}}]"

/* What a daemon must not be believed. */
static void bad_results_are_refused(void **state)
{
	static const char *const bad[] = {
		"\"hits\":5",
		"\"hits\":[5]",
		"\"hits\":[{}]",
		"\"hits\":[{\"score\":1,\"line\":1,\"byte\":0,\"col\":1,"
		"\"utf16\":0}]", /* no uri */
		"\"hits\":[{\"score\":1,\"line\":1,\"byte\":0,\"col\":1,"
		"\"utf16\":0,\"uri\":\"%\"}]",
		"\"hits\":[{\"score\":1,\"line\":1,\"byte\":0,\"col\":1,"
		"\"utf16\":0,\"uri\":\"a\",\"snippet\":{\"text\":\"ab\","
		"\"marks\":[{\"byte\":1,\"len\":2,\"utf16\":0,"
		"\"utf16_len\":1}]}}]", /* beyond the end */
		"\"hits\":[{\"score\":1,\"line\":1,\"byte\":0,\"col\":1,"
		"\"utf16\":0,\"uri\":\"a\",\"snippet\":{\"text\":\"ab\","
		"\"marks\":[{\"byte\":1,\"len\":1,\"utf16\":0,\"utf16_len\":1},"
		"{\"byte\":1,\"len\":1,\"utf16\":0,\"utf16_len\":1}]}}]",
		PARTS("5"),
		PARTS(PART(2, 1)),
		PARTS(PART(0, 4)),
		PARTS(PART(0, 2) "," PART(1, 3)),
		PARTS(PART(0, 1) "," PART(1, 2) "," PART(2, 3)),
		"\"hits\":[{\"score\":1,\"line\":1,\"byte\":0,\"col\":1,"
		"\"utf16\":0,\"uri\":\"a\",\"duplicates\":[5]}]",
		"\"hits\":[{\"score\":1,\"line\":1,\"byte\":0,\"col\":1,"
		"\"utf16\":0,\"uri\":\"a\",\"duplicates\":[{\"title\":5,"
		"\"uri\":\"a\"}]}]",
	};

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		struct proto_search_reply got;
		struct buf b = BUF_INIT;
		struct err e = { 0 };
		json_t *json;

		buf_addf(&b, "{\"total\":{\"value\":1,\"relation\":\"eq\"},"
			 "\"took_us\":1,\"generation\":1,\"read_as\":"
			 "{\"query\":\"x\",\"match\":\"all\"},%s}", bad[i]);
		json = parse(&b);
		assert_int_equal(proto_search_result_decode(json, &got, &e),
				 E_INVAL);
		assert_true(strlen(e.msg) > 5);
		json_decref(json);
	}
}

static void hello_comes_back(void **state)
{
	struct proto_hello h = {
		.version = "1", .protocol = 1, .generation = 7, .documents = 5,
		.limits = { .request_bytes = 65536, .idle_ms = 600000 },
	}, got;
	struct buf b = BUF_INIT;
	json_t *json;

	(void)state;
	assert_int_equal(proto_hello_encode(&h, &b), 0);
	json = parse(&b);
	assert_int_equal(proto_hello_decode(json, &got, NULL), 0);
	assert_string_equal(got.version, "1");
	assert_int_equal(got.documents, 5);
	assert_memory_equal(&got.limits, &h.limits, sizeof(h.limits));
	json_decref(json);
}

static void counts_come_back(void **state)
{
	struct proto_count c = { 12, true }, got;
	struct buf b = BUF_INIT;
	json_t *json;

	(void)state;
	assert_int_equal(proto_count_encode(&c, &b), 0);
	assert_string_equal(b.s, "{\"value\":12,\"relation\":\"eq\"}");
	json = parse(&b);
	assert_int_equal(proto_count_decode(json, &got, NULL), 0);
	assert_int_equal(got.value, 12);
	assert_true(got.exact);
	json_decref(json);
	assert_int_equal(proto_count_decode(NULL, &got, NULL), E_INVAL);
}

static void suggestions_come_back(void **state)
{
	struct proto_suggestion x = { "đất đỏ", { 3, false } }, got;
	struct buf b = BUF_INIT;
	json_t *json;

	(void)state;
	proto_suggestions_begin(&b);
	proto_suggestion_append(&x, &b);
	assert_int_equal(proto_suggestions_end(&b), 0);
	json = parse(&b);
	assert_int_equal(proto_suggestion_decode(json, 0, &got, NULL), 0);
	assert_string_equal(got.query, "đất đỏ");
	assert_int_equal(got.count.value, 3);
	assert_false(got.count.exact);
	assert_int_equal(proto_suggestion_decode(json, 1, &got, NULL),
			 E_NOTFOUND);
	json_decref(json);
	assert_int_equal(proto_suggestion_decode(NULL, 0, &got, NULL), E_INVAL);
}

static void completions_come_back(void **state)
{
	struct proto_completion x = { "đất đỏ", 3, false }, got;
	struct proto_replaced what = { 7, 5 };
	struct buf b = BUF_INIT;
	json_t *json;

	(void)state;
	proto_completions_begin(&b);
	proto_completion_append(&x, &b);
	x.exact = true;
	proto_completion_append(&x, &b);
	assert_int_equal(proto_completions_end(&what, &b), 0);
	assert_non_null(strstr(b.s, "{\"value\":3,\"relation\":\"lte\"}"));
	json = parse(&b);
	assert_int_equal(proto_completion_decode(json, 0, &got, NULL), 0);
	assert_string_equal(got.text, "đất đỏ");
	assert_int_equal(got.value, 3);
	assert_false(got.exact);
	assert_int_equal(proto_completion_decode(json, 1, &got, NULL), 0);
	assert_true(got.exact);
	assert_int_equal(proto_completion_decode(json, 2, &got, NULL),
			 E_NOTFOUND);
	what = (struct proto_replaced){ 0 };
	assert_int_equal(proto_replaced_decode(json, &what, NULL), 0);
	assert_int_equal(what.byte, 7);
	assert_int_equal(what.utf16, 5);
	json_object_del(json, "utf16");
	assert_int_equal(proto_replaced_decode(json, &what, NULL), E_INVAL);
	json_decref(json);
	assert_int_equal(proto_completion_decode(NULL, 0, &got, NULL), E_INVAL);
}

static void reports_come_back(void **state)
{
	struct proto_report r = {
		.path = { "/b\xb8o", 5 }, .title = { "Đất đỏ!", strlen("Đất đỏ") },
		.from = 1, .to = 2, .lines = 30, .text = { "a\0b\n", 4 },
		.photo = { "Lê Hoa", strlen("Lê Hoa") },
		.place = { "xã A\nxã B", strlen("xã A\nxã B") },
		.place_lines = { " 1\n 4 9\n", 8 },
		.refs = { "05-CT/TW", 8 },
		.ref_lines = { "2016-05-15 4 7\n", 15 },
		.outline = { "title 3\nfurniture 31 42\nbad\n", 28 },
	}, got;
	struct proto_outline_item item;
	struct proto_mention m;
	struct buf b = BUF_INIT, paths = BUF_INIT;
	json_t *json;

	(void)state;
	assert_int_equal(proto_report_encode(&r, &b), 0);
	json = parse(&b);
	assert_int_equal(proto_report_decode(json, &got, &paths, NULL), 0);
	assert_int_equal(got.path.n, 5);
	assert_memory_equal(got.path.s, "/b\xb8o", 5);
	assert_int_equal(got.title.n, strlen("Đất đỏ"));
	assert_null(got.author.s);
	assert_int_equal(got.lines, 30);
	assert_int_equal(got.text.n, 4);
	assert_memory_equal(got.text.s, "a\0b\n", 4);
	assert_memory_equal(got.photo.s, "Lê Hoa", got.photo.n);
	assert_int_equal(proto_mention_decode(json, "places", 1, &m, NULL), 0);
	assert_memory_equal(m.name.s, "xã B", m.name.n);
	assert_null(m.date.s);
	assert_int_equal(json_array_size(m.lines), 2);
	assert_int_equal(json_integer_value(json_array_get(m.lines, 1)), 9);
	assert_int_equal(proto_mention_decode(json, "places", 2, &m, NULL),
			 E_NOTFOUND);
	assert_int_equal(proto_mention_decode(json, "refs", 0, &m, NULL), 0);
	assert_int_equal(m.date.n, 10);
	assert_memory_equal(m.date.s, "2016-05-15", 10);
	assert_int_equal(proto_outline_decode(json, 1, &item, NULL), 0);
	assert_string_equal(item.role, "furniture");
	assert_int_equal(item.from, 31);
	assert_int_equal(item.to, 42);
	/* Of a damaged list what was good comes. */
	assert_int_equal(proto_outline_decode(json, 2, &item, NULL),
			 E_NOTFOUND);
	json_decref(json);
	buf_release(&paths);
}

static void line_numbers_come_back(void **state)
{
	const uint32_t numbers[] = { 7, 7, UINT32_MAX };
	struct proto_report r = {
		.path = { "/a", 2 }, .from = 7, .to = 9, .lines = 9,
		.text = { "a\nb\nc\n", 6 },
		.line_numbers = numbers, .n_line_numbers = 3,
	};
	struct buf b = BUF_INIT;
	json_t *json;

	(void)state;
	assert_int_equal(proto_report_encode(&r, &b), 0);
	json = parse(&b);
	for (size_t i = 0; i < 3; i++)
		assert_int_equal(proto_line_number(json, &r, i), numbers[i]);
	json_decref(json);
	/* Where they are the file's there are none. */
	buf_clear(&b);
	r.line_numbers = NULL;
	assert_int_equal(proto_report_encode(&r, &b), 0);
	json = parse(&b);
	assert_null(json_object_get(json, "line_numbers"));
	assert_int_equal(proto_line_number(json, &r, 2), 9);
	json_decref(json);
}

static void tokens_come_back(void **state)
{
	struct proto_token t = { "syllable", { "dat", 3 }, { "đất", 6 },
				 { "dat:1B", 6 }, 4, 17, 6, true }, got;
	struct buf b = BUF_INIT;
	json_t *json;

	(void)state;
	proto_tokens_begin(&b);
	proto_token_append(&t, &b);
	t.form.s = NULL;
	t.after_break = false;
	proto_token_append(&t, &b);
	assert_int_equal(proto_tokens_end(&b), 0);
	json = parse(&b);
	assert_int_equal(proto_token_decode(json, 0, &got, NULL), 0);
	assert_string_equal(got.kind, "syllable");
	assert_memory_equal(got.form.s, "đất", 6);
	assert_int_equal(got.position, 4);
	assert_int_equal(got.byte, 17);
	assert_true(got.after_break);
	assert_int_equal(proto_token_decode(json, 1, &got, NULL), 0);
	assert_null(got.form.s);
	assert_false(got.after_break);
	assert_int_equal(proto_token_decode(json, 2, &got, NULL), E_NOTFOUND);
	json_decref(json);
	assert_int_equal(proto_token_decode(NULL, 0, &got, NULL), E_INVAL);
}

static void explanations_come_back(void **state)
{
	struct proto_explanation x = { .read_as = "a", .plan = "AND\n  a\n" };
	struct proto_explanation got;
	struct buf b = BUF_INIT;
	json_t *json;

	(void)state;
	assert_int_equal(proto_explanation_encode(&x, &b), 0);
	json = parse(&b);
	assert_int_equal(proto_explanation_decode(json, &got, NULL), 0);
	assert_string_equal(got.plan, "AND\n  a\n");
	assert_false(got.has_path);
	json_decref(json);

	x.has_path = true;
	x.score = 1.25;
	x.weights = "1.25 a";
	assert_int_equal(proto_explanation_encode(&x, &b), 0);
	json = parse(&b);
	assert_int_equal(proto_explanation_decode(json, &got, NULL), 0);
	assert_true(got.has_path);
	assert_false(got.matches);
	assert_true(got.score == 1.25);
	assert_string_equal(got.weights, "1.25 a");
	json_decref(json);
}

static void a_reload_comes_back(void **state)
{
	struct proto_reload reload = { 8 };
	struct buf b = BUF_INIT;
	json_t *json;

	(void)state;
	assert_int_equal(proto_reload_encode(&reload, &b), 0);
	json = parse(&b);
	assert_int_equal(proto_reload_decode(json, &reload, NULL), 0);
	assert_int_equal(reload.generation, 8);
	json_decref(json);
}

static void a_full_buffer_is_told(void **state)
{
	struct proto_explanation x = { .plan = "a plan that is too long" };
	struct buf b;

	(void)state;
	buf_init(&b, 30);
	assert_int_equal(proto_explanation_encode(&x, &b), E_LIMIT);
	buf_release(&b);
}

static void control_characters_are_escaped(void **state)
{
	struct proto_analyze a = { "\x01\t\n\r\"\\\x7f/\xc2\x9b\xc3", 11 }, got;
	struct buf b = BUF_INIT;
	const char *param;
	json_t *json;

	(void)state;
	assert_int_equal(proto_analyze_encode(&a, &b), 0);
	assert_string_equal(b.s, "{\"text\":\"\\u0001\\u0009\\n\\u000d"
			    "\\\"\\\\\\u007f/\\u009b\xef\xbf\xbd\"}");
	json = parse(&b);
	assert_int_equal(proto_analyze_decode(json, &got, &param, NULL), 0);
	assert_memory_equal(got.text, a.text, 10);
	json_decref(json);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(search_results_come_back),
		cmocka_unit_test(the_page_has_the_documented_shape),
		cmocka_unit_test(a_result_may_have_no_query),
		cmocka_unit_test(duplicates_come_back),
		cmocka_unit_test(parts_come_back),
		cmocka_unit_test(bad_results_are_refused),
		cmocka_unit_test(hello_comes_back),
		cmocka_unit_test(counts_come_back),
		cmocka_unit_test(suggestions_come_back),
		cmocka_unit_test(completions_come_back),
		cmocka_unit_test(reports_come_back),
		cmocka_unit_test(line_numbers_come_back),
		cmocka_unit_test(tokens_come_back),
		cmocka_unit_test(explanations_come_back),
		cmocka_unit_test(a_reload_comes_back),
		cmocka_unit_test(a_full_buffer_is_told),
		cmocka_unit_test(control_characters_are_escaped),
	};

	return cmocka_run_group_tests_name("result", tests, NULL, NULL);
}
