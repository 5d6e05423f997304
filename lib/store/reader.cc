/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Reading a list of databases: statistics, terms, documents.
 */
#include "store/store.h"

#include <stdlib.h>
#include <string.h>

#include <memory>
#include <string>
#include <xapian.h>

#include "store/guard.h"
#include "store/objects.h"
#include "store/whiten.h"

/* How long a remote shard may be silent, and take to be reached. */
#define REMOTE_TIMEOUT_MS 10000
#define REMOTE_CONNECT_MS 2000

/* "host:port" of a remote shard; anything with a slash is a directory. */
static bool parse_remote(const char *where, std::string *ret_host,
			 unsigned *ret_port)
{
	const char *colon = strrchr(where, ':');
	size_t digits = colon ? strspn(colon + 1, "0123456789") : 0;

	if (!digits || digits > 5 || colon[1 + digits] || colon == where ||
	    strchr(where, '/'))
		return false;
	ret_host->assign(where, colon);
	*ret_port = (unsigned)strtoul(colon + 1, nullptr, 10);
	return true;
}

/* Xapian takes the table of what is stored with documents for an empty one when it
 * cannot be opened, for want of descriptors, say. */
static int check_stored(const Xapian::Database &db, const char *where,
			struct err *e)
{
	Xapian::PostingIterator first = db.postlist_begin("");

	if (first == db.postlist_end("") ||
	    !db.get_document(*first).get_data().empty())
		return 0;
	return err_set(e, E_IO, "%s: what is stored with its documents could "
		       "not be opened", where);
}

static int add_shard(struct store_reader *r, const char *where, struct err *e)
{
	std::string host;
	unsigned port;
	int code = 0;

	if (parse_remote(where, &host, &port)) {
		r->remote = true;
		r->shards.push_back(Xapian::Remote::open(
			host, port, REMOTE_TIMEOUT_MS, REMOTE_CONNECT_MS));
	} else {
		/* With the backend named, a file in the directory's place is
		 * not read as a list of other databases. */
		r->shards.push_back(
			Xapian::Database(where, Xapian::DB_BACKEND_GLASS));
		code = check_stored(r->shards.back(), where, e);
	}
	if (!code)
		r->db.add_database(r->shards.back());
	return code;
}

int store_reader_open(const char *const *where, size_t n,
		      struct store_reader **ret, struct err *e) noexcept
{
	return store_guard(e, [&] {
		auto r = std::make_unique<store_reader>();
		int code = 0;

		if (!n)
			return err_set(e, E_NODB, "no database was named");
		for (size_t i = 0; !code && i < n; i++)
			code = add_shard(r.get(), where[i], e);
		if (!code)
			*ret = r.release();
		return code;
	});
}

void store_reader_close(struct store_reader *r) noexcept
{
	delete r;
}

int store_reader_stats(struct store_reader *r, struct store_stats *ret,
		       struct err *e) noexcept
{
	return store_guard(e, [&] {
		struct store_stats stats;

		stats.documents = r->db.get_doccount();
		stats.mean_length = r->db.get_avlength();
		*ret = stats;
		return 0;
	});
}

static int add_to(struct buf *b, const std::string &s, struct err *e)
{
	int code = buf_add(b, s.data(), s.size());

	if (code == E_LIMIT)
		return err_set(e, code, "%zu bytes are more than asked for",
			       s.size());
	return code ? err_nomem(e) : 0;
}

int store_meta_get(struct store_reader *r, size_t i, const char *key,
		   struct buf *value, struct err *e) noexcept
{
	return store_guard(e, [&] {
		return add_to(value, r->shards.at(i).get_metadata(key), e);
	});
}

struct store_terms {
	Xapian::TermIterator it, end;
	std::string term; /* the one last returned */
	bool started = false;
};

int store_terms_open(struct store_reader *r, const char *prefix, size_t n,
		     struct store_terms **ret, struct err *e) noexcept
{
	return store_guard(e, [&] {
		int code = n ? store_check_term(prefix, n, e) : 0;

		if (code)
			return code;
		auto t = std::make_unique<store_terms>();
		const std::string start(prefix, n);

		t->it = r->db.allterms_begin(start);
		t->end = r->db.allterms_end(start);
		*ret = t.release();
		return 0;
	});
}

int store_terms_next(struct store_terms *t, const char **ret_term,
		     size_t *ret_n, uint64_t *ret_df, struct err *e) noexcept
{
	return store_guard(e, [&] {
		if (t->started && t->it != t->end)
			++t->it;
		t->started = true;
		if (t->it == t->end)
			return 0;
		t->term = *t->it;
		if (ret_df)
			*ret_df = t->it.get_termfreq();
		*ret_term = t->term.data();
		*ret_n = t->term.size();
		return 1;
	});
}

void store_terms_close(struct store_terms *t) noexcept
{
	delete t;
}

int store_term_df(struct store_reader *r, const char *term, size_t n,
		  uint64_t *ret_df, struct err *e) noexcept
{
	return store_guard(e, [&] {
		int code = store_check_term(term, n, e);

		if (code)
			return code;
		*ret_df = r->db.get_termfreq(std::string(term, n));
		return 0;
	});
}

static int no_document(struct err *e, uint32_t docid)
{
	return err_set(e, E_NOTFOUND, "the index has no document %u", docid);
}

int store_document(struct store_reader *r, uint32_t docid, struct buf *data,
		   struct err *e) noexcept
{
	return store_guard(e, [&] {
		if (!docid)
			return no_document(e, docid);
		/* Without the flag Xapian first looks the document up in another
		 * table.  One that is not there has no data, and ours have. */
		std::string s =
			r->db.get_document(docid, Xapian::DOC_ASSUME_VALID)
				.get_data();

		if (s.empty())
			return no_document(e, docid);
		whiten(&s[0], s.size());
		buf_clear(data);
		return add_to(data, s, e);
	});
}

int store_value(struct store_reader *r, uint32_t docid, unsigned slot,
		struct buf *value, struct err *e) noexcept
{
	return store_guard(e, [&] {
		if (!docid)
			return no_document(e, docid);
		buf_clear(value);
		return add_to(value,
			      r->db.get_document(docid,
						 Xapian::DOC_ASSUME_VALID)
				      .get_value(slot), e);
	});
}

int store_find(struct store_reader *r, const char *id, size_t id_len,
	       uint32_t *ret_docid, struct err *e) noexcept
{
	return store_guard(e, [&] {
		int code = store_check_term(id, id_len, e);
		Xapian::docid docid;

		if (code)
			return code;
		docid = store_docid(r->db, id, id_len);
		if (!docid)
			return err_set(e, E_NOTFOUND,
				       "the index has no such document");
		*ret_docid = docid;
		return 0;
	});
}
