/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * frame - messages out of a byte stream, in the three framings of
 * docs/protocol.md.  The first byte of a connection chooses, once:
 *	'{'  FRAME_LINE	   one JSON object a line, '\n'
 *	'C'  FRAME_HEADER  Content-Length: N, the base protocol of LSP
 *	'['  FRAME_VIM	   [n, {...}] a line, Vim's JSON channel
 * White space before it is skipped.  Used by daemon and client alike; no I/O.
 */
#ifndef TRACUU_PROTO_FRAME_H
#define TRACUU_PROTO_FRAME_H

#include <stddef.h>

#include "base/buf.h"
#include "base/err.h"

enum frame_kind { FRAME_UNKNOWN, FRAME_LINE, FRAME_HEADER, FRAME_VIM };

struct frame_reader {
	enum frame_kind kind;
	struct buf in;	   /* bytes not yet returned */
	size_t taken;	   /* of them, the message handed out last */
	size_t scanned;	   /* where the search for its end goes on */
	size_t max;	   /* bytes of one message */
};

void frame_reader_init(struct frame_reader *f, enum frame_kind kind, size_t max);
void frame_reader_release(struct frame_reader *f);
/* Add bytes as they came. E_NOMEM. */
int frame_feed(struct frame_reader *f, const char *s, size_t n);
/*
 * The next whole message: returns 1 with *ret_s, *ret_n (the JSON text, until
 * the next call), 0 when more bytes are needed.
 * After an error nothing more can be read: E_INVAL (a broken frame, or an
 * unknown first byte), E_LIMIT (a message above `max`; found before it is
 * stored, however long it claims to be).
 */
int frame_next(struct frame_reader *f, const char **ret_s, size_t *ret_n,
	       struct err *e);
/* Append one framed message. E_NOMEM, E_LIMIT. */
int frame_add(struct buf *out, enum frame_kind kind, const char *s, size_t n);

#endif
