/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * lines - the lines of a report that match, as grep shows them.
 */
#include <stdlib.h>

#include "base/room.h"
#include "search/page/slice.h"
#include "search/page/snippet.h"

/* A line of the body with the words of the query that are in it. */
struct line {
	uint32_t number;
	uint64_t begin;
	uint64_t match; /* a byte of it shortly before its first match */
	uint64_t words;
};

struct lines {
	struct line *v;
	size_t n, cap;
};

static int add_line(struct lines *lines, const struct record_anchor *a,
		    uint64_t words, struct err *e)
{
	struct line *l = lines->n ? &lines->v[lines->n - 1] : NULL;

	if (l && l->number == a->line) {
		l->words |= words;
		return 0;
	}
	l = room(lines->v, lines->n + 1, &lines->cap, sizeof(*l));
	if (!l)
		return err_nomem(e);
	lines->v = l;
	l[lines->n++] = (struct line){
		.number = a->line,
		.begin = a->line_begin,
		.match = a->byte,
		.words = words,
	};
	return 0;
}

static int collect_lines(struct search *s, struct lines *lines, struct err *e)
{
	const struct view *v = &s->view;
	struct record_anchor a;
	int r = 0;

	for (size_t i = 0; !r && i < v->n_spans; i++) {
		if (i % VIEW_STEP == 0)
			r = search_in_time(v->plan->req, e);
		if (r || v->spans[i].pos < v->title_end)
			continue;
		r = record_anchor(s->record, v->spans[i].pos, &a, e);
		if (!r)
			r = add_line(lines, &a, v->spans[i].words, e);
	}
	return r;
}

/* A long line is shown from its first match on. */
static int one_line(struct search *s, const struct line *l, struct marked *ret,
		    struct err *e)
{
	bool near = l->match - l->begin < LINE_BYTES / 2;
	uint64_t from = near ? l->begin : l->match;
	const struct slice_text how = { 0 };
	bool whole;
	int r = slice_read(s, from, LINE_BYTES, e);

	if (r)
		return r;
	whole = slice_cut_line(s);
	r = slice_analyze(s, s->slice.s, s->slice.len, &how, e);
	if (!r)
		r = slice_cut(s, s->slice.s, 0, s->slice.len, ret, e);
	if (r)
		return r;
	ret->cut_front = !near;
	ret->cut_back = !whole && s->slice.len >= LINE_BYTES - 4;
	return slice_place(s, ret,
			   from + (ret->n_marks ? ret->marks[0].byte : 0),
			   l->number, l->begin, e);
}

static uint64_t title_words(const struct view *v)
{
	uint64_t words = 0;

	for (size_t i = 0; i < v->n_spans; i++)
		if (v->spans[i].pos < v->title_end)
			words |= v->spans[i].words;
	return words;
}

static int most_words(const struct lines *lines, uint64_t title)
{
	int most = __builtin_popcountll(title);

	for (size_t i = 0; i < lines->n; i++) {
		int here = __builtin_popcountll(lines->v[i].words);

		most = here > most ? here : most;
	}
	return most;
}

static int title_line(struct search *s, struct marked *ret, struct err *e)
{
	int r = snippet_title(s, ret, e);

	return r ? r : snippet_place_title(s, ret, e);
}

/* Fill v, which has room for all of them and the title; *n is how many. */
static int show_lines(struct search *s, const struct search_request *req,
		      const struct lines *lines, struct marked *v, size_t *n,
		      struct err *e)
{
	uint64_t title = title_words(&s->view);
	int most = most_words(lines, title), r = 0;

	if (title && __builtin_popcountll(title) == most &&
	    record_fields(s->record)->title_line != RECORD_NO_LINE)
		r = title_line(s, &v[(*n)++], e);
	for (size_t i = 0; !r && i < lines->n && *n < SNIPPET_LINES; i++) {
		if (__builtin_popcountll(lines->v[i].words) != most)
			continue;
		r = search_in_time(req, e);
		if (!r)
			r = one_line(s, &lines->v[i], &v[(*n)++], e);
	}
	return r;
}

int snippet_lines(struct search *s, const struct search_request *req,
		  struct marked **ret, size_t *ret_n, struct err *e)
{
	struct lines lines = { 0 };
	struct marked *v = NULL;
	size_t room_for, n = 0;
	int r = collect_lines(s, &lines, e);

	if (r)
		goto out;
	room_for = lines.n < SNIPPET_LINES ? lines.n + 1 : SNIPPET_LINES;
	v = calloc(room_for, sizeof(*v));
	r = v ? show_lines(s, req, &lines, v, &n, e) : err_nomem(e);
	if (!r) {
		*ret = v;
		*ret_n = n;
		v = NULL;
	}
out:
	for (size_t i = 0; v && i < n; i++)
		marked_release(&v[i]);
	free(v);
	free(lines.v);
	return r;
}
