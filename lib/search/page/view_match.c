/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Whether a report is what a query asks for.
 */
#include <string.h>

#include "search/page/view_phrase.h"
#include "search/session.h"

static int found(void *arg, uint32_t pos, uint32_t end, struct err *e)
{
	(void)arg;
	(void)pos;
	(void)end;
	(void)e;
	return 1;
}

static bool has_word(const struct view *v, size_t w)
{
	for (size_t i = 0; i < v->n_events; i++)
		if (view_event_is(v, i, w))
			return true;
	for (size_t i = 0; i < v->n_alts; i++)
		if (view_alt_is(v, i, w))
			return true;
	return false;
}

/* As view_matches(). */
static int node_matches(struct view *v, const struct query_node *node,
			enum search_match match, struct err *e);

static int kids_match(struct view *v, const struct query_node *node, bool all,
		      enum search_match match, struct err *e)
{
	size_t wanted = 0, count = 0;

	for (size_t i = 0; i < node->n_kids; i++) {
		const struct query_node *kid = node->kids[i];
		int r = node_matches(v, kid, match, e);

		if (r < 0)
			return r;
		if (query_role(v->plan->q, node->op, kid) == QUERY_WANTED) {
			wanted++;
			count += r > 0;
		} else if (!r) {
			return 0;
		}
	}
	return all ? count == wanted : count || !wanted;
}

static bool dates_match(const struct view *v, const struct query_dates *d)
{
	return v->date[0] && strcmp(v->date, d->from) >= 0 &&
	       (!*d->to || strcmp(v->date, d->to) <= 0);
}

static int node_matches(struct view *v, const struct query_node *node,
			enum search_match match, struct err *e)
{
	int r = search_in_time(v->plan->req, e);

	if (r)
		return r;
	switch (node->op) {
	case QUERY_WORD: return has_word(v, node->first);
	case QUERY_PHRASE: return view_each_phrase(v, node, found, NULL, e);
	case QUERY_NEAR: return view_has_near(v, node, e);
	case QUERY_DATE: return dates_match(v, &node->dates);
	case QUERY_TYPE: return !strcmp(v->type, node->value);
	case QUERY_COLLECTION: return !strcmp(v->collection, node->value);
	case QUERY_NOT:
		r = node_matches(v, node->kids[0], match, e);
		return r < 0 ? r : !r;
	case QUERY_AND: return kids_match(v, node, true, match, e);
	case QUERY_OR: return kids_match(v, node, false, match, e);
	case QUERY_GROUP: break;
	}
	return kids_match(v, node, match == SEARCH_ALL, match, e);
}

int view_matches(struct view *v, enum search_match match, struct err *e)
{
	const struct query_node *root = v->plan->q->root;

	return root ? node_matches(v, root, match, e) : 0;
}
