/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * index_fixture - a database of a few small reports, with the terms, pairs,
 * sketches and records that the indexer would make of them.
 */
#ifndef TESTS_UNIT_INDEX_FIXTURE_H
#define TESTS_UNIT_INDEX_FIXTURE_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "base/sketch.h"
#include "store/record.h"
#include "store/schema.h"
#include "store/store.h"
#include "text/text.h"

/* Title and body; the name is the path. */
struct test_report {
	const char *name, *title, *body;
};

/* Feed one text, which begins at byte `at` and with line `line`. */
static inline void feed(struct text_analyzer *a, struct record_writer *w,
		 const char *text, uint64_t at, uint32_t line)
{
	const char *begin = text, *end;
	struct text_token t;
	struct err e;

	text_begin(a, text, strlen(text), 0);
	while (text_read(a, &t, &e) > 0) {
		if (text_is_unit(t.kind)) {
			assert_int_equal(record_unit(w, t.term, t.term_len,
						     t.n_pos,
						     t.kind == TEXT_JOINED), 0);
			continue;
		}
		while ((end = memchr(begin, '\n',
				     (size_t)(text + t.begin - begin)))) {
			begin = end + 1;
			line++;
		}
		if (t.after_break)
			assert_int_equal(record_break(w), 0);
		assert_int_equal(
			record_word(w, t.term, t.term_len, at + t.begin, line,
				    at + (uint64_t)(begin - text)), 0);
	}
}

static inline void add_words(struct store_writer *db, struct record_writer *w)
{
	const char *term;
	uint32_t count, in_title;
	struct err e;
	size_t n;

	for (size_t i = 0; record_term(w, i, &term, &n, &count, &in_title);
	     i++) {
		char title[SCHEMA_TERM_MAX];

		store_doc_term(db, term, n, count, &e);
		snprintf(title, sizeof(title), SCHEMA_TITLE "%.*s", (int)n,
			 term);
		if (in_title)
			store_doc_term(db, title, strlen(title),
				       schema_title_wdf(in_title, 4), &e);
	}
}

static inline void add_pair(struct store_writer *db, const char *prefix,
		     const struct record_pair *p, uint32_t count)
{
	char term[SCHEMA_TERM_MAX];
	struct err e;

	snprintf(term, sizeof(term), "%s%.*s %.*s", prefix, (int)p->first.n,
		 p->first.s, (int)p->second.n, p->second.s);
	store_doc_term(db, term, strlen(term), count, &e);
}

static inline void add_pairs(struct store_writer *db, struct record_writer *w)
{
	const struct record_pair *pairs;
	size_t n;

	assert_int_equal(record_pairs(w, &pairs, &n), 0);
	for (size_t i = 0; i < n; i++) {
		add_pair(db, SCHEMA_PAIR, &pairs[i], pairs[i].count);
		if (pairs[i].in_title)
			add_pair(db, SCHEMA_TITLE_PAIR, &pairs[i],
				 schema_title_wdf(pairs[i].in_title, 4));
	}
}

static inline void add_sketch(struct store_writer *db, struct text_analyzer *a,
			      const char *body)
{
	struct sketcher s;
	struct sketch sketch;
	struct text_token t;
	struct err e;

	sketch_begin(&s);
	text_begin(a, body, strlen(body), 0);
	while (text_next(a, &t, &e) > 0)
		sketch_word(&s, t.term, t.base_len);
	if (sketch_end(&s, &sketch))
		assert_int_equal(store_doc_value(db, SCHEMA_SLOT_SKETCH,
						 (const char *)sketch.bins,
						 sizeof(sketch.bins), &e), 0);
}

/* The text of a report is its title, an empty line, its body. */
static inline void add_report(struct store_writer *db, struct text_analyzer *a,
			      struct record_writer *w,
			      const struct test_report *report)
{
	const char *title = report->title, *name = report->name;
	struct record_fields f = {
		.path = { name, strlen(name) },
		.title = { title, strlen(title) },
		.title_line = 1,
	};
	struct buf text = BUF_INIT, data = BUF_INIT;
	char id[SCHEMA_TERM_MAX];
	struct err e;

	buf_addf(&text, "%s\n\n%s\n", title, report->body);
	record_begin(w);
	feed(a, w, title, 0, 1);
	assert_int_equal(record_end_title(w), 0);
	feed(a, w, report->body, strlen(title) + 2, 3);
	store_doc_begin(db);
	add_words(db, w);
	add_pairs(db, w);
	add_sketch(db, a, report->body);
	assert_int_equal(record_finish(w, &f, text.s, text.len, NULL, &data, &e), 0);
	assert_int_equal(store_doc_data(db, data.s, data.len, &e), 0);
	assert_int_equal(
		store_doc_value(db, SCHEMA_SLOT_PATH, name, strlen(name), &e),
		0);
	assert_int_equal(
		store_doc_append(db, id, schema_id(name, strlen(name), id), &e),
		0);
	buf_release(&text);
	buf_release(&data);
}

static inline void index_reports(const char *path,
				 const struct test_report *reports, size_t n)
{
	struct text_analyzer *a;
	struct record_writer *w;
	struct store_writer *db;
	struct err e;

	assert_int_equal(text_analyzer_open(&a, &e), 0);
	assert_int_equal(record_writer_open(&w, &e), 0);
	assert_int_equal(store_writer_create(path, &db, &e), 0);
	for (size_t i = 0; i < n; i++)
		add_report(db, a, w, &reports[i]);
	assert_int_equal(store_commit(db, &e), 0);
	store_writer_close(db);
	record_writer_close(w);
	text_analyzer_close(a);
}

#endif
