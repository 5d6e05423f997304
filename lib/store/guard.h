/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * guard - where every exception ends.
 *
 * An exception that crosses into C ends the program, so each entry point of
 * store.h is one `return store_guard(e, [&] { ... });` whose lambda returns 0
 * or an error code.  No callback of a C caller runs inside the lambda.
 */
#ifndef TRACUU_STORE_GUARD_H
#define TRACUU_STORE_GUARD_H

#include <stddef.h>

#include "base/err.h"

/* Thrown by our own match spy: E_DEADLINE or E_CANCELLED. */
struct store_stop {
	int code;
};

/* Say in `e` which exception is being handled, and return its code. */
int store_caught(struct err *e) noexcept;

template <class Body>
int store_guard(struct err *e, Body &&body) noexcept
{
	try {
		return body();
	} catch (...) {
		return store_caught(e);
	}
}

/* The border of terms, see store.h: 0 or E_INVAL. */
int store_check_term(const char *term, size_t n, struct err *e) noexcept;

#endif
