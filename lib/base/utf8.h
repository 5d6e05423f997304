/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * utf8 - the little that programs without ICU must know about UTF-8.
 * Well-formed is as in Unicode 15, table 3-7: no surrogates, nothing above
 * U+10FFFF, shortest forms only.
 */
#ifndef TRACUU_BASE_UTF8_H
#define TRACUU_BASE_UTF8_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"

#ifdef __cplusplus
extern "C" {
#endif

/*
 * Decode one character at s (n > 0 bytes left).  Returns its length in bytes
 * and the code point in *ret_cp.  Ill-formed input gives U+FFFD and the length
 * of the maximal ill-formed part (at least 1), as Unicode 3.9 recommends.
 * *ret_ok (may be NULL) tells the two apart.
 */
size_t utf8_next(const char *s, size_t n, uint32_t *ret_cp, bool *ret_ok);

/* The length in bytes of the well-formed part at the start of s. */
size_t utf8_valid_len(const char *s, size_t n);

/* Append s with each ill-formed part replaced by U+FFFD; *ret_replaced (may be
 * NULL) counts them.  E_NOMEM, E_LIMIT. */
int utf8_add_clean(struct buf *b, const char *s, size_t n, size_t *ret_replaced);

/* UTF-16 code units that the n bytes of well-formed UTF-8 at s would take. */
size_t utf8_utf16_len(const char *s, size_t n);

/*
 * Whether a character may go to a terminal or a log: no control character (C0,
 * DEL, C1), no line separator, no override of the direction of writing.
 */
bool utf8_is_printable(uint32_t cp);

/*
 * Put `substitute` in place of each character that is not printable and of each
 * ill-formed part.  Works in place and returns the new length, at most n.
 */
size_t utf8_make_printable(char *s, size_t n, char substitute);

/* The largest i <= at such that s[i] starts a character (or is the end). */
size_t utf8_floor(const char *s, size_t n, size_t at);

#ifdef __cplusplus
}
#endif
#endif
