/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <string.h>

#include "search/plan/question.h"

static int parse_and_plan(struct question *q, struct search *s,
			  const struct search_request *req, struct err *e)
{
	int r = query_parse(&q->query, s->analyzer, q->text, q->n, &s->index->limits,
			    e);

	return r ? r
		 : plan_open(&q->plan, &q->query, s->reader, &s->index->abbrev,
			     &s->index->limits, req, e);
}

int question_open(struct question *q, struct search *s,
		  const struct search_request *req, struct err *e)
{
	int r;

	memset(q, 0, sizeof(*q));
	q->text = req->query;
	q->n = req->query_len;
	r = parse_and_plan(q, s, req, e);
	if (!r)
		r = fallback_read(s, &q->plan, q->text, q->n, &q->rewritten,
				  &q->fallback, e);
	if (r || !q->fallback)
		return r;
	plan_release(&q->plan);
	query_release(&q->query);
	memset(&q->plan, 0, sizeof(q->plan));
	memset(&q->query, 0, sizeof(q->query));
	q->text = q->rewritten.s;
	q->n = q->rewritten.len;
	return parse_and_plan(q, s, req, e);
}

void question_release(struct question *q)
{
	plan_release(&q->plan);
	query_release(&q->query);
	buf_release(&q->rewritten);
}
