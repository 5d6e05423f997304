/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * emit - JSON text straight into a buf.  Private to lib/proto.
 *
 * Why not jansson, which reads all JSON here: a page of ten hits with snippets
 * (10 kB) took 215 us to build, write and free as its tree, a quarter of what a
 * whole query may take.  This way it takes 34 us.
 *
 * Nothing is returned: a chain of calls is checked once at its end by
 * buf->failed.  There is no state but the buf: a key or an item puts a comma
 * before itself unless it is the first behind its bracket.
 */
#ifndef TRACUU_PROTO_EMIT_H
#define TRACUU_PROTO_EMIT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"

/* A member of an object, up to its value: one of the emitters below. */
void emit_key(struct buf *b, const char *name);
/* The same for an item of an array. */
void emit_item(struct buf *b);

/* Begin an object whose first member is an array, up to its items. */
void emit_list(struct buf *b, const char *name);

/* n bytes of any kind: ill-formed UTF-8 becomes U+FFFD, and what no terminal
 * should get (utf8_is_printable) is escaped, so that JSON is safe to look at. */
void emit_text(struct buf *b, const char *s, size_t n);
void emit_u64(struct buf *b, uint64_t v);
void emit_real(struct buf *b, double v); /* 9 digits; 0 when not finite */
void emit_bool(struct buf *b, bool v);

#endif
