/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Building a query as a tree, and of it Xapian's when it is known what is to be
 * searched.
 */
#include "store/store.h"

#include <string>
#include <vector>
#include <xapian.h>

#include "store/guard.h"
#include "store/objects.h"

using Q = Xapian::Query;

/* A node that `fill` makes of an empty one; NULL when it throws. */
template <class Fill>
static struct store_query *node(Fill &&fill) noexcept
{
	struct store_query *ret = nullptr;

	store_guard(nullptr, [&] {
		auto q = std::make_unique<store_query>();

		fill(*q);
		ret = q.release();
		return 0;
	});
	return ret;
}

struct store_query *store_query_term(const char *term, size_t n,
				     enum store_norm norm) noexcept
{
	if (store_check_term(term, n, nullptr))
		return nullptr;
	return node([&](store_query &q) {
		q.kind = store_query::TERM;
		q.from.assign(term, n);
		q.number = norm;
	});
}

struct store_query *store_query_all(void) noexcept
{
	return node([](store_query &q) { q.kind = store_query::ALL; });
}

struct store_query *store_query_none(void) noexcept
{
	return node([](store_query &) {});
}

struct store_query *store_query_range(unsigned slot, const char *from,
				      const char *to) noexcept
{
	return node([&](store_query &q) {
		q.kind = store_query::RANGE;
		q.number = slot;
		q.from = from;
		q.to = to;
	});
}

struct store_query *store_query_op(enum store_op op, struct store_query **subs,
				   size_t n) noexcept
{
	struct store_query *ret = nullptr;
	bool complete = true;

	for (size_t i = 0; i < n; i++)
		complete = complete && subs[i];
	if (complete)
		ret = node([&](store_query &q) {
			q.kind = store_query::JOIN;
			q.op = op;
			q.subs.resize(n);
		});
	for (size_t i = 0; i < n; i++) {
		if (ret)
			ret->subs[i].reset(subs[i]);
		else
			delete subs[i];
	}
	return ret;
}

struct store_query *store_query_scale(struct store_query *q,
				      double factor) noexcept
{
	struct store_query *ret = nullptr;

	if (q && factor == 1.0)
		return q;
	if (q && factor >= 0) /* Xapian takes no other */
		ret = node([&](store_query &to) {
			to.kind = store_query::SCALE;
			to.factor = factor;
			to.subs.resize(1);
		});
	if (ret)
		ret->subs[0].reset(q);
	else
		delete q;
	return ret;
}

void store_query_free(struct store_query *q) noexcept
{
	delete q;
}

bool store_query_has_max(const struct store_query *q)
{
	if (q->kind == store_query::JOIN && q->op == STORE_MAX)
		return true;
	for (const auto &sub : q->subs)
		if (store_query_has_max(sub.get()))
			return true;
	return false;
}

/* ------------------------------------------------------------------ rarity */

/*
 * How rare a term is depends on all databases.  Xapian reckons it so where it
 * searches them as one; where we go through them one by one, and for a synonym,
 * which Xapian always reckons from the terms that the database at hand has, it is
 * put into the factor here.
 */
static Q rated(const struct store_reader *r, const Q &q, double df)
{
	double idf = store_idf(r->db.get_doccount(),
			       static_cast<uint64_t>(df + 0.5));

	return Q(Q::OP_SCALE_WEIGHT, q, idf);
}

/* How many documents have one of the terms or several. */
static double joint_df(const struct store_reader *r,
		       const struct store_query *synonym)
{
	double all = r->db.get_doccount(), without = 1;

	for (const auto &sub : synonym->subs)
		if (all > 0)
			without *= 1 - r->db.get_termfreq(sub->from) / all;
	return all * (1 - without);
}

/* ---------------------------------------------------------------- building */

static Q term(const struct store_query *q, const struct store_reader *r)
{
	if (!r->divided())
		return Q(q->from, q->number);
	return rated(r, Q(q->from, q->number | STORE_RATED),
		     r->db.get_termfreq(q->from));
}

static Q synonym(const struct store_query *q, const struct store_reader *r)
{
	std::vector<Q> v;

	if (q->subs.size() == 1)
		return store_query_build(q->subs[0].get(), r);
	for (const auto &sub : q->subs)
		v.push_back(Q(sub->from, sub->number));
	Q all(Q::OP_SYNONYM, v.begin(), v.end());
	return r->remote ? all : rated(r, all, joint_df(r, q));
}

/* For operators that treat the first apart: `rest` says how the others join. */
static Q first_and(Q::op op, Q::op rest, const std::vector<Q> &v)
{
	if (v.size() < 2)
		return v.empty() ? Q() : v[0];
	return Q(op, v[0], Q(rest, v.begin() + 1, v.end()));
}

static Q join(enum store_op op, const std::vector<Q> &v)
{
	switch (op) {
	case STORE_AND: return Q(Q::OP_AND, v.begin(), v.end());
	case STORE_OR: return Q(Q::OP_OR, v.begin(), v.end());
	case STORE_MAX: return Q(Q::OP_MAX, v.begin(), v.end());
	case STORE_AND_NOT: return first_and(Q::OP_AND_NOT, Q::OP_OR, v);
	case STORE_AND_MAYBE: return first_and(Q::OP_AND_MAYBE, Q::OP_OR, v);
	case STORE_FILTER: return first_and(Q::OP_FILTER, Q::OP_AND, v);
	case STORE_SYNONYM: break;
	}
	return Q();
}

Xapian::Query store_query_build(const struct store_query *q,
				const struct store_reader *r)
{
	std::vector<Q> v;

	switch (q->kind) {
	case store_query::NONE: return Q();
	/* Not Query::MatchAll, which threads must not share. */
	case store_query::ALL: return Q(std::string());
	case store_query::TERM: return term(q, r);
	case store_query::RANGE:
		return Q(Q::OP_VALUE_RANGE, q->number, q->from, q->to);
	case store_query::SCALE:
		return Q(Q::OP_SCALE_WEIGHT,
			 store_query_build(q->subs[0].get(), r), q->factor);
	case store_query::JOIN: break;
	}
	if (q->op == STORE_SYNONYM)
		return synonym(q, r);
	v.reserve(q->subs.size());
	for (const auto &sub : q->subs)
		v.push_back(store_query_build(sub.get(), r));
	return join(q->op, v);
}
