/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "daemon/lsp/cursor.h"

#include <stdlib.h>
#include <string.h>

#include "base/room.h"
#include "base/utf8.h"

/* Bytes of a line that are looked at on either side of the cursor. */
#define AROUND 2048
/* Bytes of a line that are looked at: behind them it ends, for the cursor. */
#define LINE_MAX_BYTES (256 * 1024)

const char *call_keep(struct call *c, const char *name, const char *s, size_t n)
{
	json_t *copy = json_stringn_nocheck(s ? s : "", n);

	if (json_object_set_new_nocheck(c->params, name, copy))
		return NULL;
	return json_string_value(copy);
}

int cursor_take_line(struct call *c, const char *line, size_t n)
{
	enum position_encoding x = c->lsp.client.encoding;
	size_t at, begin, end;
	const char *copy;

	if (n > LINE_MAX_BYTES)
		n = utf8_floor(line, n, LINE_MAX_BYTES);
	at = position_byte(x, line, n, c->lsp.cursor.character);
	begin = at > AROUND ? utf8_floor(line, n, at - AROUND) : 0;
	end = n - at > AROUND ? utf8_floor(line, n, at + AROUND) : n;
	copy = call_keep(c, "line", line + begin, end - begin);
	if (!copy)
		return E_NOMEM;
	c->lsp.line = (struct lsp_line){
		.s = copy,
		.n = end - begin,
		.at = at - begin,
		.before = position_character(x, line, n, begin),
	};
	return 0;
}

int cursor_read_line(struct call *c, struct failure *f)
{
	uint32_t line = c->lsp.cursor.line;
	struct search_report *report;
	size_t begin, end;
	int r;

	if (c->lsp.open)
		return 0;
	if (!c->lsp.path || line == UINT32_MAX)
		return failure_set(f, PROTO_E_NOT_FOUND,
				   "the document is not open");
	if (search_show(c->search, c->lsp.path, c->lsp.path_n, line + 1,
			line + 1, &report, &f->e))
		return failure_told(f);
	position_line(report->text ? report->text : "", report->n, 0, &begin,
		      &end);
	r = cursor_take_line(c, report->text ? report->text + begin : "",
			     end - begin);
	search_report_free(report);
	if (!r)
		return 0;
	err_nomem(&f->e);
	return failure_told(f);
}

struct position_range cursor_range(const struct call *c, size_t begin,
				   size_t end)
{
	const struct lsp_line *l = &c->lsp.line;
	enum position_encoding x = c->lsp.client.encoding;
	uint32_t line = c->lsp.cursor.line;

	return (struct position_range){
		{ line, l->before + position_character(x, l->s, l->n, begin) },
		{ line, l->before + position_character(x, l->s, l->n, end) },
	};
}

/* ----------------------------------------------------------------------- words */

struct word {
	size_t begin, end; /* bytes of the line */
	bool after_break;
};

struct words {
	struct word *v;
	size_t n, cap;
	size_t at;
	/* The longest at the cursor: a number of a document, GD&ĐT. */
	struct word ref, joined;
};

static bool holds(size_t begin, size_t end, size_t at)
{
	return begin <= at && at <= end;
}

static void take_unit(const struct words *w, const struct search_token *t,
		      const char *kind, struct word *ret)
{
	if (!strcmp(t->kind, kind) && holds(t->begin, t->end, w->at) &&
	    t->end - t->begin > ret->end - ret->begin)
		*ret = (struct word){ t->begin, t->end, t->after_break };
}

static int add_word(void *arg, const struct search_token *t, struct err *e)
{
	struct words *w = arg;
	struct word word = { t->begin, t->end, t->after_break };
	struct word *v;

	take_unit(w, t, "ref", &w->ref);
	take_unit(w, t, "joined", &w->joined);
	/* The parts of a unit are there, too. */
	if (strcmp(t->kind, "syllable") && strcmp(t->kind, "number") &&
	    strcmp(t->kind, "other"))
		return 0;
	v = room(w->v, w->n + 1, &w->cap, sizeof(*v));
	if (!v)
		return err_nomem(e);
	w->v = v;
	v[w->n++] = word;
	return 0;
}

/* The word at the cursor; behind a word is still at it.  n: none. */
static size_t word_at(const struct words *w)
{
	size_t found = w->n;

	for (size_t i = 0; i < w->n; i++)
		if (holds(w->v[i].begin, w->v[i].end, w->at))
			found = i;
	return found;
}

/* ---------------------------------------------------------------------- queries */

/* FIELD:"bytes of the line": what is a query, whatever is in them. */
static int add_query(struct buf *b, const char *field, const char *s, size_t n)
{
	buf_adds(b, field);
	buf_addc(b, '"');
	for (size_t i = 0; i < n; i++)
		buf_addc(b, s[i] == '"' ? ' ' : s[i]);
	return buf_addc(b, '"');
}

/* About how many reports have the line's words from `a` to `b`. */
static int weigh(struct call *c, const struct word *a, const struct word *b,
		 double *ret, struct failure *f)
{
	struct buf query = BUF_INIT;
	struct search_request req = { 0 };
	struct search_result *res;
	int r = add_query(&query, "", c->lsp.line.s + a->begin,
			  b->end - a->begin);

	if (r) {
		err_nomem(&f->e);
		return failure_told(f);
	}
	req = (struct search_request){
		.query = query.s,
		.query_len = query.len,
		.limit = 1,
		.match = SEARCH_ALL,
		.deadline_ns = c->deadline_ns,
		.cancel = c->cancel,
	};
	r = search_run(c->search, &req, &res, &f->e);
	buf_release(&query);
	if (r)
		return failure_told(f);
	*ret = (double)res->total;
	search_result_free(res);
	return 0;
}

/* How firmly word i and the next one belong together: the part of the reports
 * with word `other` of the two in which they stand side by side, and more where
 * these are many.  One, which may be the report that is read, tells nothing. */
static int bond(struct call *c, const struct words *w, size_t i, size_t other,
		double *ret, struct failure *f)
{
	double both, one;

	*ret = 0;
	if (i + 1 >= w->n || w->v[i + 1].after_break)
		return 0;
	if (weigh(c, &w->v[i], &w->v[i + 1], &both, f) ||
	    weigh(c, &w->v[other], &w->v[other], &one, f))
		return -1;
	if (both > 1 && one > 0)
		*ret = (both - 1) * (both - 1) / one;
	return 0;
}

static int choose_words(struct call *c, const struct words *w, size_t i,
			struct cursor *ret, struct failure *f)
{
	double before = 0, behind = 0;

	if ((i && bond(c, w, i - 1, i - 1, &before, f)) ||
	    bond(c, w, i, i + 1, &behind, f))
		return -1;
	*ret = (struct cursor){ CURSOR_WORDS, w->v[i].begin, w->v[i].end,
				w->v[i].begin, w->v[i].end };
	if (before > behind)
		ret->begin = w->v[i - 1].begin;
	else if (behind > 0)
		ret->end = w->v[i + 1].end;
	return 0;
}

int cursor_ask(struct call *c, const struct cursor *at, struct failure *f)
{
	struct buf query = BUF_INIT;
	int r;

	c->text = NULL;
	r = add_query(&query, at->kind == CURSOR_REF ? "ref:" : "",
		      c->lsp.line.s + at->begin, at->end - at->begin);

	if (!r) {
		c->text = call_keep(c, "query", query.s, query.len);
		c->text_len = query.len;
	}
	buf_release(&query);
	if (c->text)
		return 0;
	err_nomem(&f->e);
	return failure_told(f);
}

static int find(struct call *c, const struct words *w, struct cursor *ret,
		struct failure *f)
{
	size_t i = word_at(w);

	if (w->ref.end)
		*ret = (struct cursor){ CURSOR_REF, w->ref.begin, w->ref.end,
					w->ref.begin, w->ref.end };
	else if (w->joined.end)
		*ret = (struct cursor){ CURSOR_WORDS, w->joined.begin,
					w->joined.end, w->joined.begin,
					w->joined.end };
	else if (i == w->n)
		*ret = (struct cursor){ .kind = CURSOR_NOTHING };
	else if (choose_words(c, w, i, ret, f))
		return -1;
	return ret->kind == CURSOR_NOTHING ? 0 : cursor_ask(c, ret, f);
}

int cursor_find(struct call *c, struct cursor *ret, struct failure *f)
{
	struct words w = { 0 };
	int r;

	if (cursor_read_line(c, f))
		return -1;
	w.at = c->lsp.line.at;
	r = search_analyze(c->search, c->lsp.line.s, c->lsp.line.n, add_word,
			   &w, &f->e);
	r = r ? failure_told(f) : find(c, &w, ret, f);
	free(w.v);
	return r;
}
