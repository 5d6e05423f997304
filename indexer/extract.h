/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * extract - the bytes of a file to the text of its document, with what the
 * format knows of it besides.
 *
 *	gunzip -> format -> decode -> text, by the format
 *
 * What comes out is UTF-8.  Of plain text and Markdown its bytes are those of
 * the (decoded) file, one for one.  Of other formats it is a text of its own:
 * blocks are lines, read in the order of the file, and `sources` says from
 * which line of the file each piece of it comes.  A document of a format without
 * lines (PDF) has no sources: its lines are those of the text.
 *
 * One extractor serves one thread at a time.
 */
#ifndef TRACUU_INDEXER_EXTRACT_H
#define TRACUU_INDEXER_EXTRACT_H

#include "base/buf.h"
#include "base/err.h"
#include "indexer/converters.h"
#include "indexer/decode.h"
#include "indexer/files.h"
#include "indexer/format.h"
#include "indexer/hints.h"
#include "store/record.h"

struct extracted {
	/* text.extracted: its bytes are not those of the file */
	struct decoded text;
	enum format format; /* of what is inside, where it was compressed */
	bool gzip;	    /* ... which it was */
	struct hints hints;
	struct record_sources sources; /* of an extracted text: html.h */
	/* Of an external format, also when there is no text: see struct file. */
	uint64_t filter;
	char detail[FILE_DETAIL_MAX];
};

/* The line of the file that byte `at` of the text stands in, which is in line
 * `line` of the text. */
uint32_t extracted_line(const struct extracted *x, uint64_t at, uint32_t line);

struct extractor;
/* The converters are borrowed until extractor_close().  E_NOMEM. */
int extractor_open(const struct converters *cs, struct extractor **ret,
		   struct err *e);
void extractor_close(struct extractor *x); /* NULL is fine */

/*
 * Extract the text of a file of n > 0 bytes, `raw`, which may be changed.
 * `path` is for its name, and for filters.  With `rule` text and web pages are
 * in that encoding, see decode().  Returns
 *	1	*ret is the text, until the next call; *ret_reason is FILE_OK or
 *		what was wrong with it all the same (FILE_ILL_FORMED)
 *	0	there is none, *ret_reason says why; ret->format is set
 *	E_IO	no process for a filter can be made
 *	E_NOMEM
 */
int extract(struct extractor *x, const char *path, enum encoding rule,
	    struct buf *raw, struct extracted *ret,
	    enum file_reason *ret_reason, struct err *e);

#endif
