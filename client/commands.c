/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The commands about one query or report: count, suggest, complete, show, explain.
 */
#include "client/client.h"

#include <stdlib.h>
#include <string.h>

#include "proto/result.h"

static int ask_query(struct client *c, enum proto_method m,
		     const struct proto_query *q, struct proto_reply *ret)
{
	struct buf params = BUF_INIT;
	int status;

	proto_query_encode(q, &params);
	status = client_call(c, m, &params, ret);
	buf_release(&params);
	return status;
}

/* The index knows absolute paths; people and completion give any. */
char *client_absolute(const char *path)
{
	return path[0] == '/' ? NULL : realpath(path, NULL);
}

/* ----------------------------------------------------------------------- count */

int command_count(struct client *c)
{
	struct proto_reply reply;
	struct proto_count count;
	struct err e;
	int status = ask_query(c, PROTO_COUNT, &c->options->query, &reply);

	if (status)
		return status;
	if (proto_count_decode(reply.result, &count, &e)) {
		status = client_fail_reply(&e);
	} else {
		status = count.value ? EXIT_FOUND : EXIT_NOTHING;
		if (c->options->format == FORMAT_JSON)
			client_add_json(c, reply.result);
		else
			buf_addf(&c->screen.out, "%llu%s\n",
				 (unsigned long long)count.value,
				 count.exact ? "" : "+");
	}
	proto_reply_release(&reply);
	return status;
}

/* --------------------------------------------------------------------- suggest */

static int print_suggestions(struct client *c, const json_t *result)
{
	struct screen *s = &c->screen;
	struct proto_suggestion x;
	struct err e;
	size_t i = 0;
	int r;

	for (; !(r = proto_suggestion_decode(result, i, &x, &e)); i++) {
		if (c->options->format == FORMAT_JSON)
			continue;
		screen_text(s, x.query, strlen(x.query), " ");
		buf_addf(&s->out, "\t%llu%s\n",
			 (unsigned long long)x.count.value,
			 x.count.exact ? "" : "+");
	}
	if (r != E_NOTFOUND)
		return client_fail_reply(&e);
	return i ? EXIT_FOUND : EXIT_NOTHING;
}

/* A list of which each line is a query: JSON has no other exit status. */
static int print_list(struct client *c, struct proto_reply *reply,
		      client_print_fn *print)
{
	int status = print(c, reply->result);

	if (c->options->format == FORMAT_JSON && status <= EXIT_NOTHING)
		client_add_json(c, reply->result);
	proto_reply_release(reply);
	return status;
}

int command_suggest(struct client *c)
{
	struct proto_reply reply;
	int status = ask_query(c, PROTO_SUGGEST, &c->options->query, &reply);

	return status ? status : print_list(c, &reply, print_suggestions);
}

/* -------------------------------------------------------------------- complete */

/* Each completion behind what was typed before it: a whole query. */
static int print_completions(struct client *c, const json_t *result)
{
	const struct buf *typed = &c->options->words;
	struct screen *s = &c->screen;
	struct proto_replaced what;
	struct proto_completion x;
	struct err e;
	size_t i = 0;
	int r = proto_replaced_decode(result, &what, &e);

	if (!r && what.byte > typed->len)
		r = err_set(&e, E_INVAL, "byte: is behind the prefix");
	for (; !r; i++) {
		r = proto_completion_decode(result, i, &x, &e);
		if (r)
			break;
		if (c->options->format == FORMAT_JSON)
			continue;
		screen_text(s, typed->s, (size_t)what.byte, " ");
		screen_text(s, x.text, strlen(x.text), " ");
		buf_addc(&s->out, '\n');
	}
	if (r != E_NOTFOUND)
		return client_fail_reply(&e);
	return i ? EXIT_FOUND : EXIT_NOTHING;
}

int command_complete(struct client *c)
{
	const struct options *o = c->options;
	struct proto_complete what = {
		.prefix = o->words.s,
		.prefix_len = o->words.len,
		.limit = o->query.limit,
	};
	struct buf params = BUF_INIT;
	struct proto_reply reply;
	int status;

	proto_complete_encode(&what, &params);
	status = client_call(c, PROTO_COMPLETE, &params, &reply);
	buf_release(&params);
	return status ? status : print_list(c, &reply, print_completions);
}

/* ------------------------------------------------------------------------ show */

static void print_field(struct screen *s, const char *name, struct proto_str v)
{
	if (!v.n)
		return;
	screen_ink(s, INK_DIM);
	buf_addf(&s->out, "%-9s", name);
	screen_ink(s, INK_PLAIN);
	screen_text(s, v.s, v.n, ", ");
	buf_addc(&s->out, '\n');
}

/* A document that is cited, its date, and where: a line for each. */
static int print_cited(struct screen *s, const json_t *result, struct err *e)
{
	struct proto_mention m;
	int r;

	for (size_t i = 0;
	     !(r = proto_mention_decode(result, "refs", i, &m, e)); i++) {
		screen_ink(s, INK_DIM);
		buf_addf(&s->out, "%-9s", i ? "" : "cites");
		screen_ink(s, INK_PLAIN);
		screen_text(s, m.name.s, m.name.n, " ");
		if (m.date.n) {
			buf_adds(&s->out, " of ");
			screen_text(s, m.date.s, m.date.n, " ");
		}
		for (size_t k = 0; k < json_array_size(m.lines); k++)
			buf_addf(&s->out, "%s %lld", k ? "," :
				 json_array_size(m.lines) > 1 ? ", lines" :
								", line",
				 (long long)json_integer_value(
					 json_array_get(m.lines, k)));
		buf_addc(&s->out, '\n');
	}
	return r == E_NOTFOUND ? 0 : r;
}

static void print_numbered(struct screen *s, const struct proto_report *r,
			   const json_t *result)
{
	const char *text = r->text.s, *end = text + r->text.n;

	for (size_t i = 0; text < end; i++) {
		const char *eol = memchr(text, '\n', (size_t)(end - text));

		screen_ink(s, INK_DIM);
		buf_addf(&s->out, "%6u  ", proto_line_number(result, r, i));
		screen_ink(s, INK_PLAIN);
		screen_lines(s, text, (size_t)((eol ? eol + 1 : end) - text));
		buf_adds(&s->out, eol ? "" : "\n");
		text = eol ? eol + 1 : end;
	}
}

static int print_report(struct screen *s, const struct proto_report *r,
			const json_t *result, struct err *e)
{
	int code;

	if (r->title.n) {
		screen_inked(s, INK_TITLE, r->title.s, r->title.n);
		buf_addc(&s->out, '\n');
	}
	print_field(s, "path", r->path);
	print_field(s, "date", r->date);
	print_field(s, "author", r->author);
	print_field(s, "photo", r->photo);
	print_field(s, "place", r->place);
	print_field(s, "section", r->section);
	code = print_cited(s, result, e);
	print_field(s, "type", r->type);
	print_field(s, "encoding", r->encoding);
	print_field(s, "collection", r->collection);
	buf_addc(&s->out, '\n');
	print_numbered(s, r, result);
	return code;
}

static int show(struct client *c, const json_t *result)
{
	struct screen *s = &c->screen;
	struct buf paths = BUF_INIT;
	struct proto_report r;
	struct err e;
	int status = EXIT_FOUND;

	if (proto_report_decode(result, &r, &paths, &e) ||
	    (!c->options->raw && print_report(s, &r, result, &e)))
		status = client_fail_reply(&e);
	else if (c->options->raw && s->terminal)
		screen_lines(s, r.text.s, r.text.n);
	else if (c->options->raw)
		buf_add(&s->out, r.text.s, r.text.n);
	buf_release(&paths);
	return status;
}

int command_show(struct client *c)
{
	const struct options *o = c->options;
	char *path = client_absolute(o->words.s);
	struct proto_show what = {
		.path = path ? path : o->words.s,
		.path_len = path ? strlen(path) : o->words.len,
		.from = o->from,
		.to = o->to,
	};
	struct buf params = BUF_INIT;
	struct proto_reply reply;
	int status;

	proto_show_encode(&what, &params);
	status = client_call(c, PROTO_SHOW, &params, &reply);
	buf_release(&params);
	free(path);
	return status ? status : client_finish(c, &reply, show);
}

/* --------------------------------------------------------------------- explain */

static void print_block(struct screen *s, const char *name, const char *text)
{
	if (!text)
		return;
	screen_inked(s, INK_TITLE, name, strlen(name));
	buf_addc(&s->out, '\n');
	for (const char *end; *text; text = end + (*end == '\n')) {
		end = strchrnul(text, '\n');
		buf_adds(&s->out, "  ");
		screen_text(s, text, (size_t)(end - text), " ");
		buf_addc(&s->out, '\n');
	}
}

static int explain(struct client *c, const json_t *result)
{
	struct proto_explanation x;
	struct err e;

	if (proto_explanation_decode(result, &x, &e))
		return client_fail_reply(&e);
	print_block(&c->screen, "read as", x.read_as);
	print_block(&c->screen, "plan", x.plan);
	print_block(&c->screen, "weights", x.weights);
	if (x.has_path)
		buf_addf(&c->screen.out, x.matches ?
			 "The report matches, with score %.4f.\n" :
			 "The report does not match.\n", x.score);
	return EXIT_FOUND;
}

int command_explain(struct client *c)
{
	struct proto_query q = c->options->query;
	char *path = q.path ? client_absolute(q.path) : NULL;
	struct proto_reply reply;
	int status;

	if (path) {
		q.path = path;
		q.path_len = strlen(path);
	}
	status = ask_query(c, PROTO_EXPLAIN, &q, &reply);
	free(path);
	return status ? status : client_finish(c, &reply, explain);
}
