/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * match - a page of results: the strict tier, then the loose one, each as
 * candidates in rank order that are looked at until the page is full.
 */
#include <stdlib.h>
#include <string.h>

#include "search/page/facet.h"
#include "search/page/match.h"
#include "search/page/page.h"
#include "search/plan/question.h"
#include "search/session.h"
#include "search/typing/suggest.h"

/* In an archive of so few reports the loose tier is counted even where the
 * strict one fills the page. */
#define SMALL_ARCHIVE 1000

/* ------------------------------------------------------------------------ tiers */

/* Take out of a loose query what the strict tier has shown. */
static int without_strict(struct paging *run, struct store_query **q)
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

static int run_tier(struct paging *run, enum plan_tier tier, bool second)
{
	struct store_query *q = NULL;
	int r = plan_query(run->plan, tier, run->match, !run->all, &q, run->e);

	run->second = second;
	if (!r && second && !run->check)
		r = without_strict(run, &q);
	if (!r)
		r = page_take(run, tier, q);
	store_query_free(q);
	return r;
}

/* By date or path, and for counting, the tiers are one: the loose one has both. */
static int run_tiers(struct paging *run)
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
	if (page_done(run) && run->plan->documents > SMALL_ARCHIVE) {
		run->more = true;
		return 0;
	}
	return run_tier(run, PLAN_LOOSE, true);
}

static void run_reset(struct paging *run, enum search_match match)
{
	run->match = match;
	run->passed = run->rank = run->ahead = 0;
	run->collapse.n = 0;
	run->more = false;
}

/* auto: all, and if nothing has all, any. */
static int run_matches(struct paging *run, bool *ret_relaxed)
{
	enum search_match match = run->req->match;
	int r;

	*ret_relaxed = false;
	run->check = plan_needs_check(run->plan);
	run_reset(run, match == SEARCH_ANY ? SEARCH_ANY : SEARCH_ALL);
	r = run_tiers(run);
	if (r || match != SEARCH_AUTO || run->passed ||
	    !query_can_relax(run->plan->q, run->plan->q->root))
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
	struct paging run;
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
	return question_open(&job->question, s, req, e);
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

static void set_total(const struct paging *run, struct search_result *result)
{
	result->total = run->passed;
	result->relation = run->more ? SEARCH_GTE : SEARCH_EQ;
	result->match = run->match;
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
	set_total(&job->run, result);
	if (req->facets)
		r = facets_find(s, job->run.plan, job->run.match, req, result,
				e);
	if (r)
		goto out;
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

int match_query(struct search *s, const struct search_request *req,
		const struct store_query *q, struct search_result **ret,
		struct err *e)
{
	struct search_request unasked = *req;
	struct search_result *result = calloc(1, sizeof(*result));
	struct job *job = NULL;
	int r;

	unasked.query = "";
	unasked.query_len = 0;
	r = result ? job_open(s, &unasked, &job, e) : err_nomem(e);
	if (r)
		goto out;
	job->run.result = result;
	job->run.match = SEARCH_ANY;
	r = page_take(&job->run, PLAN_STRICT, q);
	if (r)
		goto out;
	set_total(&job->run, result);
	*ret = result;
	result = NULL;
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
