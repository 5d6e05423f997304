/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The facets of a result, there and back.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

#include "proto/result.h"

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

static void facets_come_back(void **state)
{
	static const struct proto_facet_value years[] = {
		{ "2020", 3, "date:2020" },
		{ "2019", 5000000000, "date:2019" },
	};
	static const struct proto_facet_value places[] = {
		{ "xã \"Bãi\" Sậy", 1, "place:\"xã  Bãi  Sậy\"" },
	};
	struct proto_search_result r = { .read_as = "lũ" };
	struct proto_search_reply got;
	struct buf b = BUF_INIT;
	json_t *json;

	(void)state;
	r.facets[PROTO_FACET_YEAR] =
		(struct proto_facet_values){ true, years, 2 };
	r.facets[PROTO_FACET_PLACE] =
		(struct proto_facet_values){ true, places, 1 };
	r.facets[PROTO_FACET_TYPE].asked = true;
	assert_int_equal(encode(&r, &b), 0);
	assert_non_null(strstr(b.s, "\"hits\":[],\"facets\":{\"year\":["
			       "{\"value\":\"2020\",\"count\":3,\"query\":"
			       "\"date:2020\"},"));
	assert_non_null(strstr(b.s, "\"type\":[]},"));
	json = json_loadb(b.s, b.len, 0, NULL);
	buf_release(&b);
	assert_int_equal(proto_search_result_decode(json, &got, NULL), 0);
	for (size_t i = 0; i < PROTO_FACETS; i++) {
		assert_int_equal(got.r.facets[i].asked, r.facets[i].asked);
		assert_int_equal(got.r.facets[i].n, r.facets[i].n);
		for (size_t k = 0; k < r.facets[i].n; k++) {
			assert_string_equal(got.r.facets[i].v[k].value,
					    r.facets[i].v[k].value);
			assert_string_equal(got.r.facets[i].v[k].query,
					    r.facets[i].v[k].query);
			assert_true(got.r.facets[i].v[k].count ==
				    r.facets[i].v[k].count);
		}
	}
	proto_search_reply_release(&got);
	json_decref(json);
}

static void other_shapes_are_refused(void **state)
{
	static const char *const bad[] = {
		"{\"facets\":{\"year\":5}}",
		"{\"facets\":{\"year\":[5]}}",
		"{\"facets\":{\"year\":[{\"value\":\"2020\"}]}}",
		"{\"facets\":{\"year\":[{\"value\":\"2020\",\"count\":-1,"
		"\"query\":\"date:2020\"}]}}",
	};
	struct proto_facet_values f[PROTO_FACETS];
	struct proto_facet_value *values;

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++) {
		json_t *json = json_loads(bad[i], 0, NULL);
		struct err e;

		assert_non_null(json);
		assert_int_equal(proto_facets_decode(json, f, &values, &e),
				 E_INVAL);
		json_decref(json);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(facets_come_back),
		cmocka_unit_test(other_shapes_are_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
