/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "search/page/facet.h"

#include <stdlib.h>

#include "search/page/tally.h"
#include "search/plan/rank.h"
#include "search/session.h"
#include "store/schema.h"

static const enum schema_slot slots[SEARCH_FACETS] = {
	[SEARCH_FACET_YEAR] = SCHEMA_SLOT_YEAR,
	[SEARCH_FACET_PLACE] = SCHEMA_SLOT_PLACE,
	[SEARCH_FACET_AUTHOR] = SCHEMA_SLOT_AUTHOR,
	[SEARCH_FACET_REF] = SCHEMA_SLOT_REF,
	[SEARCH_FACET_TYPE] = SCHEMA_SLOT_TYPE,
	[SEARCH_FACET_COLLECTION] = SCHEMA_SLOT_COLLECTION,
};

/* The facets that are asked for, while they are counted. */
struct counting {
	struct search *s;
	const struct search_request *req;
	struct tally v[SEARCH_FACETS];
	size_t n;
	uint64_t documents;
	struct err *e;
};

/* ------------------------------------------------------------- by values alone */

static int take_counts(struct counting *c, struct store_counts *counts, size_t i)
{
	uint64_t documents;
	const char *s;
	size_t n;
	int r;

	while ((r = store_counts_next(counts, i, &s, &n, &documents, c->e)) > 0) {
		r = tally_add(&c->v[i], s, n, documents, c->e);
		if (!r)
			r = search_in_time(c->req, c->e);
		if (r)
			return r;
	}
	return r;
}

static int count_values(struct counting *c, const struct store_query *q)
{
	unsigned wanted[SEARCH_FACETS];
	struct store_counts *counts;
	int r;

	for (size_t i = 0; i < c->n; i++)
		wanted[i] = slots[c->v[i].which];
	r = store_counts_open(c->s->reader, q, wanted, c->n,
			      c->req->deadline_ns, c->req->cancel, &counts,
			      &c->documents, c->e);
	if (r)
		return r;
	for (size_t i = 0; !r && i < c->n; i++)
		r = take_counts(c, counts, i);
	store_counts_close(counts);
	return r;
}

/* ------------------------------------------------------------ report by report */

/* What the slot of a facet has of a report (indexer/postings.c). */
static struct record_str value_of(const struct record_fields *f,
				  enum search_facet which)
{
	switch (which) {
	case SEARCH_FACET_YEAR:
		return (struct record_str){ f->date.s, f->date.n < 10 ? 0 : 4 };
	case SEARCH_FACET_PLACE: return f->place;
	case SEARCH_FACET_AUTHOR: return f->author;
	case SEARCH_FACET_REF: return f->refs;
	case SEARCH_FACET_TYPE: return f->type;
	case SEARCH_FACET_COLLECTION: return f->collection;
	case SEARCH_FACETS: break;
	}
	return (struct record_str){ NULL, 0 };
}

static int take_report(struct counting *c)
{
	const struct record_fields *f = record_fields(c->s->record);
	int r = 0;

	c->documents++;
	for (size_t i = 0; !r && i < c->n; i++) {
		struct record_str s = value_of(f, c->v[i].which);

		if (s.n)
			r = tally_add(&c->v[i], s.s, s.n, 1, c->e);
	}
	return r;
}

static int check_all(struct counting *c, struct plan *plan, enum plan_tier tier,
		     enum search_match match, const struct store_hits *hits)
{
	struct search *s = c->s;
	int r = 0;

	for (size_t i = 0; !r && i < hits->n; i++) {
		r = search_in_time(c->req, c->e);
		if (!r)
			r = session_load(s, hits->v[i].docid, c->e);
		if (!r)
			r = view_load(&s->view, plan, tier, s->record, c->e);
		if (!r)
			r = view_matches(&s->view, match, c->e);
		if (r > 0)
			r = take_report(c);
	}
	return r;
}

static int count_checked(struct counting *c, struct plan *plan,
			 enum plan_tier tier, enum search_match match,
			 const struct store_query *q)
{
	const struct store_match m = {
		.limit = UINT32_MAX,
		.exact_to = UINT32_MAX,
		.bm25 = rank_bm25,
		.deadline_ns = c->req->deadline_ns,
		.cancel = c->req->cancel,
	};
	struct store_hits hits;
	int r = store_match(c->s->reader, q, &m, &hits, c->e);

	if (r)
		return r;
	r = check_all(c, plan, tier, match, &hits);
	free(hits.v);
	return r;
}

/* ------------------------------------------------------------------------ entry */

int facets_find(struct search *s, struct plan *plan, enum search_match match,
		const struct search_request *req, struct search_result *result,
		struct err *e)
{
	/* The loose tier has the reports of both. */
	enum plan_tier tier = plan->two_tiers ? PLAN_LOOSE : PLAN_STRICT;
	struct counting c = { .s = s, .req = req, .e = e };
	struct store_query *q;
	int r = plan_query(plan, tier, match, false, &q, e);

	if (r)
		return r;
	for (unsigned i = 0; i < SEARCH_FACETS; i++)
		if (req->facets & 1u << i)
			tally_init(&c.v[c.n++], s, req, (enum search_facet)i);
	r = plan_needs_check(plan) ? count_checked(&c, plan, tier, match, q)
				   : count_values(&c, q);
	store_query_free(q);
	for (size_t i = 0; !r && i < c.n; i++)
		r = tally_end(&c.v[i], s->index->limits.facet_values,
			      &result->facets[c.v[i].which], e);
	if (!r) {
		result->total = c.documents;
		result->relation = SEARCH_EQ;
	}
	for (size_t i = 0; i < c.n; i++)
		tally_release(&c.v[i]);
	return r;
}

void search_facet_values_release(struct search_facet_values *f)
{
	for (size_t i = 0; i < f->n; i++) {
		free(f->v[i].value);
		free(f->v[i].query);
	}
	free(f->v);
	*f = (struct search_facet_values){ NULL, 0 };
}
