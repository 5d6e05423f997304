/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * workspace/symbol, references and definition: the methods that return places.
 */
#include <string.h>

#include "base/bytes.h"
#include "daemon/lsp/cursor.h"
#include "daemon/lsp/methods.h"
#include "daemon/lsp/session.h"

/* What a person looks through. */
#define REPORTS_MAX 100
#define LOCATIONS_MAX 1000

static struct search_request request_of(const struct call *c)
{
	return (struct search_request){
		.query = c->text,
		.query_len = c->text_len,
		.limit = REPORTS_MAX,
		.snippet = true,
		.deadline_ns = c->deadline_ns,
		.cancel = c->cancel,
	};
}

/* ---------------------------------------------------------------------- ranges */

/* The mark that the place of `m` is that of; NULL: none is. */
static const struct mark *mark_there(const struct marked *m)
{
	uint32_t begin = 0;

	for (size_t i = 0; i < m->n_parts; i++)
		if (m->parts[i].line == m->line && m->parts[i].byte == m->byte)
			begin = m->parts[i].begin;
	for (size_t i = 0; i < m->n_marks; i++)
		if (m->marks[i].byte >= begin)
			return &m->marks[i];
	return NULL;
}

static struct position_range range_of(const struct call *c,
				      const struct marked *m)
{
	const struct mark *mark = mark_there(m);
	struct position_range r = { 0 };
	uint32_t len = 0;

	if (!m->line)
		return r; /* found by its title or a field: the top */
	if (c->lsp.client.encoding == POSITION_UTF8) {
		r.start.character = m->col ? m->col - 1 : 0;
		len = mark ? mark->len : 0;
	} else {
		r.start.character = m->utf16;
		len = mark ? mark->utf16_len : 0;
	}
	r.start.line = r.end.line = m->line - 1;
	r.end.character = r.start.character + len;
	return r;
}

/* --------------------------------------------------------------- workspace/symbol */

static int prepare_symbol(struct call *c, const struct proto_limits *l,
			  struct failure *f)
{
	const char *param = NULL;

	if (lsp_check(c->lsp_session, f))
		return -1;
	if (lsp_symbol_decode(c->params, &c->text, &c->text_len, &param, &f->e))
		return failure_param(f, param);
	c->lsp = (struct lsp_ask){ .client = c->lsp_session->client };
	c->lsp.reports = l->limit < REPORTS_MAX ? (uint32_t)l->limit :
						  REPORTS_MAX;
	return 0;
}

#define DATE_LEN 10 /* without the time */

/* Of several places, one a line, the first. */
static void add_part(struct buf *b, const char *s, size_t max)
{
	size_t n = s ? strcspn(s, "\n") : 0;

	if (n > max)
		n = max;
	if (!n)
		return;
	if (b->len)
		buf_adds(b, " · ");
	buf_add(b, s, n);
}

static void append_symbol(const struct call *c, const struct search_hit *h,
			  struct buf *container, struct buf *json)
{
	buf_clear(container);
	add_part(container, h->section, SIZE_MAX);
	add_part(container, h->place, SIZE_MAX);
	add_part(container, h->date, DATE_LEN);
	lsp_symbol_append(&(struct lsp_symbol){
		.name = h->title.s ? h->title.s : h->path,
		.container = container->len ? container->s : NULL,
		.path = h->path,
		.path_n = h->path_len,
		.range = range_of(c, &h->snippet),
	}, json);
}

static int run_symbol(struct call *c, struct buf *json, struct failure *f)
{
	struct search_request req = request_of(c);
	struct buf container = BUF_INIT;
	struct search_result *res;

	req.limit = c->lsp.reports;
	if (search_run(c->search, &req, &res, &f->e))
		return failure_told(f);
	c->hits = res->total;
	lsp_list_begin(json);
	for (size_t i = 0; i < res->n_hits; i++)
		append_symbol(c, &res->hits[i], &container, json);
	lsp_list_end(json);
	buf_release(&container);
	search_result_free(res);
	return json->failed;
}

/* ------------------------------------------------------------------- references */

static int prepare_place(struct call *c, const struct proto_limits *l,
			 struct failure *f)
{
	if (lsp_prepare_place(c, l, f))
		return -1;
	c->lsp.reports = l->limit < REPORTS_MAX ? (uint32_t)l->limit :
						  REPORTS_MAX;
	return 0;
}

static void append_place(const struct call *c, const struct search_hit *h,
			 const struct marked *m, struct buf *json)
{
	struct position_range range = range_of(c, m);

	lsp_location_append(h->path, h->path_len, &range, json);
}

/* Every line of every report, by rank; of one that has none its top. */
static void append_lines(const struct call *c, const struct search_result *res,
			 struct buf *json)
{
	size_t left = LOCATIONS_MAX;

	for (size_t i = 0; i < res->n_hits && left; i++) {
		const struct search_hit *h = &res->hits[i];

		if (!h->n_lines) {
			append_place(c, h, &h->snippet, json);
			left--;
		}
		for (size_t k = 0; k < h->n_lines && left; k++, left--)
			append_place(c, h, &h->lines[k], json);
	}
}

/* What is under the cursor, searched; *ret is NULL where nothing is. */
static int search_there(struct call *c, bool lines, uint32_t limit,
			struct cursor *ret_at, struct search_result **ret,
			struct failure *f)
{
	struct search_request req;

	*ret = NULL;
	if (cursor_find(c, ret_at, f))
		return -1;
	if (ret_at->kind == CURSOR_NOTHING)
		return 0;
	req = request_of(c);
	req.match = SEARCH_ALL;
	req.lines = lines;
	req.limit = limit;
	if (search_run(c->search, &req, ret, &f->e))
		return failure_told(f);
	c->hits = (*ret)->total;
	return 0;
}

static int run_references(struct call *c, struct buf *json, struct failure *f)
{
	struct search_result *res;
	struct cursor at;

	if (search_there(c, true, c->lsp.reports, &at, &res, f))
		return -1;
	lsp_list_begin(json);
	if (res)
		append_lines(c, res, json);
	lsp_list_end(json);
	search_result_free(res);
	return json->failed;
}

/* ------------------------------------------------------------------- definition */

/* The best report, rather another one than where it was asked. */
static int run_definition(struct call *c, struct buf *json, struct failure *f)
{
	struct search_result *res;
	struct cursor at;
	size_t i = 0;

	if (search_there(c, false, c->lsp.reports < 2 ? 1 : 2, &at, &res, f))
		return -1;
	if (res && res->n_hits > 1 && c->lsp.path &&
	    !bytes_compare(res->hits[0].path, res->hits[0].path_len,
			   c->lsp.path, c->lsp.path_n))
		i = 1;
	lsp_list_begin(json);
	if (res && res->n_hits)
		append_place(c, &res->hits[i], &res->hits[i].snippet, json);
	lsp_list_end(json);
	search_result_free(res);
	return json->failed;
}

const struct method method_lsp_symbol = { .prepare = prepare_symbol,
					  .run = run_symbol };
const struct method method_lsp_references = { .prepare = prepare_place,
					      .run = run_references };
const struct method method_lsp_definition = { .prepare = prepare_place,
					      .run = run_definition };
