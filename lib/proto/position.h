/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * position - places in a text as the Language Server Protocol counts them: the
 * line from 0, and in it units from 0, of the encoding that both sides agreed
 * on.  Lines end with "\n", "\r\n" or "\r".  Text is well-formed UTF-8; pure.
 */
#ifndef TRACUU_PROTO_POSITION_H
#define TRACUU_PROTO_POSITION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

enum position_encoding {
	POSITION_UTF16, /* what every client knows: code units */
	POSITION_UTF8,	/* bytes */
};
const char *position_encoding_name(enum position_encoding x);

struct position {
	uint32_t line, character;
};
struct position_range {
	struct position start, end; /* `end` is behind the last unit */
};

/* The byte of a line of n bytes (without its end) where unit `character` is.
 * Inside of a character: where that begins.  Behind the line: n. */
size_t position_byte(enum position_encoding x, const char *line, size_t n,
		     uint32_t character);
/* The way back, for the beginning of a character or n. */
uint32_t position_character(enum position_encoding x, const char *line,
			    size_t n, size_t byte);

/* The bytes of line `number`, without its end.  Behind the last line there is
 * an empty one: false. */
bool position_line(const char *text, size_t n, uint32_t number,
		   size_t *ret_begin, size_t *ret_end);
/* The byte of a text where a position is; what is behind its line or the text is
 * brought back to the end of that. */
size_t position_offset(enum position_encoding x, const char *text, size_t n,
		       struct position at);

#ifdef __cplusplus
}
#endif
#endif
