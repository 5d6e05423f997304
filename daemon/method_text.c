/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * show and analyze: the methods that return text itself.
 */
#include "daemon/method.h"

/* ------------------------------------------------------------------------ show */

static int prepare_show(struct call *c, const struct proto_limits *l,
			struct failure *f)
{
	const char *param = NULL;

	(void)l; /* a report is bounded by reply_bytes */
	if (proto_show_decode(c->params, &c->show, &param, &f->e))
		return failure_param(f, param);
	c->text = c->show.path;
	c->text_len = c->show.path_len;
	return 0;
}

static struct proto_str str_of(const struct record_str *s)
{
	return (struct proto_str){ .s = s->s, .n = s->n };
}

static int run_show(struct call *c, struct buf *json, struct failure *f)
{
	const struct proto_show *p = &c->show;
	const struct record_fields *x;
	struct search_report *report;
	struct proto_report out;
	int r;

	if (search_show(c->search, p->path, p->path_len, p->from, p->to,
			&report, &f->e))
		return failure_told(f);
	x = &report->fields;
	out = (struct proto_report){
		.path = str_of(&x->path),
		.title = str_of(&x->title),
		.date = str_of(&x->date),
		.author = str_of(&x->author),
		.photo = str_of(&x->photo),
		.place = str_of(&x->place),
		.place_lines = str_of(&x->place_lines),
		.refs = str_of(&x->refs),
		.ref_lines = str_of(&x->ref_lines),
		.outline = str_of(&x->outline),
		.section = str_of(&x->section),
		.type = str_of(&x->type),
		.encoding = str_of(&x->encoding),
		.collection = str_of(&x->collection),
		.extracted = x->extracted,
		.from = report->from,
		.to = report->to,
		.lines = report->lines,
		.text = { .s = report->text, .n = report->n },
		.line_numbers = report->line_numbers,
		.n_line_numbers = report->n_line_numbers,
	};
	r = proto_report_encode(&out, json);
	search_report_free(report);
	return r;
}

/* --------------------------------------------------------------------- analyze */

static int prepare_analyze(struct call *c, const struct proto_limits *l,
			   struct failure *f)
{
	const char *param = NULL;

	(void)l; /* a text is bounded by request_bytes */
	if (proto_analyze_decode(c->params, &c->analyze, &param, &f->e))
		return failure_param(f, param);
	return 0;
}

struct tokens {
	const char *text;
	struct buf *json;
	int r; /* of writing them */
};

static int add_token(void *arg, const struct search_token *t, struct err *e)
{
	struct tokens *to = arg;
	struct proto_token out = {
		.kind = t->kind,
		.base = { t->term, t->base_len },
		.term = { t->term, t->term_len },
		.position = t->pos,
		.byte = t->begin,
		.len = t->end - t->begin,
		.after_break = t->after_break,
	};

	if (t->term_len > t->base_len + 1) /* it has marks */
		out.form = (struct proto_str){ to->text + t->begin,
					       t->end - t->begin };
	to->r = proto_token_append(&out, to->json);
	return to->r ? err_set(e, to->r, "the tokens cannot be written") : 0;
}

static int run_analyze(struct call *c, struct buf *json, struct failure *f)
{
	const struct proto_analyze *p = &c->analyze;
	struct tokens to = { p->text, json, proto_tokens_begin(json) };
	struct err e;

	if (to.r)
		return to.r;
	if (search_analyze(c->search, p->text, p->text_len, add_token, &to,
			   &e)) {
		if (to.r)
			return to.r;
		f->e = e;
		return failure_told(f);
	}
	return proto_tokens_end(json);
}

const struct method method_show = { .prepare = prepare_show, .run = run_show };
const struct method method_analyze = { .prepare = prepare_analyze,
				       .run = run_analyze };
