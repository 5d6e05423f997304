/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The header of a record: which says where everything else is.
 */
#include <stdlib.h>
#include <string.h>

#include "store/record_format.h"
#include "store/record_reader.h"

/* Scratch memory above this is given back with the next record: one huge
 * document must not fatten every reader for good. */
#define KEEP_BYTES (1u << 20)

int record_open(struct record **ret, struct err *e)
{
	struct record *r = calloc(1, sizeof(*r));

	if (r)
		r->zstd = ZSTD_createDCtx();
	if (!r || !r->zstd) {
		free(r);
		return err_nomem(e);
	}
	*ret = r;
	return 0;
}

int record_open_beside(struct record *first, struct record **ret, struct err *e)
{
	struct record *r = calloc(1, sizeof(*r));

	if (!r)
		return err_nomem(e);
	r->zstd = first->zstd;
	r->borrowed = true;
	*ret = r;
	return 0;
}

static void section_release(struct section *s)
{
	free(s->bytes.p);
	free(s->v.p);
}

void record_close(struct record *r)
{
	if (!r)
		return;
	if (!r->borrowed)
		ZSTD_freeDCtx(r->zstd);
	section_release(&r->terms);
	section_release(&r->stream);
	section_release(&r->units);
	section_release(&r->anchors);
	section_release(&r->sources);
	free(r);
}

static void scratch_trim(struct scratch *s)
{
	if (s->cap <= KEEP_BYTES)
		return;
	free(s->p);
	*s = (struct scratch){ 0 };
}

/* For the next record. */
static void section_clear(struct section *s)
{
	s->part = (struct part){ 0 };
	s->n = 0;
	s->size = 0;
	s->decoded = false;
	scratch_trim(&s->bytes);
	scratch_trim(&s->v);
}

static void clear(struct record *r)
{
	r->fields = (struct record_fields){ 0 };
	section_clear(&r->terms);
	section_clear(&r->stream);
	section_clear(&r->units);
	section_clear(&r->anchors);
	section_clear(&r->sources);
	r->title_end = 0;
	r->text = r->end = r->next = NULL;
	r->text_size = r->next_at = 0;
	r->have_block = false;
}

static bool get_version_and_path(const char **p, const char *end,
				 struct record_str *ret_path)
{
	if (*p == end || **p != RECORD_VERSION)
		return false;
	(*p)++;
	/* A path is a string for C, too. */
	return record_get_str(p, end, ret_path) &&
	       !(ret_path->n && memchr(ret_path->s, '\0', ret_path->n));
}

static bool get_fields(const char **p, const char *end, struct record_fields *f)
{
	uint32_t flags;

	if (!get_version_and_path(p, end, &f->path) ||
	    !record_get_u32(p, end, RECORD_FLAGS, &flags) ||
	    !record_get_number(p, end, UINT64_MAX, &f->title_byte) ||
	    !record_get_u32(p, end, UINT32_MAX, &f->title_line))
		return false;
	f->extracted = flags & RECORD_FLAG_EXTRACTED;
	for (size_t i = 0; i < RECORD_N_STRINGS; i++) {
		void *str = (char *)f + record_strings[i];

		if (!record_get_str(p, end, str))
			return false;
	}
	return true;
}

/* What one element of a section takes: bytes stored, at least and at most, and
 * in memory. */
struct element {
	uint64_t min, max, decoded;
};

/* `more`: bytes stored beside those of its elements, at most. */
static bool get_section(const char **p, const char *end, struct element each,
			uint64_t more, struct section *s)
{
	uint64_t raw;

	if (!record_get_number(p, end, each.max * s->n + more, &raw) ||
	    raw < each.min * s->n || !record_get_part(p, end, raw, &s->part))
		return false;
	s->size = raw + each.decoded * s->n;
	return true;
}

static bool get_words(const char **p, const char *end, struct record *r)
{
	/* A term takes a length and at least one byte. */
	const struct element term = { 2, 2, sizeof(struct record_str) };
	const struct element item = { 1, 4, sizeof(uint32_t) };
	const struct element unit = { 3, 9, sizeof(struct record_unit) };
	const struct element anchor = { 3, 35, sizeof(struct record_anchor) };
	const struct element source = { 4, 20, sizeof(struct record_source) };

	return record_get_u32(p, end, RECORD_MAX_POSITIONS, &r->terms.n) &&
	       get_section(p, end, term, RECORD_MAX_TERM_BYTES, &r->terms) &&
	       record_get_u32(p, end, RECORD_MAX_POSITIONS, &r->stream.n) &&
	       record_get_u32(p, end, r->stream.n, &r->title_end) &&
	       get_section(p, end, item, 0, &r->stream) &&
	       record_get_u32(p, end, 2 * r->stream.n, &r->units.n) &&
	       get_section(p, end, unit, 0, &r->units) &&
	       record_get_u32(p, end, r->stream.n, &r->anchors.n) &&
	       get_section(p, end, anchor, 0, &r->anchors) &&
	       record_get_u32(p, end, RECORD_MAX_SOURCES, &r->sources.n) &&
	       get_section(p, end, source, 0, &r->sources) &&
	       r->terms.size + r->stream.size + r->units.size +
			       r->anchors.size + r->sources.size <=
		       RECORD_MAX_WORDS;
}

/* The text must end with the record. */
static bool get_text(const char *p, const char *end, struct record *r)
{
	uint64_t size;
	struct part block;

	if (!record_get_number(&p, end, UINT32_MAX, &size))
		return false;
	r->text = r->next = p;
	r->end = end;
	r->next_at = 0;
	r->text_size = size;
	for (size_t at = 0; at < size; at += RECORD_BLOCK) {
		size_t n = size - at < RECORD_BLOCK ? size - at : RECORD_BLOCK;

		if (!record_get_part(&p, end, n, &block))
			return false;
	}
	return p == end;
}

int record_load(struct record *r, const char *data, size_t n, struct err *e)
{
	const char *p = data, *end = data + n;

	clear(r);
	if (get_fields(&p, end, &r->fields) && get_words(&p, end, r) &&
	    get_text(p, end, r))
		return 0;
	clear(r); /* whoever asks on after a failure finds an empty document */
	return record_corrupt(e, "its header");
}

const struct record_fields *record_fields(const struct record *r)
{
	return &r->fields;
}

uint64_t record_text_size(const struct record *r)
{
	return r->text_size;
}

int record_set_path(const char *data, size_t n, const char *path, size_t path_n,
		    struct buf *out, struct err *e)
{
	const char *p = data, *end = data + n;
	size_t start = out->len;
	struct record_str old;

	if (!get_version_and_path(&p, end, &old))
		return record_corrupt(e, "its path");
	buf_addc(out, RECORD_VERSION);
	buf_add_varint(out, path_n);
	buf_add(out, path, path_n);
	buf_add(out, p, (size_t)(end - p));
	if (!out->failed)
		return 0;
	out->len = start;
	return out->failed == E_LIMIT ?
		       err_set(e, E_LIMIT, "the record is too large") :
		       err_nomem(e);
}
