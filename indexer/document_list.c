/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/document_list.h"

#include <string.h>

#include "base/outline.h"

int document_photo(const struct document *doc, struct buf *ret)
{
	buf_clear(ret);
	for (size_t i = 0; i < doc->n_credits; i++) {
		struct span name = doc->credits[i].name;
		bool known = false;

		for (size_t k = 0; k < i; k++)
			known |= doc->credits[k].name.n == name.n &&
				 !memcmp(doc->credits[k].name.s, name.s,
					 name.n);
		if (known)
			continue;
		if (ret->len)
			buf_addc(ret, '\n');
		buf_add(ret, name.s, name.n);
	}
	return ret->failed;
}

uint32_t document_first_line(const struct document *doc,
			     const struct extracted *x, size_t i)
{
	return extracted_line(x, doc->lines.v[i].begin, (uint32_t)i + 1);
}

/* Where it ends. */
static uint32_t last_line(const struct document *doc, const struct extracted *x,
			  size_t i)
{
	const struct line *l = &doc->lines.v[i];

	return extracted_line(x, l->end > l->begin ? l->end - 1 : l->end,
			      (uint32_t)i + 1);
}

int document_outline(const struct document *doc, const struct extracted *x,
		     struct buf *ret)
{
	const struct lines *lines = &doc->lines;
	const struct line *v = lines->v;
	size_t items = 0;

	buf_clear(ret);
	for (size_t i = 0; i < lines->n; i++) {
		struct outline_item item = {
			.from = document_first_line(doc, x, i),
		};

		if (v[i].kind == LINE_BLANK || v[i].kind == LINE_BODY)
			continue;
		while (i + 1 < lines->n && v[i + 1].kind == v[i].kind &&
		       (v[i].kind == LINE_FURNITURE ||
			v[i].kind == LINE_FORM))
			i++;
		item.to = last_line(doc, x, i);
		item.role = line_kind_name(v[i].kind);
		item.role_n = strlen(item.role);
		if (items++ == OUTLINE_MAX)
			break;
		outline_add(ret, &item);
	}
	return ret->failed;
}
