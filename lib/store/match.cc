/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Running a query, within its time.
 */
#include "store/store.h"

#include <stdlib.h>

#include <new>
#include <xapian.h>

#include "store/guard.h"
#include "store/objects.h"
#include "store/weight.h"

/* Documents between two looks at the clock: well under a millisecond even where
 * a document costs 25 us, as in an OR of 20,000 terms. */
#define CLOCK_EVERY 16

static void stop_if_due(const struct store_match *m)
{
	if (cancel_is_set(m->cancel))
		throw store_stop{ E_CANCELLED };
	if (m->deadline_ns && clock_now_ns() >= m->deadline_ns)
		throw store_stop{ E_DEADLINE };
}

/* Xapian's own time limit does not stop a match; an exception from the spy that
 * it calls for each document does. */
class clock_spy : public Xapian::MatchSpy {
	const struct store_match *m;
	unsigned calls = 0;

    public:
	explicit clock_spy(const struct store_match *match) : m(match)
	{
	}

	void operator()(const Xapian::Document &, double) override
	{
		if (calls++ % CLOCK_EVERY == 0)
			stop_if_due(m);
	}
};

/* `ties` must outlive the Enquire.  A remote shard knows no keys. */
static void set_order(Xapian::Enquire &enquire, Xapian::MultiValueKeyMaker &ties,
		      const struct store_reader *r, const struct store_match *m)
{
	if (m->sort != STORE_BY_WEIGHT) {
		enquire.set_sort_by_value_then_relevance(
			m->sort_slot, m->sort == STORE_BY_SLOT_DOWN);
	} else if (m->ties && r->remote) {
		enquire.set_sort_by_relevance_then_value(m->tie_down, true);
	} else if (m->ties) {
		ties.add_value(m->tie_down, true);
		ties.add_value(m->tie_up, false);
		enquire.set_sort_by_relevance_then_key(&ties, false);
	}
}

/* A remote shard knows Xapian's own weights only: there titles are normalised
 * with the length of the report. */
static void set_weights(Xapian::Enquire &enquire, const struct store_reader *r,
			const struct store_match *m)
{
	if (r->remote)
		enquire.set_weighting_scheme(
			Xapian::BM25PlusWeight(m->bm25.k1, 0, 0, m->bm25.b,
					       0.1, 0));
	else
		enquire.set_weighting_scheme(report_weight(m->bm25));
}

static void fill(const Xapian::MSet &set, struct store_hits *ret)
{
	struct store_hits hits = {};

	if (!set.empty()) {
		hits.v = static_cast<struct store_hit *>(
			malloc(set.size() * sizeof(*hits.v)));
		if (!hits.v)
			throw std::bad_alloc();
	}
	for (auto it = set.begin(); it != set.end(); ++it)
		hits.v[hits.n++] = { *it, it.get_weight() };
	hits.lower = set.get_matches_lower_bound();
	hits.estimated = set.get_matches_estimated();
	hits.upper = set.get_matches_upper_bound();
	*ret = hits;
}

int store_match(struct store_reader *r, const struct store_query *q,
		const struct store_match *m, struct store_hits *ret,
		struct err *e) noexcept
{
	return store_guard(e, [&] {
		clock_spy spy(m); /* must outlive the Enquire */
		Xapian::MultiValueKeyMaker ties;
		Xapian::Enquire enquire(r->db);

		stop_if_due(m);
		enquire.set_query(q->q);
		set_weights(enquire, r, m);
		set_order(enquire, ties, r, m);
		/* A remote shard would have to run the spy at its own end. */
		if ((m->deadline_ns || m->cancel) && !r->remote)
			enquire.add_matchspy(&spy);
		fill(enquire.get_mset(m->offset, m->limit, m->exact_to), ret);
		return 0;
	});
}
