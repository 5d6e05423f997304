/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * marks - a text with its matches (base/marked.h), as C and as JSON.  Private to
 * lib/proto.
 */
#ifndef TRACUU_PROTO_MARKS_H
#define TRACUU_PROTO_MARKS_H

#include <jansson.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/marked.h"

/* The marks alone, as a member of an object that is open. */
void marks_emit(const char *name, const struct marked *m, struct buf *json);
/* Text, marks and the rest, without the place, into an object that is open. */
void marked_emit(const struct marked *m, struct buf *json);

/*
 * The text, which must be there, and its marks, into *m: they point into the JSON
 * and to *at, which has room for them and is moved behind them.  E_INVAL.
 */
int marks_decode(const json_t *text, const json_t *marks, struct mark **at,
		 struct marked *m, struct err *e);
/* What marked_emit() wrote into an object.  As marks_decode(). */
int marked_decode(const json_t *json, struct mark **at, struct marked *m,
		  struct err *e);

#endif
