/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * decode - the bytes of a file to UTF-8 text.
 *
 * UTF-8 is taken as it is, its BOM included, so that offsets into the text are
 * offsets into the file; an ill-formed byte is replaced by SUB (0x1a), one byte
 * for one.  UTF-16 needs its BOM.  Bytes that are no UTF-8 may be in one of the
 * old encodings of Vietnamese; in which, guess.h finds out.  The text of those
 * and of UTF-16 is another one than the file, and says so.
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
	ENCODING_WINDOWS_1258,
	ENCODING_TCVN3,
	ENCODING_VNI,
	ENCODING_VISCII,
	ENCODING_VPS,
	ENCODINGS,
};
const char *encoding_name(enum encoding e); /* "utf-8", ...; "unknown" */
/* Whether nothing in a file says that it is in it but its words. */
bool encoding_is_guessed(enum encoding e);

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
	double confidence; /* 0 to 1: how sure that is */
	size_t replaced; /* bytes that mean nothing in it, or UTF-16 units */
	bool extracted;	 /* offsets are not those of the file */
};

/*
 * Decode a whole file.  May change `raw` in place (one byte for one).  With
 * `rule` it is taken for that encoding, whatever it looks like, with confidence
 * 1; bytes that mean nothing in it are replaced.  ENCODING_NONE: it is found out.
 */
enum decode_result decode(struct buf *raw, enum encoding rule,
			  struct buf *scratch, struct decoded *ret);
/* Whether an encoding has NULs in its bytes. */
bool encoding_is_utf16(enum encoding e);
/* Whether the first bytes of a file rule text out, without reading the rest. */
bool decode_is_binary(const char *s, size_t n);

#endif
