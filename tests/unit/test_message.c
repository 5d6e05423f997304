/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include "proto/message.h"
#include "proto/result.h"

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

static void a_bad_notification_is_told_nothing(void **state)
{
	struct decoded d = decode("{\"method\":\"ping\",\"params\":[1]}",
				  FRAME_LINE);

	(void)state;
	assert_int_equal(d.kind, PROTO_E_INVALID_PARAMS);
	assert_null(d.r.id);
	proto_request_release(&d.r);
}

static void a_nul_ends_no_string(void **state)
{
	struct decoded d = decode("{\"id\":1,\"method\":\"ping\\u0000x\"}",
				  FRAME_LINE);
	static const char raw[] = "{\"id\":1\0}";
	enum proto_kind kind;
	struct proto_request r;
	struct err e;

	(void)state;
	assert_int_equal(d.code, 0);
	assert_int_equal(d.r.method, PROTO_UNKNOWN);
	assert_string_equal(d.r.method_name, "ping?x");
	proto_request_release(&d.r);
	d = decode("{\"jsonrpc\":\"2.0\\u0000\",\"method\":\"ping\"}",
		   FRAME_LINE);
	assert_int_equal(d.kind, PROTO_E_INVALID_REQUEST);
	proto_request_release(&d.r);
	assert_int_equal(proto_request_decode(raw, sizeof(raw) - 1, FRAME_LINE,
					      &r, &kind, &e), E_INVAL);
	assert_int_equal(kind, PROTO_E_PARSE);
	assert_string_equal(e.msg, "not JSON at byte 8: a NUL");
	proto_request_release(&r);
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

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(requests_are_decoded),
		cmocka_unit_test(ids_tell_notifications),
		cmocka_unit_test(a_bad_notification_is_told_nothing),
		cmocka_unit_test(a_nul_ends_no_string),
		cmocka_unit_test(bad_requests_are_told),
		cmocka_unit_test(deep_nesting_is_survived),
		cmocka_unit_test(requests_are_written),
		cmocka_unit_test(methods_have_names),
		cmocka_unit_test(results_come_back),
		cmocka_unit_test(errors_come_back),
		cmocka_unit_test(large_replies_are_cut_back),
		cmocka_unit_test(no_replies_are_refused),
		cmocka_unit_test(kinds_follow_failures),
	};

	return cmocka_run_group_tests_name("message", tests, NULL, NULL);
}
