/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/collection.h"
#include "search/query/parser.h"
#include "search/typing/complete.h"
#include "store/schema.h"

bool complete_at_name(const char *s, size_t n, size_t *ret_from)
{
	static const char prefix[] = QUERY_COLLECTION_PREFIX;
	size_t begin = 0, len = sizeof(prefix) - 1;

	/* The chunk that the query ends with. */
	for (size_t at = 0, end; at < n; at = end) {
		begin = at;
		end = query_chunk_end(s, n, at);
		if (end == at)
			begin = ++end;
	}
	while (begin < n && (s[begin] == '-' || s[begin] == '='))
		begin++;
	if (n - begin < len || strncasecmp(s + begin, prefix, len) != 0)
		return false;
	*ret_from = begin + len;
	return true;
}

static int find_names(struct search *s, const char *begun, size_t n,
		      struct followers *to, struct err *e)
{
	const size_t skip = sizeof(SCHEMA_COLLECTION) - 1;
	char from[sizeof(SCHEMA_COLLECTION) + COLLECTION_NAME_MAX];
	struct store_terms *terms;
	const char *term;
	uint64_t df;
	size_t len;
	int r;

	if (n > COLLECTION_NAME_MAX)
		return 0;
	memcpy(from, SCHEMA_COLLECTION, skip);
	for (size_t i = 0; i < n; i++)
		from[skip + i] = begun[i] >= 'A' && begun[i] <= 'Z' ?
					 (char)(begun[i] + 32) : begun[i];
	r = store_terms_open(s->reader, from, skip + n, &terms, e);
	if (r)
		return r;
	while ((r = store_terms_next(terms, &term, &len, &df, e)) > 0)
		followers_add(to, term + skip, len - skip, df);
	store_terms_close(terms);
	return r;
}

int complete_names(struct search *s, const struct search_request *req,
		   size_t from, struct search_completions *ret, struct err *e)
{
	struct followers names = { .most = req->limit };
	struct search_completions list = { .byte = from };
	int r = find_names(s, req->query + from, req->query_len - from, &names,
			   e);

	if (r)
		return r;
	list.v = calloc(names.n + 1, sizeof(*list.v));
	if (!list.v)
		return err_nomem(e);
	for (; list.n < names.n; list.n++) {
		const struct follower *f = &names.v[list.n];
		char *text = strndup(f->s, f->n);

		if (!text) {
			search_completions_release(&list);
			return err_nomem(e);
		}
		list.v[list.n] = (struct search_completion){ text, f->df, true };
	}
	if (!list.n)
		list.byte = req->query_len;
	*ret = list;
	return 0;
}
