/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * similar - reports about the same: the telling terms of one report as a query
 * for any of them.
 */
#include <stdlib.h>

#include "search/page/match.h"
#include "search/plan/plan_part.h"
#include "search/telling.h"
#include "store/schema.h"

/* Any of the terms, each by its weight, in a report with another path. */
static struct store_query *query_of(const struct telling_term *v, size_t n,
				    const char *path, size_t path_len)
{
	struct subs any = { 0 };
	char id[SCHEMA_TERM_MAX];
	size_t id_len = schema_id(path, path_len, id);
	struct store_query *both[2];

	for (size_t i = 0; i < n; i++)
		subs_add(&any, store_query_scale(
				       store_query_term(v[i].term, v[i].n,
							v[i].norm),
				       v[i].weight));
	both[0] = subs_combine(&any, STORE_OR);
	both[1] = store_query_term(id, id_len, STORE_BY_LENGTH);
	return store_query_op(STORE_AND_NOT, both, 2);
}

int search_similar(struct search *s, const struct search_request *req,
		   const char *path, size_t path_len,
		   struct search_result **ret, struct err *e)
{
	struct arena arena = ARENA_INIT;
	struct telling_term *terms;
	struct store_query *q = NULL;
	uint32_t docid;
	size_t n;
	int r = session_load_path(s, path, path_len, &docid, e);

	if (!r)
		r = telling_find(s, req, &arena, &terms, &n, e);
	if (!r) {
		q = query_of(terms, n, path, path_len);
		r = q ? match_query(s, req, q, ret, e) : err_nomem(e);
	}
	store_query_free(q);
	arena_release(&arena);
	return r;
}
