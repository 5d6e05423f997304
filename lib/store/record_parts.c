/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The parts of a record: terms, stream, anchors, sources and text, each decoded when it
 * is asked for.
 */
#include <stdlib.h>
#include <string.h>

#include "store/record_format.h"
#include "store/record_reader.h"

static void *scratch_get(struct scratch *s, size_t n)
{
	void *p;

	if (s->p && n <= s->cap)
		return s->p;
	p = malloc(n ? n : 1);
	if (!p)
		return NULL;
	free(s->p);
	s->p = p;
	s->cap = n;
	return p;
}

/* The bytes of a part; *ret is the record's own or in `dst` (of part->raw). */
static bool unpack(struct record *r, const struct part *part, void *dst,
		   const char **ret)
{
	*ret = dst;
	if (!part->raw)
		return !part->stored;
	if (part->stored == part->raw) {
		*ret = part->s;
		return true;
	}
	return ZSTD_decompressDCtx(r->zstd, dst, part->raw, part->s,
				   part->stored) == part->raw;
}

/* Decode [p, end) to the section's array; false for what we never write. */
typedef bool decode_fn(const struct record *r, const char *p, const char *end,
		       void *v);

static int decode(struct record *r, struct section *s, size_t element_size,
		  decode_fn *fn, const char *what, struct err *e)
{
	void *bytes, *v;
	const char *p;

	if (s->decoded)
		return 0;
	bytes = scratch_get(&s->bytes, s->part.raw);
	if (!bytes)
		return err_nomem(e);
	if (!unpack(r, &s->part, bytes, &p))
		return record_corrupt(e, what);
	v = scratch_get(&s->v, s->n * element_size);
	if (!v)
		return err_nomem(e);
	if (!fn(r, p, p + s->part.raw, v))
		return record_corrupt(e, what);
	s->decoded = true;
	return 0;
}

/* ------------------------------------------------------------------- terms */

static bool decode_terms(const struct record *r, const char *p, const char *end,
			 void *array)
{
	struct record_str *v = array;

	for (size_t i = 0; i < r->terms.n; i++)
		if (!record_get_str(&p, end, &v[i]) || !v[i].n)
			return false;
	return p == end;
}

int record_terms(struct record *r, const struct record_str **ret_v,
		 size_t *ret_n, struct err *e)
{
	int code = decode(r, &r->terms, sizeof(struct record_str), decode_terms,
			  "its terms", e);

	if (code)
		return code;
	*ret_v = r->terms.v.p;
	*ret_n = r->terms.n;
	return 0;
}

/* ------------------------------------------------------------------ stream */

/* See record_format.h.  This is what a phrase costs in each document. */
static bool decode_stream(const struct record *r, const char *p,
			  const char *end, void *array)
{
	const unsigned char *first = (const unsigned char *)p;
	const unsigned char *stop = (const unsigned char *)end;
	const unsigned char *more = first + r->stream.n; /* within [p, end] */
	uint32_t *v = array, n_terms = r->terms.n;

	for (size_t i = 0; i < r->stream.n; i++) {
		uint32_t item = first[i];

		if (item == 255) {
			if (stop - more < 3)
				return false;
			item = more[0] | (uint32_t)more[1] << 8 |
			       (uint32_t)more[2] << 16;
			more += 3;
		} else if (item >= RECORD_ITEM_2) {
			if (more == stop)
				return false;
			item = RECORD_ITEM_2 + ((item - RECORD_ITEM_2) << 8) +
			       *more++;
		}
		if (item > n_terms)
			return false;
		v[i] = item - 1; /* 0 becomes RECORD_BREAK */
	}
	return more == stop;
}

int record_stream(struct record *r, const uint32_t **ret_v, size_t *ret_n,
		  size_t *ret_title_end, struct err *e)
{
	int code = decode(r, &r->stream, sizeof(uint32_t), decode_stream,
			  "its words", e);

	if (code)
		return code;
	*ret_v = r->stream.v.p;
	*ret_n = r->stream.n;
	*ret_title_end = r->title_end;
	return 0;
}

/* ------------------------------------------------------------------- units */

static bool decode_units(const struct record *r, const char *p,
			 const char *end, void *array)
{
	struct record_unit *v = array;
	uint32_t at = 0, more;

	for (size_t i = 0; i < r->units.n; i++) {
		if (!record_get_u32(&p, end, r->stream.n - at, &more) ||
		    !record_get_u32(&p, end, RECORD_UNIT_MAX, &v[i].n_pos) ||
		    !record_get_u32(&p, end, UINT32_MAX, &v[i].term))
			return false;
		at += more;
		if (!v[i].n_pos || v[i].n_pos > at ||
		    v[i].term >= r->terms.n)
			return false;
		v[i].pos = at - v[i].n_pos;
	}
	return p == end;
}

int record_units(struct record *r, const struct record_unit **ret_v,
		 size_t *ret_n, struct err *e)
{
	int code = decode(r, &r->units, sizeof(struct record_unit),
			  decode_units, "its units", e);

	if (code)
		return code;
	*ret_v = r->units.v.p;
	*ret_n = r->units.n;
	return 0;
}

/* ----------------------------------------------------------------- anchors */

/* The one behind *a, which it replaces. */
static bool next_anchor(const struct record *r, const char **p, const char *end,
			struct record_anchor *a)
{
	uint32_t pos, line;
	uint64_t byte, col;

	if (!record_get_u32(p, end, r->stream.n - a->pos, &pos) ||
	    !record_get_number(p, end, r->text_size - a->byte, &byte) ||
	    !record_get_u32(p, end, UINT32_MAX - a->line, &line))
		return false;
	a->pos += pos;
	a->byte += byte;
	a->line += line;
	if (a->pos >= r->stream.n)
		return false;
	if (!line)
		return true;
	if (!record_get_number(p, end, a->byte, &col))
		return false;
	a->line_begin = a->byte - col;
	return true;
}

static bool decode_anchors(const struct record *r, const char *p,
			   const char *end, void *array)
{
	struct record_anchor *v = array, a = { 0 };

	for (size_t i = 0; i < r->anchors.n; i++) {
		if (!next_anchor(r, &p, end, &a))
			return false;
		v[i] = a;
	}
	return p == end;
}

int record_anchors(struct record *r, const struct record_anchor **ret_v,
		   size_t *ret_n, struct err *e)
{
	int code = decode(r, &r->anchors, sizeof(struct record_anchor),
			  decode_anchors, "its anchors", e);

	if (code)
		return code;
	*ret_v = r->anchors.v.p;
	*ret_n = r->anchors.n;
	return 0;
}

size_t record_anchor_at(const struct record_anchor *v, size_t n, uint32_t pos)
{
	size_t low = 0, high = n;

	while (high - low > 1) {
		size_t mid = low + (high - low) / 2;

		if (v[mid].pos <= pos)
			low = mid;
		else
			high = mid;
	}
	return low;
}

int record_anchor(struct record *r, uint32_t pos, struct record_anchor *ret,
		  struct err *e)
{
	const struct record_anchor *v;
	size_t n;
	int code = record_anchors(r, &v, &n, e);

	if (code)
		return code;
	if (!n)
		return err_set(e, E_NOTFOUND, "the document has no words");
	*ret = v[record_anchor_at(v, n, pos)];
	return 0;
}

/* ----------------------------------------------------------------- sources */

/* The one behind *s, which it replaces. */
static bool next_source(const struct record *r, const char **p, const char *end,
			struct record_source *s)
{
	uint32_t byte, line, over; /* by how much col is above utf16 */

	if (!record_get_u32(p, end, (uint32_t)r->text_size - s->byte, &byte) ||
	    !record_get_u32(p, end, UINT32_MAX - s->line, &line) ||
	    !record_get_u32(p, end, UINT32_MAX, &s->col) ||
	    !record_get_u32(p, end, s->col, &over))
		return false;
	s->byte += byte;
	s->line += line;
	s->utf16 = s->col - over;
	return s->line;
}

static bool decode_sources(const struct record *r, const char *p,
			   const char *end, void *array)
{
	struct record_source *v = array, s = { 0 };

	for (size_t i = 0; i < r->sources.n; i++) {
		if (!next_source(r, &p, end, &s))
			return false;
		v[i] = s;
	}
	return p == end && (!r->sources.n || !v[0].byte);
}

int record_sources(struct record *r, struct record_sources *ret, struct err *e)
{
	int code = decode(r, &r->sources, sizeof(struct record_source),
			  decode_sources, "where its text stands", e);

	if (code)
		return code;
	*ret = (struct record_sources){ r->sources.v.p, r->sources.n };
	return 0;
}

size_t record_source_at(const struct record_sources *sources, uint64_t at)
{
	size_t low = 0, high = sources->n;

	while (high - low > 1) {
		size_t mid = low + (high - low) / 2;

		if (sources->v[mid].byte <= at)
			low = mid;
		else
			high = mid;
	}
	return low;
}

/* -------------------------------------------------------------------- text */

/* Find the block that begins at byte `at` of the text.  record_load() has
 * walked here before. */
static struct part find_block(struct record *r, size_t at)
{
	struct part block = { 0 };

	if (at < r->next_at) {
		r->next = r->text;
		r->next_at = 0;
	}
	while (r->next_at <= at) {
		size_t left = r->text_size - r->next_at;
		size_t n = left < RECORD_BLOCK ? left : RECORD_BLOCK;

		if (!record_get_part(&r->next, r->end, n, &block))
			break;
		r->next_at += n;
	}
	return block;
}

/* The block stays decoded, since the next window is often in the same one. */
static int load_block(struct record *r, size_t at, const char **ret,
		      size_t *ret_n, struct err *e)
{
	if (!r->have_block || r->block_at != at) {
		struct part block = find_block(r, at);

		r->have_block = false;
		r->block_at = at;
		r->block_n = block.raw;
		if (!unpack(r, &block, r->block, ret))
			return record_corrupt(e, "its text");
		if (*ret != r->block)
			memcpy(r->block, *ret, block.raw);
		r->have_block = true;
	}
	*ret = r->block;
	*ret_n = r->block_n;
	return 0;
}

int record_text(struct record *r, uint64_t from, uint64_t to, struct buf *out,
		struct err *e)
{
	if (to > r->text_size)
		to = r->text_size;
	while (from < to) {
		size_t skip = from % RECORD_BLOCK, n = 0;
		const char *block;
		int code = load_block(r, from - skip, &block, &n, e);

		if (code)
			return code;
		n = n - skip < to - from ? n - skip : to - from;
		code = buf_add(out, block + skip, n);
		if (code)
			return err_set(e, code, "no room for the text");
		from += n;
	}
	return 0;
}
