/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include "proto/params.h"

/* The JSON that an encoder wrote; frees it. */
static json_t *parse(struct buf *b)
{
	json_t *json = json_loadb(b->s, b->len, JSON_ALLOW_NUL, NULL);

	assert_int_equal(b->failed, 0);
	assert_non_null(json);
	buf_release(b);
	return json;
}

static void queries_come_back(void **state)
{
	struct buf b = BUF_INIT;
	struct proto_query q, got;
	const char *param;
	json_t *json;

	(void)state;
	proto_query_init(&q);
	assert_int_equal(q.limit, 10);
	q.query = "đất\0 \"đỏ\"\n";
	q.query_len = sizeof("đất\0 \"đỏ\"\n") - 1;
	q.limit = UINT32_MAX;
	q.offset = 20;
	q.match = PROTO_MATCH_ANY;
	q.sort = PROTO_SORT_OLDEST;
	q.snippet = false;
	q.lines = true;
	q.collapse = true;
	q.facets = 1u << PROTO_FACET_YEAR | 1u << PROTO_FACET_REF;
	q.latest = "pane";
	q.path = "/a";
	q.path_len = 2;
	assert_int_equal(proto_query_encode(&q, &b), 0);
	json = parse(&b);
	assert_int_equal(proto_query_decode(json, &got, &param, NULL), 0);
	assert_int_equal(got.query_len, q.query_len);
	assert_memory_equal(got.query, q.query, q.query_len);
	assert_int_equal(got.limit, q.limit);
	assert_int_equal(got.offset, 20);
	assert_int_equal(got.match, PROTO_MATCH_ANY);
	assert_int_equal(got.sort, PROTO_SORT_OLDEST);
	assert_false(got.snippet);
	assert_true(got.lines);
	assert_true(got.collapse);
	assert_int_equal(got.facets, q.facets);
	assert_string_equal(got.latest, "pane");
	assert_string_equal(got.path, "/a");
	json_decref(json);
}

static void a_path_takes_the_place_of_a_query(void **state)
{
	struct proto_query q, got;
	struct buf b = BUF_INIT;
	const char *param = NULL;
	struct err e;
	json_t *json;

	(void)state;
	proto_query_init(&q);
	q.path = "/b\xb8o/1.txt";
	q.path_len = 10;
	q.limit = 7;
	q.offset = 20;
	q.snippet = false;
	q.collapse = true;
	q.latest = "pane";
	assert_int_equal(proto_similar_encode(&q, &b), 0);
	json = parse(&b);
	assert_int_equal(proto_similar_decode(json, &got, &param, NULL), 0);
	assert_int_equal(got.path_len, 10);
	assert_memory_equal(got.path, q.path, 10);
	assert_int_equal(got.limit, 7);
	assert_int_equal(got.offset, 20);
	assert_false(got.snippet);
	assert_true(got.collapse);
	assert_string_equal(got.latest, "pane");
	json_decref(json);

	json = json_pack("{s:s}", "query", "x");
	assert_int_equal(proto_similar_decode(json, &got, &param, &e), E_INVAL);
	assert_string_equal(param, "path");
	json_decref(json);
	json = json_pack("{s:s}", "path", "/1");
	assert_int_equal(proto_similar_decode(json, &got, &param, &e), 0);
	assert_int_equal(got.limit, 10);
	assert_true(got.snippet);
	json_decref(json);
}

static void queries_have_defaults(void **state)
{
	json_t *json = json_pack("{s:s,s:n,s:i}", "query", "x", "limit",
				 "unheard_of", 1);
	struct proto_query q;
	const char *param;

	(void)state;
	assert_int_equal(proto_query_decode(json, &q, &param, NULL), 0);
	assert_int_equal(q.limit, 10);
	assert_int_equal(q.match, PROTO_MATCH_AUTO);
	assert_true(q.snippet);
	assert_false(q.collapse);
	assert_int_equal(q.facets, 0);
	assert_null(q.path);
	json_decref(json);
}

static void bad_parameters_are_named(void **state)
{
	static const struct {
		const char *json, *param, *says;
	} cases[] = {
		{ "{}", "query", "missing" },
		{ "{\"query\":null}", "query", "missing" },
		{ "{\"query\":5}", "query", "string" },
		{ "{\"query\":\"\",\"limit\":-1}", "limit", "whole number" },
		{ "{\"query\":\"\",\"limit\":1.5}", "limit", "whole number" },
		{ "{\"query\":\"\",\"limit\":4294967296}", "limit",
		  "4294967295" },
		{ "{\"query\":\"\",\"snippet\":1}", "snippet", "true or false" },
		{ "{\"query\":\"\",\"match\":\"some\"}", "match",
		  "one of auto, all, any" },
		{ "{\"query\":\"\",\"sort\":5}", "sort", "newest" },
		{ "{\"query\":\"\",\"facets\":\"year\"}", "facets",
		  "a list of year, place, author, ref, type" },
		{ "{\"query\":\"\",\"facets\":[\"year\",5]}", "facets",
		  "a list of" },
		{ "{\"query\":\"\",\"uri\":\"file:///%\"}", "uri", "URI" },
		{ "{\"query\":\"\",\"uri\":5}", "uri", "string" },
		{ "{\"query\":\"\",\"latest\":\"a\\u0000b\"}", "latest",
		  "NUL" },
		{ "{\"query\":\"\",\"match\":\"all\\u0000\"}", "match",
		  "one of" },
		{ "{\"query\":\"\",\"facets\":[\"year\\u0000\"]}", "facets",
		  "a list of" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		json_t *json = json_loads(cases[i].json, JSON_ALLOW_NUL, NULL);
		struct proto_query q;
		const char *param = NULL;
		struct err e;

		assert_int_equal(proto_query_decode(json, &q, &param, &e),
				 E_INVAL);
		assert_string_equal(param, cases[i].param);
		assert_non_null(strstr(e.msg, cases[i].says));
		json_decref(json);
	}
}

static void params_may_be_absent(void **state)
{
	struct proto_client c;
	struct proto_show s;
	struct proto_analyze a;
	const char *param;

	(void)state;
	assert_int_equal(proto_client_decode(NULL, &c, &param, NULL), 0);
	assert_null(c.client);
	assert_int_equal(proto_show_decode(NULL, &s, &param, NULL), E_INVAL);
	assert_string_equal(param, "path");
	assert_int_equal(proto_analyze_decode(NULL, &a, &param, NULL),
			 E_INVAL);
	assert_string_equal(param, "text");
}

static void assert_show(const char *path)
{
	struct proto_show s = { path, strlen(path), 3, 9 }, got;
	struct buf b = BUF_INIT;
	const char *param;
	json_t *json;

	assert_int_equal(proto_show_encode(&s, &b), 0);
	json = parse(&b);
	assert_int_equal(proto_show_decode(json, &got, &param, NULL), 0);
	assert_int_equal(got.path_len, s.path_len);
	assert_memory_equal(got.path, path, got.path_len);
	assert_int_equal(got.from, 3);
	assert_int_equal(got.to, 9);
	json_decref(json);
}

static void paths_of_any_bytes_can_be_asked_for(void **state)
{
	(void)state;
	assert_show("/báo/001.txt");
	assert_show("/b\xb8o/001.txt"); /* TCVN3 */
	assert_show("b\xb8o 1.txt");
}

static void show_wants_lines_in_order(void **state)
{
	json_t *json = json_pack("{s:s,s:i,s:i}", "path", "x", "from", 5, "to",
				 4);
	struct proto_show s;
	const char *param = NULL;

	(void)state;
	assert_int_equal(proto_show_decode(json, &s, &param, NULL), E_INVAL);
	assert_string_equal(param, "to");
	json_decref(json);
}

static void words_of_the_protocol(void **state)
{
	enum proto_match m = PROTO_MATCH_ALL;
	enum proto_sort s = PROTO_SORT_PATH;

	(void)state;
	assert_int_equal(proto_match_parse("any", &m), 0);
	assert_string_equal(proto_match_name(m), "any");
	assert_int_equal(proto_match_parse("", &m), E_INVAL);
	assert_int_equal(proto_sort_parse("newest", &s), 0);
	assert_string_equal(proto_sort_name(s), "newest");
	assert_int_equal(proto_sort_parse("latest", &s), E_INVAL);
}

static void a_prefix_comes_back(void **state)
{
	struct proto_complete p, got;
	struct buf b = BUF_INIT;
	const char *param = NULL;
	json_t *json;

	(void)state;
	proto_complete_init(&p);
	p.prefix = "đạo \0đ";
	p.prefix_len = sizeof("đạo \0đ") - 1;
	p.latest = "typing";
	assert_int_equal(proto_complete_encode(&p, &b), 0);
	json = parse(&b);
	assert_int_equal(proto_complete_decode(json, &got, &param, NULL), 0);
	assert_int_equal(got.prefix_len, p.prefix_len);
	assert_memory_equal(got.prefix, p.prefix, p.prefix_len);
	assert_int_equal(got.limit, 10);
	assert_string_equal(got.latest, "typing");
	json_object_set_new(json, "limit",
			    json_integer(PROTO_COMPLETIONS_MAX + 1));
	assert_int_equal(proto_complete_decode(json, &got, &param, NULL),
			 E_INVAL);
	assert_string_equal(param, "limit");
	json_decref(json);
	assert_int_equal(proto_complete_decode(NULL, &got, &param, NULL),
			 E_INVAL);
	assert_string_equal(param, "prefix");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(queries_come_back),
		cmocka_unit_test(a_path_takes_the_place_of_a_query),
		cmocka_unit_test(queries_have_defaults),
		cmocka_unit_test(bad_parameters_are_named),
		cmocka_unit_test(params_may_be_absent),
		cmocka_unit_test(paths_of_any_bytes_can_be_asked_for),
		cmocka_unit_test(show_wants_lines_in_order),
		cmocka_unit_test(words_of_the_protocol),
		cmocka_unit_test(a_prefix_comes_back),
	};

	return cmocka_run_group_tests_name("params", tests, NULL, NULL);
}
