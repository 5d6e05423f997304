/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * record_reader - a record that is being read, and the small decoders that its
 * header and its parts share.
 *
 * The bytes come from a database, which may be damaged: every length is checked
 * before it is used, and what a record can make us allocate is bounded by
 * RECORD_MAX_*.
 */
#ifndef TRACUU_STORE_RECORD_READER_H
#define TRACUU_STORE_RECORD_READER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <zstd.h>

#include "base/buf.h"
#include "store/record.h"

/* A piece of the record as it is stored. */
struct part {
	const char *s;
	size_t stored; /* bytes at s; the same as raw: not compressed */
	size_t raw;
};

struct scratch {
	void *p;
	size_t cap;
};

/* A part that is decoded to an array when it is asked for. */
struct section {
	struct part part;
	uint32_t n; /* elements */
	uint64_t size; /* bytes unpacked and decoded */
	bool decoded;
	struct scratch bytes; /* the part uncompressed; terms point into it */
	struct scratch v;     /* the array */
};

struct record {
	ZSTD_DCtx *zstd;
	bool borrowed; /* ... of another decoder */
	struct record_fields fields;
	struct section terms, stream, units, anchors, sources;
	uint32_t title_end;

	const char *text, *end; /* the blocks of the text, stored */
	size_t text_size;
	/* Behind the block last found: where the next one is stored, and which
	 * byte of the text it begins with. */
	const char *next;
	size_t next_at;

	bool have_block;
	size_t block_at, block_n; /* the piece of the text that is in `block` */
	char block[RECORD_BLOCK];
};

/* Each reads at *p, moves it and returns true, or false where the bytes are not
 * there or say more than `max`. */
static inline bool record_get_number(const char **p, const char *end,
				     uint64_t max, uint64_t *ret)
{
	unsigned long long v;

	if (*p != end && (unsigned char)**p < 0x80) /* nearly always */
		v = (unsigned char)*(*p)++;
	else if (!buf_get_varint(p, end, &v))
		return false;
	*ret = v;
	return v <= max;
}

static inline bool record_get_u32(const char **p, const char *end, uint32_t max,
				  uint32_t *ret)
{
	uint64_t v;

	if (!record_get_number(p, end, max, &v))
		return false;
	*ret = (uint32_t)v;
	return true;
}

/* A length and that many bytes. */
static inline bool record_get_str(const char **p, const char *end,
				  struct record_str *ret)
{
	uint64_t n;

	if (!record_get_number(p, end, UINT64_MAX, &n) ||
	    n > (size_t)(end - *p))
		return false;
	*ret = (struct record_str){ n ? *p : NULL, n };
	*p += n;
	return true;
}

static inline bool record_get_part(const char **p, const char *end, size_t raw,
				   struct part *ret)
{
	struct record_str str;

	if (!record_get_str(p, end, &str) || str.n > raw || !str.n != !raw)
		return false;
	*ret = (struct part){ str.s, str.n, raw };
	return true;
}

static inline int record_corrupt(struct err *e, const char *what)
{
	return err_set(e, E_CORRUPT,
		       "the record of a document is damaged (%s): reindex",
		       what);
}

#endif
