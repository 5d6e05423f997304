/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * parse_fixture - an analyzer for the tests of a file, and queries read by it.
 */
#ifndef TRACUU_TESTS_PARSE_FIXTURE_H
#define TRACUU_TESTS_PARSE_FIXTURE_H

#include <string.h>

#include "search/parse.h"
#include "text/text.h"

static struct text_analyzer *analyzer;

static int setup(void **state)
{
	struct err e;

	(void)state;
	return text_analyzer_open(&analyzer, &e);
}

static int teardown(void **state)
{
	(void)state;
	text_analyzer_close(analyzer);
	return 0;
}

static int parse(struct query *q, const char *s)
{
	struct err e;

	return query_parse(q, analyzer, s, strlen(s), &search_limits_default,
			   &e);
}

#endif
