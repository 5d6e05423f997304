/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Any bytes as a connection's input: cut into pieces in two ways, they must
 * give the same messages and the same end.  Written with headers, which take any
 * bytes, the messages are read again as they were.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "proto/frame.h"

#define MAX_MESSAGE 256

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void read_again(const char *s, size_t n)
{
	struct buf b = BUF_INIT;
	struct frame_reader f;
	const char *again;
	size_t len;

	if (frame_add(&b, FRAME_HEADER, s, n))
		abort();
	frame_reader_init(&f, FRAME_UNKNOWN, MAX_MESSAGE);
	if (frame_feed(&f, b.s, b.len) ||
	    frame_next(&f, &again, &len, NULL) != 1 || len != n ||
	    memcmp(again, s, n) || frame_next(&f, &again, &len, NULL))
		abort();
	frame_reader_release(&f);
	buf_release(&b);
}

/* The messages, each behind its length; then what the reader ended with. */
static void read_all(const uint8_t *data, size_t size, size_t step,
		     struct buf *out)
{
	struct frame_reader f;
	const char *s;
	size_t n;
	int r = 0;

	frame_reader_init(&f, FRAME_UNKNOWN, MAX_MESSAGE);
	for (size_t at = 0; at < size && r >= 0; at += step) {
		size_t piece = size - at < step ? size - at : step;

		if (frame_feed(&f, (const char *)data + at, piece))
			abort();
		while ((r = frame_next(&f, &s, &n, NULL)) > 0) {
			if (n > MAX_MESSAGE)
				abort();
			read_again(s, n);
			buf_addf(out, "%zu:", n);
			buf_add(out, s, n);
		}
	}
	buf_addf(out, "end %d, framing %d", r, (int)f.kind);
	frame_reader_release(&f);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct buf a = BUF_INIT, b = BUF_INIT;

	read_all(data, size, 1, &a);
	read_all(data, size, 1 + size % 61, &b);
	if (a.len != b.len || memcmp(a.s, b.s, a.len))
		abort();
	buf_release(&a);
	buf_release(&b);
	return 0;
}
