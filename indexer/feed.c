/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Words to postings.
 */
#include "indexer/feed.h"

#include <malloc.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/sketch.h"
#include "indexer/cited.h"
#include "indexer/define.h"
#include "indexer/document_list.h"
#include "indexer/place.h"
#include "indexer/postings.h"
#include "store/record.h"
#include "store/schema.h"

/* The memory of a larger record is given back before Xapian takes its own. */
#define DATA_KEPT (1u << 20)

struct feed {
	struct text_analyzer *a;
	struct record_writer *rw;
	struct postings postings;
	struct buf data; /* the encoded record */
	/* of the document at hand */
	uint32_t title_words;
	uint32_t title_line; /* of the file */
	struct places *places;
	struct cited cited;
	struct define define;
	struct buf refs, ref_lines, place_lines, photo, outline;
	struct sketcher sketcher; /* of its body */
};

int feed_open(struct text_analyzer *a, struct feed **ret, struct err *e)
{
	struct feed *f = calloc(1, sizeof(*f));
	int r = f ? record_writer_open(&f->rw, e) : err_nomem(e);

	if (!r)
		r = places_open(a, &f->places, e);
	if (r) {
		feed_close(f);
		return r;
	}
	f->a = f->postings.analyzer = a;
	f->postings.define = &f->define;
	*ret = f;
	return 0;
}

void feed_close(struct feed *f)
{
	if (!f)
		return;
	record_writer_close(f->rw);
	postings_release(&f->postings);
	places_close(f->places);
	cited_release(&f->cited);
	define_release(&f->define);
	buf_release(&f->refs);
	buf_release(&f->ref_lines);
	buf_release(&f->place_lines);
	buf_release(&f->photo);
	buf_release(&f->outline);
	buf_release(&f->data);
	free(f);
}

/* ---------------------------------------------------------------------- words */

static int failed(int code, struct err *e)
{
	if (code == E_LIMIT)
		return err_set(e, code, "more words than a document can have");
	if (code == E_NOMEM)
		return err_nomem(e);
	return err_set(e, E_INTERNAL, "the analyzer made a term that cannot "
		       "be stored");
}

/* Where a word of the body stands: see record_word(). */
struct position {
	uint64_t byte, line_begin;
	uint32_t line;
	uint32_t file_line; /* extract.h */
};

/* A unit of the text s.  A day is the same without its year, too. */
static int add_unit(struct feed *f, struct span s, const struct text_token *t,
		    uint32_t line, struct err *e)
{
	char day[TEXT_TERM_MAX];
	size_t day_n = text_day(t, day), n;
	const char *term;
	int r = 0;

	if (cited_add(&f->cited, s.s, s.n, t, line))
		return err_nomem(e);
	term = cited_meant(&f->cited, t, &n);
	if (t->n_pos <= RECORD_UNIT_MAX)
		r = record_unit(f->rw, term, n, t->n_pos,
				t->kind == TEXT_JOINED);
	if (!r && day_n && t->n_pos <= RECORD_UNIT_MAX)
		r = record_unit(f->rw, day, day_n, t->n_pos, false);
	if (!r)
		r = define_token(&f->define, t);
	return r ? failed(r, e) : 0;
}

/* A word of the text s, or a unit right behind the last of its words. */
static int add_token(struct feed *f, struct span s, const struct text_token *t,
		     const struct position *at, struct err *e)
{
	uint32_t line = at->file_line;
	int r = 0;

	if (text_is_unit(t->kind))
		return add_unit(f, s, t, line, e);
	places_word(f->places, s.s, t, line);
	if (t->after_break)
		r = record_break(f->rw);
	if (!r)
		r = record_word(f->rw, t->term, t->term_len, at->byte, at->line,
				at->line_begin);
	if (!r)
		r = define_token(&f->define, t);
	return r ? failed(r, e) : 0;
}

static int add_title(struct feed *f, struct span title, struct err *e)
{
	struct text_token t;
	int r;

	f->title_words = 0;
	cited_break(&f->cited);
	text_begin(f->a, title.s, title.n, 0);
	define_text(&f->define, title.s, title.n);
	while ((r = text_read(f->a, &t, e)) > 0) {
		const struct position at = { .byte = t.begin,
					  .line = RECORD_NO_LINE,
					  .file_line = f->title_line };

		r = add_token(f, title, &t, &at, e);
		if (r)
			return r;
		f->title_words += !text_is_unit(t.kind);
	}
	if (r)
		return r;
	places_break(f->places);
	r = record_end_title(f->rw);
	return r ? failed(r, e) : 0;
}

/* Where the body is being read. */
struct cursor {
	const struct document *doc;
	const struct extracted *x;
	const char *text; /* x->text.s */
	size_t line; /* of doc->lines, holds the word added last */
};

/* Where line i of the text begins, with its white space. */
static uint64_t line_begin(const struct cursor *c, size_t i)
{
	const char *nl = memrchr(c->text, '\n', c->doc->lines.v[i].begin);

	return nl ? (uint64_t)(nl + 1 - c->text) : 0;
}

/* A run of lines that are indexed, bytes [begin, end) of the text. */
static int add_run(struct feed *f, struct cursor *c, size_t begin, size_t end,
		   struct err *e)
{
	const struct lines *lines = &c->doc->lines;
	const struct span run = { c->text + begin, end - begin };
	struct position at = { .line_begin = line_begin(c, c->line) };
	struct text_token t;
	int r;

	cited_break(&f->cited);
	text_begin(f->a, run.s, run.n, 0);
	define_text(&f->define, run.s, run.n);
	while ((r = text_read(f->a, &t, e)) > 0) {
		size_t old = c->line;

		at.byte = begin + t.begin;
		while (at.byte >= lines->v[c->line].end &&
		       c->line + 1 < lines->n &&
		       at.byte >= lines->v[c->line + 1].begin)
			c->line++;
		if (c->line != old)
			at.line_begin = line_begin(c, c->line);
		at.line = (uint32_t)(c->line + 1);
		at.file_line = extracted_line(c->x, at.byte, at.line);
		r = add_token(f, run, &t, &at, e);
		if (r)
			return r;
		if (!text_is_unit(t.kind))
			sketch_word(&f->sketcher, t.term, t.base_len);
	}
	places_break(f->places);
	return r;
}

static bool is_indexed(const struct line *l)
{
	return l->kind != LINE_TITLE && l->kind != LINE_SECTION &&
	       l->kind != LINE_FURNITURE && l->kind != LINE_DOUBLED;
}

/* The lines that are indexed, in runs between those that are not. */
static int add_body(struct feed *f, const struct feed_input *in, struct err *e)
{
	const struct document *doc = in->doc;
	const struct line *v = doc->lines.v;
	struct cursor c = {
		.doc = doc,
		.x = in->text,
		.text = in->text->text.s,
	};
	int r = 0;

	for (size_t i = 0; !r && i < doc->lines.n; i++) {
		size_t end = i;

		c.line = i;
		if (v[i].kind == LINE_SECTION) {
			/* Once, also where it is printed twice. */
			r = add_run(f, &c, v[i].begin,
				    v[i].begin + doc->section.n, e);
		} else if (is_indexed(&v[i])) {
			while (end + 1 < doc->lines.n &&
			       is_indexed(&v[end + 1]))
				end++;
			r = add_run(f, &c, v[i].begin, v[end].end, e);
			i = end;
		}
		if (!r) {
			r = record_gap(f->rw);
			r = r ? failed(r, e) : 0;
		}
	}
	return r;
}

/* What search may fold another report into this one by; none of few words. */
static int add_sketch(struct feed *f, struct store_writer *w, struct err *e)
{
	struct sketch sketch;

	if (!sketch_end(&f->sketcher, &sketch))
		return 0;
	return store_doc_value(w, SCHEMA_SLOT_SKETCH,
			       (const char *)sketch.bins, sizeof(sketch.bins),
			       e);
}

/* ----------------------------------------------------------------- documents */

static struct record_str str(const char *s)
{
	return (struct record_str){ s, strlen(s) };
}

static struct record_str span(struct span s)
{
	return (struct record_str){ s.s, s.n };
}

static struct record_str list(const struct buf *b)
{
	return (struct record_str){ b->len ? b->s : NULL, b->len };
}

/* What is known of the report once it is read; strings of f and the document. */
static int fill_fields(struct feed *f, const struct feed_input *in,
		       struct record_fields *ret, struct err *e)
{
	const struct document *doc = in->doc;
	const struct buf *places = places_list(f->places);

	if (!places || cited_list(&f->cited, &f->refs, &f->ref_lines) ||
	    places_where(f->places, &f->place_lines) ||
	    document_photo(doc, &f->photo) ||
	    document_outline(doc, in->text, &f->outline))
		return err_nomem(e);
	*ret = (struct record_fields){
		.path = str(in->path),
		.collection = str(in->collection),
		.title = span(doc->title),
		.section = span(doc->section),
		.author = span(doc->author),
		.photo = list(&f->photo),
		.place = list(places),
		.place_lines = list(&f->place_lines),
		.refs = list(&f->refs),
		.ref_lines = list(&f->ref_lines),
		.outline = list(&f->outline),
		.type = str(format_name(in->text->format)),
		.encoding = str(encoding_name(in->text->text.encoding)),
		.title_byte = (uint64_t)(doc->title.s - in->text->text.s),
		.title_line = doc->title_line,
		.extracted = in->text->text.extracted,
	};
	if (doc->published[0])
		ret->date = str(doc->published);
	return 0;
}

static int put(const struct feed_input *in, struct store_writer *w,
	       struct err *e)
{
	char id[SCHEMA_TERM_MAX];
	size_t n = schema_id(in->path, strlen(in->path), id);

	return in->fresh ? store_doc_append(w, id, n, e) :
			   store_doc_put(w, id, n, e);
}

int feed_read(struct feed *f, const struct feed_input *in,
	      struct record_fields *ret, struct err *e)
{
	const struct span none = { NULL, 0 };
	int r;

	record_begin(f->rw);
	sketch_begin(&f->sketcher);
	places_begin(f->places);
	cited_release(&f->cited);
	f->title_line = in->doc->title_line ?
				document_first_line(in->doc, in->text,
						    in->doc->title_line - 1) :
				RECORD_NO_LINE;
	define_begin(&f->define);
	r = add_title(f, in->doc->title_is_body ? none : in->doc->title, e);
	if (!r)
		r = add_body(f, in, e);
	return r ? r : fill_fields(f, in, ret, e);
}

/* The whole document, as it was read, in the writer. */
static int make(struct feed *f, const struct feed_input *in,
		const struct record_fields *fields, struct store_writer *w,
		struct err *e)
{
	int r;

	store_doc_begin(w);
	buf_clear(&f->data);
	r = postings_put(&f->postings, f->rw, f->title_words, fields, w, e);
	if (!r)
		r = add_sketch(f, w, e);
	if (!r)
		r = record_finish(f->rw, fields, in->text->text.s,
				  in->text->text.n, &in->text->sources,
				  &f->data, e);
	if (!r)
		r = store_doc_data(w, f->data.s, f->data.len, e);
	if (f->data.len > DATA_KEPT)
		buf_release(&f->data);
	return r;
}

/* Give back what a large document took. */
static int shrink(struct feed *f, struct err *e)
{
	postings_release(&f->postings);
	record_writer_close(f->rw);
	f->rw = NULL;
	return record_writer_open(&f->rw, e);
}

/* Xapian's memory is free for it before, and for others behind it. */
static int put_heavy(struct feed *f, const struct feed_input *in,
		     const struct record_fields *fields, struct store_writer *w,
		     struct err *e)
{
	uint64_t words = record_weight(f->rw);
	int r = store_commit(w, e);

	if (!r && in->turn)
		r = turn_take(in->turn, words);
	if (r)
		return r;
	r = make(f, in, fields, w, e);
	if (!r)
		r = shrink(f, e);
	if (!r)
		r = put(in, w, e);
	if (!r)
		r = store_commit(w, e);
	store_doc_begin(w);
	malloc_trim(0);
	if (in->turn)
		turn_give(in->turn, words);
	return r;
}

int feed_document(struct feed *f, const struct feed_input *in,
		  struct store_writer *w, struct err *e)
{
	struct record_fields fields;
	int r = feed_read(f, in, &fields, e);

	if (r)
		return r;
	if (record_weight(f->rw) > FEED_HEAVY)
		return put_heavy(f, in, &fields, w, e);
	r = make(f, in, &fields, w, e);
	return r ? r : put(in, w, e);
}

int feed_move(struct feed *f, const char *from, const char *to,
	      struct store_writer *w, struct err *e)
{
	char old_id[SCHEMA_TERM_MAX], id[SCHEMA_TERM_MAX];
	size_t old_n = schema_id(from, strlen(from), old_id);
	size_t to_len = strlen(to), n = schema_id(to, to_len, id);
	const char *data;
	size_t data_n;
	int r = store_doc_load(w, old_id, old_n, e);

	if (!r)
		r = store_doc_get_data(w, &data, &data_n, e);
	buf_clear(&f->data);
	if (!r && record_set_path(data, data_n, to, to_len, &f->data, e))
		r = err_set(e, E_CORRUPT, "%s: its record in the index is "
			    "damaged; run tracuu-index rebuild", from);
	if (!r)
		r = store_doc_data(w, f->data.s, f->data.len, e);
	if (!r)
		r = postings_move(&f->postings, from, to, w, e);
	if (!r)
		r = store_doc_remove_term(w, old_id, old_n, e);
	if (!r)
		r = store_doc_put(w, id, n, e);
	if (!r)
		r = store_doc_delete(w, old_id, old_n, e);
	return r;
}

int feed_delete(const char *path, struct store_writer *w, struct err *e)
{
	char id[SCHEMA_TERM_MAX];
	size_t n = schema_id(path, strlen(path), id);

	return store_doc_delete(w, id, n, e);
}

int feed_meta(struct store_writer *w, struct err *e)
{
	char version[16];
	int r;

	snprintf(version, sizeof(version), "%d", SCHEMA_VERSION);
	r = store_meta_set(w, SCHEMA_META_VERSION, version, e);
	if (!r)
		r = store_meta_set(w, SCHEMA_META_ANALYZER, text_analyzer_id(),
				   e);
	return r;
}
