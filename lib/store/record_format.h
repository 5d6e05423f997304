/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * record_format - what the writer and the reader of a record must agree on.
 * docs/schema.md describes the bytes.
 */
#ifndef TRACUU_STORE_RECORD_FORMAT_H
#define TRACUU_STORE_RECORD_FORMAT_H

#include <stddef.h>

#include "store/record.h"

#define RECORD_VERSION 4
#define RECORD_FLAG_EXTRACTED 1u
#define RECORD_FLAGS RECORD_FLAG_EXTRACTED /* all that are defined */

/* Bytes of the terms, the stream, the units and the anchors of a record, unpacked
 * and decoded, all together: what a text of RECORD_MAX_POSITIONS may want, and
 * not what a few bytes of zstd can be made to say. */
#define RECORD_MAX_WORDS (512u << 20)

/*
 * An item of the stream is 0 for a break or the number of a term + 1.  Below
 * RECORD_ITEM_2 it is one byte; up to RECORD_ITEM_4 its high part is added to
 * that byte and the low byte stands behind the first bytes of all items; else
 * the first byte is 255 and three bytes stand there, the lowest first.  Against
 * LEB128 that is 4 % smaller and decodes in two thirds of the time.
 */
#define RECORD_ITEM_2 240u
#define RECORD_ITEM_4 (RECORD_ITEM_2 + (255u - RECORD_ITEM_2) * 256u)

/* The string fields in the order in which they are stored, after the path. */
static const size_t record_strings[] = {
	offsetof(struct record_fields, title),
	offsetof(struct record_fields, section),
	offsetof(struct record_fields, author),
	offsetof(struct record_fields, photo),
	offsetof(struct record_fields, place),
	offsetof(struct record_fields, place_lines),
	offsetof(struct record_fields, refs),
	offsetof(struct record_fields, ref_lines),
	offsetof(struct record_fields, outline),
	offsetof(struct record_fields, date),
	offsetof(struct record_fields, type),
	offsetof(struct record_fields, encoding),
	offsetof(struct record_fields, collection),
};
#define RECORD_N_STRINGS (sizeof(record_strings) / sizeof(*record_strings))

#endif
