/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * tags - what an element of a page means for its text.
 */
#ifndef TRACUU_INDEXER_HTML_TAGS_H
#define TRACUU_INDEXER_HTML_TAGS_H

#include <stdbool.h>

/* What everything inside an element is; inherited. */
#define HTML_SKIP 0x01u	  /* no text of the page: scripts, forms, hidden */
#define HTML_REGION 0x02u /* of the page, not of the report: see html.h */
#define HTML_MAIN 0x04u	  /* in what the page says is its main text */
#define HTML_LINK 0x08u
#define HTML_PRE 0x10u
#define HTML_H1 0x20u
#define HTML_TITLE 0x40u /* in <title> */
#define HTML_LD 0x80u	 /* in <script type="application/ld+json"> */
#define HTML_HEADING 0x1000u /* <h1> to <h6> */
#define HTML_CAPTION 0x2000u /* of a picture or a table */
/* Of the element alone. */
#define HTML_BLOCK 0x100u /* begins and ends a line */
#define HTML_CELL 0x200u  /* a tab stands before it */
#define HTML_BR 0x400u	  /* ends a line */
#define HTML_NAMED 0x800u /* its class and id may say that it is a region */
#define HTML_CRUMBS 0x4000u /* in the path to the page: crumbs.c */
#define HTML_INHERITED 0x70ffu

/* What a block is when a word of it is. */
#define HTML_OF_BLOCK \
	(HTML_REGION | HTML_MAIN | HTML_H1 | HTML_HEADING | HTML_CAPTION)

/* Of an element by its name in lower case; 0 for inline elements. */
unsigned html_tag(const char *name);
/*
 * HTML_REGION, HTML_CRUMBS, HTML_SKIP and HTML_MAIN as the attributes say: v is a
 * list of names and values, NULL at its end (or NULL).  `tag` is what html_tag() said.
 */
unsigned html_attributes(unsigned tag, const char *const *v);
/* Whether a header is one of the document, not of the page. */
bool html_is_title_block(const char *const *v);
/* The value of one, "" when it has none; NULL when it is not there. */
const char *html_attribute(const char *const *v, const char *name);

#endif
