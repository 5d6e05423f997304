/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The tables of abbreviations: how they are read and put together, and that the
 * lines of the one that is compiled in are what they should be.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/buf.h"
#include "search/plan/abbrev.h"
#include "store/schema.h"
#include "store/store.h"
#include "text/syllable.h"
#include "text/text.h"

#include "tests/unit/tmp_fixture.h"

static struct text_analyzer *analyzer;
static struct abbrev table;

static int setup(void **state)
{
	struct err e;

	(void)state;
	if (text_analyzer_open(&analyzer, &e))
		return -1;
	return abbrev_open(&table, analyzer, NULL, 0, NULL, &e);
}

static int teardown(void **state)
{
	(void)state;
	abbrev_release(&table);
	text_analyzer_close(analyzer);
	return 0;
}

static bool is_term(const struct run_word *t, const char *s)
{
	return t->n == strlen(s) && !memcmp(t->term, s, t->n);
}

/* What may be written for a word, in the order of the table; what does not lead
 * back to it with a ~, what is defined with the number of reports. */
static const char *senses_in(const struct abbrev *t, const char *abbr)
{
	static char all[512];
	struct buf b = BUF_INIT;
	const struct abbrev_way *ways;
	const char *colon = strchr(abbr, ':');
	size_t n = abbrev_find(t, (struct base){ abbr, (size_t)(colon - abbr) },
			       (struct base){ "", 0 }, &ways);

	for (size_t i = 0; i < n; i++) {
		const struct abbrev_pair *pair = ways[i].pair;

		const struct word_run *to = &ways[i].to;

		if (!is_term(ways[i].from.v, abbr))
			continue;
		buf_adds(&b, b.len ? ", " : "");
		buf_adds(&b, pair->one_way ? "~" : "");
		for (size_t k = 0; k < to->n; k++) {
			buf_adds(&b, to->v[k].apart ? "," : "");
			buf_adds(&b, k ? " " : "");
			buf_add(&b, to->v[k].term, to->v[k].n);
		}
		if (pair->reports)
			buf_addf(&b, " %u", pair->reports);
	}
	assert_true(b.len < sizeof(all));
	memcpy(all, b.len ? b.s : "", b.len);
	all[b.len] = '\0';
	buf_release(&b);
	return all;
}

static const char *senses(const char *abbr)
{
	return senses_in(&table, abbr);
}

static void one_sense(void **state)
{
	(void)state;
	assert_string_equal(senses("ubnd:"), "uy:3 ban: nhan:C dan:B");
	assert_string_equal(senses("nothing:"), "");
}

/* The first one is the commonest, and an ambiguous one does not lead back. */
static void several_senses(void **state)
{
	(void)state;
	assert_string_equal(senses("dv:A"),
			    "dang:A3 vien:C, ~doan:A2 vien:C, ~don:Ab vi:5");
	assert_string_equal(senses("tt:"), "~thi:5 tran:C1, ~thong:C tu:B, "
					   "~trung: tam:B");
}

/* With & or - between its letters it is one word, as it is without. */
static void joined_letters(void **state)
{
	(void)state;
	assert_string_equal(senses("gddt:C"),
			    "giao:1 duc:5 va:2 dao:A2 tao:5, "
			    "giao:1 duc:5, dao:A2 tao:5");
	assert_string_equal(senses("ktxh:"), "kinh: te:B1, xa:4 hoi:B5");
}

/* What every line must be: an abbreviation that is no syllable, because that
 * would make a word that people type stand for something else. */
static void no_syllable(void **state)
{
	(void)state;
	for (size_t i = 0; i < table.n; i++) {
		const struct run_word *t = table.pairs[i].abbr.v;

		if (table.pairs[i].abbr.n > 1) /* Đ/c */
			continue;
		assert_int_equal(t->term[t->base_len], ':');
		if (text_possible(t->term, t->base_len))
			fail_msg("%.*s is a syllable", (int)t->n, t->term);
	}
}

/* Not of their own first letters; W is ươ. */
static const char *const from_elsewhere[] = {
	"oda:", "gdp:", "grdp:", "fdi:", "cpi:", "pci:", "wto:", "who:", "fta:",
	"dtm:A", /* its long form is longer than its letters */
};

static bool is_from_elsewhere(const struct run_word *t)
{
	size_t n = sizeof(from_elsewhere) / sizeof(*from_elsewhere);

	for (size_t i = 0; i < n; i++)
		if (is_term(t, from_elsewhere[i]))
			return true;
	return memchr(t->term, 'w', t->base_len) != NULL;
}

/* Whether the letters of the abbreviation are in those of the long form, in
 * their order, and each of its words begins with one, but for `và`. */
static bool spells(const struct abbrev_pair *pair)
{
	const struct run_word *t = pair->abbr.v;
	size_t at = 0;

	for (size_t k = 0; k < pair->words.n; k++) {
		const struct run_word *w = &pair->words.v[k];

		if (at < t->base_len && t->term[at] == w->term[0])
			at++;
		else if (!is_term(w, "va:2"))
			return false;
		/* ThS, whose h is the second letter */
		if (at < t->base_len && w->base_len > 1 && k + 1 < pair->words.n &&
		    t->term[at] == w->term[1] &&
		    t->term[at] != pair->words.v[k + 1].term[0])
			at++;
	}
	return at == t->base_len;
}

/* A slip of a key in the table would go unnoticed for years. */
static void spelled_by_its_words(void **state)
{
	(void)state;
	for (size_t i = 0; i < table.n; i++) {
		const struct run_word *t = table.pairs[i].abbr.v;

		if (table.pairs[i].abbr.n == 1 && !is_from_elsewhere(t) &&
		    !spells(&table.pairs[i]))
			fail_msg("line of %.*s", (int)t->n, t->term);
	}
}

static bool same_run(const struct word_run *a, const struct word_run *b)
{
	if (a->n != b->n)
		return false;
	for (size_t k = 0; k < a->n; k++)
		if (a->v[k].n != b->v[k].n ||
		    memcmp(a->v[k].term, b->v[k].term, a->v[k].n) != 0)
			return false;
	return true;
}

/* No line twice, and few senses each, so that a query has room for all. */
static void no_doubles(void **state)
{
	(void)state;
	for (size_t i = 0; i < table.n; i++) {
		const struct abbrev_pair *a = &table.pairs[i];
		size_t n_senses = 1;

		assert_in_range(a->words.n, 2, 12);
		for (size_t k = i + 1; k < table.n; k++) {
			const struct abbrev_pair *b = &table.pairs[k];

			if (!same_run(&a->abbr, &b->abbr))
				continue;
			n_senses++;
			if (same_run(&a->words, &b->words))
				fail_msg("%.*s is there twice",
					 (int)a->abbr.v->n, a->abbr.v->term);
		}
		assert_in_range(n_senses, 1, 4);
	}
}

static size_t found(const char *first, const char *second,
		    const struct abbrev_way **ret)
{
	return abbrev_find(&table, (struct base){ first, strlen(first) },
			   (struct base){ second, strlen(second) }, ret);
}

/* Every pair is found by the bases that it begins with, from both sides unless
 * it has one, and in the order of the table. */
static void found_from_each_side(void **state)
{
	const struct abbrev_way *v;

	(void)state;
	assert_int_equal(found("ubnd", "", &v), 1);
	assert_true(is_term(&v->to.v[0], "uy:3"));
	assert_int_equal(found("tt", "", &v), 3);
	assert_true(is_term(&v[0].to.v[0], "thi:5"));
	assert_true(is_term(&v[2].to.v[0], "trung:"));
	assert_int_equal(found("thong", "tu", &v), 1);
	assert_true(v->pair->one_way);
	assert_int_equal(found("thu", "tuc", &v), 1);
	assert_true(is_term(&v->to.v[0], "tthc:"));
	assert_int_equal(found("thu", "", &v), 0);
	assert_int_equal(found("", "", &v), 0);
	assert_int_equal(found("zzz", "zzz", &v), 0);
	for (size_t i = 0; i < table.n_ways; i++) {
		const struct word_run *run = &table.ways[i].from;
		struct base second = { "", 0 };
		size_t n;

		if (run->n > 1)
			second = (struct base){ run->v[1].term, run->v[1].base_len };
		n = abbrev_find(&table,
				(struct base){ run->v[0].term, run->v[0].base_len },
				second, &v);
		assert_in_range(&table.ways[i] - v, 0, n - 1);
	}
}

/* --------------------------------------------------------- the user's own table */

/* What is known of an abbreviation with such a table. */
static void with_own(const char *own, const char *abbr, const char *want)
{
	struct abbrev t;
	struct err e;

	if (abbrev_open(&t, analyzer, own, strlen(own), NULL, &e))
		fail_msg("%s", e.msg);
	assert_string_equal(senses_in(&t, abbr), want);
	abbrev_release(&t);
}

static void own_lines(void **state)
{
	(void)state;
	with_own("ko\tkhông", "ko:", "khong:C");
	with_own("\xef\xbb\xbf# bảng\r\n\r\n  ko \t không \r\n", "ko:",
		 "khong:C");
	with_own("~ko\tkhông\n", "ko:", "~khong:C");
	with_own("ko\tkhông", "khong:C", "ko:");
	with_own("ko\tkhông", "ubnd:", "uy:3 ban: nhan:C dan:B");
	with_own("T-M\tthương mại, dịch vụ", "tm:",
		 "thuong:Cd mai:5, dich:5 vu:5");
}

/* The user's senses come first, a line again changes nothing, and a line with
 * - takes the others away. */
static void own_before_built_in(void **state)
{
	(void)state;
	with_own("TT\ttối thiểu", "tt:",
		 "toi:B1 thieu:D3, ~thi:5 tran:C1, ~thong:C tu:B, "
		 "~trung: tam:B");
	with_own("TT\tthông tư", "tt:",
		 "thong:C tu:B, ~thi:5 tran:C1, ~trung: tam:B");
	with_own("-TT", "tt:", "");
	with_own("-TT\nTT\ttối thiểu\n", "tt:", "toi:B1 thieu:D3");
}

static void bad(const char *own, const char *want)
{
	struct err e;

	assert_int_equal(abbrev_check(analyzer, "own", own, strlen(own), &e),
			 E_INVAL);
	if (strncmp(e.msg, want, strlen(want)) != 0)
		fail_msg("\"%s\": %s", own, e.msg);
}

static void bad_lines(void **state)
{
	struct err e;

	(void)state;
	bad("ko\tkhông\n\nkhông có gì\n", "own:3: \"không có gì\" has no tab");
	bad("...\tkhông", "own:1: \"...\" is no word");
	bad("~\tkhông", "own:1: \"\" is no word");
	bad("-", "own:1: \"\" is no word");
	bad("-ko\tkhông", "own:1: \"-ko");
	bad("ko\t", "own:1: \"ko\" has no tab");
	bad("ko\t...", "own:1: \"...\" is no word");
	bad("ko\tko", "own:1: both sides are the same");
	bad("a\tb b b b b b b b b b b b b", "own:1: \"b b b");
	bad("# \xff\n", "own:1: the line is not UTF-8");
	assert_int_equal(abbrev_check(analyzer, "own", "", 0, &e), 0);
}

/* ------------------------------------------------------------ what was learned */

/* Each with how many reports define it. */
static const struct {
	const char *term;
	unsigned reports;
} defined[] = {
	{ "ubnd: uy:3 ban: nhan:C dan:B", 7 },
	{ "qlda: quan:3 li:1 du:B5 an:1", 2 },
	{ "xyz: xa:4 yen:B zom:", 3 },
	{ "xyz: xe: yeu:B zin:", 2 },
	{ "vhx: van:b hoa:1, xa:4 hoi:B5", 1 },
	/* Not what the indexer makes. */
	{ "qqq:", 1 }, { "qqq: a:", 1 }, { "qqq a: b:", 1 },
	{ "qqq: : b:", 1 }, { "qqq:  b: c:", 1 }, { ",", 1 },
	{ "qqq: a: b: c: d: e: f: g: h: i: j: k: l: m:", 1 },
};

static void add_definition(struct store_writer *w, const char *term)
{
	char s[SCHEMA_TERM_MAX];
	struct err e;

	snprintf(s, sizeof(s), "%s%s", SCHEMA_DEFINITION, term);
	assert_int_equal(store_doc_term(w, s, strlen(s), 0, &e), 0);
}

static void make_archive(const char *path)
{
	struct store_writer *w;
	struct err e;

	assert_int_equal(store_writer_create(path, &w, &e), 0);
	for (unsigned i = 0; i < 7; i++) {
		char id[8];

		store_doc_begin(w);
		assert_int_equal(store_doc_data(w, "x", 1, &e), 0);
		for (size_t k = 0; k < sizeof(defined) / sizeof(*defined); k++)
			if (i < defined[k].reports)
				add_definition(w, defined[k].term);
		snprintf(id, sizeof(id), "Q%u", i);
		assert_int_equal(store_doc_append(w, id, strlen(id), &e), 0);
	}
	assert_int_equal(store_commit(w, &e), 0);
	store_writer_close(w);
}

static void learned_merges(void **state)
{
	const char *where[1] = { in_tmp("db") };
	struct store_reader *r;
	struct abbrev t;
	struct err e;

	(void)state;
	make_archive(where[0]);
	assert_int_equal(store_reader_open(where, 1, &r, &e), 0);
	assert_int_equal(abbrev_open(&t, analyzer, NULL, 0, r, &e), 0);
	store_reader_close(r);
	assert_string_equal(senses_in(&t, "ubnd:"), "uy:3 ban: nhan:C dan:B 7");
	assert_string_equal(senses_in(&t, "qlda:"),
			    "quan:3 li:1 du:B5 an:1 2");
	/* Only what most of them mean leads back. */
	assert_string_equal(senses_in(&t, "xyz:"),
			    "xa:4 yen:B zom: 3, ~xe: yeu:B zin: 2");
	assert_string_equal(senses_in(&t, "vhx:"),
			    "van:b hoa:1, xa:4 hoi:B5 1");
	assert_string_equal(senses_in(&t, "qqq:"), "");
	abbrev_release(&t);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(one_sense),
		cmocka_unit_test(several_senses),
		cmocka_unit_test(joined_letters),
		cmocka_unit_test(no_syllable),
		cmocka_unit_test(spelled_by_its_words),
		cmocka_unit_test(no_doubles),
		cmocka_unit_test(found_from_each_side),
		cmocka_unit_test(own_lines),
		cmocka_unit_test(own_before_built_in),
		cmocka_unit_test(bad_lines),
		IN_DIR(learned_merges),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
