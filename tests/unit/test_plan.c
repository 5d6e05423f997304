/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Words against the dictionary: how many are kept and which, and that looking
 * for them ends when it is told to.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "search/plan/question.h"
#include "tests/unit/search_fixture.h"

/* `ca` with all tones, the common ones in more reports; and pa-nô, which is two
 * words and a unit. */
static const struct test_report reports[] = {
	{ "1", "Một", "cà cá cả cạ cã ca" },
	{ "2", "Hai", "cà cá cả" },
	{ "3", "Ba", "cà cá, pa-nô pa-nô" },
	{ "4", "Bốn", "cà, cả" },
};

static int setup(void **state)
{
	(void)state;
	session_open(reports, sizeof(reports) / sizeof(*reports));
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	return session_close();
}

/* A plan that may have `most` terms in all. */
struct planned {
	struct search_request req;
	struct cancel cancel;
	struct query q;
	struct plan p;
};

static int plan_of(struct planned *x, const char *query, uint32_t most,
		   struct err *e)
{
	struct search_limits limits = search_limits_default;
	int r;

	limits.expanded_terms = most;
	x->req = (struct search_request){ .query = query,
					  .query_len = strlen(query),
					  .cancel = &x->cancel };
	memset(&x->p, 0, sizeof(x->p));
	r = query_parse(&x->q, session->analyzer, query, strlen(query), &limits,
			e);
	return r ? r : plan_open(&x->p, &x->q, session->reader, NULL, &limits,
				 &x->req, e);
}

static void release(struct planned *x)
{
	plan_release(&x->p);
	query_release(&x->q);
}

/* The forms of word i, a space behind each. */
static const char *forms(const struct plan *p, size_t i)
{
	static char s[256];
	size_t n = 0;

	s[0] = '\0';
	for (size_t k = 0; k < p->words[i].n_forms; k++)
		n += (size_t)snprintf(s + n, sizeof(s) - n, "%.*s ",
				      (int)p->words[i].forms[k].n,
				      p->words[i].forms[k].term);
	return s;
}

static void the_most_frequent_forms_are_kept(void **state)
{
	static const struct {
		const char *query;
		uint32_t most;
		const char *forms;
	} cases[] = {
		/* its own form first, however rare */
		{ "ca", 512, "ca: ca:2 ca:1 ca:3 ca:4 ca:5 " },
		{ "ca", 6, "ca: ca:2 ca:1 ca:3 ca:4 ca:5 " },
		{ "ca", 4, "ca: ca:2 ca:1 ca:3 " },
		{ "ca", 1, "ca: " },
		{ "c*", 512, "ca:2 ca:1 ca:3 ca: ca:4 ca:5 " },
		{ "c*", 5, "ca:2 ca:1 ca:3 ca: ca:4 " },
		{ "c*", 2, "ca:2 ca:1 " },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct planned x = { 0 };
		struct err e;

		if (plan_of(&x, cases[i].query, cases[i].most, &e))
			fail_msg("%s: %s", cases[i].query, e.msg);
		assert_string_equal(forms(&x.p, 0), cases[i].forms);
		release(&x);
	}
}

static void what_is_said_twice_is_looked_up_once(void **state)
{
	struct planned x = { 0 };
	struct err e;

	(void)state;
	assert_int_equal(plan_of(&x, "c* ca c* title:ca ca", 512, &e), 0);
	assert_ptr_equal(x.p.words[0].forms, x.p.words[2].forms);
	assert_ptr_equal(x.p.words[1].forms, x.p.words[4].forms);
	assert_ptr_not_equal(x.p.words[0].forms, x.p.words[1].forms);
	assert_string_equal(forms(&x.p, 4), "ca: ca:2 ca:1 ca:3 ca:4 ca:5 ");
	release(&x);
}

static void planning_stops_when_it_is_told_to(void **state)
{
	struct planned x = { 0 };
	struct err e;

	(void)state;
	cancel_set(&x.cancel);
	assert_int_equal(plan_of(&x, "c*", 512, &e), E_CANCELLED);
	release(&x);
}

static void a_long_report_is_left_when_that_is_told(void **state)
{
	struct planned x = { 0 };
	struct view *v = &session->view;
	uint32_t docid;
	struct err e;

	(void)state;
	search_result_free(run("\"pa-nô pa-nô\" ca", SEARCH_ALL));
	assert_int_equal(plan_of(&x, "\"pa-nô pa-nô\" ca", 512, &e), 0);
	assert_int_equal(session_load_path(session, "3", 1, &docid, &e), 0);
	assert_int_equal(view_load(v, &x.p, PLAN_LOOSE, session->record, &e),
			 0);
	assert_int_equal(view_matches(v, SEARCH_ALL, &e), 1);
	assert_int_equal(view_find_spans(v, &e), 0);
	cancel_set(&x.cancel);
	assert_int_equal(view_matches(v, SEARCH_ALL, &e), E_CANCELLED);
	assert_int_equal(view_find_spans(v, &e), E_CANCELLED);
	assert_int_equal(view_load(v, &x.p, PLAN_LOOSE, session->record, &e),
			 E_CANCELLED);
	release(&x);
}

/* A stranger's dictionary has a word as long as a term may be: it is in no
 * title, where a prefix stands before it. */
static void a_word_may_be_too_long_for_a_title(void **state)
{
	const char *where = NULL;
	char *path = path_join(dir, "long"), term[SCHEMA_TERM_MAX];
	struct search_settings settings = { .limits = search_limits_default };
	struct search_request req = { .query = "ca",
				      .query_len = 2,
				      .match = SEARCH_ALL };
	enum search_relation relation;
	struct search_index *index;
	struct store_writer *db;
	struct search *s;
	uint64_t n;
	struct err e;

	(void)state;
	memset(term, '5', sizeof(term));
	memcpy(term, "ca:", 3);
	assert_int_equal(store_writer_create(path, &db, &e), 0);
	store_doc_begin(db);
	assert_int_equal(store_doc_data(db, "x", 1, &e), 0);
	assert_int_equal(store_doc_term(db, term, sizeof(term), 1, &e), 0);
	assert_int_equal(store_doc_append(db, "Qa", 2, &e), 0);
	assert_int_equal(store_commit(db, &e), 0);
	store_writer_close(db);
	where = path;
	assert_int_equal(search_index_open(&where, 1, &settings, &index, &e), 0);
	assert_int_equal(search_open(index, &s, &e), 0);
	assert_int_equal(search_count(s, &req, &n, &relation, &e), 0);
	assert_int_equal(n, 1);
	req.limit = 1;
	req.query = "ca title:ca";
	req.query_len = 11;
	assert_int_equal(search_count(s, &req, &n, &relation, &e), 0);
	assert_int_equal(n, 0);
	search_close(s);
	search_index_close(index);
	free(path);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_most_frequent_forms_are_kept),
		cmocka_unit_test(what_is_said_twice_is_looked_up_once),
		cmocka_unit_test(planning_stops_when_it_is_told_to),
		cmocka_unit_test(a_long_report_is_left_when_that_is_told),
		cmocka_unit_test(a_word_may_be_too_long_for_a_title),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
