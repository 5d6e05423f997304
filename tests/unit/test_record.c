/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * A record: its fields, the stream of its words, what makes postings of it.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "store/schema.h"
#include "tests/unit/record_fixture.h"

/* ------------------------------------------------------------------- fields */

static void assert_str(struct record_str a, const char *s)
{
	assert_int_equal(a.n, s ? strlen(s) : 0);
	if (s)
		assert_memory_equal(a.s, s, a.n);
	else
		assert_null(a.s);
}

static void fields_come_back(void **state)
{
	struct record_fields f = {
		.path = str("/srv/b\xe1o \xff.txt"),
		.title = str("Học tập và làm theo"),
		.section = str("Tin tức"),
		.author = str("Thu An"),
		.photo = str("Lê Hoa"),
		.place = str("Na Pheo\nYên Cận"),
		.place_lines = str(" 1\n 4 9\n"),
		.refs = str("5-CT/TW"),
		.ref_lines = str("2016-05-15 4\n"),
		.outline = str("title 3\nfurniture 31 42\n"),
		.date = str("2020-12-19T16:25:00+07:00"),
		.type = str("text"),
		.title_byte = 1ull << 33,
		.title_line = 3,
		.extracted = true,
	};
	struct buf out = BUF_INIT;
	const struct record_fields *g;

	(void)state;
	begin("hoc:5");
	assert_int_equal(record_finish(writer, &f, "", 0, NULL, &out, NULL), 0);
	load(&out);
	g = record_fields(reader);
	assert_str(g->path, f.path.s);
	assert_str(g->title, f.title.s);
	assert_str(g->section, f.section.s);
	assert_str(g->author, f.author.s);
	assert_str(g->place, f.place.s);
	assert_str(g->refs, f.refs.s);
	assert_str(g->photo, f.photo.s);
	assert_str(g->place_lines, f.place_lines.s);
	assert_str(g->ref_lines, f.ref_lines.s);
	assert_str(g->outline, f.outline.s);
	assert_str(g->date, f.date.s);
	assert_str(g->type, f.type.s);
	assert_str(g->encoding, NULL);
	assert_true(g->title_byte == f.title_byte);
	assert_int_equal(g->title_line, 3);
	assert_true(g->extracted);
	buf_release(&out);
}

static void a_moved_file_gets_its_path(void **state)
{
	struct buf out, moved = BUF_INIT;
	char path[3000];

	(void)state;
	begin("hoc:5 tap:B5");
	words("a: , b:");
	out = finish("some text", 9);
	memset(path, 'p', sizeof(path));
	assert_int_equal(record_set_path(out.s, out.len, path, sizeof(path),
					 &moved, NULL), 0);
	load(&moved);
	assert_int_equal(record_fields(reader)->path.n, sizeof(path));
	assert_memory_equal(record_fields(reader)->path.s, path, sizeof(path));
	assert_string_equal(stream(), "hoc:5 tap:B5 | a: , b:");
	assert_int_equal(record_set_path(out.s, 2, "x", 1, &moved, NULL),
			 E_CORRUPT);
	assert_int_equal(record_set_path("", 0, "x", 1, &moved, NULL),
			 E_CORRUPT);
	buf_release(&out);
	buf_release(&moved);
}

/* ------------------------------------------------------------------- stream */

static void words_keep_their_order(void **state)
{
	struct buf out;
	const struct record_str *terms;
	size_t n;

	(void)state;
	begin("c: a:");
	words("b: a: , b: b: , d: b:");
	out = finish("", 0);
	load(&out);
	assert_string_equal(stream(), "c: a: | b: a: , b: b: , d: b:");
	/* Most frequent first, then by their bytes. */
	assert_int_equal(record_terms(reader, &terms, &n, NULL), 0);
	assert_int_equal(n, 4);
	assert_str(terms[0], "b:");
	assert_str(terms[1], "a:");
	assert_str(terms[2], "c:");
	assert_str(terms[3], "d:");
	buf_release(&out);
}

static void breaks_in_a_row_are_one(void **state)
{
	struct buf out;

	(void)state;
	begin("a: , ,"); /* the break that ends the title is the same one */
	words(", , b: , , , c: ,");
	out = finish("", 0);
	load(&out);
	assert_string_equal(stream(), "a: | b: , c: ,");
	buf_release(&out);
}

static void an_empty_title_ends_at_0(void **state)
{
	struct buf out;

	(void)state;
	begin("");
	words("a:");
	out = finish("", 0);
	load(&out);
	assert_string_equal(stream(), "| a:");
	buf_release(&out);
}

static void an_empty_document_is_one(void **state)
{
	struct record_anchor a;
	struct buf out, text = BUF_INIT;
	const struct record_pair *pairs;
	const char *s;
	size_t n;
	uint32_t count, in_title;

	(void)state;
	record_begin(writer);
	assert_false(record_term(writer, 0, &s, &n, &count, &in_title));
	assert_int_equal(record_pairs(writer, &pairs, &n), 0);
	assert_int_equal(n, 0);
	out = finish(NULL, 0); /* the title is ended when it was not */
	load(&out);
	assert_string_equal(stream(), "|");
	assert_int_equal(record_text_size(reader), 0);
	assert_int_equal(record_text(reader, 0, 10, &text, NULL), 0);
	assert_int_equal(text.len, 0);
	assert_int_equal(record_anchor(reader, 0, &a, NULL), E_NOTFOUND);
	buf_release(&out);
	buf_release(&text);
}

static void bad_terms_are_refused(void **state)
{
	char s[SCHEMA_TERM_MAX + 1];

	(void)state;
	memset(s, 'a', sizeof(s));
	record_begin(writer);
	assert_int_equal(record_word(writer, s, 0, 0, 1, 0), E_INVAL);
	assert_int_equal(record_word(writer, s, sizeof(s), 0, 1, 0), E_INVAL);
	assert_int_equal(record_word(writer, s, sizeof(s) - 1, 0, 1, 0), 0);
}

/* --------------------------------------------------------- for the postings */

static void terms_are_counted(void **state)
{
	const char *s;
	uint32_t count, in_title;
	size_t n;

	(void)state;
	begin("a: b: a:");
	words("a: c: , a:");
	assert_true(record_term(writer, 0, &s, &n, &count, &in_title));
	assert_int_equal(n, 2);
	assert_memory_equal(s, "a:", 2);
	assert_int_equal(count, 4);
	assert_int_equal(in_title, 2);
	assert_true(record_term(writer, 2, &s, &n, &count, &in_title));
	assert_memory_equal(s, "c:", 2);
	assert_int_equal(count, 1);
	assert_int_equal(in_title, 0);
	assert_false(record_term(writer, 3, &s, &n, &count, &in_title));
}

/* "base base count in_title" of every pair, separated by commas. */
static const char *pairs(void)
{
	static char all[512];
	const struct record_pair *v;
	size_t n, len = 0;

	assert_int_equal(record_pairs(writer, &v, &n), 0);
	all[0] = '\0';
	for (size_t i = 0; i < n; i++)
		len += (size_t)snprintf(all + len, sizeof(all) - len,
					"%s%.*s %.*s %u %u", i ? ", " : "",
					(int)v[i].first.n, v[i].first.s,
					(int)v[i].second.n, v[i].second.s,
					v[i].count, v[i].in_title);
	return all;
}

static void pairs_are_of_bases(void **state)
{
	(void)state;
	begin("hoc:5 tap:B5");
	words("hoc: tap:B5 hoc:1 , tap: x y:");
	assert_string_equal(pairs(), "hoc tap 2 1, tap hoc 1 0, tap x 1 0, "
				     "x y 1 0");
	/* Asked again after more words. */
	words("12:30: y:");
	assert_string_equal(pairs(), "hoc tap 2 1, tap hoc 1 0, tap x 1 0, "
				     "x y 1 0, y 12:30 1 0, 12:30 y 1 0");
	/* While the title is being collected all is in it. */
	record_begin(writer);
	words("a: b:");
	assert_string_equal(pairs(), "a b 1 1");
}

static void pairs_do_not_cross(void **state)
{
	(void)state;
	begin("a:");
	words("b: , c:");
	assert_int_equal(record_gap(writer), 0);
	words("d:");
	assert_string_equal(pairs(), "");
}

/* A joined word is beside what its words are beside, and another one. */
static void pairs_of_units(void **state)
{
	(void)state;
	begin("a:");
	words("b: pa: no:B");
	assert_int_equal(record_unit(writer, "pano:D", 6, 2, true), 0);
	words("ap: phich:1");
	assert_int_equal(record_unit(writer, "apphich:", 8, 2, true), 0);
	words(", c: d:");
	assert_int_equal(record_unit(writer, "cd:", 3, 2, true), 0);
	assert_string_equal(pairs(),
			    "b pa 1 0, pa no 1 0, no ap 1 0, ap phich 1 0, "
			    "c d 1 0, b pano 1 0, pano ap 1 0, no apphich 1 0, "
			    "pano apphich 1 0");
	/* A date is in none. */
	begin("a:");
	words("5: 2016:");
	assert_int_equal(record_unit(writer, "2016-05:", 8, 2, false), 0);
	words("b:");
	assert_string_equal(pairs(), "5 2016 1 0, 2016 b 1 0");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(fields_come_back),
		cmocka_unit_test(a_moved_file_gets_its_path),
		cmocka_unit_test(words_keep_their_order),
		cmocka_unit_test(breaks_in_a_row_are_one),
		cmocka_unit_test(an_empty_title_ends_at_0),
		cmocka_unit_test(an_empty_document_is_one),
		cmocka_unit_test(bad_terms_are_refused),
		cmocka_unit_test(terms_are_counted),
		cmocka_unit_test(pairs_are_of_bases),
		cmocka_unit_test(pairs_do_not_cross),
		cmocka_unit_test(pairs_of_units),
	};

	return cmocka_run_group_tests(tests, open_both, close_both);
}
