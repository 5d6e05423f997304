/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "search/plan/plan_part.h"

#include <stdlib.h>
#include <string.h>

#include "base/room.h"
#include "search/plan/rank.h"
#include "store/schema.h"

void subs_add(struct subs *s, struct store_query *q)
{
	struct store_query **v = room(s->v, s->n + 1, &s->cap, sizeof(*v));

	if (v)
		s->v = v;
	if (!q || !v) {
		s->failed = true;
		store_query_free(q);
		return;
	}
	v[s->n++] = q;
}

struct store_query *subs_combine(struct subs *s, enum store_op op)
{
	struct store_query *q;

	if (s->failed) {
		for (size_t i = 0; i < s->n; i++)
			store_query_free(s->v[i]);
		q = NULL;
	} else if (s->n == 0) {
		q = store_query_none();
	} else if (s->n == 1) {
		q = s->v[0];
	} else {
		q = store_query_op(op, s->v, s->n);
	}
	free(s->v);
	memset(s, 0, sizeof(*s));
	return q;
}

static enum store_norm norm_of(const char *prefix)
{
	if (!strcmp(prefix, SCHEMA_TITLE) || !strcmp(prefix, SCHEMA_TITLE_PAIR))
		return STORE_NORMALISED;
	return strcmp(prefix, SCHEMA_PAIR) ? STORE_BY_LENGTH : STORE_PAIR;
}

struct store_query *part_term(const char *prefix, const char *term, size_t n)
{
	char t[SCHEMA_TERM_MAX];
	size_t len = strlen(prefix);

	if (len + n > sizeof(t))
		return store_query_none();
	memcpy(t, prefix, len);
	memcpy(t + len, term, n);
	return store_query_term(t, len + n, norm_of(prefix));
}

/* One word, in the text (prefix "") or the title. */
struct store_query *plan_word_query(const struct plan *p, size_t i,
				    enum plan_tier tier, const char *prefix)
{
	const struct query_word *w = &p->q->words[i];
	const struct plan_word *pw = &p->words[i];
	size_t n = plan_own_only(p, i, tier) ? 0 : pw->n_forms;
	struct subs s = { 0 };

	if (plan_own_only(p, i, tier))
		subs_add(&s, part_term(prefix, w->term, w->term_len));
	for (size_t f = 0; f < n; f++)
		subs_add(&s, part_term(prefix, pw->forms[f].term,
				       pw->forms[f].n));
	return store_query_scale(subs_combine(&s, STORE_SYNONYM),
				 rank_word(w));
}

struct store_query *part_pair(const char *prefix, struct base first,
			      struct base second)
{
	char term[SCHEMA_TERM_MAX];
	size_t n = pair_term(prefix, first, second, term);

	return n ? store_query_term(term, n, norm_of(prefix))
		 : store_query_none();
}

/* The pair of words i and i + 1. */
struct store_query *plan_pair_query(const struct plan *p, size_t i,
				    const char *prefix)
{
	const struct query_word *w = &p->q->words[i];
	struct store_query *q =
		part_pair(prefix, (struct base){ w->term, w->base_len },
			  (struct base){ w[1].term, w[1].base_len });

	return store_query_scale(q, rank_pair(w, w + 1));
}

struct store_query *part_alt_term(const struct plan_alt *alt, size_t k,
				  const char *prefix)
{
	struct subs s = { 0 };

	if (!alt->covers || alt->n_terms > 1)
		return part_term(prefix, alt->terms[k].term,
				 alt->terms[k].n);
	for (size_t i = 0; i < alt->n_forms; i++)
		subs_add(&s, part_term(prefix, alt->forms[i].term,
				       alt->forms[i].n));
	return subs_combine(&s, STORE_SYNONYM);
}
