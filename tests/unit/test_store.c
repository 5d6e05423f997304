/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <arpa/inet.h>
#include <dirent.h>
#include <pthread.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/path.h"
#include "store/schema.h"
#include "store/store.h"

/* ----------------------------------------------------------------- fixtures */

/* Each test has an empty directory of its own: tmp. */
static char tmp[64];

static int enter(void **state)
{
	(void)state;
	strcpy(tmp, "/tmp/tracuu-store-XXXXXX");
	return mkdtemp(tmp) ? 0 : -1;
}

static int leave(void **state)
{
	(void)state;
	return path_remove_tree(tmp, NULL);
}

/* Names of up to a few databases at a time. */
static const char *in_tmp(const char *name)
{
	static char paths[8][128];
	static unsigned next;
	char *path = paths[next++ % 8];

	snprintf(path, sizeof(paths[0]), "%s/%s", tmp, name);
	return path;
}

static struct store_writer *create(const char *dir)
{
	struct store_writer *w;
	struct err e;

	assert_int_equal(store_writer_create(dir, &w, &e), 0);
	return w;
}

static void commit_and_close(struct store_writer *w)
{
	struct err e;

	assert_int_equal(store_commit(w, &e), 0);
	store_writer_close(w);
}

static struct store_reader *open_one(const char *dir)
{
	struct store_reader *r;
	struct err e;

	assert_int_equal(store_reader_open(&dir, 1, &r, &e), 0);
	return r;
}

static void add_term(struct store_writer *w, const char *term, uint32_t wdf)
{
	assert_int_equal(store_doc_term(w, term, strlen(term), wdf, NULL), 0);
}

/*
 * A document: its id without the prefix, its data the id, its value in the date
 * slot, and its words separated by spaces.
 */
static void add_doc(struct store_writer *w, const char *id, const char *date,
		    const char *words)
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
	assert_int_equal(store_doc_data(w, id, strlen(id), &e), 0);
	snprintf(term, sizeof(term), "Q%s", id);
	assert_int_equal(store_doc_put(w, term, strlen(term), &e), 0);
}

static struct store_query *term(const char *s)
{
	return store_query_term(s, strlen(s), 1);
}

static struct store_query *op(enum store_op o, struct store_query *a,
			      struct store_query *b)
{
	struct store_query *v[2] = { a, b };

	return store_query_op(o, v, 2);
}

static const struct store_match plain = {
	.limit = 100, .exact_to = 1000, .k1 = 1.2, .b = 0.75,
};

/* The data of the hits in rank order, separated by spaces; frees the query. */
static const char *found(struct store_reader *r, struct store_query *q,
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

/* ------------------------------------------------------------------ writing */

static void documents_come_back(void **state)
{
	struct store_writer *w = create(in_tmp("db"));
	struct store_reader *r;
	struct store_stats stats;
	struct buf b = BUF_INIT;
	uint32_t docid;
	uint64_t n;

	(void)state;
	add_doc(w, "a", "2020", "hoc:5 tap:B5 hoc:5");
	add_doc(w, "b", "2021", "hoc:1");
	assert_int_equal(store_writer_count(w, &n, NULL), 0);
	assert_int_equal(n, 2);
	assert_int_equal(store_meta_set(w, SCHEMA_META_ANALYZER, "1", NULL), 0);
	commit_and_close(w);

	r = open_one(in_tmp("db"));
	assert_int_equal(store_reader_stats(r, &stats, NULL), 0);
	assert_int_equal(stats.documents, 2);
	assert_true(stats.mean_length == 2.0); /* (3 + 1) / 2: ids weigh 0 */
	assert_int_equal(store_find(r, "Qa", 2, &docid, NULL), 0);
	assert_int_equal(store_document(r, docid, &b, NULL), 0);
	assert_string_equal(b.s, "a");
	assert_int_equal(store_document(r, 99, &b, NULL), E_NOTFOUND);
	assert_int_equal(store_document(r, 0, &b, NULL), E_NOTFOUND);
	assert_int_equal(store_find(r, "Qc", 2, &docid, NULL), E_NOTFOUND);
	assert_int_equal(store_term_df(r, "hoc:5", 5, &n, NULL), 0);
	assert_int_equal(n, 1);
	assert_int_equal(store_term_df(r, "none:", 5, &n, NULL), 0);
	assert_int_equal(n, 0);
	buf_clear(&b);
	assert_int_equal(store_meta_get(r, SCHEMA_META_ANALYZER, &b, NULL), 0);
	assert_string_equal(b.s, "1");
	buf_clear(&b);
	assert_int_equal(store_meta_get(r, "other", &b, NULL), 0);
	assert_int_equal(b.len, 0);
	buf_release(&b);
	store_reader_close(r);
}

static void what_is_not_committed_is_forgotten(void **state)
{
	struct store_writer *w = create(in_tmp("db"));
	struct store_reader *r;

	(void)state;
	add_doc(w, "a", "", "x:");
	assert_int_equal(store_commit(w, NULL), 0);
	add_doc(w, "b", "", "x:");
	assert_int_equal(store_doc_delete(w, "Qa", 2, NULL), 0);
	store_writer_close(w);
	r = open_one(in_tmp("db"));
	assert_string_equal(found(r, store_query_all(), &plain), "a");
	store_reader_close(r);
	store_writer_close(NULL);
	store_reader_close(NULL);
}

static void a_put_replaces_and_a_delete_removes(void **state)
{
	struct store_writer *w = create(in_tmp("db"));
	struct store_reader *r;

	(void)state;
	add_doc(w, "a", "", "old:");
	commit_and_close(w);
	assert_int_equal(store_writer_open(in_tmp("db"), &w, NULL), 0);
	add_doc(w, "a", "", "new:");
	add_doc(w, "b", "", "new:");
	assert_int_equal(store_doc_delete(w, "Qb", 2, NULL), 0);
	assert_int_equal(store_doc_delete(w, "Qb", 2, NULL), E_NOTFOUND);
	commit_and_close(w);
	r = open_one(in_tmp("db"));
	assert_string_equal(found(r, term("new:"), &plain), "a");
	assert_string_equal(found(r, term("old:"), &plain), "");
	store_reader_close(r);
}

static void a_begun_document_is_dropped_by_the_next(void **state)
{
	struct store_writer *w = create(in_tmp("db"));
	struct store_reader *r;

	(void)state;
	store_doc_begin(w);
	add_term(w, "lost:", 1);
	add_doc(w, "a", "", "kept:");
	commit_and_close(w);
	r = open_one(in_tmp("db"));
	assert_string_equal(found(r, term("lost:"), &plain), "");
	assert_string_equal(found(r, term("kept:"), &plain), "a");
	store_reader_close(r);
}

static void a_stored_document_is_edited(void **state)
{
	struct store_writer *w = create(in_tmp("db"));
	struct store_match by_date = plain;
	struct store_reader *r;
	const char *data;
	size_t n;

	(void)state;
	add_doc(w, "a", "2020", "keep: drop:");
	add_doc(w, "b", "2021", "keep:");
	commit_and_close(w);
	assert_int_equal(store_writer_open(in_tmp("db"), &w, NULL), 0);
	assert_int_equal(store_doc_load(w, "Qz", 2, NULL), E_NOTFOUND);
	assert_int_equal(store_doc_load(w, "Qa", 2, NULL), 0);
	assert_int_equal(store_doc_get_data(w, &data, &n, NULL), 0);
	assert_int_equal(n, 1);
	assert_memory_equal(data, "a", 1);
	assert_int_equal(store_doc_remove_term(w, "drop:", 5, NULL), 0);
	assert_int_equal(store_doc_remove_term(w, "drop:", 5, NULL), 0);
	assert_int_equal(store_doc_data(w, "A", 1, NULL), 0);
	assert_int_equal(store_doc_value(w, SCHEMA_SLOT_DATE, "2022", 4, NULL),
			 0);
	assert_int_equal(store_doc_put(w, "Qa", 2, NULL), 0);
	commit_and_close(w);

	by_date.sort = STORE_BY_SLOT_DOWN;
	by_date.sort_slot = SCHEMA_SLOT_DATE;
	r = open_one(in_tmp("db"));
	assert_string_equal(found(r, term("keep:"), &by_date), "A b");
	assert_string_equal(found(r, term("drop:"), &plain), "");
	store_reader_close(r);
}

/* What the indexer does for a file that was moved. */
static void a_stored_document_gets_another_id(void **state)
{
	struct store_writer *w = create(in_tmp("db"));
	struct store_reader *r;
	uint32_t docid;

	(void)state;
	add_doc(w, "a", "2020", "keep:");
	commit_and_close(w);
	assert_int_equal(store_writer_open(in_tmp("db"), &w, NULL), 0);
	assert_int_equal(store_doc_load(w, "Qa", 2, NULL), 0);
	assert_int_equal(store_doc_remove_term(w, "Qa", 2, NULL), 0);
	assert_int_equal(store_doc_put(w, "Qb", 2, NULL), 0);
	assert_int_equal(store_doc_delete(w, "Qa", 2, NULL), 0);
	commit_and_close(w);
	r = open_one(in_tmp("db"));
	assert_string_equal(found(r, term("keep:"), &plain), "a");
	assert_string_equal(found(r, store_query_range(SCHEMA_SLOT_DATE, "2020",
						       "2020"), &plain), "a");
	assert_int_equal(store_find(r, "Qa", 2, &docid, NULL), E_NOTFOUND);
	assert_int_equal(store_find(r, "Qb", 2, &docid, NULL), 0);
	store_reader_close(r);
}

static void data_has_a_limit(void **state)
{
	struct store_writer *w = create(in_tmp("db"));
	struct err e;

	(void)state;
	/* Refused by its length alone: nothing is read. */
	assert_int_equal(store_doc_data(w, "", STORE_DATA_MAX + 1, &e),
			 E_LIMIT);
	store_writer_close(w);
}

/* --------------------------------------------------------- the term border */

static void refused(const char *s, size_t n, struct store_writer *w,
		    struct store_reader *r)
{
	struct store_terms *t;
	struct err e;
	uint32_t docid;
	uint64_t df;

	assert_int_equal(store_doc_term(w, s, n, 1, &e), E_INVAL);
	assert_int_equal(store_doc_remove_term(w, s, n, &e), E_INVAL);
	assert_int_equal(store_doc_load(w, s, n, &e), E_INVAL);
	assert_int_equal(store_doc_put(w, s, n, &e), E_INVAL);
	assert_int_equal(store_doc_append(w, s, n, &e), E_INVAL);
	assert_int_equal(store_doc_delete(w, s, n, &e), E_INVAL);
	assert_int_equal(store_term_df(r, s, n, &df, &e), E_INVAL);
	assert_int_equal(store_find(r, s, n, &docid, &e), E_INVAL);
	assert_null(store_query_term(s, n, 1));
	if (n) /* all terms are walked with an empty prefix */
		assert_int_equal(store_terms_open(r, s, n, &t, &e), E_INVAL);
}

static void bad_terms_stop_at_the_border(void **state)
{
	char s[SCHEMA_TERM_MAX + 1];
	struct store_writer *w;
	struct store_reader *r;

	(void)state;
	commit_and_close(create(in_tmp("read")));
	r = open_one(in_tmp("read"));
	w = create(in_tmp("db"));
	memset(s, 'a', sizeof(s));
	refused("", 0, w, r);
	refused(s, sizeof(s), w, r);
	s[3] = '\0';
	refused(s, 10, w, r);
	refused("\0", 1, w, r);
	store_reader_close(r);

	/* The longest one, of bytes that are not ASCII, is fine. */
	memset(s, '\xff', sizeof(s));
	store_doc_begin(w);
	assert_int_equal(store_doc_term(w, s, SCHEMA_TERM_MAX, 1, NULL), 0);
	assert_int_equal(store_doc_data(w, "x", 1, NULL), 0);
	assert_int_equal(store_doc_append(w, "Qx", 2, NULL), 0);
	commit_and_close(w);
	r = open_one(in_tmp("db"));
	assert_string_equal(found(r, store_query_term(s, SCHEMA_TERM_MAX, 1),
				  &plain), "x");
	store_reader_close(r);
}

static void ids_fit_in_a_term(void **state)
{
	char id[SCHEMA_TERM_MAX], other[SCHEMA_TERM_MAX], path[4096];
	size_t n;

	(void)state;
	n = schema_id("/a/b.txt", 8, id);
	assert_int_equal(n, 9);
	assert_memory_equal(id, "Q/a/b.txt", 9);
	memset(path, 'p', sizeof(path));
	assert_int_equal(schema_id(path, 200, id), 201);
	n = schema_id(path, sizeof(path), id);
	assert_in_range(n, 3, 100);
	path[4000] = 'q';
	assert_int_equal(schema_id(path, sizeof(path), other), n);
	assert_memory_not_equal(id, other, n);
}

/* ----------------------------------------------------------------- the terms */

static void terms_are_walked(void **state)
{
	struct store_writer *w = create(in_tmp("db"));
	struct store_terms *t;
	struct store_reader *r;
	const char *s;
	uint64_t df;
	size_t n;

	(void)state;
	add_doc(w, "a", "", "hoc: hoc:5 hoa:2");
	add_doc(w, "b", "", "hoc:5 hoi:");
	commit_and_close(w);
	r = open_one(in_tmp("db"));
	assert_int_equal(store_terms_open(r, "hoc:", 4, &t, NULL), 0);
	assert_int_equal(store_terms_next(t, &s, &n, &df, NULL), 1);
	assert_int_equal(n, 4);
	assert_int_equal(df, 1);
	assert_int_equal(store_terms_next(t, &s, &n, &df, NULL), 1);
	assert_int_equal(n, 5);
	assert_memory_equal(s, "hoc:5", 5);
	assert_int_equal(df, 2);
	assert_int_equal(store_terms_next(t, &s, &n, NULL, NULL), 0);
	assert_int_equal(store_terms_next(t, &s, &n, NULL, NULL), 0);
	store_terms_close(t);

	assert_int_equal(store_terms_open(r, "", 0, &t, NULL), 0);
	for (int i = 0; i < 6; i++) /* 4 words, 2 ids */
		assert_int_equal(store_terms_next(t, &s, &n, NULL, NULL), 1);
	assert_int_equal(store_terms_next(t, &s, &n, NULL, NULL), 0);
	store_terms_close(t);
	store_terms_close(NULL);
	store_reader_close(r);
}

/* ------------------------------------------------------------------ queries */

static struct store_reader *five_documents(void)
{
	struct store_writer *w = create(in_tmp("db"));

	add_doc(w, "a", "2020", "x: x: y:");
	add_doc(w, "b", "2022", "x: z:");
	add_doc(w, "c", "2021", "y: z: z:");
	add_doc(w, "d", "", "w: w: w: w:");
	add_doc(w, "e", "2022", "y:");
	commit_and_close(w);
	return open_one(in_tmp("db"));
}

static void operators_mean_what_they_say(void **state)
{
	struct store_reader *r = five_documents();
	struct store_query *three[3] = { term("x:"), term("y:"), term("z:") };
	struct store_query *filter[3] = { term("z:"), term("x:"), term("Qb") };

	(void)state;
	assert_string_equal(found(r, op(STORE_AND, term("x:"), term("y:")),
				  &plain), "a");
	assert_string_equal(found(r, op(STORE_AND_NOT, term("x:"), term("y:")),
				  &plain), "b");
	assert_string_equal(found(r, op(STORE_AND_MAYBE, term("y:"),
					term("z:")), &plain), "c e a");
	assert_string_equal(found(r, op(STORE_FILTER, term("x:"), term("z:")),
				  &plain), "b");
	assert_string_equal(found(r, op(STORE_SYNONYM, term("w:"), term("x:")),
				  &plain), "d a b");
	assert_string_equal(found(r, op(STORE_MAX, term("w:"), term("Qe")),
				  &plain), "d e");
	assert_string_equal(found(r, store_query_op(STORE_AND_NOT, three, 3),
				  &plain), "");
	assert_string_equal(found(r, store_query_op(STORE_FILTER, filter, 3),
				  &plain), "b");
	assert_string_equal(found(r, store_query_none(), &plain), "");
	assert_string_equal(found(r, store_query_all(), &plain), "a b c d e");
	assert_string_equal(found(r, store_query_op(STORE_OR, NULL, 0), &plain),
			    "");
	assert_string_equal(found(r, store_query_op(STORE_FILTER, NULL, 0),
				  &plain), "");
	store_reader_close(r);
}

static void a_scale_changes_the_order(void **state)
{
	struct store_reader *r = five_documents();

	(void)state;
	assert_string_equal(found(r, op(STORE_OR, term("x:"),
					store_query_scale(term("w:"), 99)),
				  &plain), "d a b");
	assert_string_equal(found(r, op(STORE_OR, term("x:"),
					store_query_scale(term("w:"), 0.01)),
				  &plain), "a b d");
	store_reader_close(r);
}

static void a_range_has_both_ends(void **state)
{
	struct store_reader *r = five_documents();

	(void)state;
	assert_string_equal(found(r, store_query_range(SCHEMA_SLOT_DATE, "2020",
						       "2021"), &plain), "a c");
	assert_string_equal(found(r, store_query_range(SCHEMA_SLOT_DATE, "2023",
						       "2020"), &plain), "");
	/* An undated document is in no range. */
	assert_string_equal(found(r, store_query_range(SCHEMA_SLOT_DATE, "",
						       "2020"), &plain), "a");
	assert_string_equal(found(r, store_query_range(SCHEMA_SLOT_DATE, "",
						       "\xff"), &plain),
			    "a b c e");
	store_reader_close(r);
}

/* Under the address sanitizer this also shows that nothing is lost. */
static void a_failed_node_fails_the_tree(void **state)
{
	(void)state;
	assert_null(op(STORE_AND, term("a:"), term("")));
	assert_null(op(STORE_OR, NULL, term("a:")));
	assert_null(store_query_scale(NULL, 2));
	assert_null(store_query_scale(term("a:"), -1));
	assert_null(op(STORE_OR, term("a:"),
		       op(STORE_FILTER, term("b:"), NULL)));
	store_query_free(NULL);
}

/* ----------------------------------------------------------------- matching */

static void pages_and_orders(void **state)
{
	struct store_reader *r = five_documents();
	struct store_match m = plain;

	(void)state;
	m.sort_slot = SCHEMA_SLOT_DATE;
	m.sort = STORE_BY_SLOT_UP;
	assert_string_equal(found(r, store_query_all(), &m), "d a c b e");
	m.sort = STORE_BY_SLOT_DOWN;
	assert_string_equal(found(r, store_query_all(), &m), "b e c a d");
	/* Of one date: the heavier first. */
	assert_string_equal(found(r, op(STORE_AND_MAYBE, store_query_all(),
					term("y:")), &m), "e b c a d");
	m.offset = 1;
	m.limit = 2;
	assert_string_equal(found(r, store_query_all(), &m), "e c");
	m.offset = 9;
	assert_string_equal(found(r, store_query_all(), &m), "");
	store_reader_close(r);
}

static void counts_are_exact_as_far_as_asked(void **state)
{
	struct store_writer *w = create(in_tmp("db"));
	struct store_match m = plain;
	struct store_query *q;
	struct store_hits hits;
	struct store_reader *r;
	char id[16];

	(void)state;
	for (int i = 0; i < 500; i++) {
		snprintf(id, sizeof(id), "%d", i);
		add_doc(w, id, "", i % 3 ? "x: y:" : "x: z: z:");
	}
	commit_and_close(w);
	r = open_one(in_tmp("db"));
	q = op(STORE_OR, term("y:"), term("z:"));
	m.limit = 0;
	m.exact_to = 500;
	assert_int_equal(store_match(r, q, &m, &hits, NULL), 0);
	assert_null(hits.v);
	assert_int_equal(hits.lower, 500);
	assert_int_equal(hits.upper, 500);
	assert_int_equal(hits.estimated, 500);
	store_query_free(q);
	store_reader_close(r);
}

/* A match that takes long: many terms over many documents. */
#define HEAVY_TERMS 4000
#define HEAVY_DOCS 1500

static void heavy_term(char s[16], unsigned i)
{
	snprintf(s, 16, "t%u:", i % HEAVY_TERMS);
}

static struct store_reader *heavy_reader(void)
{
	struct store_writer *w = create(in_tmp("db"));
	char s[16];

	for (unsigned d = 0; d < HEAVY_DOCS; d++) {
		store_doc_begin(w);
		for (unsigned i = 0; i < 60; i++) {
			heavy_term(s, d * 7919 + i * i * 31);
			add_term(w, s, 1 + i % 3);
		}
		snprintf(s, sizeof(s), "Q%u", d);
		assert_int_equal(store_doc_append(w, s, strlen(s), NULL), 0);
	}
	commit_and_close(w);
	return open_one(in_tmp("db"));
}

static struct store_query *heavy_query(void)
{
	static struct store_query *v[HEAVY_TERMS];
	char s[16];

	for (unsigned i = 0; i < HEAVY_TERMS; i++) {
		heavy_term(s, i);
		v[i] = term(s);
	}
	return store_query_op(STORE_OR, v, HEAVY_TERMS);
}

static void a_deadline_stops_a_match(void **state)
{
	struct store_reader *r = heavy_reader();
	struct store_query *q = heavy_query();
	struct store_match m = plain;
	uint64_t start = clock_now_ns(), full;
	struct store_hits hits;
	struct err e;

	(void)state;
	m.exact_to = HEAVY_DOCS;
	assert_int_equal(store_match(r, q, &m, &hits, &e), 0);
	full = clock_now_ns() - start;
	free(hits.v);
	assert_int_equal(hits.lower, HEAVY_DOCS);

	/* In the middle of it, and before it. */
	m.deadline_ns = clock_now_ns() + full / 4;
	assert_int_equal(store_match(r, q, &m, &hits, &e), E_DEADLINE);
	m.deadline_ns = 1;
	assert_int_equal(store_match(r, q, &m, &hits, &e), E_DEADLINE);

	/* Far away it does not matter. */
	m.deadline_ns = clock_now_ns() + 3600ull * 1000000000;
	assert_int_equal(store_match(r, q, &m, &hits, &e), 0);
	assert_int_equal(hits.lower, HEAVY_DOCS);
	free(hits.v);
	store_query_free(q);
	store_reader_close(r);
}

struct canceller {
	struct cancel *cancel;
	useconds_t after;
};

static void *cancel_later(void *arg)
{
	const struct canceller *c = arg;

	usleep(c->after);
	cancel_set(c->cancel);
	return NULL;
}

static void a_cancel_stops_a_match(void **state)
{
	struct store_reader *r = heavy_reader();
	struct store_query *q = heavy_query();
	struct cancel cancel = { 0 };
	struct canceller c = { &cancel, 0 };
	struct store_match m = plain;
	uint64_t start = clock_now_ns();
	struct store_hits hits;
	pthread_t thread;

	(void)state;
	m.exact_to = HEAVY_DOCS;
	m.cancel = &cancel;
	assert_int_equal(store_match(r, q, &m, &hits, NULL), 0);
	free(hits.v);
	c.after = (useconds_t)((clock_now_ns() - start) / 1000 / 4);
	assert_int_equal(pthread_create(&thread, NULL, cancel_later, &c), 0);
	assert_int_equal(store_match(r, q, &m, &hits, NULL), E_CANCELLED);
	pthread_join(thread, NULL);
	assert_int_equal(store_match(r, q, &m, &hits, NULL), E_CANCELLED);
	store_query_free(q);
	store_reader_close(r);
}

/* ---------------------------------------------------------- lists of databases */

static const char *const words_of[] = {
	"x: y: y:", "x: z:", "y:", "x: x: x:", "z: x: y: w:", "w:", "y: w: w:",
};
#define N_WORDS (sizeof(words_of) / sizeof(*words_of))

/* Documents [from, to) of words_of in a database of their own. */
static void make_shard(const char *dir, size_t from, size_t to)
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

static struct store_query *some_query(void)
{
	return op(STORE_OR, op(STORE_SYNONYM, term("x:"), term("w:")),
		  term("y:"));
}

/* The same hits, told apart by their data, with the same weights. */
static void assert_same_hits(struct store_reader *a, struct store_reader *b,
			     const struct store_match *m)
{
	struct store_query *q = some_query();
	struct store_hits x, y;
	char in_a[256];

	assert_int_equal(store_match(a, q, m, &x, NULL), 0);
	assert_int_equal(store_match(b, q, m, &y, NULL), 0);
	assert_int_equal(x.n, y.n);
	assert_int_not_equal(x.n, 0);
	for (size_t i = 0; i < x.n; i++)
		assert_true(x.v[i].weight - y.v[i].weight < 1e-9 &&
			    y.v[i].weight - x.v[i].weight < 1e-9);
	snprintf(in_a, sizeof(in_a), "%s", found(a, some_query(), m));
	assert_string_equal(in_a, found(b, some_query(), m));
	free(x.v);
	free(y.v);
	store_query_free(q);
}

static void shards_answer_as_one(void **state)
{
	const char *shards[2] = { in_tmp("s1"), in_tmp("s2") };
	struct store_reader *one, *two;
	struct store_stats stats;
	uint64_t df;

	(void)state;
	make_shard(in_tmp("all"), 0, N_WORDS);
	make_shard(shards[0], 0, 4);
	make_shard(shards[1], 4, N_WORDS);
	one = open_one(in_tmp("all"));
	assert_int_equal(store_reader_open(shards, 2, &two, NULL), 0);
	assert_int_equal(store_reader_stats(two, &stats, NULL), 0);
	assert_int_equal(stats.documents, N_WORDS);
	assert_int_equal(store_term_df(two, "y:", 2, &df, NULL), 0);
	assert_int_equal(df, 4);
	assert_same_hits(one, two, &plain);
	store_reader_close(one);
	store_reader_close(two);
}

static void segments_merge_in_order(void **state)
{
	const char *segments[3] = { in_tmp("s2"), in_tmp("s1"), in_tmp("s3") };
	struct store_reader *r;
	struct buf meta = BUF_INIT;

	(void)state;
	make_shard(segments[0], 0, 3);
	make_shard(segments[1], 3, 3); /* an empty one is fine */
	make_shard(segments[2], 3, N_WORDS);
	assert_int_equal(store_merge(segments, 3, in_tmp("out"), NULL), 0);
	assert_int_equal(store_check(in_tmp("out"), NULL), 0);
	r = open_one(in_tmp("out"));
	assert_string_equal(found(r, store_query_all(), &plain),
			    "0 1 2 3 4 5 6");
	assert_int_equal(store_meta_get(r, "k", &meta, NULL), 0);
	assert_string_equal(meta.s, "v");
	buf_release(&meta);
	store_reader_close(r);
}

static void a_failed_merge_leaves_nothing(void **state)
{
	const char *segments[2] = { in_tmp("s1"), in_tmp("s2") };
	struct store_writer *w;
	struct err e;

	(void)state;
	make_shard(segments[0], 0, 3);
	assert_int_equal(store_merge(segments, 0, in_tmp("out"), &e), E_INVAL);
	assert_int_equal(store_merge(segments, 2, in_tmp("out"), &e), E_NODB);
	w = create(segments[1]);
	assert_int_equal(store_meta_set(w, "k", "other", NULL), 0);
	commit_and_close(w);
	assert_int_equal(store_merge(segments, 2, in_tmp("out"), &e), E_INVAL);
	assert_int_not_equal(access(in_tmp("out"), F_OK), 0);
	/* What is there already is somebody's. */
	assert_int_equal(store_merge(segments, 1, segments[1], &e), E_IO);
	assert_int_equal(access(segments[1], F_OK), 0);
}

/* ------------------------------------------------------------------- remote */

/* A port that was free a moment ago. */
static unsigned free_port(void)
{
	struct sockaddr_in a = { .sin_family = AF_INET };
	socklen_t n = sizeof(a);
	int fd = socket(AF_INET, SOCK_STREAM, 0);

	a.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	assert_int_equal(bind(fd, (struct sockaddr *)&a, sizeof(a)), 0);
	assert_int_equal(getsockname(fd, (struct sockaddr *)&a, &n), 0);
	close(fd);
	return ntohs(a.sin_port);
}

/* Start xapian-tcpsrv on a database and wait until it listens.  Its output must
 * stay open while it runs. */
static pid_t serve(const char *dir, unsigned port, FILE **ret_output)
{
	char arg[16], line[256];
	int fds[2];
	FILE *out;
	pid_t pid;

	snprintf(arg, sizeof(arg), "%u", port);
	assert_int_equal(pipe(fds), 0);
	pid = fork();
	assert_int_not_equal(pid, -1);
	if (!pid) {
		dup2(fds[1], 1);
		close(fds[0]);
		execlp("xapian-tcpsrv", "xapian-tcpsrv", "--interface",
		       "127.0.0.1", "--port", arg, dir, (char *)NULL);
		_exit(127);
	}
	close(fds[1]);
	out = fdopen(fds[0], "r");
	while (fgets(line, sizeof(line), out) && !strstr(line, "Listening"))
		;
	*ret_output = out;
	return pid;
}

static void a_remote_shard_answers_alike(void **state)
{
	struct store_match m = plain;
	struct store_reader *local, *mixed;
	char where[32];
	const char *shards[2] = { in_tmp("s1"), where };
	unsigned port = free_port();
	struct err e;
	FILE *output;
	pid_t pid;

	(void)state;
	if (system("command -v xapian-tcpsrv >/dev/null"))
		skip();
	make_shard(in_tmp("all"), 0, N_WORDS);
	make_shard(in_tmp("s1"), 0, 4);
	make_shard(in_tmp("s2"), 4, N_WORDS);
	snprintf(where, sizeof(where), "127.0.0.1:%u", port);
	assert_int_equal(store_reader_open(shards, 2, &mixed, &e), E_IO);
	pid = serve(in_tmp("s2"), port, &output);
	local = open_one(in_tmp("all"));
	assert_int_equal(store_reader_open(shards, 2, &mixed, &e), 0);
	m.deadline_ns = clock_now_ns() + 60ull * 1000000000;
	assert_same_hits(local, mixed, &m);
	m.deadline_ns = 1;
	{
		struct store_query *q = some_query();
		struct store_hits hits;

		assert_int_equal(store_match(mixed, q, &m, &hits, &e),
				 E_DEADLINE);
		store_query_free(q);
	}
	store_reader_close(local);
	store_reader_close(mixed);
	kill(pid, SIGTERM);
	waitpid(pid, NULL, 0);
	fclose(output);
}

/* -------------------------------------------------------------------- errors */

/* Overwrite `n` bytes of a file in tmp. */
static void scribble(const char *name, long at, char byte, size_t n)
{
	FILE *f = fopen(in_tmp(name), "r+");

	assert_non_null(f);
	fseek(f, at, SEEK_SET);
	while (n--)
		fputc(byte, f);
	fclose(f);
}

static int open_code(const char *dir)
{
	struct store_reader *r;
	struct err e = { 0 };
	int code = store_reader_open(&dir, 1, &r, &e);

	if (!code)
		store_reader_close(r);
	assert_int_equal(e.code, code);
	return code;
}

static void what_is_no_database_is_told(void **state)
{
	struct store_reader *r;
	struct store_writer *w;

	(void)state;
	assert_int_equal(open_code(in_tmp("none")), E_NODB);
	assert_int_equal(open_code(tmp), E_NODB);
	assert_int_equal(store_reader_open(NULL, 0, &r, NULL), E_NODB);
	assert_int_equal(store_writer_open(in_tmp("none"), &w, NULL), E_NODB);
	assert_int_not_equal(store_check(in_tmp("none"), NULL), 0);

	/* A file that Xapian would read as a list of databases. */
	make_shard(in_tmp("db"), 0, 1);
	assert_int_equal(path_write_file(in_tmp("stub"), "auto db\n", 8, NULL),
			 0);
	assert_int_not_equal(open_code(in_tmp("stub")), 0);
}

static void one_writer_at_a_time(void **state)
{
	struct store_writer *w = create(in_tmp("db")), *other;
	struct err e;

	(void)state;
	assert_int_equal(store_writer_open(in_tmp("db"), &other, &e), E_LOCKED);
	store_writer_close(w);
	assert_int_equal(store_writer_open(in_tmp("db"), &other, &e), 0);
	store_writer_close(other);
	assert_int_equal(store_writer_create(in_tmp("db"), &w, &e), E_IO);
}

/* Read all that there is of one term. */
static int read_code(const char *dir)
{
	struct store_reader *r;
	struct store_query *q;
	struct store_hits hits;
	int code = store_reader_open(&dir, 1, &r, NULL);

	if (code)
		return code;
	q = term("x:");
	code = store_match(r, q, &plain, &hits, NULL);
	if (!code)
		free(hits.v);
	store_query_free(q);
	store_reader_close(r);
	return code;
}

static void damage_is_told(void **state)
{
	struct stat st;

	(void)state;
	make_shard(in_tmp("db"), 0, N_WORDS);
	assert_int_equal(store_check(in_tmp("db"), NULL), 0);
	assert_int_equal(read_code(in_tmp("db")), 0);
	assert_int_equal(stat(in_tmp("db/postlist.glass"), &st), 0);
	scribble("db/postlist.glass", 0, 'U', (size_t)st.st_size);
	assert_int_equal(store_check(in_tmp("db"), NULL), E_CORRUPT);
	assert_int_equal(read_code(in_tmp("db")), E_CORRUPT);
	assert_int_equal(truncate(in_tmp("db/postlist.glass"), 100), 0);
	assert_int_equal(read_code(in_tmp("db")), E_CORRUPT);
	scribble("db/iamglass", 14, 99, 1); /* its format version */
	assert_int_equal(open_code(in_tmp("db")), E_SCHEMA);
	assert_int_equal(truncate(in_tmp("db/iamglass"), 5), 0);
	assert_int_equal(open_code(in_tmp("db")), E_CORRUPT);
}

/* ---------------------------------------------------------- the exception guard */

/* Of a C++ file: functions at column 0 that are `noexcept`, and how many of
 * these hold neither a guard nor only a delete.  Tests run in the top folder. */
static void count_entries(const char *path, unsigned *entries, unsigned *bare)
{
	FILE *f = fopen(path, "r");
	bool inside = false, safe = false;
	char line[256];

	assert_non_null(f);
	while (fgets(line, sizeof(line), f)) {
		if (!inside && strstr(line, " noexcept\n")) {
			inside = true;
			safe = false;
			++*entries;
		}
		if (strstr(line, "store_guard(") || strstr(line, "delete ") ||
		    strstr(line, "node(") || strstr(line, "reset()") ||
		    strstr(line, "err_set(") || strstr(line, "open_writer(") ||
		    strstr(line, " put(") || strstr(line, "merge("))
			safe = true;
		if (inside && line[0] == '}') {
			inside = false;
			*bare += !safe;
			if (!safe)
				print_message("# in %s before %s", path, line);
		}
	}
	fclose(f);
}

static unsigned count_prototypes(const char *path)
{
	FILE *f = fopen(path, "r");
	unsigned n = 0;
	char line[256];

	assert_non_null(f);
	while (fgets(line, sizeof(line), f))
		n += strstr(line, "STORE_NOEXCEPT;") != NULL;
	fclose(f);
	return n;
}

static void every_entry_is_guarded(void **state)
{
	unsigned entries = 0, bare = 0, prototypes;
	DIR *dir = opendir("lib/store");
	struct dirent *d;
	char path[512];

	(void)state;
	if (!dir)
		skip(); /* not run in the top folder */
	while ((d = readdir(dir))) {
		size_t n = strlen(d->d_name);

		if (n < 4 || strcmp(d->d_name + n - 3, ".cc") != 0 ||
		    !strcmp(d->d_name, "guard.cc"))
			continue;
		snprintf(path, sizeof(path), "lib/store/%s", d->d_name);
		count_entries(path, &entries, &bare);
	}
	closedir(dir);
	prototypes = count_prototypes("lib/store/store.h");
	assert_in_range(prototypes, 30, 100);
	assert_in_range(entries, prototypes, prototypes + 20);
	assert_int_equal(bare, 0);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, enter, leave)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(documents_come_back),
		TEST(what_is_not_committed_is_forgotten),
		TEST(a_put_replaces_and_a_delete_removes),
		TEST(a_begun_document_is_dropped_by_the_next),
		TEST(a_stored_document_is_edited),
		TEST(a_stored_document_gets_another_id),
		TEST(data_has_a_limit),
		TEST(bad_terms_stop_at_the_border),
		TEST(ids_fit_in_a_term),
		TEST(terms_are_walked),
		TEST(operators_mean_what_they_say),
		TEST(a_scale_changes_the_order),
		TEST(a_range_has_both_ends),
		TEST(a_failed_node_fails_the_tree),
		TEST(pages_and_orders),
		TEST(counts_are_exact_as_far_as_asked),
		TEST(a_deadline_stops_a_match),
		TEST(a_cancel_stops_a_match),
		TEST(shards_answer_as_one),
		TEST(segments_merge_in_order),
		TEST(a_failed_merge_leaves_nothing),
		TEST(a_remote_shard_answers_alike),
		TEST(what_is_no_database_is_told),
		TEST(one_writer_at_a_time),
		TEST(damage_is_told),
		TEST(every_entry_is_guarded),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
