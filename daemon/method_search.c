/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * search, count, explain, suggest and complete: the methods whose parameter is a
 * query, or the beginning of one; and similar, whose result is that of search.
 */
#include "daemon/method.h"

#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"

#define PLAN_MS UINT64_C(100) /* to find out the plan of a slow query */

/* What is asked is the normal form of the query, so that all who mean the same
 * get the same.  One that is too long is left for lib/search to refuse. */
static int normalise(struct call *c, const struct proto_limits *l,
		     struct failure *f)
{
	struct proto_query *q = &c->query;

	if (q->query_len > l->query_bytes)
		return 0;
	if (search_normalise(q->query, q->query_len, &c->normal)) {
		err_nomem(&f->e);
		return failure_told(f);
	}
	q->query = c->normal.s ? c->normal.s : "";
	q->query_len = c->normal.len;
	return 0;
}

static int prepare(struct call *c, const struct proto_limits *l,
		   struct failure *f)
{
	struct proto_query *q = &c->query;
	const char *param = NULL;

	if (proto_query_decode(c->params, q, &param, &f->e))
		return failure_param(f, param);
	c->latest = q->latest;
	c->text = q->query;
	c->text_len = q->query_len;
	return normalise(c, l, f);
}

static int prepare_similar(struct call *c, const struct proto_limits *l,
			   struct failure *f)
{
	const char *param = NULL;

	(void)l;
	if (proto_similar_decode(c->params, &c->query, &param, &f->e))
		return failure_param(f, param);
	c->latest = c->query.latest;
	return 0;
}

/* ------------------------------------------------------------------------- keys */

static int key_search(const struct call *c, struct buf *key)
{
	struct proto_query q = c->query;

	q.latest = NULL;
	q.path = NULL;
	return proto_query_encode(&q, key);
}

static int key_count(const struct call *c, struct buf *key)
{
	struct proto_query q;

	proto_query_init(&q);
	q.query = c->query.query;
	q.query_len = c->query.query_len;
	q.match = c->query.match;
	return proto_query_encode(&q, key);
}

static int key_similar(const struct call *c, struct buf *key)
{
	struct proto_query q = c->query;

	q.latest = NULL;
	return proto_similar_encode(&q, key);
}

/* As typed: what is told to be replaced are bytes of it. */
static int key_complete(const struct call *c, struct buf *key)
{
	struct proto_complete p = c->complete;

	p.latest = NULL;
	return proto_complete_encode(&p, key);
}

/* The facets of lib/search by those of the protocol. */
static const enum search_facet facets[PROTO_FACETS] = {
	[PROTO_FACET_YEAR] = SEARCH_FACET_YEAR,
	[PROTO_FACET_PLACE] = SEARCH_FACET_PLACE,
	[PROTO_FACET_AUTHOR] = SEARCH_FACET_AUTHOR,
	[PROTO_FACET_REF] = SEARCH_FACET_REF,
	[PROTO_FACET_TYPE] = SEARCH_FACET_TYPE,
	[PROTO_FACET_COLLECTION] = SEARCH_FACET_COLLECTION,
};

static uint32_t facets_of(const struct proto_query *q)
{
	uint32_t set = 0;

	for (unsigned i = 0; i < PROTO_FACETS; i++)
		if (q->facets >> i & 1)
			set |= 1u << facets[i];
	return set;
}

static struct search_request request_of(const struct call *c)
{
	static const enum search_match matches[] = {
		[PROTO_MATCH_AUTO] = SEARCH_AUTO,
		[PROTO_MATCH_ALL] = SEARCH_ALL,
		[PROTO_MATCH_ANY] = SEARCH_ANY,
	};
	static const enum search_sort sorts[] = {
		[PROTO_SORT_RELEVANCE] = SEARCH_BY_RELEVANCE,
		[PROTO_SORT_NEWEST] = SEARCH_BY_NEWEST,
		[PROTO_SORT_OLDEST] = SEARCH_BY_OLDEST,
		[PROTO_SORT_PATH] = SEARCH_BY_PATH,
	};
	const struct proto_query *q = &c->query;

	return (struct search_request){
		.query = q->query,
		.query_len = q->query_len,
		.limit = q->limit,
		.offset = q->offset,
		.match = matches[q->match],
		.sort = sorts[q->sort],
		.snippet = q->snippet,
		.lines = q->lines,
		.collapse = q->collapse,
		.facets = facets_of(q),
		.deadline_ns = c->deadline_ns,
		.cancel = c->cancel,
	};
}

/* ---------------------------------------------------------------------- search */

/* `to` has room for the duplicates of the hit. */
static struct proto_hit hit_of(const struct search_hit *h,
			       struct proto_duplicate *to)
{
	for (size_t i = 0; i < h->n_duplicates; i++)
		to[i] = (struct proto_duplicate){
			.path = h->duplicates[i].path,
			.path_len = h->duplicates[i].path_len,
			.title = h->duplicates[i].title,
		};
	return (struct proto_hit){
		.path = h->path,
		.path_len = h->path_len,
		.score = h->score,
		.date = h->date,
		.author = h->author,
		.place = h->place,
		.section = h->section,
		.type = h->type,
		.collection = h->collection,
		.extracted = h->extracted,
		.page = h->page,
		.title = h->title,
		.snippet = h->snippet,
		.lines = h->lines,
		.n_lines = h->n_lines,
		.duplicates = to,
		.n_duplicates = h->n_duplicates,
		.duplicate_count = h->duplicate_count,
	};
}

static size_t count_duplicates(const struct search_result *res)
{
	size_t n = 0;

	for (size_t i = 0; i < res->n_hits; i++)
		n += res->hits[i].n_duplicates;
	return n;
}

/* The values of all facets, for free(); NULL: out of memory. */
static struct proto_facet_value *
facet_values_of(const struct proto_query *q, const struct search_result *res,
		struct proto_facet_values ret[PROTO_FACETS])
{
	struct proto_facet_value *v, *to;
	size_t n = 0;

	for (unsigned i = 0; i < PROTO_FACETS; i++)
		n += res->facets[facets[i]].n;
	v = to = calloc(n + 1, sizeof(*v));
	for (unsigned i = 0; v && i < PROTO_FACETS; i++) {
		const struct search_facet_values *from = &res->facets[facets[i]];

		ret[i] = (struct proto_facet_values){
			.asked = q->facets >> i & 1,
			.v = to,
			.n = from->n,
		};
		for (size_t k = 0; k < from->n; k++)
			*to++ = (struct proto_facet_value){
				.value = from->v[k].value,
				.count = from->v[k].count,
				.query = from->v[k].query,
			};
	}
	return v;
}

static int encode(const struct call *c, const struct search_result *res,
		  struct buf *json)
{
	struct proto_search_result out = {
		.total = res->total,
		.total_is_exact = res->relation == SEARCH_EQ,
		.generation = c->generation,
		.read_as = res->read_as,
		.match = res->match == SEARCH_ANY ? PROTO_MATCH_ANY :
						    PROTO_MATCH_ALL,
		.fallback = res->fallback,
		.relaxed = res->relaxed,
		.suggestion = res->suggestion,
		.n_hits = res->n_hits,
	};
	struct proto_hit *hits = calloc(res->n_hits + 1, sizeof(*hits));
	struct proto_duplicate *duplicates =
		calloc(count_duplicates(res) + 1, sizeof(*duplicates));
	struct proto_duplicate *to = duplicates;
	struct proto_facet_value *values =
		facet_values_of(&c->query, res, out.facets);
	int r = E_NOMEM;

	if (!hits || !duplicates || !values)
		goto out;
	for (size_t i = 0; i < res->n_hits; i++) {
		hits[i] = hit_of(&res->hits[i], to);
		to += res->hits[i].n_duplicates;
	}
	out.hits = hits;
	r = proto_search_result_encode(&out, json);
out:
	free(values);
	free(duplicates);
	free(hits);
	return r;
}

/* Without memory for it the log does without. */
static void note_reading(struct call *c, const char *read_as)
{
	if (read_as)
		buf_adds(&c->read_as, read_as);
}

/* Past the deadline of a slow query, too, but not for long. */
static int plan_query(struct call *c, struct buf *text, struct err *e)
{
	struct search_request req = request_of(c);
	struct search_explanation x;
	int r;

	req.deadline_ns = clock_now_ns() + PLAN_MS * 1000000;
	req.cancel = NULL;
	r = search_explain(c->search, &req, NULL, 0, &x, e);
	if (r)
		return r;
	r = buf_adds(text, x.plan);
	if (!c->read_as.len)
		note_reading(c, x.read_as);
	search_explanation_release(&x);
	return r;
}

static int run_search(struct call *c, struct buf *json, struct failure *f)
{
	struct search_request req = request_of(c);
	struct search_result *res;
	int r;

	if (search_run(c->search, &req, &res, &f->e))
		return failure_told(f);
	note_reading(c, res->read_as);
	/* For its plan, if it is slow: no need to find this out again. */
	c->query.match = res->match == SEARCH_ANY ? PROTO_MATCH_ANY :
						    PROTO_MATCH_ALL;
	c->hits = res->total;
	r = encode(c, res, json);
	search_result_free(res);
	return r;
}

static int run_similar(struct call *c, struct buf *json, struct failure *f)
{
	struct search_request req = request_of(c);
	struct search_result *res;
	int r;

	if (search_similar(c->search, &req, c->query.path, c->query.path_len,
			   &res, &f->e))
		return failure_told(f);
	c->hits = res->total;
	r = encode(c, res, json);
	search_result_free(res);
	return r;
}

/* ----------------------------------------------------------- count and explain */

static int run_count(struct call *c, struct buf *json, struct failure *f)
{
	struct search_request req = request_of(c);
	enum search_relation relation;
	struct proto_count out;

	if (search_count(c->search, &req, &out.value, &relation, &f->e))
		return failure_told(f);
	c->hits = out.value;
	out.exact = relation == SEARCH_EQ;
	return proto_count_encode(&out, json);
}

static int run_explain(struct call *c, struct buf *json, struct failure *f)
{
	struct search_request req = request_of(c);
	struct search_explanation x;
	struct proto_explanation out;
	int r;

	if (search_explain(c->search, &req, c->query.path, c->query.path_len,
			   &x, &f->e))
		return failure_told(f);
	note_reading(c, x.read_as);
	out = (struct proto_explanation){
		.read_as = x.read_as,
		.plan = x.plan,
		.weights = x.weights,
		.has_path = c->query.path != NULL,
		.matches = x.matches,
		.score = x.score,
	};
	r = proto_explanation_encode(&out, json);
	search_explanation_release(&x);
	return r;
}

/* --------------------------------------------------------------------- suggest */

static int run_suggest(struct call *c, struct buf *json, struct failure *f)
{
	struct search_request req = request_of(c);
	struct search_suggestions list;

	if (search_suggest(c->search, &req, &list, &f->e))
		return failure_told(f);
	c->hits = list.n;
	proto_suggestions_begin(json);
	for (size_t i = 0; i < list.n; i++)
		proto_suggestion_append(&(struct proto_suggestion){
			.query = list.v[i].query,
			.count = { list.v[i].value,
				   list.v[i].relation == SEARCH_EQ },
		}, json);
	search_suggestions_release(&list);
	return proto_suggestions_end(json);
}

/* -------------------------------------------------------------------- complete */

_Static_assert(PROTO_COMPLETIONS_MAX == SEARCH_COMPLETIONS_MAX,
	       "what may be asked for is what is told");

static int prepare_complete(struct call *c, const struct proto_limits *l,
			    struct failure *f)
{
	struct proto_complete *p = &c->complete;
	const char *param = NULL;

	(void)l; /* lib/search knows how much may be typed */
	if (proto_complete_decode(c->params, p, &param, &f->e))
		return failure_param(f, param);
	c->latest = p->latest;
	c->text = p->prefix;
	c->text_len = p->prefix_len;
	return 0;
}

static int run_complete(struct call *c, struct buf *json, struct failure *f)
{
	const struct proto_complete *p = &c->complete;
	struct search_request req = {
		.query = p->prefix,
		.query_len = p->prefix_len,
		.limit = p->limit,
		.deadline_ns = c->deadline_ns,
		.cancel = c->cancel,
	};
	struct search_completions list;
	struct proto_replaced what;

	if (search_complete(c->search, &req, &list, &f->e))
		return failure_told(f);
	c->hits = list.n;
	proto_completions_begin(json);
	for (size_t i = 0; i < list.n; i++)
		proto_completion_append(&(struct proto_completion){
			.text = list.v[i].text,
			.value = list.v[i].value,
			.exact = list.v[i].exact,
		}, json);
	what.byte = list.byte;
	what.utf16 = utf8_utf16_len(p->prefix, list.byte);
	search_completions_release(&list);
	return proto_completions_end(&what, json);
}

const struct method method_complete = { .prepare = prepare_complete,
					.key = key_complete,
					.lane = LANE_QUICK,
					.run = run_complete };
/* What makes a difference to count and to suggest is the same. */
const struct method method_suggest = { .prepare = prepare,
				       .key = key_count,
				       .run = run_suggest };
const struct method method_similar = { .prepare = prepare_similar,
				       .key = key_similar,
				       .tells_took = true,
				       .run = run_similar };
const struct method method_search = { .prepare = prepare,
				      .key = key_search,
				      .tells_took = true,
				      .run = run_search,
				      .plan = plan_query };
const struct method method_count = { .prepare = prepare,
				     .key = key_count,
				     .run = run_count,
				     .plan = plan_query };
const struct method method_explain = { .prepare = prepare, .run = run_explain };
