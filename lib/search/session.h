/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * session - the inside of a struct search: one reader, one analyzer, and the
 * scratch memory of one request, kept for the next.
 */
#ifndef TRACUU_SEARCH_SESSION_H
#define TRACUU_SEARCH_SESSION_H

#include "base/buf.h"
#include "search/index.h"
#include "search/page/view.h"
#include "search/typing/recent.h"
#include "store/record.h"
#include "store/store.h"
#include "text/text.h"

/* A token of a slice of text, as far as snippets need it. */
struct slice_token {
	size_t begin, end; /* bytes of the slice */
	uint32_t pos;
	bool after_break;
	bool begins; /* a sentence begins with it */
	bool joined; /* no cut before it: inside a unit, behind an abbreviation,
			or no space between the word before and it */
};

struct search {
	const struct search_index *index;
	struct store_reader *reader;
	struct text_analyzer *analyzer;
	struct search_index_stats stats;

	/* the report at hand */
	struct buf data;       /* its record, undecoded */
	struct record *record; /* decodes `data` */
	struct view view;      /* of the whole report */
	struct recent recent;  /* reports of completion */

	/* a slice of its text */
	struct buf slice;
	struct view slice_view;
	struct slice_token *tokens;
	size_t n_tokens, cap_tokens;
	bool slice_ends; /* the last token is the last one of its paragraph */
};

/* 0, or E_DEADLINE or E_CANCELLED: to be asked wherever work may be long. */
int search_in_time(const struct search_request *req, struct err *e);

/* Fetch and decode the report `docid` into s->data, s->record. */
int session_load(struct search *s, uint32_t docid, struct err *e);

/* The same for a path.  E_NOTFOUND. */
int session_load_path(struct search *s, const char *path, size_t path_len,
		      uint32_t *ret_docid, struct err *e);

#endif
