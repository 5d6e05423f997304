/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * parse_fixture - queries read by the analyzer of a file of tests.
 */
#ifndef TRACUU_TESTS_PARSE_FIXTURE_H
#define TRACUU_TESTS_PARSE_FIXTURE_H

#include <string.h>

#include "search/query/parse.h"
#include "tests/unit/text_fixture.h"

static int parse(struct query *q, const char *s)
{
	struct err e;

	return query_parse(q, analyzer, s, strlen(s), &search_limits_default,
			   &e);
}

#endif
