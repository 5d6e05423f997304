/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * What of a query stands in a view.
 */
#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/room.h"
#include "search/page/view.h"
#include "store/record.h"

static const struct query_word *word(const struct view *v, size_t i)
{
	return &v->plan->q->words[i];
}

/* Whether positions from `pos` on are in the field. */
static bool in_field(const struct view *v, enum query_field field, uint32_t pos)
{
	if (query_fields[field].beside)
		return pos / VIEW_BESIDE == (uint32_t)field;
	return pos < (field == FIELD_TITLE ? v->title_end : VIEW_BESIDE);
}

static bool event_is(const struct view *v, size_t i, size_t w)
{
	const struct view_event *ev = &v->events[i];

	return (ev->words >> w & 1) && in_field(v, word(v, w)->field, ev->pos);
}

/* Of n things of `size` bytes that begin with their position, by which they are
 * in order, the first at or behind `pos`. */
static size_t first_from(const void *v, size_t n, size_t size, uint32_t pos)
{
	size_t low = 0, high = n;

	while (low < high) {
		size_t mid = low + (high - low) / 2;
		const uint32_t *at = (const void *)((const char *)v + mid * size);

		if (*at < pos)
			low = mid + 1;
		else
			high = mid;
	}
	return low;
}

static size_t event_from(const struct view *v, uint32_t pos)
{
	static_assert(offsetof(struct view_event, pos) == 0, "first_from()");
	return first_from(v->events, v->n_events, sizeof(*v->events), pos);
}

static size_t alt_from(const struct view *v, uint32_t pos)
{
	static_assert(offsetof(struct view_alt, pos) == 0, "first_from()");
	return first_from(v->alts, v->n_alts, sizeof(*v->alts), pos);
}

/* ----------------------------------------------------------------- alternatives */

/* Whether term k of the alternative and all behind it stand from `pos` on. */
static bool alt_at(const struct view *v, const struct plan_alt *alt, size_t k,
		   uint32_t pos, uint32_t *ret_end);

static bool rest_at(const struct view *v, const struct plan_alt *alt, size_t k,
		    uint32_t pos, uint32_t *ret_end)
{
	if (k == alt->n_terms) {
		*ret_end = pos;
		return true;
	}
	return alt_at(v, alt, k, pos, ret_end) ||
	       (alt->terms[k].apart && alt_at(v, alt, k, pos + 1, ret_end));
}

static bool alt_at(const struct view *v, const struct plan_alt *alt, size_t k,
		   uint32_t pos, uint32_t *ret_end)
{
	for (size_t i = event_from(v, pos);
	     i < v->n_events && v->events[i].pos == pos; i++)
		if ((v->events[i].alts >> (alt->bit + k) & 1) &&
		    rest_at(v, alt, k + 1, pos + v->events[i].n_pos, ret_end))
			return true;
	return false;
}

static int add_alt(struct view *v, uint32_t pos, uint32_t end, size_t alt)
{
	struct view_alt *to = room(v->alts, v->n_alts + 1, &v->cap_alts,
				   sizeof(*to));

	if (!to)
		return E_NOMEM;
	v->alts = to;
	to[v->n_alts++] = (struct view_alt){
		.pos = pos,
		.n_pos = end - pos,
		.alt = (uint32_t)alt,
	};
	return 0;
}

static int by_pos(const void *a, const void *b)
{
	const struct view_event *x = a, *y = b;

	if (x->pos != y->pos)
		return x->pos < y->pos ? -1 : 1;
	return (x->n_pos > y->n_pos) - (x->n_pos < y->n_pos);
}

int view_complete(struct view *v)
{
	const struct plan *p = v->plan;

	if (v->unordered)
		qsort(v->events, v->n_events, sizeof(*v->events), by_pos);
	v->unordered = false;
	v->n_alts = 0;
	for (size_t i = 0; p->n_alts && i < v->n_events; i++) {
		/* Events at one place are looked at together. */
		if (i && v->events[i].pos == v->events[i - 1].pos)
			continue;
		for (size_t a = 0; a < p->n_alts; a++) {
			uint32_t pos = v->events[i].pos, end;

			if (alt_at(v, &p->alts[a], 0, pos, &end) &&
			    add_alt(v, pos, end, a))
				return E_NOMEM;
		}
	}
	return 0;
}

/* Whether an alternative stands for word w here. */
static bool alt_is(const struct view *v, size_t i, size_t w)
{
	return plan_alt_has(&v->plan->alts[v->alts[i].alt], w) &&
	       in_field(v, word(v, w)->field, v->alts[i].pos);
}

/* --------------------------------------------------------------------- matching */

/* Positions between the element before word w of a phrase and it. */
static uint32_t gap_before(const struct view *v, size_t w)
{
	return word(v, w)->pos - (word(v, w - 1)->pos + word(v, w - 1)->n_pos);
}

/*
 * Whether the words from w to the end of the phrase stand from position `pos`
 * on, each by itself or in an alternative.  Tries few ways: at one position
 * there are a word, rarely a unit, and alternatives.
 */
static bool chain(const struct view *v, const struct query_node *node, size_t w,
		  uint32_t pos, uint32_t *ret_end)
{
	size_t end = node->first + node->n_words;

	if (w == end) {
		*ret_end = pos;
		return true;
	}
	if (w > node->first)
		pos += gap_before(v, w);
	for (size_t i = event_from(v, pos);
	     i < v->n_events && v->events[i].pos == pos; i++)
		if (event_is(v, i, w) &&
		    chain(v, node, w + 1, pos + v->events[i].n_pos, ret_end))
			return true;
	for (size_t i = alt_from(v, pos);
	     i < v->n_alts && v->alts[i].pos == pos; i++) {
		const struct plan_alt *alt = &v->plan->alts[v->alts[i].alt];

		if (alt->first == w && w + alt->n <= end && alt_is(v, i, w) &&
		    chain(v, node, w + alt->n, pos + v->alts[i].n_pos, ret_end))
			return true;
	}
	return false;
}

/* What may begin a phrase or be a word: calls back with each place of it, by
 * position, until that returns true. */
typedef bool place_fn(void *arg, uint32_t pos, uint32_t end);

static bool each_phrase(const struct view *v, const struct query_node *node,
			place_fn *fn, void *arg)
{
	size_t e = 0, a = 0;

	while (e < v->n_events || a < v->n_alts) {
		uint32_t at_e = e < v->n_events ? v->events[e].pos : UINT32_MAX;
		uint32_t at_a = a < v->n_alts ? v->alts[a].pos : UINT32_MAX;
		uint32_t pos = at_e < at_a ? at_e : at_a, end;
		bool begins = false;

		for (; e < v->n_events && v->events[e].pos == pos; e++)
			begins |= event_is(v, e, node->first);
		for (; a < v->n_alts && v->alts[a].pos == pos; a++)
			begins |= alt_is(v, a, node->first);
		if (begins && chain(v, node, node->first, pos, &end) &&
		    fn(arg, pos, end))
			return true;
	}
	return false;
}

static bool found(void *arg, uint32_t pos, uint32_t end)
{
	(void)arg;
	(void)pos;
	(void)end;
	return true;
}

static bool has_word(const struct view *v, size_t w)
{
	for (size_t i = 0; i < v->n_events; i++)
		if (event_is(v, i, w))
			return true;
	for (size_t i = 0; i < v->n_alts; i++)
		if (alt_is(v, i, w))
			return true;
	return false;
}

/* ------------------------------------------------------------------------- near */

/* Where the kids of a NEAR were seen last: ends of their places. */
struct near {
	const struct query_node *node;
	struct near_place {
		uint32_t pos, end;
		size_t kid;
	} *v;
	size_t n, cap, kid;
	bool failed;
};

static bool near_add(void *arg, uint32_t pos, uint32_t end)
{
	struct near *x = arg;
	struct near_place *v = room(x->v, x->n + 1, &x->cap, sizeof(*v));

	if (!v) {
		x->failed = true;
		return true;
	}
	x->v = v;
	v[x->n++] = (struct near_place){ pos, end, x->kid };
	return false;
}

static int by_place(const void *a, const void *b)
{
	const struct near_place *x = a, *y = b;

	return (x->pos > y->pos) - (x->pos < y->pos);
}

/* Whether each kid has a place, no farther from the next than node->near. */
static bool near_enough(const struct near *x)
{
	size_t n = x->node->n_kids, seen = 0;
	uint32_t *last = calloc(n, sizeof(*last)); /* end, 0: not seen */
	bool ret = false;

	for (size_t i = 0; last && !ret && i < x->n; i++) {
		const struct near_place *at = &x->v[i];
		uint32_t first = UINT32_MAX;

		seen += !last[at->kid];
		last[at->kid] = at->end;
		for (size_t k = 0; k < n; k++)
			if (last[k] < first)
				first = last[k];
		/* The end is one behind the last word. */
		ret = seen == n && (at->pos < first ||
				    at->pos + 1 - first <=
					    x->node->near * (n - 1));
	}
	free(last);
	return ret;
}

static bool has_near(const struct view *v, const struct query_node *node)
{
	struct near x = { .node = node };
	bool ret;

	for (x.kid = 0; x.kid < node->n_kids; x.kid++)
		each_phrase(v, node->kids[x.kid], near_add, &x);
	if (x.n)
		qsort(x.v, x.n, sizeof(*x.v), by_place);
	ret = near_enough(&x);
	free(x.v);
	return ret;
}

/* ------------------------------------------------------------------------- nodes */

static bool node_matches(const struct view *v, const struct query_node *node,
			 enum search_match match);

static bool kids_match(const struct view *v, const struct query_node *node,
		       bool all, enum search_match match)
{
	size_t wanted = 0, count = 0;

	for (size_t i = 0; i < node->n_kids; i++) {
		const struct query_node *kid = node->kids[i];
		bool matches = node_matches(v, kid, match);

		if (query_role(v->plan->q, node->op, kid) == QUERY_WANTED) {
			wanted++;
			count += matches;
		} else if (!matches) {
			return false;
		}
	}
	return all ? count == wanted : count || !wanted;
}

static bool dates_match(const struct view *v, const struct query_dates *d)
{
	return v->date[0] && strcmp(v->date, d->from) >= 0 &&
	       (!*d->to || strcmp(v->date, d->to) <= 0);
}

static bool node_matches(const struct view *v, const struct query_node *node,
			 enum search_match match)
{
	switch (node->op) {
	case QUERY_WORD: return has_word(v, node->first);
	case QUERY_PHRASE: return each_phrase(v, node, found, NULL);
	case QUERY_NEAR: return has_near(v, node);
	case QUERY_DATE: return dates_match(v, &node->dates);
	case QUERY_TYPE: return !strcmp(v->type, node->type);
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

struct marking {
	struct view *v;
	uint64_t words; /* of the phrase at hand */
	uint64_t single; /* words that are wanted by themselves */
	bool failed;
};

static bool add_span(struct marking *m, uint32_t pos, uint32_t end,
		     uint64_t words)
{
	struct view *v = m->v;
	struct view_span *to = room(v->spans, v->n_spans + 1, &v->cap_spans,
				    sizeof(*to));

	if (!to) {
		m->failed = true;
		return false;
	}
	v->spans = to;
	to[v->n_spans++] = (struct view_span){ pos, end, words };
	return true;
}

static bool mark_phrase(void *arg, uint32_t pos, uint32_t end)
{
	struct marking *m = arg;

	/* Only the text is shown. */
	return pos < VIEW_BESIDE && !add_span(m, pos, end, m->words);
}

/* Collect the wanted single words; mark the phrases. */
static void mark_node(struct marking *m, const struct query_node *node)
{
	switch (node->op) {
	case QUERY_WORD: m->single |= UINT64_C(1) << node->first; return;
	case QUERY_PHRASE:
		m->words = 0;
		for (size_t k = 0; k < node->n_words; k++)
			m->words |= UINT64_C(1) << (node->first + k);
		each_phrase(m->v, node, mark_phrase, m);
		return;
	case QUERY_NOT: return;
	default: break;
	}
	for (size_t i = 0; i < node->n_kids; i++)
		mark_node(m, node->kids[i]);
}

/* Of a set of words those that are wanted at a position. */
static uint64_t wanted_at(const struct marking *m, uint64_t words, uint32_t pos)
{
	uint64_t ret = 0;

	if (pos >= VIEW_BESIDE)
		return 0;
	for (uint64_t set = words & m->single; set; set &= set - 1) {
		size_t w = (size_t)__builtin_ctzll(set);

		if (in_field(m->v, word(m->v, w)->field, pos))
			ret |= UINT64_C(1) << w;
	}
	return ret;
}

static void mark_words(struct marking *m)
{
	const struct view *v = m->v;

	for (size_t i = 0; i < v->n_events; i++) {
		const struct view_event *ev = &v->events[i];
		uint64_t words = wanted_at(m, ev->words, ev->pos);

		if (words)
			add_span(m, ev->pos, ev->pos + ev->n_pos, words);
	}
	for (size_t i = 0; i < v->n_alts; i++) {
		const struct plan_alt *alt = &v->plan->alts[v->alts[i].alt];
		uint64_t set = alt->n < 64 ? (UINT64_C(1) << alt->n) - 1
					   : UINT64_MAX;
		uint64_t words = wanted_at(m, set << alt->first,
					   v->alts[i].pos);

		if (words)
			add_span(m, v->alts[i].pos,
				 v->alts[i].pos + v->alts[i].n_pos, words);
	}
}

static int by_span(const void *a, const void *b)
{
	const struct view_span *x = a, *y = b;

	if (x->pos != y->pos)
		return x->pos < y->pos ? -1 : 1;
	return (x->end < y->end) - (x->end > y->end);
}

/* Join spans that share a position: a word inside a phrase that is marked. */
static void merge_spans(struct view *v)
{
	size_t n = 0;

	for (size_t i = 0; i < v->n_spans; i++) {
		struct view_span *s = &v->spans[i];

		if (n && v->spans[n - 1].end > s->pos) {
			v->spans[n - 1].words |= s->words;
			if (s->end > v->spans[n - 1].end)
				v->spans[n - 1].end = s->end;
		} else {
			v->spans[n++] = *s;
		}
	}
	v->n_spans = n;
}

int view_find_spans(struct view *v)
{
	const struct query_node *root = v->plan->q->root;
	struct marking m = { .v = v };
	size_t phrases;

	v->n_spans = 0;
	if (!root)
		return 0;
	mark_node(&m, root);
	phrases = v->n_spans;
	if (m.single)
		mark_words(&m);
	if (m.failed)
		return E_NOMEM;
	/* Words alone came in order. */
	if (v->n_spans && (phrases || v->n_alts || v->plan->q->n_alts))
		qsort(v->spans, v->n_spans, sizeof(*v->spans), by_span);
	merge_spans(v);
	return 0;
}
