/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <stdlib.h>
#include <string.h>

#include "search/session.h"
#include "store/schema.h"

const struct search_limits search_limits_default = {
	.query_bytes = 4096,
	.words = QUERY_WORDS_MAX,
	.expanded_terms = 512,
	.nesting = 32,
	.window = 10000,
	.page = 1000,
	.facet_values = 20,
};

static int read_stats(struct search *s, struct err *e)
{
	struct store_stats stats;
	int r = store_reader_stats(s->reader, &stats, e);

	if (r)
		return r;
	s->stats.documents = stats.documents;
	s->stats.mean_length = stats.mean_length;
	s->stats.terms = s->index->words.all;
	return 0;
}

int search_open(const struct search_index *index, struct search **ret,
		struct err *e)
{
	struct search *s = calloc(1, sizeof(*s));
	int r;

	if (!s)
		return err_nomem(e);
	s->index = index;
	view_init(&s->view);
	view_init(&s->slice_view);
	r = store_reader_open((const char *const *)index->where, index->n,
			      &s->reader, e);
	if (!r)
		r = text_analyzer_open(&s->analyzer, e);
	s->view.analyzer = s->slice_view.analyzer = s->analyzer;
	if (!r)
		r = record_open(&s->record, e);
	if (!r)
		r = read_stats(s, e);
	if (r) {
		search_close(s);
		return r;
	}
	*ret = s;
	return 0;
}

void search_close(struct search *s)
{
	if (!s)
		return;
	store_reader_close(s->reader);
	text_analyzer_close(s->analyzer);
	recent_release(&s->recent);
	record_close(s->record);
	view_release(&s->view);
	view_release(&s->slice_view);
	buf_release(&s->data);
	buf_release(&s->slice);
	free(s->tokens);
	free(s);
}

int search_in_time(const struct search_request *req, struct err *e)
{
	if (req->deadline_ns && clock_now_ns() > req->deadline_ns)
		return err_set(e, E_DEADLINE,
			       "the search took longer than it may");
	if (cancel_is_set(req->cancel))
		return err_set(e, E_CANCELLED, "the search was cancelled");
	return 0;
}

int session_load(struct search *s, uint32_t docid, struct err *e)
{
	int r = store_document(s->reader, docid, &s->data, e);

	return r ? r : record_load(s->record, s->data.s, s->data.len, e);
}

void search_stats(const struct search *s, struct search_index_stats *ret)
{
	*ret = s->stats;
}

int search_analyze(struct search *s, const char *text, size_t n,
		   search_token_cb *cb, void *arg, struct err *e)
{
	struct text_token t;
	int r;

	text_begin(s->analyzer, text, n, 0);
	while ((r = text_read(s->analyzer, &t, e)) > 0) {
		const struct search_token out = {
			.kind = text_kind_name(t.kind),
			.term = t.term,
			.term_len = t.term_len,
			.base_len = t.base_len,
			.pos = t.pos,
			.begin = t.begin,
			.end = t.end,
			.after_break = t.after_break,
		};

		r = cb(arg, &out, e);
		if (r)
			return r;
	}
	return r;
}
