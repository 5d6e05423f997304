/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Settings: which source wins, what a list is, and what is said of a mistake.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/conf.h"
#include "base/number.h"
#include "base/path.h"
#include "base/spell.h"
#include "tests/unit/tmp_fixture.h"

static const struct conf_key keys[] = {
	{ "", "index", CONF_PATH, NULL },
	{ "", "socket", CONF_OTHERS, NULL },
	{ "indexer", "max_removed", 0, "a number" },
	{ "indexer", "exclude", CONF_LIST, NULL },
	{ "encoding", NULL, 0, NULL },
	{ "collection", "root", CONF_LIST | CONF_PATH, NULL },
};

struct setup {
	struct conf c;
	struct err e;
};

static void set_up(struct setup *s)
{
	*s = (struct setup){ 0 };
	conf_init(&s->c, keys, sizeof(keys) / sizeof(*keys));
}

static void tear_down(struct setup *s)
{
	conf_release(&s->c);
}

static int read_text(struct setup *s, const char *text, enum conf_source source)
{
	const char *file = in_tmp("c");

	assert_int_equal(path_write_file(file, text, strlen(text), NULL), 0);
	return conf_read_file(&s->c, file, source, &s->e);
}

/* The values of a list, each with a ',' behind it. */
static const char *list(const struct conf *c, const char *section,
			const char *label, const char *name)
{
	static char all[256];
	const struct conf_value *v = NULL;

	*all = '\0';
	while ((v = conf_next(c, section, label, name, v))) {
		strcat(all, v->value);
		strcat(all, ",");
	}
	return all;
}

static void test_sources(void **state)
{
	struct setup s;

	(void)state;
	set_up(&s);
	assert_int_equal(read_text(&s, "index = /a\n[indexer]\nexclude = x y\n"
				   "exclude = z\nmax-removed = 5\n",
				   CONF_SYSTEM), 0);
	assert_string_equal(conf_string(&s.c, "", "index"), "/a");
	assert_string_equal(list(&s.c, "indexer", "", "exclude"), "x y,z,");
	assert_string_equal(conf_string(&s.c, "indexer", "max_removed"), "5");
	assert_int_equal(read_text(&s, "[indexer]\nexclude = u\n", CONF_USER), 0);
	assert_string_equal(list(&s.c, "indexer", "", "exclude"), "u,");
	assert_string_equal(conf_string(&s.c, "", "index"), "/a");
	assert_int_equal(conf_set(&s.c, "", "index", "rel", CONF_OPTION,
				  "--index", &s.e), 0);
	assert_int_equal(conf_set(&s.c, "", "index", "/d", CONF_DEFAULT,
				  "default", &s.e), 0);
	assert_string_equal(conf_string(&s.c, "", "index"), "rel");
	assert_string_equal(conf_get(&s.c, "", "index")->origin, "--index");
	tear_down(&s);
}

static void test_lists(void **state)
{
	struct setup s;

	(void)state;
	set_up(&s);
	assert_int_equal(read_text(&s, "[indexer]\nexclude = x\n", CONF_SYSTEM),
			 0);
	assert_int_equal(read_text(&s, "[indexer]\nexclude =\n", CONF_USER), 0);
	assert_string_equal(list(&s.c, "indexer", "", "exclude"), "");
	/* An indented line goes on with the list. */
	assert_int_equal(read_text(&s, "[collection a-b]\nroot = /1\n\t/2\n"
				   "[collection c]\nroot = /3\n"
				   "[encoding]\n*.txt = tcvn3\n*.htm = vni\n",
				   CONF_USER), 0);
	assert_string_equal(list(&s.c, "collection", "a-b", "root"), "/1,/2,");
	assert_string_equal(list(&s.c, "collection", "c", "root"), "/3,");
	assert_string_equal(list(&s.c, "encoding", "", NULL), "tcvn3,vni,");
	assert_string_equal(list(&s.c, "encoding", "", "*.htm"), "vni,");
	tear_down(&s);
}

static void test_mistakes(void **state)
{
	static const struct {
		const char *text;
		int line;
		const char *why;
	} bad[] = {
		{ "[indexr]\n", 1, "did you mean [indexer]?" },
		{ "\n[indexer]\nexlude = x\n", 3, "did you mean exclude?" },
		{ "max_removed = 3\n", 1, "belongs into section indexer" },
		{ "[indexer]\nwhatever = 3\n", 2, "unknown key whatever" },
		{ "[indexer]\nmax_removed = 3\nmax-removed = 3\n", 3,
		  "has one value" },
		{ "index = a/b\n", 1, "must begin with / or ~/" },
		{ "index = ~user/b\n", 1, "must begin with / or ~/" },
		{ "[collection]\n", 1, "needs a name" },
		{ "[indexer x]\n", 1, "takes no name" },
		{ "[collection a b]\n", 1, "[collection a b]: a name is 1 to 32" },
		{ "\n[collection Web]\n", 2, "a name is" },
		{ "[collection -web]\n", 1, "a name is" },
		{ "[collection ../x]\n", 1, "a name is" },
		{ "[collection 123456789012345678901234567890123]\n", 1,
		  "a name is" },
		{ "nothing\n", 1, "expected" },
		{ "[indexer\n", 1, "expected" },
		{ "[collection 12345678901234567890123456789012345678901234567890]"
		  "\n", 1, "longer than" },
	};
	char where[64];

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++) {
		struct setup s;

		set_up(&s);
		assert_int_equal(read_text(&s, bad[i].text, CONF_SYSTEM),
				 E_INVAL);
		snprintf(where, sizeof(where), "/c:%d: ", bad[i].line);
		if (!strstr(s.e.msg, where) || !strstr(s.e.msg, bad[i].why))
			fail_msg("of %s: %s", bad[i].text, s.e.msg);
		tear_down(&s);
	}
}

static void test_others(void **state)
{
	struct setup s;

	(void)state;
	set_up(&s);
	assert_int_equal(read_text(&s, "socket = relative\n[limits]\n"
				   "anything = 1\n", CONF_SYSTEM), 0);
	assert_int_equal(s.c.n, 0);
	tear_down(&s);
}

static void test_numbers(void **state)
{
	static const char *const bad[] = { "",	 " 1", "+1",  "-1", "1 ",
					   "1k", "0x1", "1.0", "4",  "11",
					   "99999999999999999999" };
	struct setup s;
	uint64_t v = 77;

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++)
		assert_int_equal(number_parse(bad[i], 5, 10, &v), E_INVAL);
	assert_int_equal(v, 77);
	assert_int_equal(number_parse("0010", 5, 10, &v), 0);
	assert_int_equal(v, 10);
	assert_int_equal(number_parse("18446744073709551615", 0, UINT64_MAX,
				      &v), 0);
	assert_int_equal(v, UINT64_MAX);

	set_up(&s);
	assert_int_equal(read_text(&s, "[indexer]\nmax_removed = x\n",
				   CONF_SYSTEM), 0);
	assert_int_equal(conf_number(conf_get(&s.c, "indexer", "max_removed"),
				     0, 100, &v, &s.e), E_INVAL);
	assert_non_null(strstr(s.e.msg, "/c:2: max_removed must be a number "
			       "from 0 to 100, not \"x\""));
	tear_down(&s);
}

static void test_spelling(void **state)
{
	(void)state;
	assert_int_equal(spell_distance("index", "index"), 0);
	assert_int_equal(spell_distance("indxe", "index"), 1);
	assert_int_equal(spell_distance("idex", "index"), 1);
	assert_int_equal(spell_distance("", "keep"), 4);
	assert_int_equal(spell_distance("jobs", "keep"), 4);
}

/* What is printed is a file that sets the same. */
static void test_print(void **state)
{
	struct setup s;
	char *text = NULL;
	size_t n = 0;
	FILE *out;

	(void)state;
	set_up(&s);
	assert_int_equal(read_text(&s, "index = /a\n[indexer]\nexclude = x y\n"
				   "exclude = z\n[collection c_d]\nroot = /r\n"
				   "[collection empty]\n",
				   CONF_USER), 0);
	out = open_memstream(&text, &n);
	conf_print(&s.c, out);
	fclose(out);
	conf_release(&s.c);
	assert_non_null(strstr(text, "/c:3\nexclude = x y\n"));
	assert_int_equal(read_text(&s, text, CONF_USER), 0);
	assert_string_equal(conf_string(&s.c, "", "index"), "/a");
	assert_string_equal(list(&s.c, "indexer", "", "exclude"), "x y,z,");
	assert_string_equal(list(&s.c, "collection", "c_d", "root"), "/r,");
	/* That it is there says something, too. */
	assert_int_equal(s.c.n_labels, 2);
	assert_string_equal(s.c.labels[1].label, "empty");
	free(text);
	tear_down(&s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		IN_DIR(test_sources),
		IN_DIR(test_lists),
		IN_DIR(test_mistakes),
		IN_DIR(test_others),
		IN_DIR(test_numbers),
		cmocka_unit_test(test_spelling),
		IN_DIR(test_print),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
