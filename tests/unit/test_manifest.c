/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/path.h"
#include "store/generation.h"
#include "store/schema.h"
#include "tests/unit/tmp_fixture.h"

static bool exists(const char *name)
{
	struct stat st;

	return !lstat(in_tmp(name), &st);
}

static char *rules[] = { (char *)"cũ/*=tcvn3", (char *)"*=auto" };

static struct manifest example(char **roots, size_t n)
{
	struct manifest m = {
		.schema = SCHEMA_VERSION,
		.analyzer = "1/icu72.1",
		.furniture = "0123456789abcdef",
		.collection = "web",
		.generation = 7,
		.documents = 5,
		.text_bytes = 1ull << 40,
		.time = 1763800000,
		.roots = roots,
		.n_roots = n,
		.encodings = rules,
		.n_encodings = 2,
		.run = { 1, 2, 3, 4, 5, 1.5 },
	};

	return m;
}

static void a_manifest_comes_back(void **state)
{
	char first[] = "/srv/tư liệu \"cũ\"", second[] = "/x";
	char *roots[2] = { first, second };
	struct manifest m = example(roots, 2), n;

	(void)state;
	assert_int_equal(manifest_write(tmp, &m, NULL), 0);
	assert_int_equal(manifest_read(tmp, &n, NULL), 0);
	assert_int_equal(n.schema, SCHEMA_VERSION);
	assert_string_equal(n.analyzer, m.analyzer);
	assert_string_equal(n.furniture, m.furniture);
	assert_string_equal(n.collection, "web");
	assert_int_equal(n.generation, 7);
	assert_int_equal(n.documents, 5);
	assert_true(n.text_bytes == 1ull << 40);
	assert_true(n.time == m.time);
	assert_int_equal(n.n_roots, 2);
	assert_string_equal(n.roots[0], first);
	assert_string_equal(n.roots[1], second);
	assert_int_equal(n.run.added, 1);
	assert_int_equal(n.run.failed, 5);
	assert_true(n.run.seconds > 1.4 && n.run.seconds < 1.6);
	assert_int_equal(n.n_encodings, 2);
	assert_string_equal(n.encodings[0], rules[0]);
	assert_string_equal(n.encodings[1], rules[1]);
	manifest_release(&n);
	manifest_release(&n);
}

static void a_root_must_be_json(void **state)
{
	char root[] = "/srv/\xff";
	char *roots[1] = { root };
	struct manifest m = example(roots, 1);
	struct err e;

	(void)state;
	assert_int_equal(manifest_write(tmp, &m, &e), E_INVAL);
	assert_false(exists("manifest"));
}

static int read_manifest(const char *text, size_t n)
{
	struct manifest m;
	struct err e = { 0 };
	int r;

	assert_int_equal(path_write_file(in_tmp("manifest"), text, n, NULL),
			 0);
	r = manifest_read(tmp, &m, &e);
	if (!r)
		manifest_release(&m);
	assert_int_equal(e.code, r);
	return r;
}

#define TEXT_OF(x) #x
#define SCHEMA_TEXT(version) "\"schema\": " TEXT_OF(version)
#define SCHEMA SCHEMA_TEXT(SCHEMA_VERSION)

static void a_bad_manifest_is_told(void **state)
{
	static const char whole[] =
		"{" SCHEMA ", \"analyzer\": \"1/icu\", \"furniture\": \"\", \"collection\": \"web\", "
		"\"generation\": 1, "
		"\"documents\": 2, \"text_bytes\": 3, \"time\": 4, "
		"\"run\": {\"added\": 1, \"changed\": 2, \"moved\": 3, "
		"\"removed\": 4, \"failed\": 5, \"seconds\": 0.1}, "
		"\"roots\": [\"/x\"], \"encodings\": [\"*=vni\"]}";
	static const char *const bad[] = {
		"", "[]", "null", "{}", "\xff", "{\"schema\": \"1\"}",
		"{" SCHEMA "}", "{\"schema\": -1}",
		"{" SCHEMA ", \"schema\": 1}",
		"{" SCHEMA ", \"analyzer\": \"1\", \"generation\": -1, "
		"\"documents\": 2, \"text_bytes\": 3, \"time\": 4, "
		"\"roots\": [], \"encodings\": []}",
		"{" SCHEMA ", \"analyzer\": \"1\", \"generation\": 1, "
		"\"documents\": 2, \"text_bytes\": 3, \"time\": 4, "
		"\"roots\": [\"/x\", 3], \"encodings\": []}",
		"{" SCHEMA ", \"analyzer\": \"1\", \"generation\": 1, "
		"\"documents\": 2, \"text_bytes\": 3, \"time\": 4, "
		"\"roots\": [\"/x\"]}",
		"{" SCHEMA ", \"analyzer\": \"1\", \"generation\": 1, "
		"\"documents\": 2, \"text_bytes\": 3, \"time\": 4, "
		"\"roots\": [\"/x\"], \"encodings\": [3]}",
		"{" SCHEMA ", \"analyzer\": \"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
		"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\", "
		"\"generation\": 1, \"documents\": 2, \"text_bytes\": 3, "
		"\"time\": 4, \"roots\": [], \"encodings\": []}",
	};
	struct manifest m;

	(void)state;
	assert_int_equal(manifest_read(tmp, &m, NULL), E_NODB);
	assert_int_equal(read_manifest(whole, strlen(whole)), 0);
	for (size_t n = 0; n < strlen(whole); n++)
		assert_int_equal(read_manifest(whole, n), E_CORRUPT);
	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++)
		assert_int_equal(read_manifest(bad[i], strlen(bad[i])),
				 E_CORRUPT);
}

static void another_schema_is_told(void **state)
{
	static const char text[] = "{\"schema\": 999, \"whatever\": true}";
	struct manifest m;
	struct err e;

	(void)state;
	assert_int_equal(read_manifest(text, strlen(text)), E_SCHEMA);
	assert_int_equal(manifest_read(tmp, &m, &e), E_SCHEMA);
	assert_non_null(strstr(e.msg, "reindex"));
}

static void of_another_schema_the_choices_are_read(void **state)
{
	static const char old[] = "{\"schema\": 3, \"roots\": [\"/a\", \"/b\"]}";
	static const char other[] = "{\"schema\": 999, \"roots\": {}}";
	struct manifest m;

	(void)state;
	assert_int_equal(read_manifest(old, strlen(old)), E_SCHEMA);
	assert_int_equal(manifest_read_choices(tmp, &m, NULL), 0);
	assert_int_equal(m.schema, 0);
	assert_int_equal(m.n_roots, 2);
	assert_string_equal(m.roots[1], "/b");
	assert_int_equal(m.n_encodings, 0);
	manifest_release(&m);
	assert_int_equal(read_manifest(other, strlen(other)), E_SCHEMA);
	assert_int_equal(manifest_read_choices(tmp, &m, NULL), E_CORRUPT);
}

static void a_huge_manifest_is_refused(void **state)
{
	size_t n = 3u << 20;
	char *text = malloc(n);

	(void)state;
	memset(text, ' ', n);
	memcpy(text, "{}", 2);
	assert_int_equal(read_manifest(text, n), E_CORRUPT);
	free(text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		IN_DIR(a_manifest_comes_back),
		IN_DIR(a_root_must_be_json),
		IN_DIR(a_bad_manifest_is_told),
		IN_DIR(another_schema_is_told),
		IN_DIR(of_another_schema_the_choices_are_read),
		IN_DIR(a_huge_manifest_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
