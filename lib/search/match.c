/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * match - a page of results: the strict tier, then the loose one, each as
 * candidates in rank order that are looked at until the page is full.
 */
#include <stdlib.h>
#include <string.h>

#include "search/collapse.h"
#include "search/hit.h"
#include "search/question.h"
#include "search/rank.h"
#include "search/session.h"
#include "search/suggest.h"
#include "store/schema.h"

/*
 * Without a check, totals are counted exactly up to here; above, "at least".
 * Counting keeps Xapian from passing over reports that cannot be among the best:
 * to 1000, four words ranked by any took 1.4 ms instead of 0.9 (gov_policy).
 */
#define EXACT_TO 200
/* In an archive of so few reports the loose tier is counted even where the
 * strict one fills the page. */
#define SMALL_ARCHIVE 1000
/* Candidates fetched at first when each is looked at, beyond the page. */
#define CHECK_AHEAD 16

/* One run of one query in one `match`. */
struct run {
	struct search *s;
	struct plan *plan;
	const struct search_request *req;
	enum search_match match;
	bool all;   /* count everything; no page is wanted */
	bool check; /* candidates must be checked */
	struct err *e;

	bool second;	 /* this tier shows what the first one did not */
	uint64_t passed; /* reports found so far */
	uint64_t rank;	 /* of the next one: less by those that were folded */
	uint64_t ahead;	 /* looked at since the page was full */
	bool more;	 /* there may be others that were not counted */
	struct collapse collapse;
	struct search_result *result; /* hits are added here; NULL to count */
};

static uint64_t page_end(const struct run *run)
{
	return (uint64_t)run->req->offset + run->req->limit;
}

static bool page_full(const struct run *run)
{
	return !run->all && run->rank >= page_end(run);
}

/* Whether no more candidates are wanted. */
static bool is_done(const struct run *run)
{
	return page_full(run) &&
	       (!run->req->collapse || run->ahead >= COLLAPSE_AHEAD);
}

static void set_sort(const struct run *run, struct store_match *m)
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

static struct store_match match_options(const struct run *run, uint32_t offset,
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
static int add_viewed(struct run *run, const struct store_hit *h)
{
	return hit_add(run->s, run->req, h->weight, run->result, run->e);
}

/* ---------------------------------------------------------------- without check */

static int add_hit(struct run *run, enum plan_tier tier,
		   const struct store_hit *h)
{
	struct search *s = run->s;
	int r = session_load(s, h->docid, run->e);

	if (!r && (run->req->snippet || run->req->lines))
		r = view_load(&s->view, run->plan, tier, s->record, run->e);
	return r ? r : add_viewed(run, h);
}

static int take_page(struct run *run, enum plan_tier tier,
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
static int check_candidate(struct run *run, enum plan_tier tier, uint32_t docid,
			   bool *ret_passes)
{
	struct search *s = run->s;
	int r = session_load(s, docid, run->e);

	if (!r && run->second) {
		r = view_load(&s->view, run->plan, PLAN_STRICT, s->record,
			      run->e);
		if (!r && view_matches(&s->view, run->match)) {
			*ret_passes = false; /* shown in the strict tier */
			return 0;
		}
	}
	if (!r)
		r = view_load(&s->view, run->plan, tier, s->record, run->e);
	if (!r)
		*ret_passes = view_matches(&s->view, run->match);
	return r;
}

/* Whether the report of a rank is on the page. */
static bool is_shown(const struct run *run, uint64_t rank)
{
	return run->result && rank >= run->req->offset && rank < page_end(run);
}

/* Fold a candidate into the report of that rank: it is named there. */
static int fold(struct run *run, const struct store_hit *h, uint64_t rank)
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
static int show(struct run *run, enum plan_tier tier, const struct store_hit *h)
{
	int r = run->req->collapse ? collapse_keep(&run->collapse, run->e) : 0;

	if (!r && is_shown(run, run->rank))
		r = run->check ? add_viewed(run, h) : add_hit(run, tier, h);
	run->rank++;
	return r;
}

static int take_candidate(struct run *run, enum plan_tier tier,
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
static uint64_t first_batch(const struct run *run)
{
	uint64_t n = run->req->collapse ? COLLAPSE_AHEAD : CHECK_AHEAD;

	if (run->all)
		return UINT32_MAX;
	return page_full(run) ? n : n + page_end(run) - run->rank;
}

/* How far to count: one beyond the batch tells whether there are more. */
static uint32_t count_to(const struct run *run, uint64_t batch)
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
static int walk_page(struct run *run, enum plan_tier tier,
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
	} while (!r && left && !is_done(run) && seen < most);
	/* What is not checked Xapian counts as well, and further. */
	if (!run->check)
		run->passed = before + hits.lower;
	run->more |= run->check ? left : hits.lower != hits.upper;
	return r;
}

/* ------------------------------------------------------------------------ tiers */

/* Take out of a loose query what the strict tier has shown. */
static int without_strict(struct run *run, struct store_query **q)
{
	struct store_query *strict, *v[2];
	int r = plan_query(run->plan, PLAN_STRICT, run->match, false, &strict,
			   run->e);

	if (r)
		return r;
	v[0] = *q;
	v[1] = strict;
	*q = store_query_op(STORE_AND_NOT, v, 2);
	return *q ? 0 : err_nomem(run->e);
}

static int run_tier(struct run *run, enum plan_tier tier, bool second)
{
	struct store_query *q = NULL;
	int r = plan_query(run->plan, tier, run->match, !run->all, &q, run->e);

	run->second = second;
	if (!r && second && !run->check)
		r = without_strict(run, &q);
	run->s->view.plan = run->plan;
	run->s->view.tier = tier;
	if (!r)
		r = run->check || run->req->collapse
			    ? walk_page(run, tier, q)
			    : take_page(run, tier, q);
	store_query_free(q);
	return r;
}

/* By date or path, and for counting, the tiers are one: the loose one has both. */
static int run_tiers(struct run *run)
{
	bool ranked = run->req->sort == SEARCH_BY_RELEVANCE && !run->all;
	int r;

	if (!run->plan->two_tiers)
		return run_tier(run, PLAN_STRICT, false);
	if (!ranked)
		return run_tier(run, PLAN_LOOSE, false);
	r = run_tier(run, PLAN_STRICT, false);
	if (r)
		return r;
	/* The loose tier only to count it: where that costs next to nothing. */
	if (is_done(run) && run->plan->documents > SMALL_ARCHIVE) {
		run->more = true;
		return 0;
	}
	return run_tier(run, PLAN_LOOSE, true);
}

static void run_reset(struct run *run, enum search_match match)
{
	run->match = match;
	run->passed = run->rank = run->ahead = 0;
	run->collapse.n = 0;
	run->more = false;
}

/* Several wanted items side by side, so that any asks for less than all. */
static bool can_relax(const struct query *q)
{
	return q->root && q->root->op == QUERY_GROUP;
}

/* auto: all, and if nothing has all, any. */
static int run_matches(struct run *run, bool *ret_relaxed)
{
	enum search_match match = run->req->match;
	int r;

	*ret_relaxed = false;
	run->check = plan_needs_check(run->plan);
	run_reset(run, match == SEARCH_ANY ? SEARCH_ANY : SEARCH_ALL);
	r = run_tiers(run);
	if (r || match != SEARCH_AUTO || run->passed ||
	    !can_relax(run->plan->q))
		return r;
	run_reset(run, SEARCH_ANY);
	r = run_tiers(run);
	*ret_relaxed = !r && run->passed;
	if (!r && !run->passed)
		run->match = SEARCH_ALL;
	return r;
}

/* ------------------------------------------------------------------------ entry */

static int check_request(const struct search *s,
			 const struct search_request *req, struct err *e)
{
	if (req->limit > s->index->limits.page)
		return err_limit(e, "limit", s->index->limits.page,
				 "limit is %u, at most %u reports are given at "
				 "a time", req->limit, s->index->limits.page);
	if ((uint64_t)req->offset + req->limit > s->index->limits.window)
		return err_limit(e, "window", s->index->limits.window,
				 "offset and limit together are %llu, only the "
				 "first %u reports can be seen",
				 (unsigned long long)req->offset + req->limit,
				 s->index->limits.window);
	return 0;
}

/* A query, its plan and its run, for search and count. */
struct job {
	struct question question;
	struct run run;
};

/* *ret is set in any case that allocated it: close it. */
static int job_open(struct search *s, const struct search_request *req,
		    struct job **ret, struct err *e)
{
	struct job *job;
	int r = check_request(s, req, e);

	if (r)
		return r;
	job = calloc(1, sizeof(*job));
	if (!job)
		return err_nomem(e);
	*ret = job;
	job->run.s = s;
	job->run.plan = &job->question.plan;
	job->run.req = req;
	job->run.e = e;
	return question_open(&job->question, s, req->query, req->query_len, e);
}

static void job_close(struct job *job)
{
	if (!job)
		return;
	question_release(&job->question);
	collapse_release(&job->run.collapse);
	free(job);
}

/* What may have been meant by the query as it was read in the end. */
static int add_suggestion(struct job *job, struct search_result *result,
			  struct err *e)
{
	struct search_request read = *job->run.req;

	read.query = job->question.text;
	read.query_len = job->question.n;
	return suggest_push(job->run.s, &read, &job->question.plan, result,
			    &result->suggestion, e);
}

int search_run(struct search *s, const struct search_request *req,
	       struct search_result **ret, struct err *e)
{
	struct search_result *result = calloc(1, sizeof(*result));
	struct job *job = NULL;
	int r = result ? job_open(s, req, &job, e) : err_nomem(e);

	if (r)
		goto out;
	job->run.result = result;
	r = run_matches(&job->run, &result->relaxed);
	if (r)
		goto out;
	result->total = job->run.passed;
	result->relation = job->run.more ? SEARCH_GTE : SEARCH_EQ;
	result->match = job->run.match;
	result->fallback = job->question.fallback;
	result->read_as = strdup(job->question.query.read_as);
	if (result->read_as)
		r = add_suggestion(job, result, e);
	if (r)
		goto out;
	if (result->read_as) {
		*ret = result;
		result = NULL;
	} else {
		r = err_nomem(e);
	}
out:
	search_result_free(result);
	job_close(job);
	return r;
}

int search_count(struct search *s, const struct search_request *req,
		 uint64_t *ret_value, enum search_relation *ret_relation,
		 struct err *e)
{
	struct search_request all = *req;
	struct job *job = NULL;
	bool relaxed;
	int r;

	all.limit = all.offset = 0;
	all.collapse = false;
	all.sort = SEARCH_BY_RELEVANCE;
	r = job_open(s, &all, &job, e);
	if (!r) {
		job->run.all = true;
		r = run_matches(&job->run, &relaxed);
	}
	if (!r) {
		*ret_value = job->run.passed;
		*ret_relation = job->run.more ? SEARCH_GTE : SEARCH_EQ;
	}
	job_close(job);
	return r;
}
