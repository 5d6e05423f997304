/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * daemon/access: rules from the configuration, and whom they let in.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cmocka.h>

#include "daemon/access.h"

static const struct conf_key keys[] = {
	{ "collection", "allow_user", CONF_LIST, NULL },
	{ "collection", "allow_group", CONF_LIST, NULL },
};

static struct conf conf;

static int set_up(void **state)
{
	(void)state;
	conf_init(&conf, keys, sizeof(keys) / sizeof(*keys));
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	conf_release(&conf);
	return 0;
}

static void give(const char *name, const char *value)
{
	assert_int_equal(conf_set_labelled(&conf, "collection", "a", name,
					   value, CONF_SYSTEM, "f.conf:3",
					   NULL), 0);
}

static int read_rule(struct access_rule *r, struct err *e)
{
	return access_read(r, &conf, "collection", "a", "allow_user",
			   "allow_group", e);
}

static void refused(const char *name, const char *value, const char *why)
{
	struct access_rule r;
	struct err e = { 0 };

	set_up(NULL);
	give(name, value);
	assert_int_equal(read_rule(&r, &e), E_INVAL);
	assert_string_equal(e.msg, why);
	access_release(&r);
	tear_down(NULL);
}

/* root:root is there everywhere; other numbers need no entry. */
static void names_and_numbers(void **state)
{
	struct access_rule r;
	struct peer root = { .uid = 0, .gid = 77 };
	struct peer some = { .uid = 4242, .gid = 77 };
	struct peer other = { .uid = 4243, .gid = 77 };

	(void)state;
	give("allow_user", "root, 4242");
	give("allow_user", "\t5000  ");
	assert_int_equal(read_rule(&r, NULL), 0);
	assert_int_equal(r.users.n, 3);
	assert_int_equal(r.groups.n, 0);
	assert_true(access_is_set(&r));
	assert_true(access_allows(&r, &root));
	assert_true(access_allows(&r, &some));
	assert_false(access_allows(&r, &other));
	access_release(&r);
}

static void groups(void **state)
{
	gid_t more[] = { 8, 4242, 9 };
	struct access_rule r;
	struct peer first = { .uid = 1, .gid = 4242 };
	struct peer second = { .uid = 4242, .gid = 7, .groups = more,
			       .n_groups = 3 };
	struct peer none = { .uid = 4242, .gid = 7, .groups = more,
			     .n_groups = 1 };
	struct peer root = { .uid = 0, .gid = 0 };

	(void)state;
	give("allow_group", "4242");
	assert_int_equal(read_rule(&r, NULL), 0);
	assert_true(access_allows(&r, &first));
	assert_true(access_allows(&r, &second));
	assert_false(access_allows(&r, &none));
	assert_false(access_allows(&r, &root));
	access_release(&r);
}

static void a_rule_that_is_not_set(void **state)
{
	struct access_rule r;
	struct peer root = { .uid = 0, .gid = 0 };

	(void)state;
	assert_int_equal(read_rule(&r, NULL), 0);
	assert_false(access_is_set(&r));
	assert_false(access_allows(&r, &root));
	access_release(&r);
	/* A list that was set to nothing is no list either. */
	give("allow_user", "");
	assert_int_equal(read_rule(&r, NULL), 0);
	assert_false(access_is_set(&r));
	access_release(&r);
}

static void mistakes(void **state)
{
	(void)state;
	refused("allow_user", "root no-such-user",
		"f.conf:3: allow_user: there is no user \"no-such-user\"");
	refused("allow_group", "no-such-group",
		"f.conf:3: allow_group: there is no group \"no-such-group\"");
	refused("allow_user", ",",
		"f.conf:3: allow_user: no user is named");
	/* -1 is what a user that is not known has. */
	refused("allow_user", "4294967295",
		"f.conf:3: allow_user: there is no user \"4294967295\"");
	refused("allow_group", "-1",
		"f.conf:3: allow_group: there is no group \"-1\"");
}

static void a_peer(void **state)
{
	struct access_rule r = { 0 };
	struct peer p;
	gid_t got[256];
	int two[2], n = getgroups(256, got);

	(void)state;
	assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM, 0, two), 0);
	peer_read(two[0], &p);
	assert_int_equal(p.pid, getpid());
	assert_int_equal(p.uid, geteuid());
	assert_int_equal(p.gid, getegid());
	assert_int_equal(p.n_groups, n);
	for (int i = 0; i < n; i++)
		assert_int_equal(p.groups[i], got[i]);
	assert_int_equal(access_add_user(&r, geteuid(), NULL), 0);
	assert_true(access_allows(&r, &p));
	peer_release(&p);
	access_release(&r);
	close(two[0]);
	close(two[1]);
}

static void an_unknown_peer(void **state)
{
	struct access_rule r = { 0 };
	struct peer p;

	(void)state;
	peer_read(-1, &p);
	assert_int_equal(p.uid, (uid_t)-1);
	assert_int_equal(access_add_user(&r, (uid_t)-1, NULL), 0);
	assert_false(access_allows(&r, &p));
	peer_release(&p);
	access_release(&r);
}

int main(void)
{
#define TEST(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)
	const struct CMUnitTest tests[] = {
		TEST(names_and_numbers),
		TEST(groups),
		TEST(a_rule_that_is_not_set),
		TEST(mistakes),
		TEST(a_peer),
		TEST(an_unknown_peer),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
