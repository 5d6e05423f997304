/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Encoding a collected document as a record.
 */
#include <stdlib.h>
#include <string.h>

#include "base/bytes.h"
#include "store/record.h"
#include "store/record_format.h"
#include "store/record_writer.h"

/*
 * Measured in docs/schema.md: a higher level costs more time at indexing than
 * the space is worth, a lower one saves none.
 */
#define ZSTD_LEVEL 3

/* ------------------------------------------------------------------- parts */

/* A part: how many bytes are stored, then these: zstd, or as they are when that
 * would not be smaller. */
static int add_part(struct record_writer *w, const char *raw, size_t n,
		    struct buf *out)
{
	size_t k;

	if (buf_reserve(&w->packed, ZSTD_compressBound(n)))
		return E_NOMEM;
	k = ZSTD_compressCCtx(w->zstd, w->packed.s, w->packed.cap, raw, n,
			      ZSTD_LEVEL);
	if (ZSTD_isError(k))
		return E_NOMEM; /* the one reason with room enough */
	buf_add_varint(out, k < n ? k : n);
	return buf_add(out, k < n ? w->packed.s : raw, k < n ? k : n);
}

/* The section that was collected in w->raw: its size, then the part.  `decoded`:
 * bytes that its elements take in memory. */
static int add_section(struct record_writer *w, size_t decoded, struct buf *out)
{
	if (w->raw.failed)
		return w->raw.failed;
	w->size += w->raw.len + decoded;
	if (w->size > RECORD_MAX_WORDS)
		return E_LIMIT;
	buf_add_varint(out, w->raw.len);
	return add_part(w, w->raw.s, w->raw.len, out);
}

static void add_str(struct buf *out, const struct record_str *str)
{
	buf_add_varint(out, str->n);
	buf_add(out, str->s, str->n);
}

/* The path comes first so that another one is put in by copying the rest. */
static void add_fields(struct buf *out, const struct record_fields *f)
{
	buf_addc(out, RECORD_VERSION);
	add_str(out, &f->path);
	buf_add_varint(out, f->extracted ? RECORD_FLAG_EXTRACTED : 0);
	buf_add_varint(out, f->title_byte);
	buf_add_varint(out, f->title_line);
	for (size_t i = 0; i < RECORD_N_STRINGS; i++) {
		const void *str = (const char *)f + record_strings[i];

		add_str(out, str);
	}
}

/* ------------------------------------------------------------------- words */

static int compare_terms(const void *a, const void *b, void *arg)
{
	const struct record_writer *w = arg;
	const struct record_term *x = &w->terms[*(const uint32_t *)a];
	const struct record_term *y = &w->terms[*(const uint32_t *)b];

	if (x->count != y->count)
		return x->count > y->count ? -1 : 1;
	return bytes_compare(w->names.s + x->at, x->len, w->names.s + y->at,
			     y->len);
}

/* Number the terms by how often they came, so that most items of the stream fit
 * in a byte. */
static int rank_terms(struct record_writer *w)
{
	uint32_t n = w->term_table.n;
	uint32_t *order, *rank;

	/* One more than needed: an empty document has arrays, too. */
	order = room(w->order, n + 1, &w->order_cap, sizeof(*order));
	if (!order)
		return E_NOMEM;
	w->order = order;
	rank = room(w->rank, n + 1, &w->rank_cap, sizeof(*rank));
	if (!rank)
		return E_NOMEM;
	w->rank = rank;
	for (uint32_t i = 0; i < n; i++)
		order[i] = i;
	qsort_r(order, n, sizeof(*order), compare_terms, w);
	for (uint32_t i = 0; i < n; i++)
		rank[order[i]] = i;
	return 0;
}

static void add_terms(const struct record_writer *w, struct buf *raw)
{
	for (uint32_t i = 0; i < w->term_table.n; i++) {
		const struct record_term *t = &w->terms[w->order[i]];

		buf_add_varint(raw, t->len);
		buf_add(raw, w->names.s + t->at, t->len);
	}
}

/* The item at position i of the stream. */
static uint32_t item_at(const struct record_writer *w, uint32_t i)
{
	uint32_t number = w->stream[i];

	return number == RECORD_BREAK ? 0 : w->rank[number] + 1;
}

/* See record_format.h: all first bytes, then what does not fit in these. */
static int add_stream(const struct record_writer *w, struct buf *raw)
{
	char *first, *more;

	if (buf_reserve(raw, (size_t)w->stream_n * 4))
		return E_NOMEM;
	first = raw->s + raw->len;
	more = first + w->stream_n;
	for (uint32_t i = 0; i < w->stream_n; i++) {
		uint32_t item = item_at(w, i), over = item - RECORD_ITEM_2;

		if (item < RECORD_ITEM_2) {
			first[i] = (char)item;
		} else if (item < RECORD_ITEM_4) {
			first[i] = (char)(RECORD_ITEM_2 + (over >> 8));
			*more++ = (char)over;
		} else {
			first[i] = (char)255;
			*more++ = (char)item;
			*more++ = (char)(item >> 8);
			*more++ = (char)(item >> 16);
		}
	}
	raw->len = (size_t)(more - raw->s);
	return 0;
}

/* Differences from the one before; where the line is the same, so is where it
 * begins. */
static void add_anchors(const struct record_writer *w, struct buf *raw)
{
	struct record_anchor last = { 0 };

	for (uint32_t i = 0; i < w->anchors_n; i++) {
		const struct record_anchor *a = &w->anchors[i];

		buf_add_varint(raw, a->pos - last.pos);
		buf_add_varint(raw, a->byte - last.byte);
		buf_add_varint(raw, a->line - last.line);
		if (a->line != last.line)
			buf_add_varint(raw, a->byte - a->line_begin);
		last = *a;
	}
}

/* By their ends, which only grow. */
static void add_units(const struct record_writer *w, struct buf *raw)
{
	uint32_t last = 0;

	for (uint32_t i = 0; i < w->units_n; i++) {
		const struct record_unit *u = &w->units[i];
		uint32_t end = u->pos + u->n_pos;

		buf_add_varint(raw, end - last);
		buf_add_varint(raw, u->n_pos);
		buf_add_varint(raw, w->rank[u->term]);
		last = end;
	}
}

/* Bytes and lines as differences from the one before. */
static int add_sources(struct record_writer *w,
		       const struct record_sources *sources, struct buf *out)
{
	struct record_source last = { 0 };
	struct buf *raw = &w->raw;

	if (sources->n > RECORD_MAX_SOURCES)
		return E_LIMIT;
	buf_clear(raw);
	for (size_t i = 0; i < sources->n; i++) {
		const struct record_source *s = &sources->v[i];

		buf_add_varint(raw, s->byte - last.byte);
		buf_add_varint(raw, s->line - last.line);
		buf_add_varint(raw, s->col);
		buf_add_varint(raw, s->col - s->utf16);
		last = *s;
	}
	buf_add_varint(out, sources->n);
	return add_section(w, sources->n * sizeof(*sources->v), out);
}

/* --------------------------------------------------------------- the record */

static int add_words(struct record_writer *w, struct buf *out)
{
	struct buf *raw = &w->raw;
	int r = rank_terms(w);

	if (r)
		return r;
	w->size = 0;
	buf_clear(raw);
	add_terms(w, raw);
	buf_add_varint(out, w->term_table.n);
	r = add_section(w, w->term_table.n * sizeof(struct record_str), out);
	if (r)
		return r;
	buf_clear(raw);
	buf_add_varint(out, w->stream_n);
	buf_add_varint(out, w->title_end);
	r = add_stream(w, raw);
	if (!r)
		r = add_section(w, w->stream_n * sizeof(*w->stream), out);
	if (r)
		return r;
	buf_clear(raw);
	add_units(w, raw);
	buf_add_varint(out, w->units_n);
	r = add_section(w, w->units_n * sizeof(*w->units), out);
	if (r)
		return r;
	buf_clear(raw);
	add_anchors(w, raw);
	buf_add_varint(out, w->anchors_n);
	return add_section(w, w->anchors_n * sizeof(*w->anchors), out);
}

static int add_text(struct record_writer *w, const char *text, size_t n,
		    struct buf *out)
{
	int r = 0;

	buf_add_varint(out, n);
	for (size_t at = 0; at < n && !r; at += RECORD_BLOCK) {
		size_t len = n - at < RECORD_BLOCK ? n - at : RECORD_BLOCK;

		r = add_part(w, text + at, len, out);
	}
	return r;
}

int record_finish(struct record_writer *w, const struct record_fields *f,
		  const char *text, size_t n,
		  const struct record_sources *sources, struct buf *out,
		  struct err *e)
{
	const struct record_sources none = { 0 };
	size_t start = out->len;
	int r = w->in_title ? record_end_title(w) : 0;

	if (n > UINT32_MAX)
		return err_set(e, E_LIMIT,
			       "a text of %zu bytes (the limit is 4 GiB)", n);
	if (!r) {
		add_fields(out, f);
		r = add_words(w, out);
	}
	if (!r)
		r = add_sources(w, sources ? sources : &none, out);
	if (!r)
		r = add_text(w, text, n, out);
	if (!r && !out->failed)
		return 0;
	out->len = start;
	if (r == E_LIMIT || out->failed == E_LIMIT)
		return err_set(e, E_LIMIT, "the document is too large");
	return err_nomem(e);
}
