/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Building a query as a tree.  The nodes share Xapian's own tree underneath, so
 * that giving a node to another copies nothing.
 */
#include "store/store.h"

#include <string>
#include <vector>
#include <xapian.h>

#include "store/guard.h"
#include "store/objects.h"

/* A node of what `build` returns; NULL when it throws. */
template <class Build>
static struct store_query *node(Build &&build) noexcept
{
	struct store_query *ret = nullptr;

	store_guard(nullptr, [&] {
		ret = new store_query{ build() };
		return 0;
	});
	return ret;
}

struct store_query *store_query_term(const char *term, size_t n,
				     enum store_norm norm) noexcept
{
	if (store_check_term(term, n, nullptr))
		return nullptr;
	return node([&] { return Xapian::Query(std::string(term, n), norm); });
}

struct store_query *store_query_all(void) noexcept
{
	/* Not Query::MatchAll, which threads must not share. */
	return node([] { return Xapian::Query(std::string()); });
}

struct store_query *store_query_none(void) noexcept
{
	return node([] { return Xapian::Query(); });
}

struct store_query *store_query_range(unsigned slot, const char *from,
				      const char *to) noexcept
{
	return node([&] {
		return Xapian::Query(Xapian::Query::OP_VALUE_RANGE, slot,
				     std::string(from), std::string(to));
	});
}

static Xapian::Query join(Xapian::Query::op op, struct store_query **subs,
			  size_t n)
{
	std::vector<Xapian::Query> v;

	v.reserve(n);
	for (size_t i = 0; i < n; i++)
		v.push_back(subs[i]->q);
	return Xapian::Query(op, v.begin(), v.end());
}

/* For operators that treat the first apart: `rest` says how the others join. */
static Xapian::Query first_and(Xapian::Query::op op, Xapian::Query::op rest,
			       struct store_query **subs, size_t n)
{
	if (n < 2)
		return n ? subs[0]->q : Xapian::Query();
	return Xapian::Query(op, subs[0]->q, join(rest, subs + 1, n - 1));
}

static Xapian::Query combine(enum store_op op, struct store_query **subs,
			     size_t n)
{
	using Q = Xapian::Query;

	switch (op) {
	case STORE_AND: return join(Q::OP_AND, subs, n);
	case STORE_OR: return join(Q::OP_OR, subs, n);
	case STORE_MAX: return join(Q::OP_MAX, subs, n);
	case STORE_SYNONYM: return join(Q::OP_SYNONYM, subs, n);
	case STORE_AND_NOT: return first_and(Q::OP_AND_NOT, Q::OP_OR, subs, n);
	case STORE_AND_MAYBE:
		return first_and(Q::OP_AND_MAYBE, Q::OP_OR, subs, n);
	case STORE_FILTER: return first_and(Q::OP_FILTER, Q::OP_AND, subs, n);
	}
	return Q();
}

struct store_query *store_query_op(enum store_op op, struct store_query **subs,
				   size_t n) noexcept
{
	struct store_query *ret = nullptr;
	bool complete = true, has_max = op == STORE_MAX;

	for (size_t i = 0; i < n; i++) {
		complete = complete && subs[i];
		has_max = has_max || (subs[i] && subs[i]->has_max);
	}
	if (complete)
		ret = node([&] { return combine(op, subs, n); });
	if (ret)
		ret->has_max = has_max;
	for (size_t i = 0; i < n; i++)
		delete subs[i];
	return ret;
}

struct store_query *store_query_scale(struct store_query *q,
				      double factor) noexcept
{
	struct store_query *ret = nullptr;

	if (q && factor == 1.0)
		return q;
	if (q)
		ret = node([&] {
			return Xapian::Query(Xapian::Query::OP_SCALE_WEIGHT,
					     q->q, factor);
		});
	if (ret)
		ret->has_max = q->has_max;
	delete q;
	return ret;
}

void store_query_free(struct store_query *q) noexcept
{
	delete q;
}
