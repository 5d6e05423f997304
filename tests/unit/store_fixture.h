/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * store_fixture - what the tests of lib/store have in common: a directory of
 * their own, small documents, and the hits of a query as a string.
 */
#ifndef TESTS_UNIT_STORE_FIXTURE_H
#define TESTS_UNIT_STORE_FIXTURE_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/path.h"
#include "store/schema.h"
#include "store/store.h"

/* Each test has an empty directory of its own: tmp. */
static char tmp[64];

static inline int enter(void **state)
{
	(void)state;
	strcpy(tmp, "/tmp/tracuu-store-XXXXXX");
	return mkdtemp(tmp) ? 0 : -1;
}

static inline int leave(void **state)
{
	(void)state;
	return path_remove_tree(tmp, NULL);
}

/* Names of up to a few databases at a time. */
static inline const char *in_tmp(const char *name)
{
	static char paths[8][128];
	static unsigned next;
	char *path = paths[next++ % 8];

	snprintf(path, sizeof(paths[0]), "%s/%s", tmp, name);
	return path;
}

static inline struct store_writer *create(const char *dir)
{
	struct store_writer *w;
	struct err e;

	assert_int_equal(store_writer_create(dir, &w, &e), 0);
	return w;
}

static inline void commit_and_close(struct store_writer *w)
{
	struct err e;

	assert_int_equal(store_commit(w, &e), 0);
	store_writer_close(w);
}

static inline struct store_reader *open_one(const char *dir)
{
	struct store_reader *r;
	struct err e;

	assert_int_equal(store_reader_open(&dir, 1, &r, &e), 0);
	return r;
}

static inline void add_term(struct store_writer *w, const char *term,
			    uint32_t wdf)
{
	assert_int_equal(store_doc_term(w, term, strlen(term), wdf, NULL), 0);
}

/*
 * A document: its id without the prefix, its data the id, its value in the date
 * slot, and its words separated by spaces.
 */
static inline void add_doc(struct store_writer *w, const char *id,
			   const char *date, const char *words)
{
	char copy[256], term[64], *save = NULL;
	struct err e;

	store_doc_begin(w);
	snprintf(copy, sizeof(copy), "%s", words);
	for (char *s = strtok_r(copy, " ", &save); s;
	     s = strtok_r(NULL, " ", &save))
		add_term(w, s, 1);
	assert_int_equal(store_doc_value(w, SCHEMA_SLOT_DATE, date,
					 strlen(date), &e), 0);
	assert_int_equal(store_doc_value(w, SCHEMA_SLOT_PATH, id, strlen(id),
					 &e), 0);
	assert_int_equal(store_doc_data(w, id, strlen(id), &e), 0);
	snprintf(term, sizeof(term), "Q%s", id);
	assert_int_equal(store_doc_put(w, term, strlen(term), &e), 0);
}

static const char *const words_of[] = {
	"x: y: y:", "x: z:", "y:", "x: x: x:", "z: x: y: w:", "w:", "y: w: w:",
};
#define N_WORDS (sizeof(words_of) / sizeof(*words_of))

/* Documents [from, to) of words_of in a database of their own. */
static inline void make_shard(const char *dir, size_t from, size_t to)
{
	struct store_writer *w = create(dir);
	char id[16];

	assert_int_equal(store_meta_set(w, "k", "v", NULL), 0);
	for (size_t i = from; i < to; i++) {
		snprintf(id, sizeof(id), "%zu", i);
		add_doc(w, id, id, words_of[i]);
	}
	commit_and_close(w);
}

static inline struct store_query *term(const char *s)
{
	return store_query_term(s, strlen(s), STORE_BY_LENGTH);
}

static inline struct store_query *op(enum store_op o, struct store_query *a,
				     struct store_query *b)
{
	struct store_query *v[2] = { a, b };

	return store_query_op(o, v, 2);
}

static const struct store_match plain = {
	.limit = 100, .exact_to = 1000, .bm25 = { 1.2, 0.6, 0.75 },
};

/* The data of the hits in rank order, separated by spaces; frees the query. */
static inline const char *found(struct store_reader *r, struct store_query *q,
				const struct store_match *m)
{
	static char all[1024];
	struct buf data = BUF_INIT;
	struct store_hits hits;
	struct err e;
	size_t n = 0;

	assert_non_null(q);
	assert_int_equal(store_match(r, q, m, &hits, &e), 0);
	all[0] = '\0';
	for (size_t i = 0; i < hits.n; i++) {
		assert_int_equal(store_document(r, hits.v[i].docid, &data, &e),
				 0);
		n += (size_t)snprintf(all + n, sizeof(all) - n, "%s%s",
				      i ? " " : "", data.s);
	}
	if (!m->offset && hits.n < m->limit)
		assert_int_equal(hits.lower, hits.n);
	free(hits.v);
	buf_release(&data);
	store_query_free(q);
	return all;
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, enter, leave)

#endif
