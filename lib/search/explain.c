/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * explain - how a query is read and planned, and what each part of it weighs
 * in one report.
 */
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "search/plan/abbrev.h"
#include "search/plan/question.h"
#include "search/plan/rank.h"
#include "search/session.h"
#include "store/schema.h"

struct explain {
	struct search *s;
	const struct search_request *req;
	struct question question;
	enum search_match match;
	bool relaxed; /* auto, and no report has all the words */
	enum plan_tier tier;
	char id[SCHEMA_TERM_MAX]; /* of the report; id_len 0: none */
	size_t id_len;
	struct buf out;
	struct err *e;
};

/* ------------------------------------------------------------------------- plan */

static void indent(struct buf *b, unsigned depth)
{
	while (depth--)
		buf_adds(b, "  ");
}

/* What a word is, and where it is looked for. */
static const char *word_name(const struct query_word *w)
{
	if (w->field != FIELD_TEXT)
		return query_fields[w->field].word;
	if (text_is_unit(w->kind))
		return text_kind_name(w->kind);
	return w->prefix ? "words that begin with"
			 : query_fields[FIELD_TEXT].word;
}

static void print_word(struct explain *x, size_t i, unsigned depth)
{
	const struct query_word *w = &x->question.query.words[i];
	const struct plan_word *pw = &x->question.plan.words[i];
	bool own = plan_own_only(&x->question.plan, i, PLAN_STRICT);

	indent(&x->out, depth);
	buf_addf(&x->out, "%s \"", word_name(w));
	utf8_add_clean(&x->out, x->question.text + w->begin, w->end - w->begin,
		       NULL);
	buf_adds(&x->out, "\":");
	if (own)
		buf_addf(&x->out, " %.*s (%llu)", (int)w->term_len, w->term,
			 (unsigned long long)pw->own_df);
	else if (!pw->n_forms)
		buf_adds(&x->out, " nowhere");
	/* Its own form is the first of those that it covers. */
	for (size_t f = own && pw->own_df; f < pw->n_forms; f++)
		buf_addf(&x->out, "%s %.*s (%llu)", f ? " |" : "",
			 (int)pw->forms[f].n, pw->forms[f].term,
			 (unsigned long long)pw->forms[f].df);
	buf_addc(&x->out, '\n');
}

static const char *op_name(const struct explain *x, enum query_op op)
{
	switch (op) {
	case QUERY_AND: return "all of";
	case QUERY_OR: return "any of";
	case QUERY_NOT: return "not";
	case QUERY_PHRASE: return "phrase";
	default: break;
	}
	return x->match == SEARCH_ANY ? "any of, ranked" : "all of, ranked";
}

static void print_day(struct buf *b, const char *day)
{
	if (*day)
		buf_addf(b, "%.4s-%.2s-%.2s", day, day + 4, day + 6);
	else
		buf_adds(b, "any day");
}

static void print_dates(struct buf *b, const struct query_dates *dates)
{
	buf_adds(b, "published from ");
	print_day(b, dates->from);
	buf_adds(b, " to ");
	print_day(b, dates->to);
	buf_addc(b, '\n');
}

static void print_node(struct explain *x, const struct query_node *node,
		       unsigned depth);

/* A filter among what is wanted any of: it must hold. */
static void print_kid(struct explain *x, const struct query_node *node,
		      const struct query_node *kid, unsigned depth)
{
	if (x->match == SEARCH_ANY &&
	    query_role(&x->question.query, node->op, kid) == QUERY_FILTER) {
		indent(&x->out, depth++);
		buf_adds(&x->out, "always\n");
	}
	print_node(x, kid, depth);
}

static void print_node(struct explain *x, const struct query_node *node,
		       unsigned depth)
{
	if (node->op == QUERY_WORD) {
		print_word(x, node->first, depth);
		return;
	}
	indent(&x->out, depth);
	if (node->op == QUERY_DATE) {
		print_dates(&x->out, &node->dates);
		return;
	}
	if (node->op == QUERY_TYPE || node->op == QUERY_COLLECTION) {
		buf_addf(&x->out, "%s %s\n", node->op == QUERY_TYPE ?
			 "type" : "collection", node->value);
		return;
	}
	if (node->op == QUERY_NEAR)
		buf_addf(&x->out, "at most %u word%s apart\n", node->near,
			 node->near > 1 ? "s" : "");
	else
		buf_addf(&x->out, "%s\n", op_name(x, node->op));
	for (size_t i = 0; i < node->n_words; i++)
		print_word(x, node->first + i, depth + 1);
	for (size_t i = 0; i < node->n_kids; i++)
		print_kid(x, node, node->kids[i], depth + 1);
}

/* Whether a query asks for the pair that ends with this word. */
static bool makes_pair(const struct query_word *w)
{
	return w->joined && query_fields[w->field].pairs && !w->unwanted &&
	       !w->prefix && !w[-1].prefix;
}

static void print_pairs(struct explain *x)
{
	const struct query_word *w = x->question.query.words;

	for (size_t i = 1; i < x->question.query.n_words; i++)
		if (makes_pair(&w[i]))
			buf_addf(&x->out, "pair \"%.*s %.*s\"\n",
				 (int)w[i - 1].base_len, w[i - 1].term,
				 (int)w[i].base_len, w[i].term);
}

/* Which table an alternative is from, and what the archive knows of it. */
static void print_source(struct buf *b, const struct plan_alt *alt)
{
	static const char *const names[] = { "yours", "built in", "learned" };
	const struct abbrev_pair *pair = alt->pair;

	buf_addf(b, " (%s", names[pair->source]);
	if (pair->reports)
		buf_addf(b, ", defined in %u report%s", pair->reports,
			 pair->reports > 1 ? "s" : "");
	if (alt->weight < 1.0)
		buf_addf(b, ", weighs %.2f", alt->weight);
	buf_addc(b, ')');
}

/* Other ways to write some of the words. */
static void print_alts(struct explain *x)
{
	for (size_t i = 0; i < x->question.plan.n_alts; i++) {
		const struct plan_alt *alt = &x->question.plan.alts[i];
		const struct query_word *w = &x->question.query.words[alt->first];
		size_t end = w[alt->n - 1].end;

		buf_addf(&x->out, "%s of \"", alt->kind);
		utf8_add_clean(&x->out, x->question.text + w->begin,
			       end - w->begin, NULL);
		buf_adds(&x->out, "\":");
		for (size_t k = 0; k < alt->n_terms; k++)
			buf_addf(&x->out, "%s %.*s",
				 alt->terms[k].apart ? "," : "",
				 (int)alt->terms[k].n, alt->terms[k].term);
		if (alt->pair)
			print_source(&x->out, alt);
		buf_addc(&x->out, '\n');
	}
}

/* How a search read it otherwise than it was typed. */
static void print_reading(struct explain *x)
{
	const char *fallback = x->question.fallback;

	if (fallback && !strcmp(fallback, "joined"))
		buf_adds(&x->out, "words run together are read apart\n");
	else if (fallback)
		buf_addf(&x->out, "read as %s keys\n",
			 strcmp(fallback, "vni") ? "Telex" : "VNI");
	if (x->relaxed)
		buf_adds(&x->out, "no report has all the words: any of them\n");
}

static int print_plan(struct explain *x, char **ret)
{
	print_reading(x);
	if (x->question.query.root)
		print_node(x, x->question.query.root, 0);
	else
		buf_adds(&x->out, "nothing\n");
	print_alts(x);
	print_pairs(x);
	if (plan_needs_check(&x->question.plan))
		buf_adds(&x->out, "candidates are checked word by word\n");
	if (x->question.plan.two_tiers)
		buf_adds(&x->out, "words as typed first, then with more marks\n");
	if (x->out.failed)
		return err_nomem(x->e);
	*ret = buf_detach(&x->out, NULL);
	return 0;
}

/* ---------------------------------------------------------------------- weights */

/* The weight of a query in the report; 0 when it does not match.  Takes q. */
static int weigh(struct explain *x, struct store_query *q, double *ret)
{
	struct store_query *v[2] = { q,
				     store_query_term(x->id, x->id_len,
						      STORE_BY_LENGTH) };
	struct store_match m = {
		.limit = 1,
		.bm25 = rank_bm25,
		.deadline_ns = x->req->deadline_ns,
		.cancel = x->req->cancel,
	};
	struct store_hits hits;
	int r;

	q = store_query_op(STORE_FILTER, v, 2);
	if (!q)
		return err_nomem(x->e);
	r = store_match(x->s->reader, q, &m, &hits, x->e);
	store_query_free(q);
	if (r)
		return r;
	*ret = hits.n ? hits.v[0].weight : 0;
	free(hits.v);
	return 0;
}

static int print_weight(struct explain *x, struct store_query *q, double scale,
			const char *kind, size_t from, size_t to)
{
	size_t begin = x->question.query.words[from].begin;
	size_t end = x->question.query.words[to].end;
	double weight;
	int r = weigh(x, q, &weight);

	if (r || weight == 0.0)
		return r;
	buf_addf(&x->out, "%8.3f  %s \"", weight * scale, kind);
	utf8_add_clean(&x->out, x->question.text + begin, end - begin, NULL);
	buf_adds(&x->out, "\"\n");
	return 0;
}

static int weigh_word(struct explain *x, size_t i)
{
	const struct query_word *w = &x->question.query.words[i];
	const struct plan *p = &x->question.plan;
	int r = 0;

	/* These say which reports, not in which order. */
	if (query_fields[w->field].beside)
		return 0;
	if (w->field == FIELD_TEXT)
		r = print_weight(x, plan_word_query(p, i, x->tier, ""), 1.0,
				 "word", i, i);
	if (!r)
		r = print_weight(x, plan_word_query(p, i, x->tier, SCHEMA_TITLE),
				 w->field == FIELD_TITLE ? 1.0 : RANK_TITLE,
				 "title word", i, i);
	if (r || !makes_pair(w))
		return r;
	r = print_weight(x, plan_pair_query(p, i - 1, SCHEMA_PAIR),
			 w->in_phrase ? 1.0 : RANK_PAIR, "pair", i - 1, i);
	return r ? r
		 : print_weight(x, plan_pair_query(p, i - 1, SCHEMA_TITLE_PAIR),
				RANK_TITLE_PAIR, "title pair", i - 1, i);
}

static int weigh_report(struct explain *x, uint32_t docid,
			struct search_explanation *ret)
{
	struct search *s = x->s;
	struct store_query *q;
	int r = session_load(s, docid, x->e);

	if (!r)
		r = view_load(&s->view, &x->question.plan, x->tier, s->record,
			      x->e);
	if (!r)
		r = view_matches(&s->view, x->match, x->e);
	if (r < 0)
		return r;
	ret->matches = r;
	r = plan_query(&x->question.plan, x->tier, x->match, true, &q, x->e);
	if (!r)
		r = weigh(x, q, &ret->score);
	for (size_t i = 0; !r && i < x->question.query.n_words; i++)
		if (!x->question.query.words[i].unwanted)
			r = weigh_word(x, i);
	if (!r && x->out.failed)
		r = err_nomem(x->e);
	if (!r)
		ret->weights = x->out.len ? buf_detach(&x->out, NULL)
					  : strdup("");
	return r || ret->weights ? r : err_nomem(x->e);
}

/* The report in the tier it is found in. */
static int explain_report(struct explain *x, const char *path, size_t path_len,
			  struct search_explanation *ret)
{
	uint32_t docid;
	int r = session_load_path(x->s, path, path_len, &docid, x->e);

	if (r)
		return r;
	x->id_len = schema_id(path, path_len, x->id);
	x->tier = PLAN_STRICT;
	r = weigh_report(x, docid, ret);
	if (r || ret->matches || !x->question.plan.two_tiers)
		return r;
	free(ret->weights);
	ret->weights = NULL;
	x->tier = PLAN_LOOSE;
	return weigh_report(x, docid, ret);
}

/* ------------------------------------------------------------------------ entry */

/* What `match: auto` comes to is known when it was tried. */
static int find_match(struct explain *x)
{
	struct search_request one = *x->req;
	struct search_result *result;
	int r;

	x->match = one.match;
	if (one.match != SEARCH_AUTO)
		return 0;
	one.limit = 1;
	one.offset = 0;
	one.facets = 0;
	one.snippet = one.lines = one.collapse = false;
	r = search_run(x->s, &one, &result, x->e);
	if (r)
		return r;
	x->match = result->match;
	x->relaxed = result->relaxed;
	search_result_free(result);
	return 0;
}

int search_explain(struct search *s, const struct search_request *req,
		   const char *path, size_t path_len,
		   struct search_explanation *ret, struct err *e)
{
	struct search_explanation x = { 0 };
	struct explain *in = calloc(1, sizeof(*in));
	int r;

	if (!in)
		return err_nomem(e);
	in->s = s;
	in->req = req;
	in->e = e;
	r = find_match(in);
	if (!r)
		r = question_open(&in->question, s, req, e);
	if (!r)
		r = plan_expand(&in->question.plan, e);
	if (!r)
		r = print_plan(in, &x.plan);
	if (!r && path)
		r = explain_report(in, path, path_len, &x);
	if (!r) {
		x.read_as = strdup(in->question.query.read_as);
		r = x.read_as ? 0 : err_nomem(e);
	}
	if (r)
		search_explanation_release(&x);
	else
		*ret = x;
	question_release(&in->question);
	buf_release(&in->out);
	free(in);
	return r;
}

void search_explanation_release(struct search_explanation *x)
{
	free(x->read_as);
	free(x->plan);
	free(x->weights);
	memset(x, 0, sizeof(*x));
}
