/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Alternatives and phrases: what stands side by side.
 */
#include "search/page/view_phrase.h"

#include <assert.h>
#include <stdlib.h>

#include "base/room.h"
#include "search/session.h"

static const struct query_word *word(const struct view *v, size_t i)
{
	return &v->plan->q->words[i];
}

bool view_in_field(const struct view *v, size_t w, uint32_t pos)
{
	enum query_field field = word(v, w)->field;

	if (query_fields[field].beside)
		return pos / VIEW_BESIDE == (uint32_t)field;
	return pos < (field == FIELD_TITLE ? v->title_end : VIEW_BESIDE);
}

bool view_event_is(const struct view *v, size_t i, size_t w)
{
	const struct view_event *ev = &v->events[i];

	return (ev->words >> w & 1) && view_in_field(v, w, ev->pos);
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

/*
 * Whether term k of the alternative and all behind it stand from `pos` on.  A
 * term that the rest does not follow is taken out of its event, so that no one
 * comes back to it: there are two ways on behind each comma.
 */
static bool alt_at(struct view *v, const struct plan_alt *alt, size_t k,
		   uint32_t pos, uint32_t *ret_end);

static bool rest_at(struct view *v, const struct plan_alt *alt, size_t k,
		    uint32_t pos, uint32_t *ret_end)
{
	if (k == alt->n_terms) {
		*ret_end = pos;
		return true;
	}
	return alt_at(v, alt, k, pos, ret_end) ||
	       (alt->terms[k].apart && alt_at(v, alt, k, pos + 1, ret_end));
}

static bool alt_at(struct view *v, const struct plan_alt *alt, size_t k,
		   uint32_t pos, uint32_t *ret_end)
{
	uint64_t bit = UINT64_C(1) << (alt->bit + k);

	for (size_t i = event_from(v, pos);
	     i < v->n_events && v->events[i].pos == pos; i++) {
		struct view_event *ev = &v->events[i];

		if (!(ev->alts & bit))
			continue;
		if (rest_at(v, alt, k + 1, pos + ev->n_pos, ret_end))
			return true;
		ev->alts &= ~bit;
	}
	return false;
}

static int add_alt(struct view *v, uint32_t pos, uint32_t end, size_t alt,
		   struct err *e)
{
	struct view_alt *to = room(v->alts, v->n_alts + 1, &v->cap_alts,
				   sizeof(*to));

	if (!to)
		return err_nomem(e);
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

static int find_alts(struct view *v, uint32_t pos, struct err *e)
{
	const struct plan *p = v->plan;
	uint32_t end;
	int r = 0;

	for (size_t a = 0; !r && a < p->n_alts; a++)
		if (alt_at(v, &p->alts[a], 0, pos, &end))
			r = add_alt(v, pos, end, a, e);
	return r;
}

int view_complete(struct view *v, struct err *e)
{
	int r = 0;

	if (v->unordered)
		qsort(v->events, v->n_events, sizeof(*v->events), by_pos);
	v->unordered = false;
	v->n_alts = 0;
	for (size_t i = 0; !r && v->plan->n_alts && i < v->n_events; i++) {
		/* Events at one place are looked at together. */
		if (i && v->events[i].pos == v->events[i - 1].pos)
			continue;
		if (i % VIEW_STEP == 0)
			r = search_in_time(v->plan->req, e);
		if (!r)
			r = find_alts(v, v->events[i].pos, e);
	}
	return r;
}

bool view_alt_is(const struct view *v, size_t i, size_t w)
{
	return plan_alt_has(&v->plan->alts[v->alts[i].alt], w) &&
	       view_in_field(v, w, v->alts[i].pos);
}

/* --------------------------------------------------------------------- matching */

/* Positions between the element before word w of a phrase and it. */
static uint32_t gap_before(const struct view *v, size_t w)
{
	return word(v, w)->pos - (word(v, w - 1)->pos + word(v, w - 1)->n_pos);
}

static bool chain(struct view *v, const struct query_node *node, size_t w,
		  uint32_t pos, uint32_t *ret_end);

/* Whether the phrase goes on from its word w in event i, */
static bool from_event(struct view *v, const struct query_node *node, size_t w,
		       size_t i, uint32_t *ret_end)
{
	return view_event_is(v, i, w) &&
	       chain(v, node, w + 1, v->events[i].pos + v->events[i].n_pos,
		     ret_end);
}

/* or in alternative i. */
static bool from_alt(struct view *v, const struct query_node *node, size_t w,
		     size_t i, uint32_t *ret_end)
{
	const struct plan_alt *alt = &v->plan->alts[v->alts[i].alt];

	return alt->first == w && w + alt->n <= node->first + node->n_words &&
	       view_alt_is(v, i, w) &&
	       chain(v, node, w + alt->n, v->alts[i].pos + v->alts[i].n_pos,
		     ret_end);
}

/*
 * The same in any of the events from i on, which stand at one place, or in an
 * alternative there.  If not, the first of them remembers it: `pa-nô` is two
 * words and a unit, so that there are 2^k ways to read k of them.
 */
static bool chain_at(struct view *v, const struct query_node *node, size_t w,
		     size_t i, uint32_t *ret_end)
{
	struct view_event *first = &v->events[i];
	uint64_t bit = UINT64_C(1) << w;

	if (first->dead & bit)
		return false;
	for (; i < v->n_events && v->events[i].pos == first->pos; i++)
		if (from_event(v, node, w, i, ret_end))
			return true;
	for (i = alt_from(v, first->pos);
	     i < v->n_alts && v->alts[i].pos == first->pos; i++)
		if (from_alt(v, node, w, i, ret_end))
			return true;
	first->dead |= bit;
	return false;
}

/* Whether the words from w to the end of the phrase stand from position `pos`
 * on, each by itself or in an alternative; no alternative begins but where an
 * event is. */
static bool chain(struct view *v, const struct query_node *node, size_t w,
		  uint32_t pos, uint32_t *ret_end)
{
	size_t i;

	if (w == node->first + node->n_words) {
		*ret_end = pos;
		return true;
	}
	pos += gap_before(v, w);
	i = event_from(v, pos);
	return i < v->n_events && v->events[i].pos == pos &&
	       chain_at(v, node, w, i, ret_end);
}

int view_each_phrase(struct view *v, const struct query_node *node,
		     view_place_fn *fn, void *arg, struct err *e)
{
	uint32_t end;
	int r = 0;

	for (size_t i = 0; !r && i < v->n_events; i++) {
		uint32_t pos = v->events[i].pos;

		if (i % VIEW_STEP == 0)
			r = search_in_time(v->plan->req, e);
		if (!r && (!i || v->events[i - 1].pos != pos) &&
		    chain_at(v, node, node->first, i, &end))
			r = fn(arg, pos, end, e);
	}
	return r;
}
