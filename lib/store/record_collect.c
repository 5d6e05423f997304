/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Collecting a document: the hot path of indexing, one call per word.
 *
 * Terms, their bases and the pairs of neighbours get numbers from hash tables,
 * so that counting is by number.  All memory is kept from document to document.
 */
#define XXH_INLINE_ALL /* most terms have under 16 bytes */
#include <xxhash.h>

#include <stdlib.h>
#include <string.h>

#include "store/record.h"
#include "store/record_writer.h"
#include "store/schema.h"

/* Different pairs that a report may have before their table has to grow. */
#define PAIRS_EXPECTED (1u << 16)

int record_writer_open(struct record_writer **ret, struct err *e)
{
	struct record_writer *w = calloc(1, sizeof(*w));

	if (!w)
		return err_nomem(e);
	buf_init(&w->names, RECORD_MAX_TERM_BYTES);
	w->zstd = ZSTD_createCCtx();
	/* From here on emptying these two needs no memory. */
	if (!w->zstd || table_empty(&w->term_table, 0) ||
	    table_empty(&w->base_table, 0)) {
		record_writer_close(w);
		return err_nomem(e);
	}
	record_begin(w);
	*ret = w;
	return 0;
}

void record_writer_close(struct record_writer *w)
{
	if (!w)
		return;
	ZSTD_freeCCtx(w->zstd);
	buf_release(&w->names);
	buf_release(&w->raw);
	buf_release(&w->packed);
	table_release(&w->term_table);
	table_release(&w->base_table);
	table_release(&w->pair_table);
	free(w->terms);
	free(w->bases);
	free(w->pairs);
	free(w->pair_keys);
	free(w->stream);
	free(w->anchors);
	free(w->units);
	free(w->paired);
	free(w->order);
	free(w->rank);
	free(w);
}

void record_begin(struct record_writer *w)
{
	buf_clear(&w->names);
	table_empty(&w->term_table, 0);
	table_empty(&w->base_table, 0);
	w->stream_n = 0;
	w->anchors_n = 0;
	w->units_n = 0;
	w->paired_n = 0;
	w->next_anchor = 0;
	w->in_title = true;
	w->title_end = 0;
}

static uint32_t hash_bytes(const char *s, size_t n)
{
	return (uint32_t)XXH3_64bits(s, n);
}

static bool same_term(const void *things, uint32_t number, const void *key)
{
	const struct record_writer *w = things;
	const struct record_term *t = &w->terms[number];
	const struct record_str *str = key;

	return t->len == str->n && !memcmp(w->names.s + t->at, str->s, str->n);
}

static bool same_base(const void *things, uint32_t number, const void *key)
{
	const struct record_writer *w = things;
	const struct record_base *b = &w->bases[number];
	const struct record_str *str = key;

	return b->len == str->n && !memcmp(w->names.s + b->at, str->s, str->n);
}

/* The number of the base of the term at names[at]. */
static int number_base(struct record_writer *w, uint32_t at, uint32_t len,
		       uint32_t *ret)
{
	const char *s = w->names.s + at;
	struct record_str base = { s, schema_base(s, len) };
	uint32_t n = w->base_table.n;
	struct record_base *v =
		room(w->bases, n + 1, &w->bases_cap, sizeof(*v));

	if (!v)
		return E_NOMEM;
	w->bases = v;
	if (table_number(&w->base_table, hash_bytes(base.s, base.n), same_base,
			 w, &base, ret))
		return E_NOMEM;
	if (*ret == n)
		v[n] = (struct record_base){ at, (uint32_t)base.n };
	return 0;
}

/* Store the term that term_table has just given the number n. */
static int new_term(struct record_writer *w, uint32_t n, const char *s,
		    size_t len)
{
	struct record_term *v =
		room(w->terms, n + 1, &w->terms_cap, sizeof(*v));
	uint32_t at = (uint32_t)w->names.len;
	int r;

	if (!v)
		return E_NOMEM;
	w->terms = v;
	v[n] = (struct record_term){ .at = at, .len = (uint32_t)len };
	r = buf_add(&w->names, s, len);
	return r ? r : number_base(w, at, v[n].len, &v[n].base);
}

static int add_item(struct record_writer *w, uint32_t item)
{
	uint32_t *v;

	if (w->stream_n == RECORD_MAX_POSITIONS)
		return E_LIMIT;
	v = room(w->stream, w->stream_n + 1, &w->stream_cap, sizeof(*v));
	if (!v)
		return E_NOMEM;
	w->stream = v;
	v[w->stream_n++] = item;
	return 0;
}

static int add_anchor(struct record_writer *w, uint64_t begin, uint32_t line,
		      uint64_t line_begin)
{
	uint32_t n = w->anchors_n;
	struct record_anchor *v =
		room(w->anchors, n + 1, &w->anchors_cap, sizeof(*v));

	if (!v)
		return E_NOMEM;
	w->anchors = v;
	v[n] = (struct record_anchor){ w->stream_n, line, begin, line_begin };
	w->anchors_n = n + 1;
	w->next_anchor = w->stream_n + RECORD_ANCHOR_STEP;
	return 0;
}

/* Every so many positions, and where a line begins: the line of any position is
 * that of the anchor before it. */
static bool wants_anchor(const struct record_writer *w, uint32_t line)
{
	return w->stream_n >= w->next_anchor || !w->anchors_n ||
	       w->anchors[w->anchors_n - 1].line != line;
}

/* The number of a term that has come once more. */
static int number_term(struct record_writer *w, const char *term, size_t n,
		       uint32_t *ret)
{
	struct record_str key = { term, n };
	uint32_t known = w->term_table.n;
	int r;

	if (!n || n > SCHEMA_TERM_MAX)
		return E_INVAL;
	r = table_number(&w->term_table, hash_bytes(term, n), same_term, w,
			 &key, ret);
	if (!r && *ret == known)
		r = new_term(w, *ret, term, n);
	return r;
}

static void count_term(struct record_writer *w, uint32_t number)
{
	w->terms[number].count++;
	w->terms[number].in_title += w->in_title;
}

int record_word(struct record_writer *w, const char *term, size_t n,
		uint64_t begin, uint32_t line, uint64_t line_begin)
{
	uint32_t number;
	int r = number_term(w, term, n, &number);

	if (!r && !w->in_title && wants_anchor(w, line))
		r = add_anchor(w, begin, line, line_begin);
	if (!r)
		r = add_item(w, number);
	if (!r)
		count_term(w, number);
	return r;
}

static int add_paired(struct record_writer *w, uint32_t unit)
{
	uint32_t *v = room(w->paired, w->paired_n + 1, &w->paired_cap,
			   sizeof(*v));

	if (!v)
		return E_NOMEM;
	w->paired = v;
	v[w->paired_n++] = unit;
	return 0;
}

int record_unit(struct record_writer *w, const char *term, size_t n,
		uint32_t n_pos, bool paired)
{
	struct record_unit *v = room(w->units, w->units_n + 1, &w->units_cap,
				     sizeof(*v));
	uint32_t number;
	int r;

	if (!v)
		return E_NOMEM;
	w->units = v;
	if (!n_pos || n_pos > w->stream_n || n_pos > RECORD_UNIT_MAX)
		return E_INVAL;
	r = number_term(w, term, n, &number);
	if (r)
		return r;
	v[w->units_n++] = (struct record_unit){ w->stream_n - n_pos, n_pos,
						number };
	count_term(w, number);
	return paired ? add_paired(w, w->units_n - 1) : 0;
}

static bool ends_in_break(const struct record_writer *w)
{
	return w->stream_n && w->stream[w->stream_n - 1] == RECORD_BREAK;
}

int record_break(struct record_writer *w)
{
	return ends_in_break(w) ? 0 : add_item(w, RECORD_BREAK);
}

int record_gap(struct record_writer *w)
{
	w->next_anchor = 0;
	return record_break(w);
}

int record_end_title(struct record_writer *w)
{
	int r = record_break(w);

	if (r)
		return r;
	w->in_title = false;
	w->title_end = w->stream_n - 1;
	return 0;
}

uint64_t record_weight(const struct record_writer *w)
{
	return (uint64_t)w->term_table.n + w->stream_n +
	       3 * (uint64_t)w->paired_n;
}

bool record_term(const struct record_writer *w, size_t i, const char **ret_term,
		 size_t *ret_n, uint32_t *ret_count, uint32_t *ret_in_title)
{
	const struct record_term *t = &w->terms[i];

	if (i >= w->term_table.n)
		return false;
	*ret_term = w->names.s + t->at;
	*ret_n = t->len;
	*ret_count = t->count;
	*ret_in_title = t->in_title;
	return true;
}

/* ------------------------------------------------------------------- pairs */

static bool same_pair(const void *things, uint32_t number, const void *key)
{
	const struct record_writer *w = things;
	const uint64_t *pair = key;

	return w->pair_keys[number] == *pair;
}

/* The multiplier is 2^64 over the golden ratio. */
static uint32_t hash_pair(uint64_t key)
{
	return (uint32_t)((key * 0x9e3779b97f4a7c15u) >> 32);
}

static struct record_str base_str(const struct record_writer *w, uint32_t base)
{
	return (struct record_str){ w->names.s + w->bases[base].at,
				    w->bases[base].len };
}

/* Room for as many pairs as there can be. */
static int reserve_pairs(struct record_writer *w)
{
	size_t n = w->stream_n + 3 * (size_t)w->paired_n;
	struct record_pair *v = room(w->pairs, n, &w->pairs_cap, sizeof(*v));
	uint64_t *keys;

	if (!v)
		return E_NOMEM;
	w->pairs = v;
	keys = room(w->pair_keys, n, &w->pair_keys_cap, sizeof(*keys));
	if (!keys)
		return E_NOMEM;
	w->pair_keys = keys;
	/* Unlike the arrays, all of the table is memory from the start. */
	return table_empty(&w->pair_table,
			   n < PAIRS_EXPECTED ? (uint32_t)n : PAIRS_EXPECTED);
}

static int count_pair(struct record_writer *w, uint32_t a, uint32_t b,
		      bool in_title)
{
	uint64_t key = (uint64_t)a << 32 | b;
	uint32_t known = w->pair_table.n, number;

	if (table_number(&w->pair_table, hash_pair(key), same_pair, w, &key,
			 &number))
		return E_NOMEM;
	if (number == known) {
		w->pair_keys[number] = key;
		w->pairs[number] = (struct record_pair){
			base_str(w, a), base_str(w, b), 0, 0
		};
	}
	w->pairs[number].count++;
	w->pairs[number].in_title += in_title;
	return 0;
}

/* The pair of two terms of which the second stands at `pos`. */
static int pair_at(struct record_writer *w, uint32_t a, uint32_t b,
		   uint32_t pos)
{
	uint32_t title_end = w->in_title ? w->stream_n : w->title_end;

	if (a == RECORD_BREAK || b == RECORD_BREAK)
		return 0;
	return count_pair(w, w->terms[a].base, w->terms[b].base,
			  pos < title_end);
}

/* Those of a unit with the words beside it, and with the unit before. */
static int unit_pairs(struct record_writer *w, uint32_t i)
{
	const struct record_unit *u = &w->units[w->paired[i]];
	const struct record_unit *last = i ? &w->units[w->paired[i - 1]] : NULL;
	uint32_t end = u->pos + u->n_pos;
	int r = 0;

	if (u->pos)
		r = pair_at(w, w->stream[u->pos - 1], u->term, u->pos);
	if (!r && end < w->stream_n)
		r = pair_at(w, u->term, w->stream[end], end);
	if (!r && last && last->pos + last->n_pos == u->pos)
		r = pair_at(w, last->term, u->term, u->pos);
	return r;
}

int record_pairs(struct record_writer *w, const struct record_pair **ret_v,
		 size_t *ret_n)
{
	int r = w->stream_n ? reserve_pairs(w) : 0;

	for (uint32_t i = 1; i < w->stream_n && !r; i++)
		r = pair_at(w, w->stream[i - 1], w->stream[i], i);
	for (uint32_t i = 0; i < w->paired_n && !r; i++)
		r = unit_pairs(w, i);
	if (r)
		return r;
	*ret_v = w->pairs;
	*ret_n = w->stream_n ? w->pair_table.n : 0;
	return 0;
}
