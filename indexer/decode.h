/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * decode - the bytes of a file to UTF-8 text.
 *
 * UTF-8 is taken as it is, its BOM included, so that offsets into the text are
 * offsets into the file; an ill-formed byte is replaced by SUB (0x1a), one byte
 * for one.  UTF-16 needs its BOM; its text is another one, and says so.
 */
#ifndef TRACUU_INDEXER_DECODE_H
#define TRACUU_INDEXER_DECODE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"

/* Stored in the table of files: add at the end only. */
enum encoding {
	ENCODING_NONE, /* not known */
	ENCODING_UTF8,
	ENCODING_UTF8_BOM,
	ENCODING_UTF16LE,
	ENCODING_UTF16BE,
	ENCODINGS,
};
const char *encoding_name(enum encoding e); /* "utf-8", ...; "unknown" */

enum decode_result {
	DECODE_OK,
	DECODE_BINARY,	 /* not text */
	DECODE_ENCODING, /* text perhaps, in an encoding we do not read */
	DECODE_NOMEM,
};

struct decoded {
	const char *s; /* the text; points into `raw` or `scratch` */
	size_t n;      /* bytes */
	enum encoding encoding;
	size_t replaced; /* ill-formed bytes, or UTF-16 units */
	bool extracted;	 /* offsets are not those of the file */
};

/* Decode a whole file.  May change `raw` in place (one byte for one). */
enum decode_result decode(struct buf *raw, struct buf *scratch,
			  struct decoded *ret);
/* Whether the first bytes of a file rule text out, without reading the rest. */
bool decode_is_binary(const char *s, size_t n);
/* How sure the encoding is: 1 when nothing had to be replaced. */
double decode_confidence(size_t text_bytes, size_t replaced);

#endif
