/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * document_list - what a report has several of, as a record keeps it.  Each puts
 * its list in place of the contents of `ret`.  E_NOMEM.
 */
#ifndef TRACUU_INDEXER_DOCUMENT_LIST_H
#define TRACUU_INDEXER_DOCUMENT_LIST_H

#include "base/buf.h"
#include "indexer/document.h"
#include "indexer/extract.h"

/* Who took the pictures, each once, separated by '\n'. */
int document_photo(const struct document *doc, struct buf *ret);
/* What the lines of the file are (base/outline.h). */
int document_outline(const struct document *doc, const struct extracted *x,
		     struct buf *ret);
/* The line of the file where line i (from 0) of the text begins. */
uint32_t document_first_line(const struct document *doc,
			     const struct extracted *x, size_t i);

#endif
