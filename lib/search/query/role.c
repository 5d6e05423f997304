/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "search/query/parse.h"

/* Whether it asks for nothing but what is known of a report beside its text. */
static bool is_filter(const struct query *q, const struct query_node *node)
{
	switch (node->op) {
	case QUERY_DATE:
	case QUERY_TYPE:
	case QUERY_COLLECTION: return true;
	case QUERY_WORD:
	case QUERY_PHRASE: return query_fields[q->words[node->first].field].beside;
	default: break;
	}
	for (size_t i = 0; i < node->n_kids; i++)
		if (!is_filter(q, node->kids[i]))
			return false;
	return true;
}

enum query_role query_role(const struct query *q, enum query_op op,
			   const struct query_node *kid)
{
	if (op == QUERY_OR)
		return QUERY_WANTED;
	if (kid->op == QUERY_NOT)
		return QUERY_UNWANTED;
	return op == QUERY_GROUP && is_filter(q, kid) ? QUERY_FILTER
						      : QUERY_WANTED;
}

bool query_can_relax(const struct query *q, const struct query_node *node)
{
	size_t wanted = 0;

	if (!node || node->op != QUERY_GROUP)
		return false;
	for (size_t i = 0; i < node->n_kids; i++) {
		if (query_role(q, node->op, node->kids[i]) != QUERY_WANTED)
			continue;
		if (++wanted > 1 || query_can_relax(q, node->kids[i]))
			return true;
	}
	return false;
}
