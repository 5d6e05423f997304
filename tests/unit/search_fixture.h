/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * search_fixture - a session on a small index, to ask it with.
 */
#ifndef TESTS_UNIT_SEARCH_FIXTURE_H
#define TESTS_UNIT_SEARCH_FIXTURE_H

#include "tests/unit/index_fixture.h"

#include <stdlib.h>
#include <unistd.h>

#include "base/path.h"
#include "search/search.h"

static struct search_index *opened;
static struct search *session;
static char dir[] = "/tmp/tracuu-test-XXXXXX";

static inline void session_open(const struct test_report *reports, size_t n)
{
	const struct search_settings settings = {
		.limits = search_limits_default,
	};
	const char *where[1];
	struct err e;
	char *path;

	assert_non_null(mkdtemp(dir));
	path = path_join(dir, "db");
	index_reports(path, reports, n);
	where[0] = path;
	if (search_index_open(where, 1, &settings, &opened, &e) ||
	    search_open(opened, &session, &e))
		fail_msg("%s", e.msg);
	free(path);
}

static inline int session_close(void)
{
	struct err e;

	search_close(session);
	search_index_close(opened);
	return path_remove_tree(dir, &e);
}

static inline struct search_result *run(const char *query, enum search_match match)
{
	struct search_request req = {
		.query = query,
		.query_len = strlen(query),
		.limit = 10,
		.match = match,
		.snippet = true,
	};
	struct search_result *r;
	struct err e;

	if (search_run(session, &req, &r, &e))
		fail_msg("\"%s\": %s", query, e.msg);
	return r;
}

#endif
