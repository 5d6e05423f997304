/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * NEAR: a place for each word and phrase of it, close together.
 */
#include <assert.h>
#include <stdlib.h>

#include "base/room.h"
#include "search/page/view_phrase.h"
#include "search/session.h"

/* A place of one kid of a NEAR or more. */
struct near_place {
	uint32_t pos, end;
	uint64_t kids; /* a set of their numbers */
};

struct near {
	const struct query_node *node;
	struct near_place *v;
	size_t n, cap, kid;
	/* The last places that the kids have, each one of its own; NULL: none */
	const struct near_place *held[QUERY_WORDS_MAX];
};

static int near_add(void *arg, uint32_t pos, uint32_t end, struct err *e)
{
	struct near *x = arg;
	struct near_place *v = room(x->v, x->n + 1, &x->cap, sizeof(*v));

	if (!v)
		return err_nomem(e);
	x->v = v;
	v[x->n++] = (struct near_place){ pos, end, UINT64_C(1) << x->kid };
	return 0;
}

static int by_place(const void *a, const void *b)
{
	const struct near_place *x = a, *y = b;

	return (x->pos > y->pos) - (x->pos < y->pos);
}

/* What is a place of several kids is one place, which one of them may have. */
static void join_places(struct near *x)
{
	size_t n = 0;

	for (size_t i = 0; i < x->n; i++) {
		struct near_place *last = n ? &x->v[n - 1] : NULL;

		if (!last || last->pos != x->v[i].pos) {
			x->v[n++] = x->v[i];
			continue;
		}
		last->kids |= x->v[i].kids;
		if (x->v[i].end > last->end)
			last->end = x->v[i].end;
	}
	x->n = n;
}

/* Kids that are met while one is looked for that can have a place. */
struct near_walk {
	size_t queue[QUERY_WORDS_MAX], n;
	size_t from[QUERY_WORDS_MAX]; /* whose place led to it */
	uint64_t met;
};
#define NO_KID SIZE_MAX

static void meet(struct near_walk *w, uint64_t kids, size_t from)
{
	for (kids &= ~w->met; kids; kids &= kids - 1) {
		size_t k = (size_t)__builtin_ctzll(kids);

		w->met |= UINT64_C(1) << k;
		w->from[k] = from;
		w->queue[w->n++] = k;
	}
}

/*
 * Let a kid have the place `at`, behind all others.  If it has one, it may pass
 * that on to another that can have it, which passes on its own, and so on to one
 * that has none, or else to the one whose place is the first: this is given up.
 * In `mot NEAR mot` two are needed.
 */
static void take_place(struct near *x, const struct near_place *at)
{
	struct near_walk w;
	size_t to;

	w.n = 0;
	w.met = 0;
	meet(&w, at->kids, NO_KID);
	to = (size_t)__builtin_ctzll(at->kids);
	for (size_t i = 0; i < w.n && x->held[to]; i++) {
		size_t k = w.queue[i];

		if (!x->held[k] || x->held[k]->pos < x->held[to]->pos)
			to = k;
		if (x->held[k])
			meet(&w, x->held[k]->kids, k);
	}
	for (; w.from[to] != NO_KID; to = w.from[to])
		x->held[to] = x->held[w.from[to]];
	x->held[to] = at;
}

/* Whether each kid has a place, none farther from the next than node->near; the
 * last of them is `at`. */
static bool is_near(const struct near *x, const struct near_place *at)
{
	size_t n = x->node->n_kids;
	uint32_t first = UINT32_MAX;

	for (size_t k = 0; k < n; k++) {
		if (!x->held[k])
			return false;
		if (x->held[k]->end < first)
			first = x->held[k]->end;
	}
	/* The end is one behind the last word. */
	return at->pos < first ||
	       at->pos + 1 - first <= x->node->near * (n - 1);
}

static int find_near(struct near *x, const struct search_request *req,
		     struct err *e)
{
	int r = 0;

	if (x->n)
		qsort(x->v, x->n, sizeof(*x->v), by_place);
	join_places(x);
	for (size_t i = 0; !r && i < x->n; i++) {
		if (i % VIEW_STEP == 0)
			r = search_in_time(req, e);
		if (r)
			break;
		take_place(x, &x->v[i]);
		r = is_near(x, &x->v[i]);
	}
	return r;
}

int view_has_near(struct view *v, const struct query_node *node, struct err *e)
{
	struct near x = { .node = node };
	int r = 0;

	/* Each kid has a word of its own. */
	assert(node->n_kids <= QUERY_WORDS_MAX);
	for (; !r && x.kid < node->n_kids; x.kid++)
		r = view_each_phrase(v, node->kids[x.kid], near_add, &x, e);
	if (!r)
		r = find_near(&x, v->plan->req, e);
	free(x.v);
	return r;
}
