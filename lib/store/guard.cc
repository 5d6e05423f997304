/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "store/guard.h"

#include <errno.h>
#include <string.h>

#include <exception>
#include <new>
#include <string>
#include <xapian.h>

#include "store/schema.h"

static const char *sentence(int code) noexcept
{
	switch (code) {
	case E_LOCKED: return "the database is being changed by another process";
	case E_NODB: return "there is no index database here";
	case E_SCHEMA: return "the database has another format: reindex";
	case E_CORRUPT: return "the database is damaged: reindex";
	case E_FULL: return "there is no room for the database";
	case E_IO: return "the database cannot be read or written";
	default: return "internal error in the database";
	}
}

/* Whether the system had no room for it.  Xapian tells no errno, only its text,
 * and that within another sentence where a commit failed. */
static bool is_full(const std::string &said, const char *why)
{
	for (int errnum : { ENOSPC, EDQUOT, EFBIG }) {
		char buf[128];
		const char *text = strerror_r(errnum, buf, sizeof(buf));

		if ((why && !strcmp(why, text)) ||
		    said.find(text) != std::string::npos)
			return true;
	}
	return false;
}

static int report(struct err *e, int code, const Xapian::Error &x)
{
	const char *why = x.get_error_string();

	if (is_full(x.get_msg(), why))
		code = E_FULL;
	return err_set(e, code, "%s (%s%s%s)", sentence(code),
		       x.get_msg().c_str(), why ? ": " : "", why ? why : "");
}

/* Xapian has one type for a disk that fails and a table that makes no sense;
 * only the first comes with an errno, or when writing failed. */
static int io_or(int code, const Xapian::Error &x)
{
	static const char failed[] = "Modifications failed";

	if (x.get_error_string() ||
	    !x.get_msg().compare(0, sizeof(failed) - 1, failed))
		return E_IO;
	return code;
}

/* Or its file cannot be opened. */
static bool is_held(const Xapian::DatabaseLockError &x)
{
	return x.get_msg().find("already locked") != std::string::npos;
}

/* Subclasses come before what they derive from. */
static int classify(struct err *e)
{
	try {
		throw;
	} catch (const store_stop &stop) {
		return err_set(e, stop.code,
			       stop.code == E_CANCELLED ?
				       "the search was cancelled" :
				       "the search took longer than it may");
	} catch (const Xapian::DatabaseLockError &x) {
		return report(e, is_held(x) ? E_LOCKED : E_IO, x);
	} catch (const Xapian::DatabaseVersionError &x) {
		return report(e, E_SCHEMA, x);
	} catch (const Xapian::DatabaseNotFoundError &x) {
		return report(e, E_NODB, x);
	} catch (const Xapian::DatabaseOpeningError &x) {
		return report(e, io_or(E_NODB, x), x);
	} catch (const Xapian::DatabaseCorruptError &x) {
		return report(e, E_CORRUPT, x);
	} catch (const Xapian::DatabaseCreateError &x) {
		return report(e, E_IO, x);
	} catch (const Xapian::DatabaseModifiedError &x) {
		return report(e, E_IO, x);
	} catch (const Xapian::DatabaseClosedError &x) {
		return report(e, E_INTERNAL, x);
	} catch (const Xapian::DatabaseError &x) {
		return report(e, io_or(E_CORRUPT, x), x);
	} catch (const Xapian::NetworkError &x) {
		return report(e, E_IO, x);
	} catch (const Xapian::DocNotFoundError &) {
		return err_set(e, E_NOTFOUND, "no such document");
	} catch (const Xapian::Error &x) {
		return report(e, E_INTERNAL, x);
	} catch (const std::bad_alloc &) {
		return err_nomem(e);
	} catch (const std::exception &x) {
		return err_set(e, E_INTERNAL, "%s (%s)", sentence(E_INTERNAL),
			       x.what());
	} catch (...) {
		return err_set(e, E_INTERNAL, "%s", sentence(E_INTERNAL));
	}
}

int store_caught(struct err *e) noexcept
{
	try {
		return classify(e);
	} catch (...) {
		return err_nomem(e); /* Xapian makes its texts when asked */
	}
}

int store_check_term(const char *term, size_t n, struct err *e) noexcept
{
	if (!n || n > SCHEMA_TERM_MAX)
		return err_set(e, E_INVAL, "a term has 1 to %d bytes, not %zu",
			       SCHEMA_TERM_MAX, n);
	if (memchr(term, '\0', n))
		return err_set(e, E_INVAL, "a term has no NUL byte");
	return 0;
}
