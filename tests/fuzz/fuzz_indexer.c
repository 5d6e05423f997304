/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Any bytes of a file through decoding and reading: what comes out is UTF-8,
 * as long as the file where it says so, and all that is found lies in it.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/mention.h"
#include "base/digits.h"
#include "base/utf8.h"
#include "indexer/cited.h"
#include "indexer/decode.h"
#include "indexer/document.h"
#include "indexer/furniture.h"
#include "indexer/place.h"

#undef NDEBUG /* the asserts are the test */
#include <assert.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_span(const struct decoded *d, struct span s, uint32_t line,
		       const struct document *doc)
{
	assert(!s.s == !line);
	assert(line <= doc->lines.n);
	if (!s.s)
		return;
	assert(s.n > 0);
	assert(s.s >= d->s && s.s + s.n <= d->s + d->n);
	assert(!memchr(s.s, '\n', s.n));
	assert(utf8_valid_len(s.s, s.n) == s.n);
	assert((size_t)(s.s - d->s) >= doc->lines.v[line - 1].begin);
	assert((size_t)(s.s - d->s) + s.n <= doc->lines.v[line - 1].end);
}

/* A list of where for each name: lines, in order. */
static void check_where(const struct buf *names, const struct buf *where)
{
	struct mention_list list;
	struct mention m;

	if (!names->len)
		return;
	list = (struct mention_list){ names->s, names->s + names->len,
				      where->s, where->s + where->len };
	while (mention_next(&list, &m)) {
		uint32_t line = 0, next;
		unsigned n = 0;

		assert(m.name_n);
		for (; digits_next(&m.lines, m.lines_end, &next); n++) {
			assert(next > line);
			line = next;
		}
		assert(n && m.lines == m.lines_end);
	}
	assert(list.where == list.where_end);
}

static void check_credits(const struct decoded *d, const struct document *doc)
{
	for (size_t i = 0; i < doc->n_credits; i++) {
		assert(!i || doc->credits[i].line > doc->credits[i - 1].line);
		check_span(d, doc->credits[i].name, doc->credits[i].line, doc);
	}
	assert(doc->lead_line <= doc->lines.n);
	assert(!doc->lead_line ||
	       doc->lines.v[doc->lead_line - 1].kind == LINE_LEAD);
}

static void check_lines(const struct decoded *d, const struct document *doc)
{
	size_t at = 0;

	for (size_t i = 0; i < doc->lines.n; i++) {
		const struct line *l = &doc->lines.v[i];

		assert(l->begin >= at && l->begin <= l->end && l->end <= d->n);
		assert((l->kind == LINE_BLANK) == (l->begin == l->end));
		at = l->end;
	}
}

static void check_document(struct document_reader *reader,
			   const struct decoded *d)
{
	struct document doc;
	struct err e;

	assert(!document_read(reader, d->s, d->n, NULL, &doc, &e));
	check_lines(d, &doc);
	check_span(d, doc.title, doc.title_line, &doc);
	check_span(d, doc.section, doc.section_line, &doc);
	check_span(d, doc.author, doc.author_line, &doc);
	check_credits(d, &doc);
	assert(!doc.published[0] == !doc.dateline_line);
	assert(strlen(doc.published) == 0 || strlen(doc.published) == 10 ||
	       strlen(doc.published) == 19 ||
	       strlen(doc.published) == DATELINE_ISO_LEN);
}

/* A list of names: no line of it is empty. */
static void check_list(const struct buf *b)
{
	assert(b);
	assert(!b->len || (b->s[0] != '\n' && b->s[b->len - 1] != '\n'));
	assert(!b->len || !memmem(b->s, b->len, "\n\n", 2));
	assert(!b->len || utf8_valid_len(b->s, b->len) == b->len);
}

static void check_mentions(struct text_analyzer *a, struct places *places,
			   const struct decoded *d)
{
	static struct cited cited;
	struct buf refs = BUF_INIT, where = BUF_INIT;
	struct text_token t;
	struct err e;
	int r;

	places_begin(places);
	cited_break(&cited);
	text_begin(a, d->s, d->n, 0);
	while ((r = text_read(a, &t, &e)) > 0) {
		if (text_is_unit(t.kind))
			assert(!cited_add(&cited, d->s, d->n, &t, 1 + (t.pos & 1)));
		else
			places_word(places, d->s, &t, 1 + t.pos % 100);
	}
	assert(!r);
	places_break(places);
	check_list(places_list(places));
	assert(!places_where(places, &where));
	check_where(places_list(places), &where);
	assert(!cited_list(&cited, &refs, &where));
	check_list(&refs);
	check_where(&refs, &where);
	buf_release(&where);
	cited_release(&cited);
	buf_release(&refs);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct text_analyzer *analyzer;
	static struct document_reader *reader;
	static struct furniture *furniture;
	static struct places *places;
	struct err e;

	if (!analyzer && (text_analyzer_open(&analyzer, &e) ||
			  furniture_open(NULL, 0, &furniture, &e) ||
			  document_open(analyzer, furniture, &reader, &e) ||
			  places_open(analyzer, &places, &e)))
		abort();
	/* ENCODING_NONE is the first. */
	for (int rule = 0; size && rule < ENCODINGS; rule++) {
		struct buf raw = BUF_INIT, scratch = BUF_INIT;
		struct decoded d;

		assert(!buf_add(&raw, data, size));
		if (decode(&raw, (enum encoding)rule, &scratch, &d) ==
		    DECODE_OK) {
			assert(utf8_valid_len(d.s, d.n) == d.n);
			assert(d.extracted || d.n == size);
			check_document(reader, &d);
			check_mentions(analyzer, places, &d);
		}
		buf_release(&raw);
		buf_release(&scratch);
	}
	return 0;
}
