/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * What of a view is to be marked.
 */
#include <stdlib.h>

#include "base/room.h"
#include "search/page/view_phrase.h"

struct marking {
	struct view *v;
	uint64_t words; /* of the phrase at hand */
	uint64_t single; /* words that are wanted by themselves */
};

static int add_span(struct marking *m, uint32_t pos, uint32_t end,
		    uint64_t words, struct err *e)
{
	struct view *v = m->v;
	struct view_span *to = room(v->spans, v->n_spans + 1, &v->cap_spans,
				    sizeof(*to));

	if (!to)
		return err_nomem(e);
	v->spans = to;
	to[v->n_spans++] = (struct view_span){ pos, end, words };
	return 0;
}

static int mark_phrase(void *arg, uint32_t pos, uint32_t end, struct err *e)
{
	struct marking *m = arg;

	/* Only the text is shown. */
	return pos < VIEW_BESIDE ? add_span(m, pos, end, m->words, e) : 0;
}

/* Collect the wanted single words; mark the phrases. */
static int mark_node(struct marking *m, const struct query_node *node,
		     struct err *e)
{
	int r = 0;

	switch (node->op) {
	case QUERY_WORD: m->single |= UINT64_C(1) << node->first; return 0;
	case QUERY_PHRASE:
		m->words = 0;
		for (size_t k = 0; k < node->n_words; k++)
			m->words |= UINT64_C(1) << (node->first + k);
		return view_each_phrase(m->v, node, mark_phrase, m, e);
	case QUERY_NOT: return 0;
	default: break;
	}
	for (size_t i = 0; !r && i < node->n_kids; i++)
		r = mark_node(m, node->kids[i], e);
	return r;
}

/* Of a set of words those that are wanted at a position. */
static uint64_t wanted_at(const struct marking *m, uint64_t words, uint32_t pos)
{
	uint64_t ret = 0;

	if (pos >= VIEW_BESIDE)
		return 0;
	for (uint64_t set = words & m->single; set; set &= set - 1) {
		size_t w = (size_t)__builtin_ctzll(set);

		if (view_in_field(m->v, w, pos))
			ret |= UINT64_C(1) << w;
	}
	return ret;
}

/* What of a set of words is wanted at [pos, end). */
static int mark_wanted(struct marking *m, uint64_t words, uint32_t pos,
		       uint32_t end, struct err *e)
{
	words = wanted_at(m, words, pos);
	return words ? add_span(m, pos, end, words, e) : 0;
}

static int mark_words(struct marking *m, struct err *e)
{
	const struct view *v = m->v;
	int r = 0;

	for (size_t i = 0; !r && i < v->n_events; i++) {
		const struct view_event *ev = &v->events[i];

		r = mark_wanted(m, ev->words, ev->pos, ev->pos + ev->n_pos, e);
	}
	for (size_t i = 0; !r && i < v->n_alts; i++) {
		const struct view_alt *at = &v->alts[i];
		const struct plan_alt *alt = &v->plan->alts[at->alt];
		uint64_t set = alt->n < 64 ? (UINT64_C(1) << alt->n) - 1
					   : UINT64_MAX;

		r = mark_wanted(m, set << alt->first, at->pos,
				at->pos + at->n_pos, e);
	}
	return r;
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

int view_find_spans(struct view *v, struct err *e)
{
	const struct query_node *root = v->plan->q->root;
	struct marking m = { .v = v };
	size_t phrases;
	int r;

	v->n_spans = 0;
	if (!root)
		return 0;
	r = mark_node(&m, root, e);
	phrases = v->n_spans;
	if (!r && m.single)
		r = mark_words(&m, e);
	if (r)
		return r;
	/* Words alone came in order. */
	if (v->n_spans && (phrases || v->n_alts || v->plan->q->n_alts))
		qsort(v->spans, v->n_spans, sizeof(*v->spans), by_span);
	merge_spans(v);
	return 0;
}
