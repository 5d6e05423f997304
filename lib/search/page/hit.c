/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <stdlib.h>
#include <string.h>

#include "base/room.h"
#include "search/page/collapse.h"
#include "search/page/hit.h"
#include "search/page/snippet.h"

#define PAGED_TYPE "pdf"	 /* whose text has form feeds */
#define PAGES_BYTES_MAX (4 << 20) /* of text that is read to count pages */

static void hit_release(struct search_hit *h)
{
	free(h->path);
	free(h->section);
	free(h->author);
	free(h->place);
	free(h->date);
	free(h->type);
	free(h->collection);
	marked_release(&h->title);
	marked_release(&h->snippet);
	for (size_t i = 0; i < h->n_lines; i++)
		marked_release(&h->lines[i]);
	free(h->lines);
	collapse_release_hit(h);
}

void search_result_free(struct search_result *r)
{
	if (!r)
		return;
	for (size_t i = 0; i < r->n_hits; i++)
		hit_release(&r->hits[i]);
	free(r->hits);
	free(r->read_as);
	free(r->suggestion);
	for (size_t i = 0; i < SEARCH_FACETS; i++)
		search_facet_values_release(&r->facets[i]);
	free(r);
}

static struct search_hit *next_hit(struct search_result *result)
{
	struct search_hit *v = room(result->hits, result->n_hits + 1,
				    &result->cap_hits, sizeof(*v));

	if (!v)
		return NULL;
	result->hits = v;
	v += result->n_hits;
	memset(v, 0, sizeof(*v));
	return v;
}

/* A field that is absent stays NULL. */
static int copy_field(char **to, const struct record_str *from)
{
	if (!from->s)
		return 0;
	*to = strndup(from->s, from->n);
	return *to ? 0 : E_NOMEM;
}

static int copy_fields(struct search_hit *h, const struct record_fields *f,
		       struct err *e)
{
	struct record_str path = { f->path.s ? f->path.s : "", f->path.n };

	h->path_len = f->path.n;
	h->extracted = f->extracted;
	if (copy_field(&h->path, &path) ||
	    copy_field(&h->section, &f->section) ||
	    copy_field(&h->author, &f->author) ||
	    copy_field(&h->place, &f->place) ||
	    copy_field(&h->date, &f->date) ||
	    copy_field(&h->type, &f->type) ||
	    copy_field(&h->collection, &f->collection))
		return err_nomem(e);
	return 0;
}

/*
 * Where to jump to: the first match of the snippet, else of the title; of a
 * report that shows neither (a query of NOT alone) where its text begins.
 */
static int choose_place(struct search *s, struct search_hit *h, struct err *e)
{
	struct marked *to = &h->snippet;
	const struct marked *from = &h->title;
	int r;

	if (to->n_marks || (to->s && !from->n_marks))
		return 0;
	r = snippet_place_title(s, &h->title, e);
	to->line = from->line ? from->line : 1;
	to->byte = from->byte;
	to->col = from->col ? from->col : 1;
	to->utf16 = from->utf16;
	return r;
}

/*
 * A form feed ends a page of a text that was taken out of a file with pages.
 * They are counted from the beginning, since only this field wants to know.
 */
static int find_page(struct search *s, struct search_hit *h, struct err *e)
{
	struct buf block = BUF_INIT;
	uint64_t at = h->snippet.byte;
	uint32_t page = 1;
	int r = 0;

	if (!h->type || strcmp(h->type, PAGED_TYPE) || at > PAGES_BYTES_MAX)
		return 0;
	for (uint64_t from = 0; !r && from < at; from += RECORD_BLOCK) {
		uint64_t to = from + RECORD_BLOCK < at ? from + RECORD_BLOCK :
							 at;

		buf_clear(&block);
		r = record_text(s->record, from, to, &block, e);
		for (size_t i = 0; !r && i < block.len; i++)
			page += block.s[i] == '\f';
	}
	buf_release(&block);
	if (!r)
		h->page = page;
	return r;
}

int hit_add(struct search *s, const struct search_request *req, double score,
	    struct search_result *result, struct err *e)
{
	struct search_hit *h = next_hit(result);
	int r = 0;

	if (!h)
		return err_nomem(e);
	h->score = score;
	r = copy_fields(h, record_fields(s->record), e);
	if (!r && (req->snippet || req->lines))
		r = view_find_spans(&s->view, e);
	if (!r)
		r = snippet_title(s, &h->title, e);
	if (!r && req->snippet)
		r = snippet_body(s, &h->snippet, e);
	if (!r && req->lines)
		r = snippet_lines(s, req, &h->lines, &h->n_lines, e);
	if (!r)
		r = choose_place(s, h, e);
	if (!r)
		r = find_page(s, h, e);
	if (r) {
		hit_release(h);
		return r;
	}
	result->n_hits++;
	return 0;
}
