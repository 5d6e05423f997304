/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * tracuu search and similar: a page of hits in each of its formats.
 */
#include "client/client.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "proto/result.h"

#define SNIPPET_INDENT 4
#define ELLIPSIS "…"

/* A path for programs: its exact bytes, except where a person would get them. */
static void add_path(struct screen *s, const struct proto_hit *h)
{
	if (s->terminal)
		screen_text(s, h->path, h->path_len, "?");
	else
		buf_add(&s->out, h->path, h->path_len);
}

/* ------------------------------------------------------------ paths, grep, jsonl */

static void print_paths(struct client *c, const struct proto_search_result *r)
{
	struct screen *s = &c->screen;

	for (size_t i = 0; i < r->n_hits; i++) {
		const struct proto_hit *h = &r->hits[i];

		if (c->options->zero)
			buf_add(&s->out, h->path, h->path_len);
		else
			add_path(s, h);
		buf_addc(&s->out, c->options->zero ? '\0' : '\n');
	}
}

static void print_grep_hit(struct screen *s, const struct proto_hit *h)
{
	for (size_t i = 0; i < h->n_lines; i++) {
		const struct marked *line = &h->lines[i];

		add_path(s, h);
		buf_addf(&s->out, ":%u:%u:", line->line, line->col);
		screen_marked(s, INK_PLAIN, line);
		buf_addc(&s->out, '\n');
	}
}

static void print_jsonl(struct client *c, const json_t *result)
{
	const json_t *hits = json_object_get(result, "hits");

	for (size_t i = 0; i < json_array_size(hits); i++)
		client_add_json(c, json_array_get(hits, i));
}

/* ----------------------------------------------------------------- for people */

/* "2020-12-19T16:25:00+07:00" -> "2020-12-19 16:25" */
static void add_date(struct screen *s, const char *date)
{
	size_t n = strlen(date);

	screen_text(s, date, n < 10 ? n : 10, " ");
	if (n >= 16 && date[10] == 'T') {
		buf_addc(&s->out, ' ');
		screen_text(s, date + 11, 5, " ");
	}
}

static void add_detail(struct screen *s, const char *text, bool *first)
{
	if (!text || !*text)
		return;
	if (!*first)
		buf_adds(&s->out, " · ");
	screen_text(s, text, strlen(text), ", "); /* places: one a line */
	*first = false;
}

static void print_details(struct screen *s, const struct proto_hit *h)
{
	bool first = !h->date || !*h->date;

	if (first && !h->author && !h->place && !h->section && !h->collection)
		return;
	screen_ink(s, INK_DIM);
	if (!first)
		add_date(s, h->date);
	add_detail(s, h->author, &first);
	add_detail(s, h->place, &first);
	add_detail(s, h->section, &first);
	add_detail(s, h->collection, &first);
	screen_ink(s, INK_PLAIN);
	buf_addc(&s->out, '\n');
}

/* What was folded into a hit, a path a line. */
static void print_duplicates(struct screen *s, const struct proto_hit *h)
{
	unsigned long long n = h->duplicate_count;

	if (!n)
		return;
	screen_ink(s, INK_DIM);
	buf_addf(&s->out, "%llu more, nearly the same:\n", n);
	for (size_t i = 0; i < h->n_duplicates; i++) {
		buf_addf(&s->out, "%*s", SNIPPET_INDENT, "");
		screen_text(s, h->duplicates[i].path,
			    h->duplicates[i].path_len, "?");
		buf_addc(&s->out, '\n');
	}
	if (h->n_duplicates < n)
		buf_addf(&s->out, "%*sand %llu others\n", SNIPPET_INDENT, "",
			 n - h->n_duplicates);
	screen_ink(s, INK_PLAIN);
}

static void print_hit(struct screen *s, const struct proto_hit *h)
{
	const struct marked *snippet = &h->snippet;

	if (h->title.s && h->title.n)
		screen_wrapped(s, 0, INK_TITLE, "", &h->title, "");
	screen_text(s, h->path, h->path_len, "?");
	if (h->page)
		buf_addf(&s->out, ", page %u\n", h->page);
	else
		buf_addf(&s->out, ":%u\n", snippet->line);
	print_details(s, h);
	if (snippet->s && snippet->n)
		screen_wrapped(s, SNIPPET_INDENT, INK_PLAIN,
			       snippet->cut_front ? ELLIPSIS : "", snippet,
			       snippet->cut_back ? ELLIPSIS : "");
	print_duplicates(s, h);
	buf_addc(&s->out, '\n');
}

static void print_summary(struct screen *s, const struct proto_search_result *r)
{
	const char *least = r->total_is_exact ? "" : "at least ";

	unsigned long long n = r->total;

	screen_ink(s, INK_DIM);
	/* How many have any word in common tells a person nothing. */
	if (!r->read_as) {
		least = "";
		n = r->n_hits;
	} else if (r->n_hits && (r->n_hits < n || !r->total_is_exact)) {
		buf_addf(&s->out, "%zu of ", r->n_hits);
	}
	buf_addf(&s->out, "%s%llu report%s (%.1f ms)", least, n,
		 n == 1 ? "" : "s", (double)r->took_us / 1000);
	screen_ink(s, INK_PLAIN);
	buf_addc(&s->out, '\n');
}

/* How words that are nowhere were read instead. */
static void print_fallback(struct screen *s, const struct proto_search_result *r)
{
	static const struct {
		const char *kind, *text;
	} ways[] = {
		{ "telex", "Read as Telex keys: " },
		{ "vni", "Read as VNI keys: " },
		{ "joined", "Read as words run together: " },
	};

	for (size_t i = 0; r->fallback && i < sizeof(ways) / sizeof(*ways); i++)
		if (!strcmp(r->fallback, ways[i].kind)) {
			screen_inked(s, INK_DIM, ways[i].text,
				     strlen(ways[i].text));
			buf_adds(&s->out, r->read_as);
			buf_adds(&s->out, "\n\n");
		}
}

static void print_suggestion(struct screen *s, const char *query)
{
	if (!query)
		return;
	screen_ink(s, INK_DIM);
	buf_adds(&s->out, "Did you mean: ");
	screen_ink(s, INK_PLAIN);
	screen_inked(s, INK_TITLE, query, strlen(query));
	buf_adds(&s->out, "\n\n");
}

static void print_text(struct client *c, const struct proto_search_result *r)
{
	static const char relaxed[] =
		"No report has all the words: showing those with any.";
	struct screen *s = &c->screen;

	print_fallback(s, r);
	if (r->relaxed && r->n_hits) {
		screen_inked(s, INK_DIM, relaxed, strlen(relaxed));
		buf_adds(&s->out, "\n\n");
	}
	print_suggestion(s, r->suggestion);
	if (r->read_as && !*r->read_as)
		buf_adds(&s->out, "There is no word in the query.\n\n");
	for (size_t i = 0; i < r->n_hits; i++)
		print_hit(s, &r->hits[i]);
	facets_print(s, r);
	print_summary(s, r);
}

int search_print(struct client *c, const struct proto_reply *reply)
{
	struct proto_search_reply page;
	struct err e;
	int status;

	if (proto_search_result_decode(reply->result, &page, &e))
		return client_fail_reply(&e);
	status = page.r.total ? EXIT_FOUND : EXIT_NOTHING;
	switch (c->options->format) {
	case FORMAT_PROMETHEUS: /* of stats */
	case FORMAT_TEXT: print_text(c, &page.r); break;
	case FORMAT_JSON: client_add_json(c, reply->result); break;
	case FORMAT_JSONL: print_jsonl(c, reply->result); break;
	case FORMAT_PATHS: print_paths(c, &page.r); break;
	case FORMAT_GREP:
		for (size_t i = 0; i < page.r.n_hits; i++)
			print_grep_hit(&c->screen, &page.r.hits[i]);
		break;
	}
	proto_search_reply_release(&page);
	return status;
}

static int call(struct client *c, enum proto_method m, const struct buf *params)
{
	struct proto_reply reply;
	int status = client_call(c, m, params, &reply);

	if (status)
		return status;
	status = search_print(c, &reply);
	proto_reply_release(&reply);
	return status;
}

int command_search(struct client *c)
{
	struct proto_query q = c->options->query;
	struct buf params = BUF_INIT;
	int status;

	if (c->options->batch)
		return batch_run(c);
	q.lines = c->options->format == FORMAT_GREP;
	if (q.lines || c->options->format == FORMAT_PATHS)
		q.snippet = false; /* nobody will see it */
	if (c->options->format != FORMAT_TEXT &&
	    c->options->format != FORMAT_JSON)
		q.facets = 0; /* nor these */
	proto_query_encode(&q, &params);
	status = call(c, PROTO_SEARCH, &params);
	buf_release(&params);
	return status;
}

int command_similar(struct client *c)
{
	const struct options *o = c->options;
	struct proto_query q = o->query;
	char *path = client_absolute(o->words.s);
	struct buf params = BUF_INIT;
	int status;

	q.path = path ? path : o->words.s;
	q.path_len = path ? strlen(path) : o->words.len;
	if (o->format == FORMAT_PATHS)
		q.snippet = false;
	proto_similar_encode(&q, &params);
	status = call(c, PROTO_SIMILAR, &params);
	buf_release(&params);
	free(path);
	return status;
}
