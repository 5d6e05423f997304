/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <stdlib.h>
#include <string.h>

#include "base/room.h"
#include "search/view.h"
#include "store/record.h"

void view_init(struct view *v)
{
	memset(v, 0, sizeof(*v));
}

void view_release(struct view *v)
{
	free(v->events);
	free(v->spans);
	free(v->term_words);
	view_init(v);
}

/* ---------------------------------------------------------------------- filling */

/* Which words of the query a written term is. */
static uint64_t words_of(const struct view *v, const char *term, size_t n)
{
	const struct query *q = v->plan->q;
	uint64_t set = 0;

	for (size_t i = 0; i < q->n_words; i++)
		if (q->words[i].term[0] == term[0] &&
		    plan_word_is(v->plan, i, v->tier, term, n))
			set |= UINT64_C(1) << i;
	return set;
}

static int add_event(struct view *v, uint32_t pos, uint64_t words)
{
	struct view_event *to = room(v->events, v->n_events + 1,
				     &v->cap_events, sizeof(*to));

	if (!to)
		return E_NOMEM;
	v->events = to;
	to[v->n_events++] =
		(struct view_event){ .pos = pos, .words = words };
	return 0;
}

void view_begin(struct view *v, const struct plan *p, enum plan_tier tier,
		bool title)
{
	v->plan = p;
	v->tier = tier;
	v->n_events = 0;
	v->n_spans = 0;
	v->title_end = title ? UINT32_MAX : 0;
}

int view_add(struct view *v, const char *term, size_t n, uint32_t pos,
	     uint64_t *ret_words)
{
	*ret_words = words_of(v, term, n);
	return *ret_words ? add_event(v, pos, *ret_words) : 0;
}

static int load_terms(struct view *v, struct record *r, size_t *ret_n,
		      struct err *e)
{
	const struct record_str *terms;
	uint64_t *words;
	size_t n;
	int ret = record_terms(r, &terms, &n, e);

	if (ret)
		return ret;
	words = room(v->term_words, n, &v->cap_terms, sizeof(*words));
	if (!words && n)
		return err_nomem(e);
	v->term_words = words;
	for (size_t i = 0; i < n; i++)
		v->term_words[i] = words_of(v, terms[i].s, terms[i].n);
	*ret_n = n;
	return 0;
}

int view_load(struct view *v, const struct plan *p, enum plan_tier tier,
	      struct record *r, struct err *e)
{
	const uint32_t *stream;
	size_t n, n_terms, title_end;
	int ret;

	view_begin(v, p, tier, false);
	ret = load_terms(v, r, &n_terms, e);
	if (ret)
		return ret;
	ret = record_stream(r, &stream, &n, &title_end, e);
	if (ret)
		return ret;
	v->title_end = (uint32_t)title_end;
	for (size_t i = 0; i < n; i++) {
		uint64_t words;

		if (stream[i] == RECORD_BREAK)
			continue;
		words = v->term_words[stream[i]];
		if (words && add_event(v, (uint32_t)i, words))
			return err_nomem(e);
	}
	return 0;
}

/* --------------------------------------------------------------------- matching */

static const struct query_word *word(const struct view *v, size_t i)
{
	return &v->plan->q->words[i];
}

/* Whether event i may stand for word w: a title word only in the title. */
static bool event_is(const struct view *v, size_t i, size_t w)
{
	const struct view_event *ev = &v->events[i];

	return (ev->words >> w & 1) &&
	       (!word(v, w)->title || ev->pos < v->title_end);
}

/* Whether the phrase begins at event i; *ret_last is its last event. */
static bool phrase_at(const struct view *v, const struct query_node *node,
		      size_t i, size_t *ret_last)
{
	size_t w = node->first, at = i;

	if (!event_is(v, i, w))
		return false;
	for (size_t k = 1; k < node->n_words; k++) {
		uint32_t pos = v->events[i].pos + word(v, w + k)->pos -
			       word(v, w)->pos;

		while (at < v->n_events && v->events[at].pos < pos)
			at++;
		if (at == v->n_events || v->events[at].pos != pos ||
		    !event_is(v, at, w + k))
			return false;
	}
	*ret_last = at;
	return true;
}

static bool has_phrase(const struct view *v, const struct query_node *node)
{
	size_t last;

	for (size_t i = 0; i < v->n_events; i++)
		if (phrase_at(v, node, i, &last))
			return true;
	return false;
}

static bool has_word(const struct view *v, size_t w)
{
	for (size_t i = 0; i < v->n_events; i++)
		if (event_is(v, i, w))
			return true;
	return false;
}

static bool node_matches(const struct view *v, const struct query_node *node,
			 enum search_match match);

static bool kids_match(const struct view *v, const struct query_node *node,
		       bool all, enum search_match match)
{
	size_t wanted = 0, found = 0;

	for (size_t i = 0; i < node->n_kids; i++) {
		const struct query_node *kid = node->kids[i];

		if (kid->op == QUERY_NOT) {
			if (node_matches(v, kid->kids[0], match))
				return false;
			continue;
		}
		wanted++;
		found += node_matches(v, kid, match);
	}
	return all ? found == wanted : found || !wanted;
}

static bool node_matches(const struct view *v, const struct query_node *node,
			 enum search_match match)
{
	switch (node->op) {
	case QUERY_WORD: return has_word(v, node->first);
	case QUERY_PHRASE: return has_phrase(v, node);
	case QUERY_NOT: return !node_matches(v, node->kids[0], match);
	case QUERY_AND: return kids_match(v, node, true, match);
	case QUERY_OR: return kids_match(v, node, false, match);
	case QUERY_GROUP: break;
	}
	return kids_match(v, node, match == SEARCH_ALL, match);
}

bool view_matches(const struct view *v, enum search_match match)
{
	const struct query_node *root = v->plan->q->root;

	return root && node_matches(v, root, match);
}

/* ---------------------------------------------------------------------- marking */

static int add_span(struct view *v, size_t first, size_t last, uint64_t words)
{
	struct view_span *to = room(v->spans, v->n_spans + 1, &v->cap_spans,
				    sizeof(*to));

	if (!to)
		return E_NOMEM;
	v->spans = to;
	to[v->n_spans++] = (struct view_span){
		.first = (uint32_t)first,
		.last = (uint32_t)last,
		.words = words,
	};
	return 0;
}

static int find_phrase(struct view *v, const struct query_node *node)
{
	uint64_t words = 0;
	size_t last;

	for (size_t k = 0; k < node->n_words; k++)
		words |= UINT64_C(1) << (node->first + k);
	for (size_t i = 0; i < v->n_events; i++)
		if (phrase_at(v, node, i, &last) &&
		    add_span(v, i, last, words))
			return E_NOMEM;
	return 0;
}

/* Collect the wanted single words; add the spans of the phrases. */
static int find_node(struct view *v, const struct query_node *node,
		     uint64_t *ret_words)
{
	int r = 0;

	switch (node->op) {
	case QUERY_WORD:
		*ret_words |= UINT64_C(1) << node->first;
		return 0;
	case QUERY_PHRASE: return find_phrase(v, node);
	case QUERY_NOT: return 0;
	default: break;
	}
	for (size_t i = 0; !r && i < node->n_kids; i++)
		r = find_node(v, node->kids[i], ret_words);
	return r;
}

static int by_first(const void *a, const void *b)
{
	const struct view_span *x = a, *y = b;

	if (x->first != y->first)
		return x->first < y->first ? -1 : 1;
	return (x->last < y->last) - (x->last > y->last);
}

/* Join spans that share an event: a word inside a phrase that is marked. */
static void merge_spans(struct view *v)
{
	size_t n = 0;

	for (size_t i = 0; i < v->n_spans; i++) {
		struct view_span *s = &v->spans[i];

		if (n && v->spans[n - 1].last >= s->first) {
			v->spans[n - 1].words |= s->words;
			if (s->last > v->spans[n - 1].last)
				v->spans[n - 1].last = s->last;
		} else {
			v->spans[n++] = *s;
		}
	}
	v->n_spans = n;
}

int view_find_spans(struct view *v)
{
	const struct query_node *root = v->plan->q->root;
	uint64_t single = 0;
	size_t phrases;

	v->n_spans = 0;
	if (!root)
		return 0;
	if (find_node(v, root, &single))
		return E_NOMEM;
	phrases = v->n_spans;
	for (size_t i = 0; single && i < v->n_events; i++) {
		uint64_t words = 0;

		for (uint64_t m = v->events[i].words & single; m; m &= m - 1) {
			size_t w = (size_t)__builtin_ctzll(m);

			if (event_is(v, i, w))
				words |= UINT64_C(1) << w;
		}
		if (words && add_span(v, i, i, words))
			return E_NOMEM;
	}
	/* Words alone came in order, and none is in another. */
	if (phrases) {
		qsort(v->spans, v->n_spans, sizeof(*v->spans), by_first);
		merge_spans(v);
	}
	return 0;
}
