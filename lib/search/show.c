/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * show - a stored report as it was indexed.
 */
#include <stdlib.h>
#include <string.h>

#include "base/room.h"
#include "search/session.h"
#include "store/schema.h"

int session_load_path(struct search *s, const char *path, size_t path_len,
		      uint32_t *ret_docid, struct err *e)
{
	char id[SCHEMA_TERM_MAX];
	size_t n;
	int r;

	if (!path_len || memchr(path, '\0', path_len))
		return err_set(e, E_NOTFOUND, "no such report in the index");
	n = schema_id(path, path_len, id);
	r = store_find(s->reader, id, n, ret_docid, e);
	if (r == E_NOTFOUND)
		return err_set(e, E_NOTFOUND, "%.*s: no such report in the index",
			       (int)path_len, path);
	return r ? r : session_load(s, *ret_docid, e);
}

/* The fields point into one block that the report owns. */
static int own_fields(struct search_report *report,
		      const struct record_fields *f, struct err *e)
{
	struct record_str *strings[] = {
		&report->fields.path,	  &report->fields.title,
		&report->fields.section,  &report->fields.author,
		&report->fields.photo,	  &report->fields.place,
		&report->fields.refs,	  &report->fields.date,
		&report->fields.type,	  &report->fields.encoding,
		&report->fields.outline,  &report->fields.place_lines,
		&report->fields.ref_lines, &report->fields.collection,
	};

	report->fields = *f;
	for (size_t i = 0; i < sizeof(strings) / sizeof(*strings); i++) {
		if (!strings[i]->s)
			continue;
		strings[i]->s = arena_dup(&report->arena, strings[i]->s,
					  strings[i]->n);
		if (!strings[i]->s)
			return err_nomem(e);
	}
	return 0;
}

/* Bytes [begin, end) of the text are what is shown, of lines [from, to]. */
static void keep(struct search_report *report, size_t begin, size_t end,
		 uint32_t from, uint32_t to)
{
	report->from = from ? from : 1;
	report->to = to && to < report->lines ? to : report->lines;
	report->n = begin < end ? end - begin : 0;
	if (report->n)
		memmove(report->text, report->text + begin, report->n);
}

/* Keep lines [from, to] of the whole text; count all. */
static void cut_lines(struct search_report *report, uint32_t from, uint32_t to)
{
	size_t begin = report->n, end = report->n;
	uint32_t line = 1;

	if (from <= 1)
		begin = 0;
	for (size_t i = 0; i < report->n; i++) {
		if (report->text[i] != '\n')
			continue;
		if (to && line == to)
			end = i + 1;
		if (++line == from)
			begin = i + 1;
	}
	/* A newline at the very end begins no line. */
	report->lines = report->n && report->text[report->n - 1] == '\n'
				? line - 1
				: line;
	keep(report, begin, end, from, to);
}

/* The same where the text was extracted: keep its lines of which something stands
 * in lines [from, to] of the file.  The last of these is where it ends.  E_NOMEM. */
static int cut_file_lines(struct search_report *report,
			  const struct record_sources *sources, uint32_t from,
			  uint32_t to, struct err *e)
{
	size_t begin = 0, end = 0, cap = 0, next;

	for (size_t at = 0; at < report->n; at = next) {
		const char *s = report->text + at;
		const char *nl = memchr(s, '\n', report->n - at);
		size_t len = nl ? (size_t)(nl - s) : report->n - at;
		uint32_t first = sources->v[record_source_at(sources, at)].line;
		uint32_t *more;

		next = at + len + (nl != NULL);
		report->lines = sources->v[record_source_at(
			sources, at + (len ? len - 1 : 0))].line;
		if (report->lines < from || (to && first > to))
			continue;
		more = room(report->line_numbers, report->n_line_numbers + 1,
			    &cap, sizeof(*more));
		if (!more)
			return err_nomem(e);
		report->line_numbers = more;
		if (!report->n_line_numbers)
			begin = at;
		more[report->n_line_numbers++] = first;
		end = next;
	}
	keep(report, begin, end, from, to);
	return 0;
}

int search_show(struct search *s, const char *path, size_t path_len,
		uint32_t from, uint32_t to, struct search_report **ret,
		struct err *e)
{
	struct search_report *report = calloc(1, sizeof(*report));
	struct record_sources sources;
	struct buf text = BUF_INIT;
	uint32_t docid;
	int r;

	if (!report)
		return err_nomem(e);
	r = session_load_path(s, path, path_len, &docid, e);
	if (!r)
		r = own_fields(report, record_fields(s->record), e);
	if (!r)
		r = record_text(s->record, 0, record_text_size(s->record),
				&text, e);
	if (!r)
		r = record_sources(s->record, &sources, e);
	report->text = buf_detach(&text, &report->n);
	if (!r && sources.n)
		r = cut_file_lines(report, &sources, from, to, e);
	else if (!r)
		cut_lines(report, from, to);
	if (r) {
		search_report_free(report);
		return r;
	}
	*ret = report;
	return 0;
}

void search_report_free(struct search_report *r)
{
	if (!r)
		return;
	arena_release(&r->arena);
	free(r->text);
	free(r->line_numbers);
	free(r);
}
