/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * convert - a document of an external format to text or a web page, by the
 * program that converters.h has for it, confined as child/child.h says.
 *
 * The program gets the bytes as a file of memory on its stdin, which can be
 * sought in and is also /dev/stdin: no name, no second reading of a file that
 * changes meanwhile, and nothing to find elsewhere.
 */
#ifndef TRACUU_INDEXER_CONVERT_H
#define TRACUU_INDEXER_CONVERT_H

#include "base/buf.h"
#include "base/err.h"
#include "indexer/child/child.h"
#include "indexer/converters.h"
#include "indexer/files.h"

/* For one document, besides what can be configured. */
#define CONVERT_OUTPUT (64ul << 20) /* bytes */
#define CONVERT_SCRATCH (64ul << 20) /* bytes of temporary files */
#define CONVERT_FILES 64
#define CONVERT_PROCESSES 32

struct convert;
/* The converters are borrowed until convert_close().  Nothing is started before
 * the first document.  E_NOMEM. */
int convert_open(const struct converters *cs, struct convert **ret,
		 struct err *e);
void convert_close(struct convert *c); /* NULL is fine */

/*
 * Returns 1 with the output in `out` (its contents are replaced); 0 when there
 * is none, with *ret_reason and what there is to say about it beyond (a status,
 * the first line of stderr; else ""); or an error that is not the document's:
 * E_IO (no process can be made), E_NOMEM.
 */
int convert(struct convert *c, enum format f, const struct buf *raw,
	    struct buf *out, enum file_reason *ret_reason,
	    char ret_detail[FILE_DETAIL_MAX], struct err *e);

#endif
