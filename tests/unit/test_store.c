/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Writing databases, their terms, and what is said of damaged ones.
 */
#include "tests/unit/store_fixture.h"

#include <sys/stat.h>
#include <unistd.h>

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
	assert_int_equal(store_meta_get(r, 0, SCHEMA_META_ANALYZER, &b, NULL), 0);
	assert_string_equal(b.s, "1");
	buf_clear(&b);
	assert_int_equal(store_meta_get(r, 0, "other", &b, NULL), 0);
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

/* Inflating would cost every reader, so what Xapian is given does not deflate:
 * here it could, a hundred to one. */
static void data_is_not_compressed_again(void **state)
{
	struct store_writer *w = create(in_tmp("db"));
	struct store_reader *r;
	struct buf b = BUF_INIT;
	char data[2000], id[16];
	struct stat st;
	uint32_t docid;

	(void)state;
	memset(data, 'a', sizeof(data));
	for (int i = 0; i < 100; i++) {
		snprintf(id, sizeof(id), "Q%d", i);
		store_doc_begin(w);
		assert_int_equal(store_doc_data(w, data, sizeof(data), NULL),
				 0);
		assert_int_equal(store_doc_append(w, id, strlen(id), NULL), 0);
	}
	commit_and_close(w);
	assert_int_equal(stat(in_tmp("db/docdata.glass"), &st), 0);
	assert_in_range(st.st_size, 100 * sizeof(data), 200 * sizeof(data));
	r = open_one(in_tmp("db"));
	assert_int_equal(store_find(r, "Q7", 2, &docid, NULL), 0);
	assert_int_equal(store_document(r, docid, &b, NULL), 0);
	assert_int_equal(b.len, sizeof(data));
	assert_memory_equal(b.s, data, sizeof(data));
	buf_release(&b);
	store_reader_close(r);
}

/* ---------------------------------------------------------- the term border */

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
	assert_null(store_query_term(s, n, STORE_BY_LENGTH));
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
	assert_string_equal(found(r, store_query_term(s, SCHEMA_TERM_MAX,
						      STORE_BY_LENGTH),
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

/* A short title says more by a word than a long one; nothing is lost. */
static void title_frequencies_are_normalised(void **state)
{
	(void)state;
	assert_int_equal(schema_title_wdf(1, 12), SCHEMA_TITLE_UNIT);
	assert_int_equal(schema_title_wdf(2, 12), 2 * SCHEMA_TITLE_UNIT);
	assert_true(schema_title_wdf(1, 2) > schema_title_wdf(1, 12));
	assert_int_equal(schema_title_wdf(1, 10000), 1);
}

/* ---------------------------------------------------------------- the terms */

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

/* ------------------------------------------------------------------- errors */

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

/* Xapian would open it, and find the documents to be empty. */
static void a_table_that_cannot_be_opened_is_told(void **state)
{
	const char *dir = in_tmp("db");
	struct store_writer *w = create(dir);
	struct store_reader *r;
	struct err e;

	(void)state;
	add_doc(w, "1", "2020", "x:");
	commit_and_close(w);
	assert_int_equal(unlink(in_tmp("db/docdata.glass")), 0);
	assert_int_equal(store_reader_open(&dir, 1, &r, &e), E_IO);
	assert_non_null(strstr(e.msg, "/db: what is stored"));
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
		TEST(data_is_not_compressed_again),
		TEST(bad_terms_stop_at_the_border),
		TEST(ids_fit_in_a_term),
		TEST(title_frequencies_are_normalised),
		TEST(terms_are_walked),
		TEST(what_is_no_database_is_told),
		TEST(a_table_that_cannot_be_opened_is_told),
		TEST(one_writer_at_a_time),
		TEST(damage_is_told),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
