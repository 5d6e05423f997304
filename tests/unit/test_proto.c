/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "proto/frame.h"
#include "proto/message.h"
#include "proto/result.h"

/* ---------------------------------------------------------------------- frames */

/* Feed `in` in pieces of `step` bytes; the messages come joined by '|', an
 * error at the end as its code in brackets. */
static void read_all(const char *in, size_t n, size_t step, size_t max,
		     struct buf *ret, enum frame_kind *ret_kind)
{
	struct frame_reader f;
	struct err e;
	int r = 0;

	frame_reader_init(&f, FRAME_UNKNOWN, max);
	for (size_t at = 0; at < n && r >= 0; at += step) {
		const char *s;
		size_t len;

		assert_int_equal(frame_feed(&f, in + at, n - at < step ?
					    n - at : step), 0);
		while ((r = frame_next(&f, &s, &len, &e)) > 0) {
			buf_add(ret, s, len);
			buf_addc(ret, '|');
		}
	}
	if (r < 0) {
		buf_addf(ret, "[%d]", r);
		assert_int_equal(frame_next(&f, NULL, NULL, &e), r);
		assert_true(strlen(e.msg) > 10);
	}
	*ret_kind = f.kind;
	frame_reader_release(&f);
}

static void assert_frames(const char *in, enum frame_kind kind,
			  const char *want)
{
	static const size_t steps[] = { 1, 2, 3, 7, 1000 };

	for (size_t i = 0; i < sizeof(steps) / sizeof(steps[0]); i++) {
		struct buf got = BUF_INIT;
		enum frame_kind got_kind;

		read_all(in, strlen(in), steps[i], 20, &got, &got_kind);
		assert_string_equal(got.s ? got.s : "", want);
		assert_int_equal(got_kind, kind);
		buf_release(&got);
	}
}

static void lines_are_read(void **state)
{
	(void)state;
	assert_frames("{\"a\":1}\n\n \r\n{}\r\n{half", FRAME_LINE,
		      "{\"a\":1}|{}\r|");
	assert_frames(" \n\t{}\n", FRAME_LINE, "{}|");
	assert_frames("", FRAME_UNKNOWN, "");
	assert_frames("  ", FRAME_UNKNOWN, "");
	assert_frames("{}\n[1,2]\n", FRAME_LINE, "{}|[1,2]|");
}

static void vim_lines_are_read(void **state)
{
	(void)state;
	assert_frames("[1,{}]\n[2,{}]\n", FRAME_VIM, "[1,{}]|[2,{}]|");
	assert_frames(" [ 1,{}]\n", FRAME_VIM, "[ 1,{}]|");
	assert_frames("[", FRAME_UNKNOWN, "");
}

static void a_batch_is_a_line(void **state)
{
	(void)state;
	assert_frames("[{}]\n", FRAME_LINE, "[{}]|");
	assert_frames("[ {}]\n", FRAME_LINE, "[ {}]|");
}

static void headers_are_read(void **state)
{
	(void)state;
	assert_frames("Content-Length: 2\r\n\r\n{}"
		      "content-length:3\nContent-Type: x\n\n[1]"
		      "\r\nCONTENT-LENGTH: 007 \r\n\r\n{\"a\":1}"
		      "Content-Length: 0\r\n\r\n"
		      "Content-Length: 20\r\n\r\n{",
		      FRAME_HEADER, "{}|[1]|{\"a\":1}||");
}

static void broken_frames_are_refused(void **state)
{
	(void)state;
	assert_frames("GET / HTTP/1.1\r\n", FRAME_UNKNOWN, "[-2]");
	assert_frames("\xef\xbb\xbf{}\n", FRAME_UNKNOWN, "[-2]");
	assert_frames("Content-Type: x\r\n\r\n", FRAME_HEADER, "[-2]");
	assert_frames("Content-Length: x\r\n\r\n", FRAME_HEADER, "[-2]");
	assert_frames("Content-Length: -1\r\n\r\n", FRAME_HEADER, "[-2]");
	assert_frames("Content-Length:\r\n\r\n", FRAME_HEADER, "[-2]");
	assert_frames("Content-Length 5\r\n\r\n", FRAME_HEADER, "[-2]");
	assert_frames("Content-Length: 2\r\nContent-Length: 2\r\n\r\n{}",
		      FRAME_HEADER, "[-2]");
}

static void long_messages_are_refused(void **state)
{
	(void)state;
	assert_frames("{0123456789012345678\n", FRAME_LINE,
		      "{0123456789012345678|");
	assert_frames("{01234567890123456789\n", FRAME_LINE, "[-11]");
	assert_frames("{01234567890123456789", FRAME_LINE, "[-11]");
	assert_frames("{}\n[01234567890123456789", FRAME_LINE, "{}|[-11]");
	assert_frames("[                     ", FRAME_UNKNOWN, "[-11]");
	assert_frames("Content-Length: 21\r\n\r\n", FRAME_HEADER, "[-11]");
	assert_frames("Content-Length: 99999999999999999999999\r\n\r\n",
		      FRAME_HEADER, "[-11]");
}

static void long_headers_are_refused(void **state)
{
	struct buf in = BUF_INIT, got = BUF_INIT;
	enum frame_kind kind;

	(void)state;
	buf_adds(&in, "C");
	while (in.len < 2000)
		buf_addc(&in, 'x');
	read_all(in.s, in.len, 1, 1 << 20, &got, &kind);
	assert_string_equal(got.s, "[-2]");
	buf_release(&in);
	buf_release(&got);
}

/* A megabyte of messages fed whole and taken one by one, with more coming in
 * between: the reader must neither lose bytes nor keep those it returned. */
static void reader_forgets_what_it_returned(void **state)
{
	struct buf in = BUF_INIT;
	struct frame_reader f;
	const char *s;
	size_t n, got = 0;

	(void)state;
	while (in.len < 1 << 20)
		buf_adds(&in, "{\"query\":\"đất đỏ\"}\n");
	frame_reader_init(&f, FRAME_LINE, 1000);
	for (int i = 0; i < 10; i++) {
		frame_feed(&f, in.s, in.len);
		while (frame_next(&f, &s, &n, NULL) > 0)
			got += n + 1;
	}
	assert_int_equal(got, 10 * in.len);
	assert_in_range(f.in.cap, 1, 4 << 20);
	frame_reader_release(&f);
	buf_release(&in);
}

static void frames_are_written(void **state)
{
	struct buf out;

	(void)state;
	buf_init(&out, 60);
	assert_int_equal(frame_add(&out, FRAME_LINE, "{}", 2), 0);
	assert_int_equal(frame_add(&out, FRAME_HEADER, "{\"a\":1}", 7), 0);
	assert_int_equal(frame_add(&out, FRAME_VIM, "[1,{}]", 6), 0);
	assert_string_equal(out.s, "{}\nContent-Length: 7\r\n\r\n{\"a\":1}"
			    "[1,{}]\n");
	/* Whole or not at all, and then usable again. */
	assert_int_equal(frame_add(&out, FRAME_HEADER, "123456789", 9),
			 E_LIMIT);
	assert_string_equal(out.s + out.len - 7, "[1,{}]\n");
	assert_int_equal(frame_add(&out, FRAME_LINE, "123456789", 9), 0);
	buf_release(&out);
}

/* -------------------------------------------------------------------- requests */

struct decoded {
	struct proto_request r;
	enum proto_kind kind;
	struct err e;
	int code;
};

static struct decoded decode(const char *s, enum frame_kind framing)
{
	struct decoded d;

	d.code = proto_request_decode(s, strlen(s), framing, &d.r, &d.kind,
				      &d.e);
	return d;
}

static void requests_are_decoded(void **state)
{
	struct decoded d = decode("{\"jsonrpc\":\"2.0\",\"id\":7,\"method\":"
				  "\"search\",\"params\":{\"query\":\"x\"},"
				  "\"new\":1}", FRAME_LINE);

	(void)state;
	assert_int_equal(d.code, 0);
	assert_int_equal(d.r.method, PROTO_SEARCH);
	assert_int_equal(json_integer_value(d.r.id), 7);
	assert_non_null(json_object_get(d.r.params, "query"));
	proto_request_release(&d.r);

	d = decode("{\"id\":\"a\",\"method\":\"nonsense\\n\"}", FRAME_HEADER);
	assert_int_equal(d.code, 0);
	assert_int_equal(d.r.method, PROTO_UNKNOWN);
	assert_string_equal(d.r.method_name, "nonsense?");
	assert_string_equal(json_string_value(d.r.id), "a");
	assert_null(d.r.params);
	proto_request_release(&d.r);

	d = decode("[3,{\"method\":\"ping\",\"params\":null}]", FRAME_VIM);
	assert_int_equal(d.code, 0);
	assert_int_equal(d.r.method, PROTO_PING);
	assert_int_equal(json_integer_value(d.r.id), 3);
	proto_request_release(&d.r);
	proto_request_release(NULL);
}

static void ids_tell_notifications(void **state)
{
	struct decoded d = decode("{\"method\":\"ping\"}", FRAME_LINE);

	(void)state;
	assert_int_equal(d.code, 0);
	assert_null(d.r.id);
	proto_request_release(&d.r);
	d = decode("{\"id\":null,\"method\":\"ping\"}", FRAME_LINE);
	assert_int_equal(d.code, 0);
	assert_true(json_is_null(d.r.id));
	proto_request_release(&d.r);
	/* Vim numbers everything; this one still gets no reply. */
	d = decode("[5,{\"method\":\"$/cancelRequest\",\"params\":{\"id\":4}}]",
		   FRAME_VIM);
	assert_int_equal(d.code, 0);
	assert_int_equal(d.r.method, PROTO_CANCEL);
	assert_null(d.r.id);
	proto_request_release(&d.r);
}

static void bad_requests_are_told(void **state)
{
	static const struct {
		const char *s;
		enum frame_kind framing;
		enum proto_kind kind;
		const char *id, *says;
	} cases[] = {
		{ "", FRAME_LINE, PROTO_E_PARSE, "null", "not JSON" },
		{ "{", FRAME_LINE, PROTO_E_PARSE, "null", "not JSON at byte 1" },
		{ "{} x", FRAME_LINE, PROTO_E_PARSE, "null", "not JSON" },
		{ "{\"id\":1,\"x\":\"\xff\"}", FRAME_LINE, PROTO_E_PARSE,
		  "null", "unable to decode" },
		{ "5", FRAME_LINE, PROTO_E_INVALID_REQUEST, "null", "object" },
		{ "[]", FRAME_LINE, PROTO_E_INVALID_REQUEST, "null", "object" },
		{ "[{\"id\":1,\"method\":\"ping\"}]", FRAME_LINE,
		  PROTO_E_INVALID_REQUEST, "null", "batches" },
		{ "[{\"method\":\"ping\"}]", FRAME_VIM,
		  PROTO_E_INVALID_REQUEST, "null", "batches" },
		{ "[1]", FRAME_VIM, PROTO_E_INVALID_REQUEST, "null", "NUMBER" },
		{ "[1,2]", FRAME_VIM, PROTO_E_INVALID_REQUEST, "1", "NUMBER" },
		{ "[\"a\",{}]", FRAME_VIM, PROTO_E_INVALID_REQUEST, "null",
		  "NUMBER" },
		{ "{\"id\":1}", FRAME_LINE, PROTO_E_INVALID_REQUEST, "1",
		  "method" },
		{ "{\"id\":1,\"method\":5}", FRAME_LINE,
		  PROTO_E_INVALID_REQUEST, "1", "method" },
		{ "{\"id\":1.5,\"method\":\"ping\"}", FRAME_LINE,
		  PROTO_E_INVALID_REQUEST, "null", "id" },
		{ "{\"id\":{},\"method\":\"ping\"}", FRAME_LINE,
		  PROTO_E_INVALID_REQUEST, "null", "id" },
		{ "{\"id\":1,\"jsonrpc\":\"1.0\",\"method\":\"ping\"}",
		  FRAME_LINE, PROTO_E_INVALID_REQUEST, "1", "jsonrpc" },
		{ "{\"id\":1,\"method\":\"ping\",\"params\":[1]}", FRAME_LINE,
		  PROTO_E_INVALID_PARAMS, "1", "params" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct decoded d = decode(cases[i].s, cases[i].framing);
		char *id;

		assert_int_equal(d.code, E_INVAL);
		assert_int_equal(d.kind, cases[i].kind);
		assert_non_null(strstr(d.e.msg, cases[i].says));
		id = json_dumps(d.r.id, JSON_ENCODE_ANY);
		assert_string_equal(id, cases[i].id);
		free(id);
		proto_request_release(&d.r);
	}
}

static void deep_nesting_is_survived(void **state)
{
	struct buf b = BUF_INIT;
	struct decoded d;

	(void)state;
	buf_adds(&b, "{\"id\":1,\"method\":\"ping\",\"params\":");
	for (int i = 0; i < 60000; i++)
		buf_addc(&b, '[');
	d = decode(b.s, FRAME_LINE);
	assert_int_equal(d.code, E_INVAL);
	assert_int_equal(d.kind, PROTO_E_PARSE);
	proto_request_release(&d.r);
	buf_release(&b);
}

static void requests_are_written(void **state)
{
	struct buf out = BUF_INIT, params = BUF_INIT;

	(void)state;
	buf_adds(&params, "{\"query\":\"x\"}");
	assert_int_equal(proto_request_add(&out, FRAME_LINE, 1, PROTO_PING,
					   NULL, NULL), 0);
	assert_int_equal(proto_request_add(&out, FRAME_VIM, 2, PROTO_SEARCH,
					   &params, NULL), 0);
	assert_int_equal(proto_request_add(&out, FRAME_HEADER, 3, PROTO_COUNT,
					   &params, NULL), 0);
	assert_string_equal(out.s,
		"{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\"}\n"
		"[2,{\"method\":\"search\",\"params\":{\"query\":\"x\"}}]\n"
		"Content-Length: 64\r\n\r\n{\"jsonrpc\":\"2.0\",\"id\":3,"
		"\"method\":\"count\",\"params\":{\"query\":\"x\"}}");
	buf_release(&out);
	buf_release(&params);
}

static void methods_have_names(void **state)
{
	(void)state;
	for (int m = PROTO_HELLO; m < PROTO_UNKNOWN; m++)
		assert_int_equal(proto_method_parse(proto_method_name(
					 (enum proto_method)m)), m);
	assert_int_equal(proto_method_parse("unknown"), PROTO_UNKNOWN);
}

/* --------------------------------------------------------------------- replies */

static void results_come_back(void **state)
{
	static const enum frame_kind framings[] = { FRAME_LINE, FRAME_HEADER,
						    FRAME_VIM };
	json_t *id = json_integer(9);

	(void)state;
	for (size_t i = 0; i < 3; i++) {
		struct buf out = BUF_INIT, result = BUF_INIT;
		struct frame_reader f;
		struct proto_reply r;
		const char *s;
		size_t n;

		proto_ping_encode(&result);
		assert_int_equal(proto_result_add(&out, framings[i], id,
						  &result, NULL), 0);
		frame_reader_init(&f, framings[i], 1000);
		frame_feed(&f, out.s, out.len);
		assert_int_equal(frame_next(&f, &s, &n, NULL), 1);
		assert_int_equal(proto_reply_decode(s, n, framings[i], &r,
						    NULL), 0);
		assert_int_equal(json_integer_value(r.id), 9);
		assert_non_null(r.result);
		assert_null(r.error);
		proto_reply_release(&r);
		frame_reader_release(&f);
		buf_release(&out);
		buf_release(&result);
	}
	json_decref(id);
}

static void errors_come_back(void **state)
{
	struct buf out = BUF_INIT;
	struct proto_reply r;

	(void)state;
	assert_int_equal(proto_error_add(&out, FRAME_LINE, NULL,
					 PROTO_E_INVALID_PARAMS, "lỗi \xff",
					 json_pack("{s:s}", "param", "query"),
					 NULL), 0);
	assert_string_equal(out.s,
		"{\"jsonrpc\":\"2.0\",\"id\":null,\"error\":{\"code\":-32602,"
		"\"message\":\"lỗi \xef\xbf\xbd\",\"data\":{\"param\":"
		"\"query\",\"kind\":\"invalid_params\"}}}\n");
	assert_int_equal(proto_reply_decode(out.s, out.len, FRAME_LINE, &r,
					    NULL), 0);
	assert_int_equal(r.code, -32602);
	assert_string_equal(r.kind, "invalid_params");
	assert_string_equal(json_string_value(json_object_get(
		json_object_get(r.error, "data"), "param")), "query");
	proto_reply_release(&r);
	buf_clear(&out);
	assert_int_equal(proto_error_add(&out, FRAME_VIM, NULL, PROTO_E_PARSE,
					 "x", NULL, NULL), 0);
	assert_memory_equal(out.s, "[0,{\"error\"", 11);
	buf_release(&out);
}

static void large_replies_are_cut_back(void **state)
{
	struct buf out, result = BUF_INIT;
	struct err e;

	(void)state;
	buf_init(&out, 200);
	while (result.len < 300)
		buf_adds(&result, "123456789 ");
	buf_adds(&out, "{}\n");
	assert_int_equal(proto_result_add(&out, FRAME_LINE, NULL, &result, &e),
			 E_LIMIT);
	assert_string_equal(out.s, "{}\n");
	assert_int_equal(proto_error_add(&out, FRAME_LINE, NULL,
					 PROTO_E_TOO_LARGE, e.msg, NULL, &e),
			 0);
	buf_release(&out);
	buf_release(&result);
}

static void no_replies_are_refused(void **state)
{
	static const char *const bad[] = {
		"", "5", "[]", "{}", "{\"id\":1}",
		"{\"error\":1}", "{\"result\":1,\"error\":{}}",
	};
	struct proto_reply r;

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		assert_int_equal(proto_reply_decode(bad[i], strlen(bad[i]),
						    FRAME_LINE, &r, NULL),
				 E_INVAL);
	assert_int_equal(proto_reply_decode("{\"error\":{}}", 12, FRAME_LINE,
					    &r, NULL), 0);
	assert_string_equal(r.kind, "");
	assert_string_equal(r.message, "");
	proto_reply_release(&r);
}

static void kinds_follow_failures(void **state)
{
	(void)state;
	assert_int_equal(proto_kind_of(E_INVAL), PROTO_E_INVALID_PARAMS);
	assert_int_equal(proto_kind_of(E_NODB), PROTO_E_NO_INDEX);
	assert_int_equal(proto_kind_of(E_SCHEMA), PROTO_E_SCHEMA);
	assert_int_equal(proto_kind_of(E_LIMIT), PROTO_E_TOO_LARGE);
	assert_int_equal(proto_kind_of(E_DEADLINE), PROTO_E_DEADLINE);
	assert_int_equal(proto_kind_of(E_CANCELLED), PROTO_E_CANCELLED);
	assert_int_equal(proto_kind_of(E_NOTFOUND), PROTO_E_NOT_FOUND);
	assert_int_equal(proto_kind_of(E_CORRUPT), PROTO_E_INTERNAL);
	assert_int_equal(proto_kind_code(PROTO_E_CANCELLED), -32800);
	assert_string_equal(proto_kind_name(PROTO_E_NO_INDEX), "no_index");
}

/* ------------------------------------------------------------------ parameters */

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
	assert_string_equal(got.latest, "pane");
	assert_string_equal(got.path, "/a");
	json_decref(json);
}

static void queries_have_defaults(void **state)
{
	json_t *json = json_pack("{s:s,s:n,s:i}", "query", "x", "limit",
				 "facets", 1);
	struct proto_query q;
	const char *param;

	(void)state;
	assert_int_equal(proto_query_decode(json, &q, &param, NULL), 0);
	assert_int_equal(q.limit, 10);
	assert_int_equal(q.match, PROTO_MATCH_AUTO);
	assert_true(q.snippet);
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
		{ "{\"query\":\"\",\"uri\":\"file:///%\"}", "uri", "URI" },
		{ "{\"query\":\"\",\"uri\":5}", "uri", "string" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		json_t *json = json_loads(cases[i].json, 0, NULL);
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

/* --------------------------------------------------------------------- results */

static struct mark marks[] = { { 0, 4, 0, 3 }, { 5, 5, 4, 3 } };
static char text[] = "đất đỏ";

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
		.title = { .s = text, .n = strlen(text), .marks = marks,
			   .n_marks = 1 },
		.snippet = { .s = text, .n = strlen(text), .marks = marks,
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
	assert_marked(&h->title, 1);
	assert_marked(&h->snippet, 2);
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
	assert_int_equal(proto_search_result_encode(&r, &b), 0);
	json = parse(&b);
	assert_int_equal(proto_search_result_decode(json, &got, NULL), 0);
	assert_int_equal(got.r.total, 5);
	assert_false(got.r.total_is_exact);
	assert_int_equal(got.r.took_us, 800);
	assert_int_equal(got.r.generation, 7);
	assert_string_equal(got.r.read_as, "dat do");
	assert_int_equal(got.r.match, PROTO_MATCH_ANY);
	assert_true(got.r.relaxed);
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
	assert_int_equal(proto_search_result_encode(&r, &b), 0);
	assert_string_equal(b.s,
		"{\"total\":{\"value\":5,\"relation\":\"gte\"},"
		"\"took_us\":800,\"generation\":7,"
		"\"read_as\":{\"query\":\"dat do\",\"match\":\"any\","
		"\"fallback\":\"any\"},\"hits\":[{"
		"\"path\":\"/b\xef\xbf\xbdo/1.txt\","
		"\"uri\":\"file:///b%B8o/1.txt\",\"title\":\"đất đỏ\","
		"\"title_marks\":[{\"byte\":0,\"len\":4,\"utf16\":0,"
		"\"utf16_len\":3}],\"score\":12.5,\"date\":\"2020-12-19\","
		"\"extracted\":true,\"line\":7,\"byte\":5000000000,\"col\":3,"
		"\"utf16\":1,\"snippet\":{\"text\":\"đất đỏ\",\"marks\":["
		"{\"byte\":0,\"len\":4,\"utf16\":0,\"utf16_len\":3},"
		"{\"byte\":5,\"len\":5,\"utf16\":4,\"utf16_len\":3}]}}]}");
	buf_release(&b);
}

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

static void reports_come_back(void **state)
{
	struct proto_report r = {
		.path = { "/b\xb8o", 5 }, .title = { "Đất đỏ!", strlen("Đất đỏ") },
		.from = 1, .to = 2, .lines = 30, .text = { "a\0b\n", 4 },
	}, got;
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
	json_decref(json);
	buf_release(&paths);
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

static void stats_come_back(void **state)
{
	struct proto_stats s = {
		.generation = 1, .documents = 2, .terms = 3, .mean_length = 4.5,
		.queries = 5, .errors = 6, .busy = 7, .running = 8,
		.waiting = 9, .connections = 10, .uptime_s = 11,
		.memory_bytes = 12, .latency_us = { 13, 14, 15, 16, 17 },
	}, got;
	struct proto_reload reload = { 8 };
	struct buf b = BUF_INIT;
	json_t *json;

	(void)state;
	assert_int_equal(proto_stats_encode(&s, &b), 0);
	json = parse(&b);
	assert_int_equal(proto_stats_decode(json, &got, NULL), 0);
	assert_memory_equal(&got, &s, sizeof(s));
	json_decref(json);
	assert_int_equal(proto_reload_encode(&reload, &b), 0);
	json = parse(&b);
	assert_int_equal(proto_reload_decode(json, &reload, NULL), 0);
	assert_int_equal(reload.generation, 8);
	json_decref(json);
}

static void a_full_buffer_is_told(void **state)
{
	struct proto_stats s = { 0 };
	struct buf b;

	(void)state;
	buf_init(&b, 30);
	assert_int_equal(proto_stats_encode(&s, &b), E_LIMIT);
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
		cmocka_unit_test(lines_are_read),
		cmocka_unit_test(vim_lines_are_read),
		cmocka_unit_test(a_batch_is_a_line),
		cmocka_unit_test(headers_are_read),
		cmocka_unit_test(broken_frames_are_refused),
		cmocka_unit_test(long_messages_are_refused),
		cmocka_unit_test(long_headers_are_refused),
		cmocka_unit_test(reader_forgets_what_it_returned),
		cmocka_unit_test(frames_are_written),
		cmocka_unit_test(requests_are_decoded),
		cmocka_unit_test(ids_tell_notifications),
		cmocka_unit_test(bad_requests_are_told),
		cmocka_unit_test(deep_nesting_is_survived),
		cmocka_unit_test(requests_are_written),
		cmocka_unit_test(methods_have_names),
		cmocka_unit_test(results_come_back),
		cmocka_unit_test(errors_come_back),
		cmocka_unit_test(large_replies_are_cut_back),
		cmocka_unit_test(no_replies_are_refused),
		cmocka_unit_test(kinds_follow_failures),
		cmocka_unit_test(queries_come_back),
		cmocka_unit_test(queries_have_defaults),
		cmocka_unit_test(bad_parameters_are_named),
		cmocka_unit_test(params_may_be_absent),
		cmocka_unit_test(paths_of_any_bytes_can_be_asked_for),
		cmocka_unit_test(show_wants_lines_in_order),
		cmocka_unit_test(words_of_the_protocol),
		cmocka_unit_test(search_results_come_back),
		cmocka_unit_test(the_page_has_the_documented_shape),
		cmocka_unit_test(bad_results_are_refused),
		cmocka_unit_test(hello_comes_back),
		cmocka_unit_test(counts_come_back),
		cmocka_unit_test(reports_come_back),
		cmocka_unit_test(tokens_come_back),
		cmocka_unit_test(explanations_come_back),
		cmocka_unit_test(stats_come_back),
		cmocka_unit_test(a_full_buffer_is_told),
		cmocka_unit_test(control_characters_are_escaped),
	};

	return cmocka_run_group_tests_name("proto", tests, NULL, NULL);
}
