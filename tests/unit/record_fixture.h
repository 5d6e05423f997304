/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * record_fixture - a record that is written, and read again.
 */
#ifndef TRACUU_TESTS_RECORD_FIXTURE_H
#define TRACUU_TESTS_RECORD_FIXTURE_H

#include <stdio.h>
#include <string.h>

#include "store/record.h"

/* One of each serves all tests, as it serves all documents of a run. */
static struct record_writer *writer;
static struct record *reader;

static inline int open_both(void **state)
{
	(void)state;
	return record_writer_open(&writer, NULL) || record_open(&reader, NULL);
}

static inline int close_both(void **state)
{
	(void)state;
	record_writer_close(writer);
	record_close(reader);
	record_writer_close(NULL);
	record_close(NULL);
	return 0;
}

static inline void word(const char *term, uint64_t begin, uint32_t line,
		 uint64_t line_begin)
{
	assert_int_equal(record_word(writer, term, strlen(term), begin, line,
				     line_begin), 0);
}

/* Words of the body at made-up places, a "," for a break. */
static inline void words(const char *text)
{
	char copy[512], *save = NULL;
	uint64_t at = 0;

	snprintf(copy, sizeof(copy), "%s", text);
	for (char *s = strtok_r(copy, " ", &save); s;
	     s = strtok_r(NULL, " ", &save))
		if (!strcmp(s, ","))
			assert_int_equal(record_break(writer), 0);
		else
			word(s, at++, 1, 0);
}

static inline void begin(const char *title)
{
	record_begin(writer);
	words(title);
	assert_int_equal(record_end_title(writer), 0);
}

static inline struct record_str str(const char *s)
{
	return (struct record_str){ s, s ? strlen(s) : 0 };
}

/* Encode what was collected, with a text of n bytes; buf_release() it. */
static inline struct buf finish(const char *text, size_t n)
{
	struct record_fields f = { .path = str("/p") };
	struct buf out = BUF_INIT;

	assert_int_equal(record_finish(writer, &f, text, n, NULL, &out, NULL), 0);
	return out;
}

static inline void load(const struct buf *b)
{
	assert_int_equal(record_load(reader, b->s, b->len, NULL), 0);
}

/* The loaded stream as words() takes it, with a "|" where the title ends. */
static inline const char *stream(void)
{
	static char all[1024];
	const struct record_str *terms;
	const uint32_t *v;
	size_t n_terms, n, title_end, len = 0;

	assert_int_equal(record_terms(reader, &terms, &n_terms, NULL), 0);
	assert_int_equal(record_stream(reader, &v, &n, &title_end, NULL), 0);
	all[0] = '\0';
	for (size_t i = 0; i < n; i++) {
		struct record_str s = str(i == title_end ? "|" : ",");

		if (v[i] != RECORD_BREAK) {
			assert_in_range(v[i], 0, n_terms - 1);
			s = terms[v[i]];
		}
		len += (size_t)snprintf(all + len, sizeof(all) - len, "%s%.*s",
					i ? " " : "", (int)s.n, s.s);
	}
	return all;
}

#endif
