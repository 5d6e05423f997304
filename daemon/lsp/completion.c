/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * textDocument/completion: as the method `complete`, for what stands before the
 * cursor in its line.
 */
#include <inttypes.h>
#include <stdio.h>

#include "base/utf8.h"
#include "daemon/lsp/cursor.h"
#include "daemon/lsp/methods.h"
#include "daemon/lsp/session.h"

#define ITEMS 20
/* Bytes of the line that are looked at: more than seven words have. */
#define PREFIX_MAX 256

static int prepare_completion(struct call *c, const struct proto_limits *l,
			      struct failure *f)
{
	if (lsp_prepare_place(c, l, f))
		return -1;
	c->lsp.prefix_max = l->query_bytes < PREFIX_MAX ?
				    (size_t)l->query_bytes : PREFIX_MAX;
	return 0;
}

static void append(const struct search_completion *x,
		   struct lsp_completions *list, struct buf *json)
{
	char detail[64];

	snprintf(detail, sizeof(detail), "%s%" PRIu64 " bài",
		 x->exact ? "" : "≤ ", x->value);
	lsp_completion_append(list, x->text, detail, json);
}

static int run_completion(struct call *c, struct buf *json, struct failure *f)
{
	struct search_completions found;
	struct lsp_completions list = { 0 };
	const struct lsp_line *l = &c->lsp.line;
	struct search_request req;
	size_t from;

	if (cursor_read_line(c, f))
		return -1;
	from = l->at > c->lsp.prefix_max ? l->at - c->lsp.prefix_max : 0;
	if (from && utf8_floor(l->s, l->n, from) < from) /* inside a letter */
		from = utf8_floor(l->s, l->n, from + 3);
	c->text = l->s + from;
	c->text_len = l->at - from;
	req = (struct search_request){ .query = c->text,
				       .query_len = c->text_len,
				       .limit = ITEMS,
				       .deadline_ns = c->deadline_ns,
				       .cancel = c->cancel };
	if (search_complete(c->search, &req, &found, &f->e))
		return failure_told(f);
	c->hits = found.n;
	list.typed = c->text + found.byte;
	list.typed_n = c->text_len - found.byte;
	list.range = cursor_range(c, from + found.byte, l->at);
	lsp_completions_begin(json);
	for (size_t i = 0; i < found.n; i++)
		append(&found.v[i], &list, json);
	lsp_completions_end(json);
	search_completions_release(&found);
	return json->failed;
}

const struct method method_lsp_completion = { .prepare = prepare_completion,
					      .lane = LANE_QUICK,
					      .run = run_completion };
