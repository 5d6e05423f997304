/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * page - a web page as a row of blocks, while it is read.
 *
 * fence.c bounds its tags, parse.c reads it (libxml2's parser, by events: a tree
 * of a page of 50 MB would take ten times that), page.c collects the text, meta.c
 * what the head says, crumbs.c where in its site the page is, choose.c leaves out
 * what is not of the report.
 */
#ifndef TRACUU_INDEXER_HTML_PAGE_H
#define TRACUU_INDEXER_HTML_PAGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/err.h"
#include "indexer/html/html.h"
#include "store/record.h"

struct html_block {
	uint32_t begin, end; /* bytes of page->text */
	uint32_t linked;     /* of them in links */
	uint32_t source;     /* the number of its first source */
	uint16_t is;	     /* HTML_OF_BLOCK of tags.h */
	bool kept;	     /* by choose.c */
};

/* A position in the page that moves on; counts lines and columns. */
struct html_place {
	size_t byte;
	uint32_t line, col, utf16; /* as struct record_source */
};

/* What the head says, the best that was found so far. */
struct html_fact {
	struct buf s;
	uint32_t line;
	int rank; /* of whoever said it; 0: nobody */
};

enum html_fact_name {
	HTML_FACT_TITLE,    /* <title> */
	HTML_FACT_OG_TITLE,
	HTML_FACT_SITE,
	HTML_FACT_PUBLISHED,
	HTML_FACT_AUTHOR,
	HTML_FACT_SECTION,
	HTML_FACT_CRUMB, /* the last part of the path to the page ... */
	HTML_FACT_CRUMB_BEFORE, /* ... and the one before it */
	HTML_FACTS,
};

struct html {
	/* the page */
	const char *s;
	size_t n;
	struct html_place place;
	/* its blocks */
	struct buf text;
	struct html_block *blocks;
	size_t n_blocks, cap_blocks;
	struct record_source *sources;
	size_t n_sources, cap_sources;
	struct html_block open; /* the block being collected */
	bool space;		/* before its next word */
	bool far;		/* its next word needs a source of its own */
	int failed;		/* E_NOMEM or E_LIMIT */
	bool bounded;
	struct html_fact facts[HTML_FACTS];
	struct buf crumb; /* a piece of the path to the page */
	uint32_t crumb_line;
	struct buf ld; /* a script of JSON-LD */
	struct html_place ld_place;
	/* what is left */
	struct buf out;
	struct hint_mark *marks;
	size_t n_marks, cap_marks;
	struct record_source *out_sources;
	size_t n_out_sources, cap_out_sources;
};

/* fence.c: blank what tags have above HTML_ATTRIBUTES_MAX, and </html>; whether
 * any had more. */
bool html_fence(char *s, size_t n);

/* parse.c: the events of the page into blocks and facts. */
void html_parse(struct html *h);

/* page.c.  All of them remember a failure in h->failed. */
void html_begin(struct html *h, const char *s, size_t n);
/* Text of elements that are `is` (tags.h), which ends at byte `end` of the page. */
void html_add(struct html *h, const char *s, size_t n, unsigned is, size_t end);
void html_tab(struct html *h);
/* The block ends; the next words are a new one. */
void html_end_block(struct html *h);
/* White space of any kind as one space. */
void html_squeeze(struct buf *b);
/* The place of a byte of the page; calls come in order. */
void html_locate(struct html *h, size_t byte);
/* Append to a list of sources that has *n of *cap.  E_NOMEM, E_LIMIT. */
int html_add_source(struct record_source **v, size_t *n, size_t *cap,
		    const struct record_source *source);

/* meta.c */
void html_meta(struct html *h, const char *tag, const char *const *attributes);
void html_ld(struct html *h); /* what is in h->ld */
void html_fact(struct html *h, enum html_fact_name name, int rank, const char *s,
	       size_t n, uint32_t line);

/* crumbs.c: a part of the path to the page; what is in h->crumb, which may be
 * several; and the section, perhaps of rank 0, of a page of that title. */
void html_crumb(struct html *h, const char *s, size_t n, uint32_t line);
void html_end_crumb(struct html *h);
const struct html_fact *html_section(const struct html *h,
				     const struct buf *title);

/* choose.c: the main text into h->out.  E_NOMEM, E_LIMIT. */
int html_choose(struct html *h, struct hints *ret);

#endif
