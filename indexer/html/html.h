/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * html - the text of a saved web page, and what its head says of it.
 *
 * Blocks (paragraphs, headings, list items, rows of a table) are lines, read in
 * the order of the page; <br> ends a line; cells are separated by tabs; <pre>
 * keeps its lines.  Scripts, forms and what is hidden have no text.
 *
 * THE MAIN TEXT is what is left when these are taken out:
 *   regions	nav, header, footer and aside elements, those whose role says the
 *		same, and boxes with such a word in class or id (tags.c); the
 *		words are those on which Mozilla's Readability and Vietnamese
 *		news sites agree.  A header in an article is the report's own.
 *   link lists two or more blocks side by side of which more than half are
 *		links; link density is what tells navigation from text best:
 *		Kohlschuetter, Fankhauser, Nejdl, Boilerplate Detection using
 *		Shallow Text Features, WSDM 2010 (theirs is one third, and drops
 *		short blocks, too: captions and cells are short in reports)
 *   the rest	of the page, where main or article elements hold at least half of
 *		what is left; but not what stands between the title and them
 * When less than a quarter of the text outside of links stays, the page is none
 * the rule understands, and everything is kept: rather too much than too little.
 *
 * The title is the first <h1> that og:title or <title> agrees with, else these;
 * one that stands nowhere in the main text is put before it as a line, unless it
 * is what a site calls itself.  Headings and captions are marked as such.
 * The section is what the head says, else the last part of the path to the page
 * (crumbs.c) that is not the page itself.
 *
 * Bounds: elements nest HTML_DEPTH_MAX deep, from there the parser begins anew
 * and takes what follows for the body of a page; a tag has HTML_ATTRIBUTES_MAX
 * attributes, the others are blanked (libxml2 compares each with all before it).
 * Memory and time are then in proportion to the bytes.
 */
#ifndef TRACUU_INDEXER_HTML_HTML_H
#define TRACUU_INDEXER_HTML_HTML_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/err.h"
#include "indexer/hints.h"
#include "store/record.h"

#define HTML_DEPTH_MAX 512 /* as in Chromium */
#define HTML_ATTRIBUTES_MAX 256
#define HTML_BLOCKS_MAX (1u << 20)
#define HTML_SOURCES_MAX RECORD_MAX_SOURCES

struct html_text {
	const char *s; /* UTF-8, n bytes */
	size_t n;
	struct hints hints;
	/* Where each piece of it stands in the page, by its bytes. */
	struct record_sources sources;
	bool bounded; /* one of the bounds was met */
};

struct html;
int html_open(struct html **ret, struct err *e); /* E_NOMEM */
void html_close(struct html *h);		 /* NULL is fine */

/*
 * Read a page of n bytes of UTF-8 without NUL, in which attributes may be
 * blanked.  *ret is valid until the next call.  E_LIMIT above HTML_BLOCKS_MAX
 * or HTML_SOURCES_MAX, E_NOMEM.
 */
int html_read(struct html *h, char *s, size_t n, struct html_text *ret,
	      struct err *e);

#endif
