/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Running a query, within its time.
 */
#include "store/store.h"

#include <stdlib.h>

#include <algorithm>
#include <memory>
#include <new>
#include <string>
#include <vector>
#include <xapian.h>

#include "store/guard.h"
#include "store/objects.h"
#include "store/weight.h"

/* Documents between two looks at the clock: well under a millisecond even where
 * a document costs 25 us, as in an OR of 20,000 terms. */
#define CLOCK_EVERY 16

/* Xapian's own time limit does not stop a match; an exception from the spy that
 * it calls for each document does. */
class clock_spy : public Xapian::MatchSpy {
	uint64_t deadline_ns;
	const struct cancel *cancel;
	unsigned calls = 0;

    public:
	clock_spy(uint64_t deadline, const struct cancel *flag)
		: deadline_ns(deadline), cancel(flag)
	{
	}

	void stop_if_due() const
	{
		if (cancel_is_set(cancel))
			throw store_stop{ E_CANCELLED };
		if (deadline_ns && clock_now_ns() >= deadline_ns)
			throw store_stop{ E_DEADLINE };
	}

	void operator()(const Xapian::Document &, double) override
	{
		if (calls++ % CLOCK_EVERY == 0)
			stop_if_due();
	}

	/* A remote shard would have to run it at its own end. */
	void watch(Xapian::Enquire &enquire, const struct store_reader *r)
	{
		stop_if_due();
		if ((deadline_ns || cancel) && !r->remote)
			enquire.add_matchspy(this);
	}
};

/* `ties` must outlive the Enquire.  A remote shard knows no keys. */
static void set_order(Xapian::Enquire &enquire, Xapian::MultiValueKeyMaker &ties,
		      const struct store_reader *r, const struct store_match *m)
{
	if (m->sort == STORE_BY_SLOT_UP && !r->remote) {
		/* What has no value comes last, as it does downwards. */
		ties.add_value(m->sort_slot, false, "\xff");
		enquire.set_sort_by_key_then_relevance(&ties, false);
	} else if (m->sort != STORE_BY_WEIGHT) {
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
		enquire.set_weighting_scheme(report_weight(
			m->bm25, r->divided() ? r->db.get_avlength() : 0));
}

/* OP_MAX of Xapian 1.4.22 uses a list that it has freed once documents that
 * cannot be among the best are passed over: where it is, none are. */
static Xapian::doccount check_at_least(const struct store_query *q,
				       const struct store_match *m)
{
	return store_query_has_max(q) ? UINT32_MAX : m->exact_to;
}

/* Ranks [from, from + n) of one database. */
static Xapian::MSet match_in(const Xapian::Database &db,
			     const struct store_reader *r,
			     const Xapian::Query &query,
			     Xapian::doccount check,
			     const struct store_match *m, Xapian::doccount from,
			     Xapian::doccount n)
{
	clock_spy spy(m->deadline_ns, m->cancel); /* must outlive the Enquire */
	Xapian::MultiValueKeyMaker ties;
	Xapian::Enquire enquire(db);

	enquire.set_query(query);
	set_weights(enquire, r, m);
	set_order(enquire, ties, r, m);
	spy.watch(enquire, r);
	return enquire.get_mset(from, n, check);
}

static void add_counts(const Xapian::MSet &set, struct store_hits *to)
{
	to->lower += set.get_matches_lower_bound();
	to->estimated += set.get_matches_estimated();
	to->upper += set.get_matches_upper_bound();
}

static void make_room(struct store_hits *hits, size_t n)
{
	if (!n)
		return;
	hits->v = static_cast<struct store_hit *>(malloc(n * sizeof(*hits->v)));
	if (!hits->v)
		throw std::bad_alloc();
}

/* No more than `limit`, whatever a remote shard sent. */
static void fill(const Xapian::MSet &set, size_t limit, struct store_hits *ret)
{
	struct store_hits hits = {};
	size_t n = std::min<size_t>(set.size(), limit);

	make_room(&hits, n);
	for (auto it = set.begin(); hits.n < n; ++it)
		hits.v[hits.n++] = { *it, it.get_weight() };
	add_counts(set, &hits);
	*ret = hits;
}

/* ----------------------------------------------------------- shard by shard */

/*
 * Several local databases are not given to Xapian as one: when it goes from one to
 * the next, 1.4.22 asks lists of OP_MAX for their weight that it has freed.  As
 * rarity and mean length are those of all (query.cc), the weights are the same.
 */

/* A hit, and by what it stands where it does. */
struct ranked {
	struct store_hit hit;
	std::string key;
};

static bool ranks_before(const struct store_match *m, const ranked &a,
			 const ranked &b)
{
	double ahead = a.hit.weight - b.hit.weight;
	int key = a.key.compare(b.key);

	if (m->sort == STORE_BY_SLOT_DOWN)
		key = -key;
	if (m->sort != STORE_BY_WEIGHT && key)
		return key < 0;
	if (ahead < 0 || ahead > 0)
		return ahead > 0;
	return key ? key < 0 : a.hit.docid < b.hit.docid;
}

/* Shard i of n.  Document d of it is this one of all, as Xapian numbers them. */
static void add_shard(const Xapian::MSet &set, size_t i, size_t n,
		      std::vector<ranked> &to)
{
	for (auto it = set.begin(); it != set.end(); ++it) {
		uint32_t docid = static_cast<uint32_t>((*it - 1) * n + i + 1);

		to.push_back({ { docid, it.get_weight() }, it.get_sort_key() });
	}
}

static void match_shards(const struct store_reader *r,
			 const Xapian::Query &query, Xapian::doccount check,
			 const struct store_match *m, struct store_hits *ret)
{
	uint32_t upto = m->limit > UINT32_MAX - m->offset ?
				UINT32_MAX : m->offset + m->limit;
	struct store_hits hits = {};
	std::vector<ranked> all;

	for (size_t i = 0; i < r->shards.size(); i++) {
		Xapian::MSet set = match_in(r->shards[i], r, query, check, m, 0,
					    upto);

		add_shard(set, i, r->shards.size(), all);
		add_counts(set, &hits);
	}
	std::sort(all.begin(), all.end(),
		  [m](const ranked &a, const ranked &b) {
			  return ranks_before(m, a, b);
		  });
	if (all.size() > m->offset)
		make_room(&hits, std::min<size_t>(all.size() - m->offset,
						  m->limit));
	for (size_t i = m->offset; i < all.size() && hits.n < m->limit; i++)
		hits.v[hits.n++] = all[i].hit;
	*ret = hits;
}

int store_match(struct store_reader *r, const struct store_query *q,
		const struct store_match *m, struct store_hits *ret,
		struct err *e) noexcept
{
	return store_guard(e, [&] {
		Xapian::Query query = store_query_build(q, r);
		Xapian::doccount check = check_at_least(q, m);

		if (r->divided())
			match_shards(r, query, check, m, ret);
		else
			fill(match_in(r->db, r, query, check, m, m->offset,
				      m->limit), m->limit, ret);
		return 0;
	});
}

/* --------------------------------------------------------------------- counting */

/* Xapian's own spies for it: those a remote shard knows how to run. */
struct store_counts {
	struct slot {
		explicit slot(unsigned number) : spy(number)
		{
		}

		Xapian::ValueCountMatchSpy spy;
		Xapian::TermIterator it;
		std::string value; /* the one last returned */
		bool started = false;
	};
	std::vector<std::unique_ptr<slot>> slots;
};

/* None is wanted, all are looked at. */
static uint64_t count_in(const Xapian::Database &db, const Xapian::Query &query,
			 struct store_counts &c, clock_spy &clock,
			 const struct store_reader *r)
{
	Xapian::Enquire enquire(db);

	enquire.set_query(query);
	enquire.set_weighting_scheme(Xapian::BoolWeight());
	clock.watch(enquire, r);
	for (const auto &slot : c.slots)
		enquire.add_matchspy(&slot->spy);
	return enquire.get_mset(0, 0, db.get_doccount())
		.get_matches_lower_bound();
}

int store_counts_open(struct store_reader *r, const struct store_query *q,
		      const unsigned *slots, size_t n_slots,
		      uint64_t deadline_ns, const struct cancel *cancel,
		      struct store_counts **ret, uint64_t *ret_documents,
		      struct err *e) noexcept
{
	return store_guard(e, [&] {
		auto c = std::make_unique<store_counts>();
		clock_spy clock(deadline_ns, cancel); /* must outlive the Enquire */
		Xapian::Query query = store_query_build(q, r);
		uint64_t documents = 0;

		for (size_t i = 0; i < n_slots; i++)
			c->slots.push_back(
				std::make_unique<store_counts::slot>(slots[i]));
		if (r->divided())
			for (const auto &shard : r->shards)
				documents += count_in(shard, query, *c, clock,
						      r);
		else
			documents = count_in(r->db, query, *c, clock, r);
		*ret_documents = documents;
		*ret = c.release();
		return 0;
	});
}

int store_counts_next(struct store_counts *c, size_t i, const char **ret_value,
		      size_t *ret_n, uint64_t *ret_documents,
		      struct err *e) noexcept
{
	return store_guard(e, [&] {
		store_counts::slot &s = *c->slots[i];

		if (s.started && s.it != s.spy.values_end())
			++s.it;
		else if (!s.started)
			s.it = s.spy.values_begin();
		s.started = true;
		if (s.it == s.spy.values_end())
			return 0;
		s.value = *s.it;
		*ret_value = s.value.data();
		*ret_n = s.value.size();
		*ret_documents = s.it.get_termfreq();
		return 1;
	});
}

void store_counts_close(struct store_counts *c) noexcept
{
	delete c;
}
