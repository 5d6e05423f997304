/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * text_fixture - an analyzer for the tests of a file.
 */
#ifndef TRACUU_TESTS_TEXT_FIXTURE_H
#define TRACUU_TESTS_TEXT_FIXTURE_H

#include "text/text.h"

static struct text_analyzer *analyzer;

static inline int setup(void **state)
{
	(void)state;
	return text_analyzer_open(&analyzer, NULL);
}

static inline int teardown(void **state)
{
	(void)state;
	text_analyzer_close(analyzer);
	return 0;
}

#endif
