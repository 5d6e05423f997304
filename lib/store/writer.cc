/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Changing a database.
 *
 * A transaction is always open, since Xapian commits pending changes when a
 * database is closed without one: what was not committed must be forgotten.
 * Within it Xapian still writes its memory out every 10,000 changes.
 *
 * Nothing is synced here (DB_NO_SYNC): a writer only works on a generation that
 * is not published, and publishing syncs all of it.
 */
#include "store/store.h"

#include <memory>
#include <optional>
#include <string>
#include <xapian.h>

#include "store/guard.h"
#include "store/objects.h"
#include "store/whiten.h"

struct store_writer {
	Xapian::WritableDatabase db;
	std::optional<Xapian::Document> doc; /* under construction */
	std::string data;		     /* handed out by get_data */
	std::string term;		     /* scratch */

	Xapian::Document &document()
	{
		return doc ? *doc : doc.emplace();
	}
};

static int open_writer(const char *dir, int action, struct store_writer **ret,
		       struct err *e) noexcept
{
	return store_guard(e, [&] {
		auto w = std::make_unique<store_writer>();

		w->db = Xapian::WritableDatabase(
			dir, action | Xapian::DB_BACKEND_GLASS |
				     Xapian::DB_NO_SYNC);
		w->db.begin_transaction();
		*ret = w.release();
		return 0;
	});
}

int store_writer_create(const char *dir, struct store_writer **ret,
			struct err *e) noexcept
{
	return open_writer(dir, Xapian::DB_CREATE, ret, e);
}

int store_writer_open(const char *dir, struct store_writer **ret,
		      struct err *e) noexcept
{
	return open_writer(dir, Xapian::DB_OPEN, ret, e);
}

void store_writer_close(struct store_writer *w) noexcept
{
	delete w;
}

void store_doc_begin(struct store_writer *w) noexcept
{
	w->doc.reset();
}

Xapian::docid store_docid(const Xapian::Database &db, const char *id, size_t n)
{
	const std::string term(id, n);
	const auto it = db.postlist_begin(term);

	return it == db.postlist_end(term) ? 0 : *it;
}

static int not_found(struct err *e, const char *id, size_t n)
{
	return err_set(e, E_NOTFOUND, "no document is stored as %.*s", (int)n,
		       id);
}

static int find(struct store_writer *w, const char *id, size_t n,
		Xapian::docid *ret_docid, struct err *e)
{
	int r = store_check_term(id, n, e);

	if (r)
		return r;
	*ret_docid = store_docid(w->db, id, n);
	return *ret_docid ? 0 : not_found(e, id, n);
}

int store_doc_load(struct store_writer *w, const char *id, size_t id_len,
		   struct err *e) noexcept
{
	w->doc.reset();
	return store_guard(e, [&] {
		Xapian::docid docid;
		int r = find(w, id, id_len, &docid, e);

		if (r)
			return r;
		w->doc = w->db.get_document(docid);
		return 0;
	});
}

int store_doc_term(struct store_writer *w, const char *term, size_t n,
		   uint32_t wdf, struct err *e) noexcept
{
	return store_guard(e, [&] {
		int r = store_check_term(term, n, e);

		if (r)
			return r;
		w->term.assign(term, n);
		w->document().add_term(w->term, wdf);
		return 0;
	});
}

int store_doc_remove_term(struct store_writer *w, const char *term, size_t n,
			  struct err *e) noexcept
{
	return store_guard(e, [&] {
		int r = store_check_term(term, n, e);

		if (r)
			return r;
		try {
			w->document().remove_term(std::string(term, n));
		} catch (const Xapian::InvalidArgumentError &) {
			/* it is not there */
		}
		return 0;
	});
}

int store_doc_value(struct store_writer *w, unsigned slot, const char *s,
		    size_t n, struct err *e) noexcept
{
	return store_guard(e, [&] {
		w->document().add_value(slot, std::string(s, n));
		return 0;
	});
}

int store_doc_data(struct store_writer *w, const void *s, size_t n,
		   struct err *e) noexcept
{
	if (n > STORE_DATA_MAX)
		return err_set(e, E_LIMIT,
			       "a document of %zu bytes (at most %u can be "
			       "stored)",
			       n, STORE_DATA_MAX);
	return store_guard(e, [&] {
		std::string data(static_cast<const char *>(s), n);

		whiten(&data[0], n);
		w->document().set_data(data);
		return 0;
	});
}

int store_doc_get_data(struct store_writer *w, const char **ret_s,
		       size_t *ret_n, struct err *e) noexcept
{
	return store_guard(e, [&] {
		w->data = w->document().get_data();
		whiten(&w->data[0], w->data.size());
		*ret_s = w->data.data();
		*ret_n = w->data.size();
		return 0;
	});
}

/* Both ways of putting: the document gets its id term and leaves the writer. */
static int put(struct store_writer *w, const char *id, size_t n, bool replace,
	       struct err *e) noexcept
{
	return store_guard(e, [&] {
		int r = store_check_term(id, n, e);

		if (r)
			return r;
		w->term.assign(id, n);
		w->document().add_boolean_term(w->term);
		if (replace)
			w->db.replace_document(w->term, *w->doc);
		else
			w->db.add_document(*w->doc);
		w->doc.reset();
		return 0;
	});
}

int store_doc_put(struct store_writer *w, const char *id, size_t id_len,
		  struct err *e) noexcept
{
	return put(w, id, id_len, true, e);
}

int store_doc_append(struct store_writer *w, const char *id, size_t id_len,
		     struct err *e) noexcept
{
	return put(w, id, id_len, false, e);
}

int store_doc_delete(struct store_writer *w, const char *id, size_t id_len,
		     struct err *e) noexcept
{
	return store_guard(e, [&] {
		Xapian::docid docid;
		int r = find(w, id, id_len, &docid, e);

		if (r)
			return r;
		w->db.delete_document(docid);
		return 0;
	});
}

int store_meta_set(struct store_writer *w, const char *key, const char *value,
		   struct err *e) noexcept
{
	return store_guard(e, [&] {
		w->db.set_metadata(key, value);
		return 0;
	});
}

int store_writer_count(struct store_writer *w, uint64_t *ret_documents,
		       struct err *e) noexcept
{
	return store_guard(e, [&] {
		*ret_documents = w->db.get_doccount();
		return 0;
	});
}

int store_commit(struct store_writer *w, struct err *e) noexcept
{
	return store_guard(e, [&] {
		w->db.commit_transaction();
		w->db.begin_transaction();
		return 0;
	});
}
