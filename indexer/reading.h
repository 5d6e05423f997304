/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * reading - one report being read: what the rules of document.h share.  Private
 * to document.c (head and tail), form.c (of administrative documents), byline.c (who wrote it and took the pictures)
 * and parts.c (the parts of the body).
 */
#ifndef TRACUU_INDEXER_READING_H
#define TRACUU_INDEXER_READING_H

#include <locale.h>

#include "base/buf.h"
#include "indexer/dateline.h"
#include "indexer/document.h"
#include "indexer/form.h"
#include "indexer/furniture.h"
#include "indexer/lines.h"

#define BYLINE_LABELS 20

struct document_reader {
	struct text_analyzer *a;
	const struct furniture *furniture;
	struct dateline_words dateline;
	struct form_words form;
	struct buf key;			  /* words of what is looked at */
	struct buf labels[BYLINE_LABELS]; /* see byline.c */
	locale_t letters;		  /* see name.h */
	struct lines lines;
	struct credit credits[DOCUMENT_CREDITS_MAX];
};

/* One document being read. */
struct reading {
	struct document_reader *r;
	const char *s;
	const struct hints *hints;
	struct document *doc;
	struct err *e;
};

static inline struct span line_span(const struct reading *d, size_t i)
{
	const struct line *l = &d->doc->lines.v[i];

	return (struct span){ d->s + l->begin, l->end - l->begin };
}

static inline uint32_t line_number(size_t i)
{
	return (uint32_t)(i + 1);
}

/* The next line at or behind i that is not blank; lines.n when there is none. */
size_t next_line(const struct reading *d, size_t i);

/* Without the space around it. */
struct span trim(struct span l);
/* Take the first word off, up to white space; false when there is none. */
bool next_word(struct span *l, struct span *ret);
bool has_digit(struct span l);

/* byline.c: the labels into the reader; whether a line is names alone; the
 * author, behind the head and before the furniture at the tail; the credits of
 * all pictures.  E_NOMEM. */
int byline_init(struct document_reader *r, struct err *e);
bool byline_is_names(const struct reading *d, size_t i);
int byline_author(struct reading *d);
int byline_credits(struct reading *d);

/* parts.c: doubled lines, then (once the credits are known) headings, captions
 * and the lead. */
void parts_doubled(struct reading *d);
void parts_find(struct reading *d);

#endif
