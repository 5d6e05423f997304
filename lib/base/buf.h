/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * buf - a growing string of bytes with an upper bound.
 *
 * The bytes may hold NULs; for the convenience of C functions a NUL that is
 * not counted in `len` always follows them once anything was added.
 * After a failed append the contents are as before it, and all further ones fail
 * like it until buf_clear(), so that a chain of appends may be checked once, by
 * what the last of them returns or by `failed`.
 * Not thread-safe: one buf, one thread at a time.
 */
#ifndef TRACUU_BASE_BUF_H
#define TRACUU_BASE_BUF_H

#include <stdbool.h>
#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

struct buf {
	char *s;     /* the bytes; NULL while nothing was added */
	size_t len;  /* bytes in use */
	size_t cap;  /* bytes allocated */
	size_t max;  /* the most `len` may become; 0: only memory limits it */
	int failed;  /* E_NOMEM or E_LIMIT once an append was refused, else 0 */
};

#define BUF_INIT { 0 }

void buf_init(struct buf *b, size_t max);
/* Free the bytes and set up the buf as after buf_init(b, b->max). NULL is fine. */
void buf_release(struct buf *b);
/* Forget the contents, keep the memory. */
void buf_clear(struct buf *b);

/* Each returns 0, or E_NOMEM, or E_LIMIT when `max` would be passed. */
int buf_reserve(struct buf *b, size_t more);
int buf_add(struct buf *b, const void *s, size_t n);
int buf_addc(struct buf *b, char c);
int buf_adds(struct buf *b, const char *nul_terminated);
int buf_addf(struct buf *b, const char *fmt, ...)
	__attribute__((format(printf, 2, 3)));

/* Unsigned LEB128, at most 10 bytes. */
int buf_add_varint(struct buf *b, unsigned long long v);
/*
 * Read one LEB128 number at *p, not beyond `end`.  Returns true and moves *p
 * behind it, or false when it is cut off or has more than 64 bits.
 */
bool buf_get_varint(const char **p, const char *end, unsigned long long *ret_v);

/* Remove the first n bytes (n <= len). */
void buf_consume(struct buf *b, size_t n);

/* Hand the bytes over: the caller frees them with free().  NULL if empty. */
char *buf_detach(struct buf *b, size_t *ret_len);

#ifdef __cplusplus
}
#endif
#endif
