/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * textDocument/hover: the number of a document, an abbreviation or words, and in
 * how many reports they are.  What is shown is for readers of Vietnamese.
 */
#include <inttypes.h>
#include <string.h>

#include "daemon/lsp/cursor.h"
#include "daemon/lsp/methods.h"
#include "daemon/lsp/session.h"

/* Text of others, which must not become markup. */
static void add(const struct call *c, struct buf *b, const char *s, size_t n)
{
	if (c->lsp.client.markdown)
		lsp_add_markdown(b, s, n);
	else
		buf_add(b, s, n);
}

static void add_bold(const struct call *c, struct buf *b, size_t begin,
		     size_t end)
{
	const char *stars = c->lsp.client.markdown ? "**" : "";

	buf_adds(b, stars);
	add(c, b, c->lsp.line.s + begin, end - begin);
	buf_adds(b, stars);
}

static void end_paragraph(const struct call *c, struct buf *b)
{
	buf_adds(b, c->lsp.client.markdown ? "\n\n" : "\n");
}

/* ---------------------------------------------------------------- abbreviations */

static void add_meanings(const struct call *c, const struct search_meanings *m,
			 struct buf *b)
{
	for (size_t i = 0; i < m->n; i++) {
		buf_adds(b, !i ? ": " : i + 1 == m->n ? " hoặc " : ", ");
		add(c, b, m->v[i].text, strlen(m->v[i].text));
	}
}

/* The word that the cursor is on as an abbreviation; *ret_is whether it is. */
static int explain_word(struct call *c, struct cursor *at, struct buf *b,
			struct failure *f)
{
	struct search_meanings m;
	const struct search_request req = {
		.query = c->lsp.line.s + at->word_begin,
		.query_len = at->word_end - at->word_begin,
		.deadline_ns = c->deadline_ns,
		.cancel = c->cancel,
	};

	if (search_meanings(c->search, &req, &m, &f->e))
		return failure_told(f);
	if (m.n) { /* then the pair that it stands in is not asked about */
		at->begin = at->word_begin;
		at->end = at->word_end;
	}
	add_bold(c, b, at->begin, at->end);
	add_meanings(c, &m, b);
	end_paragraph(c, b);
	search_meanings_release(&m);
	return 0;
}

/* ----------------------------------------------------------------------- counts */

static int add_count(struct call *c, const struct cursor *at, struct buf *b,
		     struct failure *f)
{
	enum search_relation relation;
	const struct search_request req = {
		.query = c->text,
		.query_len = c->text_len,
		.match = SEARCH_ALL,
		.deadline_ns = c->deadline_ns,
		.cancel = c->cancel,
	};

	if (search_count(c->search, &req, &c->hits, &relation, &f->e))
		return failure_told(f);
	if (!c->hits)
		buf_adds(b, "Không có bài nào");
	else
		buf_addf(b, "Có %s%" PRIu64 " bài",
			 relation == SEARCH_EQ ? "" : "ít nhất ", c->hits);
	buf_adds(b, at->kind == CURSOR_REF ? " nhắc đến số hiệu này." :
					     " có từ này.");
	return 0;
}

/* Of a document the report that tells most of it. */
static int add_best(struct call *c, struct buf *b, struct failure *f)
{
	const struct search_request req = {
		.query = c->text,
		.query_len = c->text_len,
		.match = SEARCH_ALL,
		.limit = 1,
		.deadline_ns = c->deadline_ns,
		.cancel = c->cancel,
	};
	struct search_result *res;
	const struct search_hit *h;

	if (search_run(c->search, &req, &res, &f->e))
		return failure_told(f);
	h = res->hits;
	if (res->n_hits && h->title.s) {
		end_paragraph(c, b);
		buf_adds(b, "Xem: ");
		add(c, b, h->title.s, h->title.n);
		if (h->date)
			buf_addf(b, " (%.10s)", h->date);
	}
	search_result_free(res);
	return 0;
}

static int compose(struct call *c, struct cursor *at, struct buf *b,
		   struct failure *f)
{
	if (at->kind == CURSOR_REF) {
		add_bold(c, b, at->begin, at->end);
		end_paragraph(c, b);
		return add_count(c, at, b, f) || add_best(c, b, f) ? -1 : 0;
	}
	if (explain_word(c, at, b, f) ||
	    cursor_ask(c, at, f)) /* about the word alone, perhaps */
		return -1;
	return add_count(c, at, b, f);
}

static int run_hover(struct call *c, struct buf *json, struct failure *f)
{
	struct position_range range;
	struct buf b = BUF_INIT;
	struct cursor at;
	int r;

	if (cursor_find(c, &at, f))
		return -1;
	if (at.kind == CURSOR_NOTHING)
		return lsp_null_encode(json);
	r = compose(c, &at, &b, f);
	range = cursor_range(c, at.begin, at.end);
	if (!r)
		r = b.failed ? b.failed :
			       lsp_hover_encode(b.s, b.len,
						c->lsp.client.markdown, &range,
						json);
	buf_release(&b);
	return r;
}

const struct method method_lsp_hover = { .prepare = lsp_prepare_place,
					 .run = run_hover };
