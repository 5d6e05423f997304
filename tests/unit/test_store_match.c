/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Queries, matches and their deadlines, several databases as one.
 */
#include "tests/unit/store_fixture.h"

#include <math.h>
#include <pthread.h>
#include <unistd.h>

#include "tests/unit/remote_fixture.h"

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
	assert_string_equal(found(r, op(STORE_SYNONYM, term("w:"), term("x:")), &plain), "d a b");
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

/* The weight of the only hit of a term with this norm. */
static double weight_of(struct store_reader *r, const char *s,
			enum store_norm norm)
{
	struct store_query *q = store_query_term(s, strlen(s), norm);
	struct store_hits hits;
	double weight;

	assert_int_equal(store_match(r, q, &plain, &hits, NULL), 0);
	assert_int_equal(hits.n, 1);
	weight = hits.v[0].weight;
	free(hits.v);
	store_query_free(q);
	return weight;
}

/* By the formula of weight.h: "w:" is 4 times in one of 5 documents, which is 4
 * long where the mean is 13 / 5. */
static void weights_are_bm25(void **state)
{
	struct store_reader *r = five_documents();
	double idf = log(1 + (5 - 1 + 0.5) / (1 + 0.5));
	double by_length = 4 / (1 - 0.75 + 0.75 * 4 * 5 / 13);
	double normalised = 4.0 / SCHEMA_TITLE_UNIT;

	(void)state;
	assert_true(fabs(weight_of(r, "w:", STORE_BY_LENGTH) -
			 idf * 2.2 * by_length / (by_length + 1.2)) < 1e-9);
	assert_true(fabs(weight_of(r, "w:", STORE_PAIR) -
			 idf * 1.6 * by_length / (by_length + 0.6)) < 1e-9);
	assert_true(fabs(weight_of(r, "w:", STORE_NORMALISED) -
			 idf * 2.2 * normalised / (normalised + 1.2)) < 1e-9);
	store_reader_close(r);
}

/* Two of 5 documents have the one and two the other: were they independent, 3.2
 * would have any.  "z:" is twice in one that is 3 long. */
static void a_synonym_is_as_rare_as_its_terms(void **state)
{
	struct store_reader *r = five_documents();
	double idf = log(1 + (5 - 3 + 0.5) / (3 + 0.5));
	double by_length = 2 / (1 - 0.75 + 0.75 * 3 * 5 / 13);
	struct store_query *q = op(STORE_SYNONYM, term("x:"), term("z:"));
	struct store_hits hits;
	bool seen = false;

	(void)state;
	assert_int_equal(store_match(r, q, &plain, &hits, NULL), 0);
	assert_int_equal(hits.n, 3);
	for (size_t i = 0; i < hits.n; i++)
		seen |= fabs(hits.v[i].weight - idf * 2.2 * by_length /
						       (by_length + 1.2)) < 1e-9;
	assert_true(seen);
	free(hits.v);
	store_query_free(q);
	store_reader_close(r);
}

static void pages_and_orders(void **state)
{
	struct store_reader *r = five_documents();
	struct store_match m = plain;

	(void)state;
	m.sort_slot = SCHEMA_SLOT_DATE;
	m.sort = STORE_BY_SLOT_UP;
	assert_string_equal(found(r, store_query_all(), &m), "a c b e d");
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

static void equal_weights_are_ordered_by_values(void **state)
{
	struct store_writer *w = create(in_tmp("db"));
	struct store_match m = plain;
	struct store_reader *r;

	(void)state;
	add_doc(w, "f", "", "x: z:");
	add_doc(w, "b", "2021", "x: y:");
	add_doc(w, "d", "2022", "x: z:");
	add_doc(w, "c", "2022", "x: z:");
	add_doc(w, "a", "2020", "x: x:");
	commit_and_close(w);
	r = open_one(in_tmp("db"));
	assert_string_equal(found(r, term("x:"), &m), "a f b d c");
	m.ties = true;
	m.tie_down = SCHEMA_SLOT_DATE;
	m.tie_up = SCHEMA_SLOT_PATH;
	assert_string_equal(found(r, term("x:"), &m), "a c d b f");
	assert_string_equal(found(r, store_query_all(), &m), "c d b a f");
	/* Pages are cut from the same order. */
	m.offset = 1;
	m.limit = 2;
	assert_string_equal(found(r, term("x:"), &m), "c d");
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
	/* With MAX no document is passed over, so that all are counted. */
	q = op(STORE_MAX, term("y:"), term("z:"));
	m.limit = m.exact_to = 1;
	assert_int_equal(store_match(r, q, &m, &hits, NULL), 0);
	assert_int_equal(hits.lower, 500);
	free(hits.v);
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
		assert_int_equal(store_doc_data(w, "x", 1, NULL), 0);
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

/* ------------------------------------------------------- lists of databases */

/* The first database of some has no "w:". */
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
	assert_int_equal(store_meta_get(r, 0, "k", &meta, NULL), 0);
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

static void a_remote_shard_answers_alike(void **state)
{
	struct store_match m = plain;
	struct store_reader *local, *mixed;
	char where[32], in_local[256];
	const char *shards[2] = { in_tmp("s1"), where };
	unsigned port = free_port();
	struct store_query *q;
	struct store_hits hits;
	struct err e;
	FILE *output;
	pid_t pid;

	(void)state;
	if (!can_serve())
		skip();
	make_shard(in_tmp("all"), 0, N_WORDS);
	make_shard(in_tmp("s1"), 0, 4);
	make_shard(in_tmp("s2"), 4, N_WORDS);
	snprintf(where, sizeof(where), "127.0.0.1:%u", port);
	assert_int_equal(store_reader_open(shards, 2, &mixed, &e), E_IO);
	pid = serve(in_tmp("s2"), port, &output);
	local = open_one(in_tmp("all"));
	assert_int_equal(store_reader_open(shards, 2, &mixed, &e), 0);

	/* A deadline does not hinder; in an order that no weight decides. */
	m.deadline_ns = clock_now_ns() + 60ull * 1000000000;
	m.sort = STORE_BY_SLOT_UP;
	m.sort_slot = SCHEMA_SLOT_DATE;
	snprintf(in_local, sizeof(in_local), "%s",
		 found(local, some_query(), &m));
	assert_string_equal(found(mixed, some_query(), &m), in_local);
	m.deadline_ns = 1;
	q = some_query();
	assert_int_equal(store_match(mixed, q, &m, &hits, &e), E_DEADLINE);
	store_query_free(q);
	store_reader_close(local);
	store_reader_close(mixed);
	stop_serving(pid, output);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(operators_mean_what_they_say),
		TEST(a_scale_changes_the_order),
		TEST(a_range_has_both_ends),
		TEST(a_failed_node_fails_the_tree),
		TEST(weights_are_bm25),
		TEST(a_synonym_is_as_rare_as_its_terms),
		TEST(pages_and_orders),
		TEST(equal_weights_are_ordered_by_values),
		TEST(counts_are_exact_as_far_as_asked),
		TEST(a_deadline_stops_a_match),
		TEST(a_cancel_stops_a_match),
		TEST(shards_answer_as_one),
		TEST(segments_merge_in_order),
		TEST(a_failed_merge_leaves_nothing),
		TEST(a_remote_shard_answers_alike),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
