/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * proto/stats: there and back.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "proto/stats.h"

static const struct proto_timing timings[] = {
	{ "search", { 20, 21, 22, 23, 24, 25, 26, 27 },
	  { 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17 } },
	{ "count", { 30, 31, 32, 33, 34, 35, 36, 37 }, { 0 } },
};

static const struct proto_stats all = {
	.version = "1.2.3", .generation = 1, .documents = 2, .terms = 3,
	.mean_length = 4.5, .generation_age_s = 5, .uptime_s = 6,
	.details = true, .queries = 7, .errors = 8, .busy = 9, .workers = 10,
	.running = 11, .waiting = 12, .connections = 13, .memory_bytes = 14,
	.memory_share_bytes = 15, .open_files = 16, .open_files_max = 17,
	.reloads = 18, .reloads_failed = 19, .log_dropped = 20,
	.kinds = { [PROTO_E_BUSY] = 3, [PROTO_E_FORBIDDEN] = 1 },
	.latency_us = { 40, 41, 42, 43, 44, 45, 46, 47 },
	.wait_us = { 50, 51, 52, 53, 54, 55, 56, 57 },
	.cache = { 60, 61, 62, 63, 64 },
	.methods = timings, .n_methods = 2,
};

static json_t *encode(const struct proto_stats *s)
{
	struct buf b = BUF_INIT;
	json_t *json;

	assert_int_equal(proto_stats_encode(s, &b), 0);
	json = json_loadb(b.s, b.len, 0, NULL);
	assert_non_null(json);
	buf_release(&b);
	return json;
}

/* Each field by itself: a struct has holes between them. */
static void all_comes_back(void **state)
{
	json_t *json = encode(&all), *again;
	struct proto_timing t[2];
	struct proto_stats got;

	(void)state;
	assert_int_equal(proto_stats_decode(json, &got, NULL), 0);
	assert_true(got.details);
	assert_string_equal(got.version, "1.2.3");
	assert_int_equal(got.kinds[PROTO_E_BUSY], 3);
	assert_int_equal(got.log_dropped, 20);
	assert_int_equal(got.cache.shared, 62);
	assert_int_equal(proto_timing_decode(json, 0, &t[0], NULL), 0);
	assert_int_equal(proto_timing_decode(json, 1, &t[1], NULL), 0);
	assert_int_equal(proto_timing_decode(json, 2, &t[1], NULL), E_NOTFOUND);
	assert_string_equal(t[0].method, "search");
	assert_int_equal(t[0].below[16], 17);
	/* Encoded again it is what it was. */
	got.methods = t;
	got.n_methods = 2;
	again = encode(&got);
	assert_true(json_equal(json, again));
	json_decref(again);
	json_decref(json);
}

static void details_may_be_missing(void **state)
{
	struct proto_stats s = all, got;
	struct proto_timing t;
	json_t *json;

	(void)state;
	s.details = false;
	json = encode(&s);
	assert_int_equal(json_object_size(json), 7);
	assert_int_equal(proto_stats_decode(json, &got, NULL), 0);
	assert_false(got.details);
	assert_int_equal(got.documents, 2);
	assert_int_equal(got.queries, 0);
	assert_int_equal(proto_timing_decode(json, 0, &t, NULL), E_INVAL);
	json_decref(json);
}

static void refused(const char *path, const char *member, json_t *value)
{
	json_t *json = encode(&all), *at = json;
	struct proto_timing t;
	struct proto_stats s;

	if (!strcmp(path, "methods"))
		at = json_array_get(json_object_get(json, "methods"), 0);
	else if (*path)
		at = json_object_get(json, path);
	assert_int_equal(json_object_set_new(at, member, value), 0);
	assert_true(proto_stats_decode(json, &s, NULL) == E_INVAL ||
		    proto_timing_decode(json, 0, &t, NULL) == E_INVAL);
	json_decref(json);
}

static void others_are_refused(void **state)
{
	(void)state;
	refused("", "queries", json_integer(-1));
	refused("", "version", json_integer(1));
	refused("", "latency_us", json_array());
	refused("wait_us", "p999", json_string("1"));
	refused("cache", "shared", json_null());
	refused("errors_by_kind", "busy", json_real(1.5));
	refused("methods", "method", json_null());
	refused("methods", "below", json_pack("[i, i]", 1, 2));
	refused("", "methods", json_pack("[i]", 1));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(all_comes_back),
		cmocka_unit_test(details_may_be_missing),
		cmocka_unit_test(others_are_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
