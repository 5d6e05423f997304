/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * reflow - paragraphs of a text whose lines end where a printed page ends them,
 * as those of a PDF do: a phrase is to be found over the ends of such lines.
 */
#ifndef TRACUU_INDEXER_REFLOW_H
#define TRACUU_INDEXER_REFLOW_H

#include <stddef.h>

/*
 * Put a space for the line feed behind each line of s[n] that is about as long
 * as the longest of its page and has a line with something in it behind it that
 * is no item of a list.  A line that ends a sentence must be as long as that
 * with the next word.
 * Pages end with a form feed.  In place, a byte for a byte.  Any thread.
 */
void reflow(char *s, size_t n);

#endif
