/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * analyze: how one file is read.
 */
#include "indexer/inspect.h"

#include <errno.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/mention.h"
#include "base/digits.h"
#include "base/path.h"
#include "base/utf8.h"
#include "indexer/intake.h"

struct analysis {
	struct intake t;
	struct file f;
	struct extracted text;
	struct document doc;
	struct record_fields fields;
};

/* The lines of the file where line `line` of the text begins and ends; 0: none. */
static uint32_t first_line(const struct analysis *a, uint32_t line)
{
	return line ? extracted_line(&a->text, a->doc.lines.v[line - 1].begin,
				     line) :
		      0;
}

/* Of what the hint says as well, which is then what is believed. */
static uint32_t hinted_line(const struct analysis *a, const struct hint *hint,
			    uint32_t line)
{
	return hint->s ? hint->line : first_line(a, line);
}

static uint32_t section_line(const struct analysis *a)
{
	return hinted_line(a, &a->text.hints.section, a->doc.section_line);
}

static uint32_t author_line(const struct analysis *a)
{
	return hinted_line(a, &a->text.hints.author, a->doc.author_line);
}

static uint32_t published_line(const struct analysis *a)
{
	return hinted_line(a, &a->text.hints.published, a->doc.dateline_line);
}

/* ------------------------------------------------------------------------ JSON */

static json_t *span_json(struct span s)
{
	return s.s ? json_stringn_nocheck(s.s, s.n) : json_null();
}

/* A field of several lines. */
static json_t *list_json(struct record_str s)
{
	json_t *json = json_array();

	while (s.n) {
		const char *nl = memchr(s.s, '\n', s.n);
		size_t n = nl ? (size_t)(nl - s.s) : s.n;

		json_array_append_new(json, json_stringn_nocheck(s.s, n));
		n += nl != NULL;
		s.s += n;
		s.n -= n;
	}
	return json;
}

static struct mention_list mention_list_of(struct record_str names,
					   struct record_str where)
{
	if (!names.n)
		return (struct mention_list){ 0 };
	return (struct mention_list){ names.s, names.s + names.n, where.s,
				      where.s + where.n };
}

/* What a report names, and where. */
static json_t *mentions_json(struct record_str names, struct record_str where)
{
	struct mention_list list = mention_list_of(names, where);
	json_t *json = json_array();
	struct mention m;

	while (json && mention_next(&list, &m)) {
		json_t *lines = json_array();
		uint32_t line;

		while (digits_next(&m.lines, m.lines_end, &line))
			json_array_append_new(lines, json_integer(line));
		json_array_append_new(json, json_pack(
			"{s:o, s:o, s:o}",
			"name", json_stringn_nocheck(m.name, m.name_n),
			"date", m.date ? json_stringn_nocheck(
						 m.date, MENTION_DATE_LEN) :
					 json_null(),
			"lines", lines));
	}
	return json;
}

static json_t *line_json(uint32_t line)
{
	return line ? json_integer(line) : json_null();
}

static json_t *lines_json(const struct analysis *a, enum line_kind kind)
{
	const struct lines *lines = &a->doc.lines;
	json_t *json = json_array();

	for (uint32_t i = 0; json && i < lines->n; i++)
		if (lines->v[i].kind == kind)
			json_array_append_new(
				json, json_integer(first_line(a, i + 1)));
	return json;
}

/* Who took the picture of line i; NULL: not said. */
static json_t *credit_json(const struct document *d, size_t i)
{
	for (size_t k = 0; k < d->n_credits; k++)
		if (d->credits[k].line == i + 1)
			return span_json(d->credits[k].name);
	return json_null();
}

/* Each caption with all lines that it is printed on. */
static json_t *captions_json(const struct analysis *a)
{
	const struct document *d = &a->doc;
	json_t *json = json_array(), *lines = NULL;

	for (uint32_t i = 0; json && i < d->lines.n; i++) {
		enum line_kind kind = d->lines.v[i].kind;

		if (kind == LINE_CAPTION) {
			lines = json_array();
			json_array_append_new(json, json_pack(
				"{s:o, s:o}", "lines", lines, "credit",
				credit_json(d, i)));
		}
		if (lines && (kind == LINE_CAPTION || kind == LINE_DOUBLED))
			json_array_append_new(
				lines, json_integer(first_line(a, i + 1)));
	}
	return json;
}

static json_t *document_json(const struct analysis *a)
{
	const struct document *d = &a->doc;

	return json_pack(
		"{s:s, s:b, s:s, s:f, s:b, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o, "
		"s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o}",
		"format", format_name(a->text.format),
		"gzip", a->text.gzip,
		"encoding", encoding_name(a->f.encoding),
		"confidence", a->text.text.confidence,
		"extracted", a->text.text.extracted,
		"title", span_json(d->title),
		"title_line", line_json(first_line(a, d->title_line)),
		"section", span_json(d->section),
		"section_line", line_json(section_line(a)),
		"published", d->published[0] ? json_string(d->published) :
					       json_null(),
		"dateline_line", line_json(published_line(a)),
		"author", span_json(d->author),
		"author_line", line_json(author_line(a)),
		"photo", list_json(a->fields.photo),
		"lead_line", line_json(first_line(a, d->lead_line)),
		"captions", captions_json(a),
		"heading_lines", lines_json(a, LINE_HEADING),
		"place", mentions_json(a->fields.place,
				       a->fields.place_lines),
		"refs", mentions_json(a->fields.refs, a->fields.ref_lines),
		"form_lines", lines_json(a, LINE_FORM),
		"furniture_lines", lines_json(a, LINE_FURNITURE),
		"doubled_lines", lines_json(a, LINE_DOUBLED));
}

static json_t *token_json(const char *s, const struct text_token *t)
{
	return json_pack("{s:s, s:o, s:o, s:I, s:I, s:I, s:b}",
			 "kind", text_kind_name(t->kind),
			 "term", json_stringn_nocheck(t->term, t->term_len),
			 "text", json_stringn(s + t->begin, t->end - t->begin),
			 "position", (json_int_t)t->pos,
			 "begin", (json_int_t)t->begin,
			 "end", (json_int_t)t->end,
			 "after_break", t->after_break);
}

static int print_json(struct analysis *a, struct err *e)
{
	json_t *json = document_json(a), *tokens = json_array();
	struct text_token t;
	int r;

	text_begin(a->t.analyzer, a->text.text.s, a->text.text.n, 0);
	while ((r = text_read(a->t.analyzer, &t, e)) > 0)
		json_array_append_new(tokens, token_json(a->text.text.s, &t));
	if (json_object_set_new(json, "tokens", tokens) ||
	    json_dumpf(json, stdout, JSON_INDENT(1) |
		       JSON_REAL_PRECISION(6)) < 0)
		r = err_nomem(e);
	putchar('\n');
	json_decref(json);
	return r;
}

/* ------------------------------------------------------------------------ text */

static void print_span(const char *name, struct span s, uint32_t line)
{
	if (!s.s)
		return;
	printf("%-10s %.*s", name, (int)s.n, s.s);
	if (line)
		printf(" (line %u)", line);
	putchar('\n');
}

/* A field of several lines, on one. */
static void print_list(const char *name, struct record_str s)
{
	if (!s.n)
		return;
	printf("%-10s ", name);
	for (size_t i = 0; i < s.n; i++) {
		putchar(s.s[i] == '\n' ? ',' : s.s[i]);
		if (s.s[i] == '\n')
			putchar(' ');
	}
	putchar('\n');
}

static void print_mentions(const char *name, struct record_str names,
			   struct record_str where)
{
	struct mention_list list = mention_list_of(names, where);
	struct mention m;

	while ( mention_next(&list, &m)) {
		const char *sep = "line";
		uint32_t line;

		printf("%-10s %.*s (", name, (int)m.name_n, m.name);
		if (m.date)
			printf("of %.*s, ", MENTION_DATE_LEN, m.date);
		for (; digits_next(&m.lines, m.lines_end, &line); sep = ",")
			printf("%s %u", sep, line);
		puts(")");
	}
}

/* Bytes of the line that a screen has room for. */
#define SHOWN 72

/* Every line with what it was taken for. */
static void print_roles(const struct analysis *a)
{
	const struct lines *lines = &a->doc.lines;
	const char *text = a->text.text.s;

	for (uint32_t i = 0; i < lines->n; i++) {
		const struct line *l = &lines->v[i];
		size_t n = l->end - l->begin;
		size_t cut = n > SHOWN ? utf8_floor(text + l->begin, n, SHOWN) :
					 n;

		if (l->kind == LINE_BLANK)
			continue;
		printf("%6u  %-9s  %.*s%s\n", first_line(a, i + 1),
		       line_kind_name(l->kind), (int)cut, text + l->begin,
		       cut < n ? "…" : "");
	}
}

static void print_document(const struct analysis *a)
{
	const struct document *d = &a->doc;
	const struct span published = { d->published, strlen(d->published) };

	printf("%-10s %s%s\n", "format", format_name(a->text.format),
	       a->text.gzip ? " (gzip)" : "");
	printf("%-10s %s", "encoding", encoding_name(a->f.encoding));
	if (encoding_is_guessed(a->f.encoding))
		printf(" (confidence %.2f)", a->text.text.confidence);
	putchar('\n');
	print_span("title", d->title, first_line(a, d->title_line));
	print_span("section", d->section, section_line(a));
	if (published.n)
		print_span("published", published, published_line(a));
	print_span("author", d->author, author_line(a));
	print_list("photo", a->fields.photo);
	print_mentions("place", a->fields.place, a->fields.place_lines);
	print_mentions("refs", a->fields.refs, a->fields.ref_lines);
	putchar('\n');
	print_roles(a);
}

/* ---------------------------------------------------------------------- reading */

/* Standard input becomes a file of its own, which is read like any other. */
static int spool_stdin(char path[], struct err *e)
{
	int fd = mkstemp(path), r = 0;
	char chunk[16384];
	ssize_t n = 0;

	if (fd < 0)
		return err_sys(e, errno, "%s: cannot be made", path);
	while (!r && (n = read(STDIN_FILENO, chunk, sizeof(chunk))) > 0)
		if (write(fd, chunk, (size_t)n) != n)
			r = err_sys(e, errno, "%s: cannot be written", path);
	if (!r && n < 0)
		r = err_sys(e, errno, "standard input cannot be read");
	close(fd);
	return r;
}

static int refuse(const struct file *f, const char *path, struct err *e)
{
	struct buf reason = BUF_INIT;

	if (files_add_reason(&reason, f))
		err_nomem(e);
	else
		err_set(e, E_INVAL, "%s: %s", path, reason.s);
	buf_release(&reason);
	return e->code;
}

static int analyze(struct analysis *a, const char *path,
		   const struct encodings *rules, bool json, struct err *e)
{
	const struct feed_input in = {
		.path = path,
		.collection = a->t.collection,
		.doc = &a->doc,
		.text = &a->text,
	};
	const char *slash = strrchr(path, '/');
	const char *name = slash ? slash + 1 : path;
	int r;

	a->f.rule = encodings_find(rules, name, name);
	r = intake_read(&a->t, path, &a->f, &a->text, &a->doc, e);

	if (r < 0)
		return r;
	if (!r && a->f.error)
		return err_sys(e, a->f.error, "%s: cannot be read", path);
	if (!r)
		return refuse(&a->f, path, e);
	r = feed_read(a->t.feed, &in, &a->fields, e);
	if (r)
		return r;
	if (json)
		return print_json(a, e);
	print_document(a);
	return 0;
}

int inspect_analyze(const struct options *o, struct err *e)
{
	char spool[] = "/tmp/tracuu-index-XXXXXX";
	const char *arg = o->n_args ? o->args[0] : "-";
	bool is_stdin = !strcmp(arg, "-");
	struct analysis a = { 0 };
	struct converters *cs = NULL;
	struct furniture *furniture = NULL;
	char *path = NULL;
	int r = is_stdin ? spool_stdin(spool, e) : 0;

	/* Real paths, since a link on the way is refused. */
	if (!r && !is_stdin && !(path = realpath(arg, NULL)))
		r = err_sys(e, errno, "%s: cannot be read", arg);
	if (!r)
		r = converters_open(&o->converters, &cs, e);
	if (!r)
		r = furniture_open(o->furniture, o->n_furniture, &furniture, e);
	if (!r) {
		const struct intake_rules rules = {
			.converters = cs,
			.furniture = furniture,
			.collection = "",
		};

		r = intake_open(&a.t, &rules, e);
	}
	if (!r)
		r = analyze(&a, path ? path : spool, o->encodings, o->json,
			    e);
	intake_close(&a.t);
	converters_close(cs);
	furniture_close(furniture);
	free(path);
	if (is_stdin)
		unlink(spool);
	return r;
}
