/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * frame - messages out of a byte stream, in the three framings of
 * docs/protocol.md.  The first byte of a connection chooses, once:
 *	'{'  FRAME_LINE	   one JSON object a line, '\n'
 *	'C'  FRAME_HEADER  Content-Length: N, the base protocol of LSP
 *	'['  FRAME_VIM	   [n, {...}] a line, Vim's JSON channel
 * White space before it is skipped, as are empty lines.  "[{" is a JSON-RPC
 * batch: its framing is FRAME_LINE, so that the refusal (message.h) is sent in
 * a form that its sender reads.  Used by daemon and client alike; no I/O.
 *
 * Every byte is looked at once, however it is cut into pieces; at most `max`
 * bytes and what was fed last are kept.
 */
#ifndef TRACUU_PROTO_FRAME_H
#define TRACUU_PROTO_FRAME_H

#include <stddef.h>

#include "base/buf.h"
#include "base/err.h"

#ifdef __cplusplus
extern "C" {
#endif

enum frame_kind { FRAME_UNKNOWN, FRAME_LINE, FRAME_HEADER, FRAME_VIM };

struct frame_reader {
	enum frame_kind kind;
	struct buf in;
	size_t start;	/* of the first message in `in` not yet returned */
	size_t scanned; /* where the search for its end goes on */
	size_t body;	/* FRAME_HEADER: its Content-Length; SIZE_MAX: unknown */
	size_t max;	/* bytes of one message */
	struct err bad; /* code != 0: the stream is broken */
};

void frame_reader_init(struct frame_reader *f, enum frame_kind kind, size_t max);
void frame_reader_release(struct frame_reader *f);
/* Add bytes as they came.  Take all messages out before feeding more. E_NOMEM. */
int frame_feed(struct frame_reader *f, const char *s, size_t n);
/*
 * The next whole message: returns 1 with *ret_s, *ret_n (the JSON text, until
 * the next feed), 0 when more bytes are needed.
 * After an error nothing more can be read: E_INVAL (a broken frame, or an
 * unknown first byte), E_LIMIT (a message above `max`; found before it is
 * stored, however long it claims to be).
 */
int frame_next(struct frame_reader *f, const char **ret_s, size_t *ret_n,
	       struct err *e);
/* Append one framed message, whole or not at all. E_NOMEM, E_LIMIT. */
int frame_add(struct buf *out, enum frame_kind kind, const char *s, size_t n);
/*
 * The same without a copy: the bytes that were appended since out->len was `at`
 * become one message.  When one of these appends failed, or there is no room,
 * the buf is cut back to `at` and can be used further.  E_NOMEM, E_LIMIT.
 */
int frame_wrap(struct buf *out, enum frame_kind kind, size_t at);

#ifdef __cplusplus
}
#endif
#endif
