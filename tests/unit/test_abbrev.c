/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The table of abbreviations that is compiled in: how it is read, and that its
 * lines are what they should be.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/buf.h"
#include "search/abbrev.h"
#include "text/syllable.h"
#include "text/text.h"

static struct text_analyzer *analyzer;
static struct abbrev table;

static int setup(void **state)
{
	struct err e;

	(void)state;
	if (text_analyzer_open(&analyzer, &e))
		return -1;
	return abbrev_open(&table, analyzer, &e);
}

static int teardown(void **state)
{
	(void)state;
	abbrev_release(&table);
	text_analyzer_close(analyzer);
	return 0;
}

static bool is_term(const struct abbrev_term *t, const char *s)
{
	return t->n == strlen(s) && !memcmp(t->s, s, t->n);
}

/* The long forms of an abbreviation's term in the order of the table, those
 * that do not lead back to it with a ~. */
static const char *senses(const char *abbr)
{
	static char all[512];
	struct buf b = BUF_INIT;

	for (size_t i = 0; i < table.n; i++) {
		const struct abbrev_pair *pair = &table.pairs[i];

		if (!is_term(pair->abbr.v, abbr))
			continue;
		buf_adds(&b, b.len ? ", " : "");
		buf_adds(&b, pair->one_way ? "~" : "");
		for (size_t k = 0; k < pair->words.n; k++) {
			buf_adds(&b, k ? " " : "");
			buf_add(&b, pair->words.v[k].s, pair->words.v[k].n);
		}
	}
	assert_true(b.len < sizeof(all));
	memcpy(all, b.len ? b.s : "", b.len);
	all[b.len] = '\0';
	buf_release(&b);
	return all;
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
			    "giao:1 duc:5 dao:A2 tao:5");
	assert_string_equal(senses("ktxh:"), "kinh: te:B1 xa:4 hoi:B5");
}

/* What every line must be: an abbreviation that is no syllable, because that
 * would make a word that people type stand for something else. */
static void no_syllable(void **state)
{
	(void)state;
	for (size_t i = 0; i < table.n; i++) {
		const struct abbrev_term *t = table.pairs[i].abbr.v;

		assert_int_equal(t->s[t->base_n], ':');
		if (text_possible(t->s, t->base_n))
			fail_msg("%.*s is a syllable", (int)t->n, t->s);
	}
}

/* Not of their own first letters; W is ươ. */
static const char *const from_elsewhere[] = {
	"oda:", "gdp:", "grdp:", "fdi:", "cpi:", "pci:", "wto:", "who:", "fta:",
	"dtm:A", /* its long form is longer than its letters */
};

static bool is_from_elsewhere(const struct abbrev_term *t)
{
	size_t n = sizeof(from_elsewhere) / sizeof(*from_elsewhere);

	for (size_t i = 0; i < n; i++)
		if (is_term(t, from_elsewhere[i]))
			return true;
	return memchr(t->s, 'w', t->base_n) != NULL;
}

/* Whether the letters of the abbreviation are in those of the long form, in
 * their order, and each of its words begins with one, but for `và`. */
static bool spells(const struct abbrev_pair *pair)
{
	const struct abbrev_term *t = pair->abbr.v;
	size_t at = 0;

	for (size_t k = 0; k < pair->words.n; k++) {
		const struct abbrev_term *w = &pair->words.v[k];

		if (at < t->base_n && t->s[at] == w->s[0])
			at++;
		else if (!is_term(w, "va:2"))
			return false;
		/* ThS, whose h is the second letter */
		if (at < t->base_n && w->base_n > 1 && k + 1 < pair->words.n &&
		    t->s[at] == w->s[1] &&
		    t->s[at] != pair->words.v[k + 1].s[0])
			at++;
	}
	return at == t->base_n;
}

/* A slip of a key in the table would go unnoticed for years. */
static void spelled_by_its_words(void **state)
{
	(void)state;
	for (size_t i = 0; i < table.n; i++) {
		const struct abbrev_term *t = table.pairs[i].abbr.v;

		if (!is_from_elsewhere(t) && !spells(&table.pairs[i]))
			fail_msg("line of %.*s", (int)t->n, t->s);
	}
}

static bool same_run(const struct abbrev_run *a, const struct abbrev_run *b)
{
	if (a->n != b->n)
		return false;
	for (size_t k = 0; k < a->n; k++)
		if (a->v[k].n != b->v[k].n ||
		    memcmp(a->v[k].s, b->v[k].s, a->v[k].n) != 0)
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
					 (int)a->abbr.v->n, a->abbr.v->s);
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
		const struct abbrev_run *run = &table.ways[i].from;
		struct base second = { "", 0 };
		size_t n;

		if (run->n > 1)
			second = (struct base){ run->v[1].s, run->v[1].base_n };
		n = abbrev_find(&table,
				(struct base){ run->v[0].s, run->v[0].base_n },
				second, &v);
		assert_in_range(&table.ways[i] - v, 0, n - 1);
	}
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
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
