/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Counting the values of what matches.
 */
#include "tests/unit/remote_fixture.h"
#include "tests/unit/store_fixture.h"

static const unsigned both[] = { SCHEMA_SLOT_DATE, SCHEMA_SLOT_PLACE };

/* What is counted of the documents that match, "7: a 1, b 2 | c 7", a bar between
 * slots; frees the query. */
static const char *counted(struct store_reader *r,
				  struct store_query *q, const unsigned *slots,
				  size_t n_slots)
{
	static char all[1024];
	struct store_counts *c;
	uint64_t documents, count;
	const char *value;
	size_t len, n;
	struct err e;

	assert_non_null(q);
	assert_int_equal(store_counts_open(r, q, slots, n_slots, 0, NULL, &c,
					   &documents, &e), 0);
	n = (size_t)snprintf(all, sizeof(all), "%u:", (unsigned)documents);
	for (size_t i = 0; i < n_slots; i++) {
		const char *sep = i ? " |" : "";

		while (store_counts_next(c, i, &value, &len, &count, &e)) {
			n += (size_t)snprintf(all + n, sizeof(all) - n,
					      "%s %.*s %u", sep, (int)len,
					      value, (unsigned)count);
			sep = ",";
		}
	}
	store_counts_close(c);
	store_query_free(q);
	return all;
}

static void add_placed(struct store_writer *w, const char *id, const char *date,
		       const char *place, const char *words)
{
	char term[64];
	int n = snprintf(term, sizeof(term), "Q%s", id);

	add_doc(w, id, date, words);
	assert_int_equal(store_doc_load(w, term, (size_t)n, NULL), 0);
	assert_int_equal(store_doc_value(w, SCHEMA_SLOT_PLACE, place, strlen(place),
					 NULL), 0);
	assert_int_equal(store_doc_put(w, term, (size_t)n, NULL), 0);
}

static struct store_reader *five_documents(void)
{
	struct store_writer *w = create(in_tmp("db"));

	add_placed(w, "a", "2020", "P\nQ", "x: y:");
	add_placed(w, "b", "2022", "P", "x: z:");
	add_placed(w, "c", "2020", "", "x: y: z:");
	add_placed(w, "d", "", "R", "w:");
	add_placed(w, "e", "2022", "P", "y:");
	commit_and_close(w);
	return open_one(in_tmp("db"));
}

static void all_that_match_are_counted(void **state)
{
	struct store_reader *r = five_documents();

	(void)state;
	assert_string_equal(counted(r, term("x:"), both, 2),
			    "3: 2020 2, 2022 1 | P 1, P\nQ 1");
	assert_string_equal(counted(r, term("x:"), both, 1),
			    "3: 2020 2, 2022 1");
	/* Without a value it is counted nowhere. */
	assert_string_equal(counted(r, term("w:"), both, 2), "1: | R 1");
	assert_string_equal(counted(r, term("nowhere:"), both, 2), "0:");
	assert_string_equal(counted(r, store_query_all(), both, 1),
			    "5: 2020 2, 2022 2");
	assert_string_equal(counted(r, store_query_none(), both, 2), "0:");
	store_reader_close(r);
}

static void operators_and_weights_make_no_difference(void **state)
{
	struct store_reader *r = five_documents();

	(void)state;
	assert_string_equal(counted(r, op(STORE_AND_NOT, term("x:"),
					  term("z:")), both, 2),
			    "1: 2020 1 | P\nQ 1");
	assert_string_equal(counted(r, op(STORE_AND_MAYBE, term("y:"),
					  store_query_scale(term("z:"), 5)),
				    both, 2),
			    "3: 2020 2, 2022 1 | P 1, P\nQ 1");
	store_reader_close(r);
}

static void shards_are_counted_as_one(void **state)
{
	const char *shards[2] = { in_tmp("s1"), in_tmp("s2") };
	const unsigned slot = SCHEMA_SLOT_PATH;
	struct store_reader *r;
	struct err e;

	(void)state;
	make_shard(shards[0], 0, 4);
	make_shard(shards[1], 4, N_WORDS);
	assert_int_equal(store_reader_open(shards, 2, &r, &e), 0);
	assert_string_equal(counted(r, term("y:"), &slot, 1),
			    "4: 0 1, 2 1, 4 1, 6 1");
	store_reader_close(r);
}

static void a_remote_shard_is_counted_too(void **state)
{
	char where[32], in_local[1024];
	const char *shards[2] = { in_tmp("s1"), where };
	const unsigned slot = SCHEMA_SLOT_PATH;
	struct store_reader *local, *mixed;
	unsigned port = free_port();
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
	pid = serve(in_tmp("s2"), port, &output);
	local = open_one(in_tmp("all"));
	assert_int_equal(store_reader_open(shards, 2, &mixed, &e), 0);
	snprintf(in_local, sizeof(in_local), "%s",
		 counted(local, term("y:"), &slot, 1));
	assert_string_equal(in_local, "4: 0 1, 2 1, 4 1, 6 1");
	assert_string_equal(counted(mixed, term("y:"), &slot, 1), in_local);
	store_reader_close(local);
	store_reader_close(mixed);
	stop_serving(pid, output);
}

/* One value in each of many documents, so that it takes a while. */
static struct store_reader *many_documents(void)
{
	struct store_writer *w = create(in_tmp("db"));
	char id[16];

	for (unsigned i = 0; i < 2000; i++) {
		snprintf(id, sizeof(id), "%u", i);
		add_doc(w, id, i % 3 ? "2020" : "2021", "x:");
	}
	commit_and_close(w);
	return open_one(in_tmp("db"));
}

static void a_deadline_and_a_cancel_stop_it(void **state)
{
	struct store_reader *r = many_documents();
	struct store_query *q = term("x:");
	struct store_counts *c;
	struct cancel cancel = { 0 };
	uint64_t n;
	struct err e;

	(void)state;
	assert_string_equal(counted(r, term("x:"), both, 1),
			    "2000: 2020 1333, 2021 667");
	assert_int_equal(store_counts_open(r, q, both, 1, 1, NULL, &c, &n, &e),
			 E_DEADLINE);
	cancel_set(&cancel);
	assert_int_equal(store_counts_open(r, q, both, 1, 0, &cancel, &c, &n,
					   &e), E_CANCELLED);
	store_query_free(q);
	store_reader_close(r);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(all_that_match_are_counted),
		TEST(operators_and_weights_make_no_difference),
		TEST(shards_are_counted_as_one),
		TEST(a_remote_shard_is_counted_too),
		TEST(a_deadline_and_a_cancel_stop_it),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
