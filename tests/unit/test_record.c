/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "store/record.h"
#include "store/record_format.h"
#include "store/schema.h"

/* ----------------------------------------------------------------- fixtures */

/* One of each serves all tests, as it serves all documents of a run. */
static struct record_writer *writer;
static struct record *reader;

static int open_both(void **state)
{
	(void)state;
	return record_writer_open(&writer, NULL) || record_open(&reader, NULL);
}

static int close_both(void **state)
{
	(void)state;
	record_writer_close(writer);
	record_close(reader);
	record_writer_close(NULL);
	record_close(NULL);
	return 0;
}

static void word(const char *term, uint64_t begin, uint32_t line,
		 uint64_t line_begin)
{
	assert_int_equal(record_word(writer, term, strlen(term), begin, line,
				     line_begin), 0);
}

/* Words of the body at made-up places, a "," for a break. */
static void words(const char *text)
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

static void begin(const char *title)
{
	record_begin(writer);
	words(title);
	assert_int_equal(record_end_title(writer), 0);
}

static struct record_str str(const char *s)
{
	return (struct record_str){ s, s ? strlen(s) : 0 };
}

/* Encode what was collected, with a text of n bytes; buf_release() it. */
static struct buf finish(const char *text, size_t n)
{
	struct record_fields f = { .path = str("/p") };
	struct buf out = BUF_INIT;

	assert_int_equal(record_finish(writer, &f, text, n, NULL, &out, NULL), 0);
	return out;
}

static void load(const struct buf *b)
{
	assert_int_equal(record_load(reader, b->s, b->len, NULL), 0);
}

/* The loaded stream as words() takes it, with a "|" where the title ends. */
static const char *stream(void)
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

/* ------------------------------------------------------------------ anchors */

static void anchors_find_the_line(void **state)
{
	struct record_anchor a;
	struct buf out;
	char text[330];

	(void)state;
	begin("t:"); /* positions 0 and 1 */
	for (uint32_t i = 0; i < 100; i++)
		word("x:", 10 + i * 2, 5, 8); /* positions 2 to 101 */
	for (uint32_t i = 0; i < 3; i++)
		word("y:", 300 + i * 2, 9, 299); /* 102 to 104 */
	assert_int_equal(record_gap(writer), 0); /* 105 */
	word("y:", 320, 9, 299); /* 106, in the same line */
	word("y:", 330, 9, 299);
	memset(text, ' ', sizeof(text));
	out = finish(text, sizeof(text)); /* anchors lie within the text */
	load(&out);
	assert_int_equal(record_anchor(reader, 2, &a, NULL), 0);
	assert_int_equal(a.pos, 2);
	assert_int_equal(a.byte, 10);
	assert_int_equal(a.line, 5);
	assert_int_equal(a.line_begin, 8);
	assert_int_equal(record_anchor(reader, 2 + 33, &a, NULL), 0);
	assert_int_equal(a.pos, 2 + 32);
	assert_int_equal(a.byte, 10 + 64);
	assert_int_equal(a.line_begin, 8);
	assert_int_equal(record_anchor(reader, 101, &a, NULL), 0);
	assert_int_equal(a.pos, 2 + 96);
	assert_int_equal(record_anchor(reader, 104, &a, NULL), 0);
	assert_int_equal(a.pos, 102);
	assert_int_equal(a.line, 9);
	assert_int_equal(a.byte, 300);
	assert_int_equal(a.line_begin, 299);
	/* What was left out is never counted over. */
	assert_int_equal(record_anchor(reader, 107, &a, NULL), 0);
	assert_int_equal(a.pos, 106);
	assert_int_equal(a.byte, 320);
	/* Before the first, behind the last. */
	assert_int_equal(record_anchor(reader, 0, &a, NULL), 0);
	assert_int_equal(a.pos, 2);
	assert_int_equal(record_anchor(reader, 999, &a, NULL), 0);
	assert_int_equal(a.pos, 106);
	buf_release(&out);
}

/* --------------------------------------------------------------------- text */

static void windows_of_the_text(void **state)
{
	size_t n = 5 * RECORD_BLOCK + 17;
	char *text = malloc(n);
	struct buf out, window = BUF_INIT;
	uint32_t seed = 1;

	(void)state;
	for (size_t i = 0; i < n; i++) {
		seed = seed * 1664525u + 1013904223u;
		text[i] = "tra cuu\n"[i % 8];
		/* One block that does not compress among such that do. */
		if (i / RECORD_BLOCK == 2)
			text[i] = (char)(seed >> 24);
	}
	begin("a:");
	out = finish(text, n);
	assert_in_range(out.len, RECORD_BLOCK, 2 * RECORD_BLOCK);
	load(&out);
	assert_int_equal(record_text_size(reader), n);
	for (int i = 0; i < 500; i++) {
		uint64_t from, to;

		seed = seed * 1664525u + 1013904223u;
		from = (seed >> 4) % (n + 10);
		seed = seed * 1664525u + 1013904223u;
		to = i % 3 ? from + (seed >> 8) % 500 : (seed >> 4) % (n + 10);
		buf_clear(&window);
		assert_int_equal(record_text(reader, from, to, &window, NULL),
				 0);
		to = to < n ? to : n;
		assert_int_equal(window.len, from < to ? to - from : 0);
		if (window.len)
			assert_memory_equal(window.s, text + from, window.len);
	}
	buf_release(&window);
	buf_init(&window, 100);
	assert_int_equal(record_text(reader, 0, 101, &window, NULL), E_LIMIT);
	buf_release(&window);
	buf_release(&out);
	free(text);
}

/* -------------------------------------------------- large and odd documents */

/* The term of the word at position i of a document with `distinct` terms. */
static const char *nth_term(uint32_t i, uint32_t distinct)
{
	static char s[32];
	uint32_t x = i * 2654435761u;

	/* Small numbers come more often, as words do. */
	x = (x >> 8) % (1 + x % distinct);
	snprintf(s, sizeof(s), "w%u:%u", x / 3, x % 3);
	return s;
}

static void check_document(uint32_t n, uint32_t distinct)
{
	const struct record_str *terms;
	struct buf out;
	const uint32_t *v;
	size_t n_terms, n_stream, title_end;

	begin("");
	for (uint32_t i = 0; i < n; i++)
		word(nth_term(i, distinct), i, 1 + i / 20, i / 20 * 20);
	out = finish(NULL, 0);
	load(&out);
	/* Its anchors are beyond its text, which is none. */
	assert_int_equal(record_terms(reader, &terms, &n_terms, NULL), 0);
	assert_int_equal(record_stream(reader, &v, &n_stream, &title_end,
				       NULL), 0);
	assert_int_equal(n_stream, n + 1);
	for (uint32_t i = 0; i < n; i++) {
		const char *s = nth_term(i, distinct);
		struct record_str t = terms[v[i + 1]];

		assert_int_equal(t.n, strlen(s));
		assert_memory_equal(t.s, s, t.n);
	}
	buf_release(&out);
}

/* Across the borders of the encodings of an item (see record_format.h) and the
 * growing of the tables; a small one after a large one. */
static void documents_of_any_size(void **state)
{
	(void)state;
	check_document(10, 5);
	check_document(1000, 241);
	check_document(20000, 3000);
	check_document(60000, 30000);
	check_document(100, 50);
	check_document(300000, 200000);
	check_document(3, 3);
}

static void documents_have_limits(void **state)
{
	struct buf out = { .max = 10 };
	struct record_fields f = { .path = str("/a/longer/path") };
	char term[SCHEMA_TERM_MAX + 1];
	int r = 0;

	(void)state;
	record_begin(writer);
	for (uint32_t i = 0; i < RECORD_MAX_POSITIONS && !r; i++)
		r = record_word(writer, "a:", 2, 0, 1, 0);
	assert_int_equal(r, 0);
	assert_int_equal(record_word(writer, "a:", 2, 0, 1, 0), E_LIMIT);
	assert_int_equal(record_break(writer), E_LIMIT);

	record_begin(writer);
	memset(term, 'x', sizeof(term));
	for (unsigned i = 0; !r; i++) {
		snprintf(term, 16, "%u", i);
		r = record_word(writer, term, SCHEMA_TERM_MAX, 0, 1, 0);
		assert_in_range(i, 0, RECORD_MAX_TERM_BYTES / SCHEMA_TERM_MAX);
	}
	assert_int_equal(r, E_LIMIT);

	begin("a:");
	assert_int_equal(record_finish(writer, &f, "text", 4, NULL, &out, NULL),
			 E_LIMIT);
	assert_int_equal(out.len, 0);
	buf_release(&out);
}

/* ------------------------------------------------------------------ sources */

static const struct record_source some_sources[] = {
	{ 0, 3, 4, 4 },
	{ 4, 3, 60, 41 },
	{ 9, 3, 0, 0 },
	{ 9, 200, 70000, 70000 },
	{ 20, UINT32_MAX, UINT32_MAX, 0 },
};
#define N_SOURCES (sizeof(some_sources) / sizeof(*some_sources))

/* A record with the first n of these, and a text of 20 bytes. */
static struct buf finish_sources(const struct record_source *v, size_t n)
{
	const struct record_sources sources = { v, n };
	struct record_fields f = { .path = str("/p") };
	struct buf out = BUF_INIT;

	begin("a:");
	words("a: b:");
	assert_int_equal(record_finish(writer, &f, "một hai ba bốn", 18,
				       &sources, &out, NULL),
			 n > RECORD_MAX_SOURCES ? E_LIMIT : 0);
	return out;
}

static void sources_come_back(void **state)
{
	struct record_sources got;
	struct buf out;

	(void)state;
	out = finish_sources(some_sources, N_SOURCES - 1);
	load(&out);
	assert_int_equal(record_sources(reader, &got, NULL), 0);
	assert_int_equal(got.n, N_SOURCES - 1);
	assert_memory_equal(got.v, some_sources, got.n * sizeof(*got.v));
	assert_int_equal(record_source_at(&got, 0), 0);
	assert_int_equal(record_source_at(&got, 3), 0);
	assert_int_equal(record_source_at(&got, 4), 1);
	assert_int_equal(record_source_at(&got, 9), 3);
	assert_int_equal(record_source_at(&got, UINT64_MAX), 3);
	buf_release(&out);
	/* The next record has none. */
	begin("a:");
	out = finish("text", 4);
	load(&out);
	assert_int_equal(record_sources(reader, &got, NULL), 0);
	assert_int_equal(got.n, 0);
	buf_release(&out);
}

/* What no writer of ours makes is refused when it is read. */
static void sources_are_in_the_text(void **state)
{
	const struct record_source late = { 1, 1, 0, 0 }, nowhere = { 0 };
	const struct record_source units[] = { { 0, 1, 1, 2 } };
	const struct record_source back[] = { { 0, 5, 0, 0 }, { 1, 4, 0, 0 } };
	const struct {
		const struct record_source *v;
		size_t n;
	} bad[] = { { some_sources, N_SOURCES }, /* behind the text */
		    { &late, 1 }, { &nowhere, 1 }, { units, 1 }, { back, 2 } };
	struct record_sources got;

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++) {
		struct buf out = finish_sources(bad[i].v, bad[i].n);

		assert_int_not_equal(
			record_load(reader, out.s, out.len, NULL) ?
				E_CORRUPT :
				record_sources(reader, &got, NULL), 0);
		buf_release(&out);
	}
}

static void sources_have_a_limit(void **state)
{
	size_t n = RECORD_MAX_SOURCES + 1;
	struct record_source *v = calloc(n, sizeof(*v));
	struct buf out;

	(void)state;
	assert_non_null(v);
	out = finish_sources(v, n);
	assert_int_equal(out.len, 0);
	free(v);
	buf_release(&out);
}

/* ------------------------------------------------------------------- damage */

/* A document whose parts are compressed; it has three blocks of text. */
static struct buf sample(void)
{
	struct record_fields f = { .path = str("/p") };
	struct record_source v[200];
	const struct record_sources sources = { v, 200 };
	size_t n = 2 * RECORD_BLOCK + 100;
	char *text = malloc(n);
	struct buf out = BUF_INIT;

	for (uint32_t i = 0; i < 200; i++)
		v[i] = (struct record_source){ i * 7, 1 + i / 3, i % 3 * 5,
					       i % 3 * 4 };

	for (size_t i = 0; i < n; i++)
		text[i] = "hoc tap va lam theo\n"[i % 20];
	begin("t: u:");
	for (uint32_t i = 0; i < 600; i++)
		word(nth_term(i, 400), i, 1 + i / 20, i / 20 * 20);
	assert_int_equal(record_finish(writer, &f, text, n, &sources, &out,
				       NULL), 0);
	free(text);
	return out;
}

/* Ask for everything; whatever is said, nothing breaks. */
static int ask_all(const char *s, size_t n)
{
	const struct record_str *terms;
	struct buf text = BUF_INIT;
	struct record_sources sources;
	struct record_anchor a;
	const uint32_t *v;
	size_t k, title_end;
	int failed = 0;

	if (record_load(reader, s, n, NULL))
		return 1;
	failed |= record_terms(reader, &terms, &k, NULL);
	failed |= record_stream(reader, &v, &k, &title_end, NULL);
	failed |= record_anchor(reader, 50, &a, NULL);
	failed |= record_sources(reader, &sources, NULL);
	failed |= record_text(reader, 0, UINT64_MAX, &text, NULL);
	buf_release(&text);
	return failed;
}

static void a_cut_record_is_refused(void **state)
{
	struct buf out = sample();
	struct err e;

	(void)state;
	assert_int_equal(ask_all(out.s, out.len), 0);
	for (size_t n = 0; n < out.len; n++) {
		char *copy = malloc(n ? n : 1); /* so that overreading is seen */

		memcpy(copy, out.s, n);
		assert_int_equal(record_load(reader, copy, n, &e), E_CORRUPT);
		free(copy);
	}
	assert_non_null(strstr(e.msg, "reindex"));
	/* Afterwards it is empty rather than half. */
	assert_int_equal(record_text_size(reader), 0);
	assert_null(record_fields(reader)->path.s);
	assert_string_equal(stream(), "");
	/* Nor may anything follow. */
	assert_int_equal(buf_addc(&out, 'x'), 0);
	assert_int_equal(record_load(reader, out.s, out.len, NULL), E_CORRUPT);
	buf_release(&out);
}

static void a_changed_record_does_no_harm(void **state)
{
	struct buf out = sample();
	unsigned failed = 0;

	(void)state;
	for (size_t i = 0; i < out.len; i++) {
		for (int bit = 0; bit < 8; bit++) {
			out.s[i] = (char)(out.s[i] ^ (1 << bit));
			failed += ask_all(out.s, out.len) != 0;
			out.s[i] = (char)(out.s[i] ^ (1 << bit));
		}
	}
	/* Most changes are noticed, though there is no checksum. */
	assert_in_range(failed, out.len, out.len * 8);
	assert_int_equal(ask_all(out.s, out.len), 0);
	buf_release(&out);
}

/* The header of a record of 2^24 positions and so many units, and no more. */
static struct buf promise(uint32_t units)
{
	struct buf b = BUF_INIT;

	buf_addc(&b, RECORD_VERSION);
	buf_add(&b, "\1a", 2); /* path */
	/* Flags, where the title is, the other strings. */
	for (size_t i = 0; i < 3 + RECORD_N_STRINGS; i++)
		buf_addc(&b, 0);
	buf_add(&b, "\1\2\1x", 4); /* terms */
	buf_add_varint(&b, RECORD_MAX_POSITIONS);
	buf_add_varint(&b, 0);
	buf_add_varint(&b, RECORD_MAX_POSITIONS);
	buf_add(&b, "\1x", 2);
	buf_add_varint(&b, units);
	buf_add_varint(&b, 3 * (uint64_t)units);
	buf_add(&b, "\1x", 2);
	buf_add(&b, "\0\0\0\0\0\0\0", 7); /* anchors, sources, text */
	return b;
}

static void what_is_promised_has_a_limit(void **state)
{
	struct buf some = promise(1u << 20), all = promise(1u << 25);
	struct err e;

	(void)state;
	if (record_load(reader, some.s, some.len, &e))
		fail_msg("%s", e.msg);
	assert_int_equal(record_load(reader, all.s, all.len, &e), E_CORRUPT);
	buf_release(&some);
	buf_release(&all);
}

static void another_version_is_refused(void **state)
{
	struct buf out = sample();

	(void)state;
	out.s[0]++;
	assert_int_equal(record_load(reader, out.s, out.len, NULL), E_CORRUPT);
	buf_release(&out);
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
		cmocka_unit_test(anchors_find_the_line),
		cmocka_unit_test(windows_of_the_text),
		cmocka_unit_test(documents_of_any_size),
		cmocka_unit_test(documents_have_limits),
		cmocka_unit_test(sources_come_back),
		cmocka_unit_test(sources_are_in_the_text),
		cmocka_unit_test(sources_have_a_limit),
		cmocka_unit_test(a_cut_record_is_refused),
		cmocka_unit_test(a_changed_record_does_no_harm),
		cmocka_unit_test(what_is_promised_has_a_limit),
		cmocka_unit_test(another_version_is_refused),
	};

	return cmocka_run_group_tests(tests, open_both, close_both);
}
