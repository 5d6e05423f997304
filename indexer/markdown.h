/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * markdown - Markdown as text: marks are blanked, byte for byte, so that words,
 * lines and columns stay those of the file.
 *
 * Blanked are the marks of headings and the lines under them, emphasis (* and **
 * and __ beside a word), `code` marks, fences with what stands behind them,
 * quotation marks of blocks, targets of links and images.  Of a front matter
 * (YAML between two lines of ---) title, date, author, section or category are
 * hints; its keys and the lines around it are blanked.  A parser (cmark) would
 * tell lines but no columns, and what it does for words is this.
 */
#ifndef TRACUU_INDEXER_MARKDOWN_H
#define TRACUU_INDEXER_MARKDOWN_H

#include <stddef.h>

#include "indexer/hints.h"
#include "indexer/iso_date.h"

struct markdown {
	char published[ISO_DATE_LEN + 1];
};

/* Blank the marks of n bytes at s.  *ret, zeroed before, points into s and *m. */
void markdown_read(struct markdown *m, char *s, size_t n, struct hints *ret);

#endif
