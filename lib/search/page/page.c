/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <stdlib.h>

#include "search/page/hit.h"
#include "search/page/page.h"
#include "search/plan/rank.h"
#include "store/schema.h"

/*
 * Without a check, totals are counted exactly up to here; above, "at least".
 * Counting keeps Xapian from passing over reports that cannot be among the best:
 * to 1000, four words ranked by any took 1.4 ms instead of 0.9 (gov_policy).
 */
#define EXACT_TO 200
/* Candidates fetched at first when each is looked at, beyond the page. */
#define CHECK_AHEAD 16

static void set_sort(const struct paging *run, struct store_match *m)
{
	switch (run->req->sort) {
	case SEARCH_BY_RELEVANCE: m->sort = STORE_BY_WEIGHT; return;
	case SEARCH_BY_NEWEST: m->sort = STORE_BY_SLOT_DOWN; break;
	case SEARCH_BY_OLDEST:
	case SEARCH_BY_PATH: m->sort = STORE_BY_SLOT_UP; break;
	}
	m->sort_slot = run->req->sort == SEARCH_BY_PATH ? SCHEMA_SLOT_PATH
							: SCHEMA_SLOT_DATE;
}

static struct store_match match_options(const struct paging *run, uint32_t offset,
					uint32_t limit)
{
	struct store_match m = {
		.offset = offset,
		.limit = limit,
		.exact_to = run->all ? UINT32_MAX : EXACT_TO,
		.bm25 = rank_bm25,
		/* Equal scores: the newest first, then by path.  To count them
		 * the dates of all need not be read. */
		.ties = !run->all,
		.tie_down = SCHEMA_SLOT_DATE,
		.tie_up = SCHEMA_SLOT_PATH,
		.deadline_ns = run->req->deadline_ns,
		.cancel = run->req->cancel,
	};

	set_sort(run, &m);
	return m;
}

/* Add a report that is loaded and viewed to the page. */
static int add_viewed(struct paging *run, const struct store_hit *h)
{
	return hit_add(run->s, run->req, h->weight, run->result, run->e);
}

/* ---------------------------------------------------------------- without check */

static int add_hit(struct paging *run, enum plan_tier tier,
		   const struct store_hit *h)
{
	struct search *s = run->s;
	int r = session_load(s, h->docid, run->e);

	if (!r && (run->req->snippet || run->req->lines))
		r = view_load(&s->view, run->plan, tier, s->record, run->e);
	return r ? r : add_viewed(run, h);
}

static int take_ranks(struct paging *run, enum plan_tier tier,
		     const struct store_query *q)
{
	uint64_t skip = run->req->offset > run->rank
				? run->req->offset - run->rank
				: 0;
	uint64_t want = page_full(run) ? 0 : page_end(run) - run->rank - skip;
	struct store_match m = match_options(run, (uint32_t)skip,
					     run->all ? 0 : (uint32_t)want);
	struct store_hits hits;
	int r;

	r = store_match(run->s->reader, q, &m, &hits, run->e);
	if (r)
		return r;
	for (size_t i = 0; !r && i < hits.n; i++) {
		r = search_in_time(run->req, run->e);
		if (!r)
			r = add_hit(run, tier, &hits.v[i]);
	}
	if (hits.lower != hits.upper)
		run->more = true;
	run->passed += hits.lower;
	run->rank += hits.lower;
	free(hits.v);
	return r;
}

/* ------------------------------------------------------------------- one by one */

/* Load a candidate and say whether it belongs to this tier. */
static int check_candidate(struct paging *run, enum plan_tier tier, uint32_t docid,
			   bool *ret_passes)
{
	struct search *s = run->s;
	int r = session_load(s, docid, run->e);

	if (!r && run->second) {
		r = view_load(&s->view, run->plan, PLAN_STRICT, s->record,
			      run->e);
		if (!r)
			r = view_matches(&s->view, run->match, run->e);
		if (r > 0) {
			*ret_passes = false; /* shown in the strict tier */
			return 0;
		}
	}
	if (!r)
		r = view_load(&s->view, run->plan, tier, s->record, run->e);
	if (!r)
		r = view_matches(&s->view, run->match, run->e);
	if (r < 0)
		return r;
	*ret_passes = r;
	return 0;
}

/* Whether the report of a rank is on the page. */
static bool is_shown(const struct paging *run, uint64_t rank)
{
	return run->result && rank >= run->req->offset && rank < page_end(run);
}

/* Fold a candidate into the report of that rank: it is named there. */
static int fold(struct paging *run, const struct store_hit *h, uint64_t rank)
{
	int r = 0;

	if (!is_shown(run, rank))
		return 0;
	if (!run->check)
		r = session_load(run->s, h->docid, run->e);
	return r ? r
		 : collapse_add(run->s,
				&run->result->hits[rank - run->req->offset],
				run->e);
}

/* Give a candidate the next rank. */
static int show(struct paging *run, enum plan_tier tier, const struct store_hit *h)
{
	int r = run->req->collapse ? collapse_keep(&run->collapse, run->e) : 0;

	if (!r && is_shown(run, run->rank))
		r = run->check ? add_viewed(run, h) : add_hit(run, tier, h);
	run->rank++;
	return r;
}

static int take_candidate(struct paging *run, enum plan_tier tier,
			  const struct store_hit *h)
{
	size_t like = COLLAPSE_NONE;
	bool passes = true;
	int r = search_in_time(run->req, run->e);

	run->ahead += page_full(run);
	if (!r && run->req->collapse)
		r = collapse_take(&run->collapse, run->s->reader, h->docid,
				  &like, run->e);
	if (!r && run->check)
		r = check_candidate(run, tier, h->docid, &passes);
	if (r || !passes)
		return r;
	run->passed++;
	if (like != COLLAPSE_NONE)
		return fold(run, h, like);
	return show(run, tier, h);
}

/* How many to fetch at first. */
static uint64_t first_batch(const struct paging *run)
{
	uint64_t n = run->req->collapse ? COLLAPSE_AHEAD : CHECK_AHEAD;

	if (run->all)
		return UINT32_MAX;
	return page_full(run) ? n : n + page_end(run) - run->rank;
}

/* How far to count: one beyond the batch tells whether there are more. */
static uint32_t count_to(const struct paging *run, uint64_t batch)
{
	if (!run->check)
		return EXACT_TO;
	return (uint32_t)(batch < UINT32_MAX ? batch + 1 : batch);
}

/*
 * Candidates in growing batches until enough are seen or none are left.  With
 * `collapse` no more than the window, in which all pages are, so that many copies
 * of one report do not take all the time there is.
 */
static int walk_page(struct paging *run, enum plan_tier tier,
		     const struct store_query *q)
{
	uint64_t batch = first_batch(run), seen = 0, before = run->passed;
	uint64_t most = run->req->collapse ? run->s->index->limits.window
					   : UINT64_MAX;
	struct store_hits hits;
	bool left;
	int r;

	do {
		struct store_match m = match_options(run, (uint32_t)seen,
						     (uint32_t)batch);

		m.exact_to = count_to(run, batch);
		r = store_match(run->s->reader, q, &m, &hits, run->e);
		if (r)
			return r;
		for (size_t i = 0; !r && i < hits.n; i++)
			r = take_candidate(run, tier, &hits.v[i]);
		seen += hits.n;
		left = hits.n == batch && seen < hits.upper;
		batch *= 4;
		free(hits.v);
	} while (!r && left && !page_done(run) && seen < most);
	/* What is not checked Xapian counts as well, and further. */
	if (!run->check)
		run->passed = before + hits.lower;
	run->more |= run->check ? left : hits.lower != hits.upper;
	return r;
}

int page_take(struct paging *run, enum plan_tier tier, const struct store_query *q)
{
	run->s->view.plan = run->plan;
	run->s->view.tier = tier;
	return run->check || run->req->collapse ? walk_page(run, tier, q)
						: take_ranks(run, tier, q);
}
