/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * docs/protocol.schema.json beside the tables of lib/proto: neither has a
 * method, a kind of error or a code that the other has not.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <jansson.h>

#include "proto/message.h"

static json_t *schema, *defs;

static int load(void **state)
{
	json_error_t error;

	(void)state;
	schema = json_load_file("docs/protocol.schema.json", 0, &error);
	if (!schema)
		print_error("%s:%d: %s\n", error.source, error.line,
			    error.text);
	defs = json_object_get(schema, "$defs");
	return defs ? 0 : -1;
}

static int unload(void **state)
{
	(void)state;
	json_decref(schema);
	return 0;
}

static void methods_are_the_same(void **state)
{
	json_t *list = json_object_get(json_object_get(defs, "method"), "enum");
	const json_t *name;
	size_t i;

	(void)state;
	json_array_foreach(list, i, name)
		assert_int_not_equal(proto_method_parse(json_string_value(name)),
				     PROTO_UNKNOWN);
	assert_int_equal(json_array_size(list), PROTO_UNKNOWN);
}

static void kinds_are_the_same(void **state)
{
	json_t *kinds = json_object_get(json_object_get(defs, "kind"), "$defs");

	(void)state;
	for (int k = 0; k < PROTO_KINDS; k++) {
		json_t *rule = json_object_get(
			kinds, proto_kind_name((enum proto_kind)k));
		json_t *code = json_object_get(
			json_object_get(json_object_get(rule, "properties"),
					"code"), "const");

		assert_non_null(rule);
		assert_int_equal(json_integer_value(code),
				 proto_kind_code((enum proto_kind)k));
	}
	assert_int_equal(json_object_size(kinds), PROTO_KINDS);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(methods_are_the_same),
		cmocka_unit_test(kinds_are_the_same),
	};

	return cmocka_run_group_tests(tests, load, unload);
}
