/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * document_fixture - a text, read as a report is, and what was found in it.
 */
#ifndef TRACUU_TESTS_DOCUMENT_FIXTURE_H
#define TRACUU_TESTS_DOCUMENT_FIXTURE_H

#include <string.h>

#include "indexer/document.h"
#include "indexer/furniture.h"

static struct text_analyzer *analyzer;
static struct furniture *furniture;
static struct document_reader *reader;
static struct document doc;

static inline void read_text(const char *s)
{
	struct err e;

	assert_int_equal(document_read(reader, s, strlen(s), NULL, &doc,
				       &e), 0);
}

static inline void assert_span(struct span s, const char *want)
{
	if (!want) {
		assert_null(s.s);
		return;
	}
	assert_non_null(s.s);
	assert_int_equal(s.n, strlen(want));
	assert_memory_equal(s.s, want, s.n);
}

/* The kinds of all lines as one letter each: ". B T S D A P L C H F 2". */
static inline void assert_kinds(const char *want)
{
	static const char letters[] = {
		[LINE_BLANK] = '.',	[LINE_BODY] = 'B',
		[LINE_TITLE] = 'T',	[LINE_SECTION] = 'S',
		[LINE_DATELINE] = 'D',	[LINE_AUTHOR] = 'A',
		[LINE_PHOTO] = 'P',	[LINE_LEAD] = 'L',
		[LINE_CAPTION] = 'C',	[LINE_HEADING] = 'H',
		[LINE_FURNITURE] = 'F', [LINE_DOUBLED] = '2',
		[LINE_FORM] = 'O',
	};
	char got[128] = "";

	assert_in_range(doc.lines.n, 0, sizeof(got) - 1);
	for (size_t i = 0; i < doc.lines.n; i++)
		got[i] = letters[doc.lines.v[i].kind];
	assert_string_equal(got, want);
}

static inline int open_reader(void **state)
{
	struct err e;

	(void)state;
	return text_analyzer_open(&analyzer, &e) ||
	       furniture_open(NULL, 0, &furniture, &e) ||
	       document_open(analyzer, furniture, &reader, &e);
}

static inline int close_reader(void **state)
{
	(void)state;
	document_close(reader);
	furniture_close(furniture);
	text_analyzer_close(analyzer);
	return 0;
}

#endif
