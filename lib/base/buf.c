/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base/buf.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/err.h"

#define FIRST_CAP 64
#define DOUBLE_BELOW (1u << 20) /* above it memory is dearer than copying */

void buf_init(struct buf *b, size_t max)
{
	*b = (struct buf){ .max = max };
}

void buf_release(struct buf *b)
{
	if (!b)
		return;
	free(b->s);
	buf_init(b, b->max);
}

void buf_clear(struct buf *b)
{
	b->len = 0;
	b->failed = 0;
	if (b->s)
		b->s[0] = '\0';
}

static int fail(struct buf *b, int code)
{
	b->failed = code;
	return code;
}

int buf_reserve(struct buf *b, size_t more)
{
	size_t need, cap;
	char *s;

	if (b->failed)
		return b->failed;
	if (b->max && (b->len > b->max || more > b->max - b->len))
		return fail(b, E_LIMIT);
	if (more >= SIZE_MAX / 2 - b->len)
		return fail(b, E_NOMEM);
	need = b->len + more + 1;
	if (need <= b->cap)
		return 0;
	cap = b->cap < DOUBLE_BELOW ? b->cap * 2 : b->cap + b->cap / 2;
	if (b->max && cap > b->max)
		cap = b->max + 1;
	if (cap < need)
		cap = need < FIRST_CAP ? FIRST_CAP : need;
	s = realloc(b->s, cap);
	if (!s)
		return fail(b, E_NOMEM);
	b->s = s;
	b->cap = cap;
	return 0;
}

int buf_add(struct buf *b, const void *s, size_t n)
{
	int r = buf_reserve(b, n);

	if (r)
		return r;
	if (n)
		memcpy(b->s + b->len, s, n);
	b->len += n;
	b->s[b->len] = '\0';
	return 0;
}

int buf_addc(struct buf *b, char c)
{
	return buf_add(b, &c, 1);
}

int buf_adds(struct buf *b, const char *nul_terminated)
{
	return buf_add(b, nul_terminated, strlen(nul_terminated));
}

int buf_addf(struct buf *b, const char *fmt, ...)
{
	va_list ap;
	int n, r;

	va_start(ap, fmt);
	n = vsnprintf(NULL, 0, fmt, ap);
	va_end(ap);
	if (n < 0)
		return fail(b, E_NOMEM);
	r = buf_reserve(b, (size_t)n);
	if (r)
		return r;
	va_start(ap, fmt);
	vsnprintf(b->s + b->len, (size_t)n + 1, fmt, ap);
	va_end(ap);
	b->len += (size_t)n;
	return 0;
}

int buf_add_varint(struct buf *b, unsigned long long v)
{
	unsigned char bytes[10];
	size_t n = 0;

	do {
		bytes[n] = (unsigned char)(v & 0x7f);
		v >>= 7;
		bytes[n++] |= v ? 0x80 : 0;
	} while (v);
	return buf_add(b, bytes, n);
}

bool buf_get_varint(const char **p, const char *end, unsigned long long *ret_v)
{
	unsigned long long v = 0;
	const char *s = *p;

	for (unsigned shift = 0; s < end && shift < 64; shift += 7) {
		unsigned char c = (unsigned char)*s++;

		if (shift == 63 && c > 1)
			return false;
		v |= (unsigned long long)(c & 0x7f) << shift;
		if (!(c & 0x80)) {
			*p = s;
			*ret_v = v;
			return true;
		}
	}
	return false;
}

void buf_consume(struct buf *b, size_t n)
{
	if (!n)
		return;
	b->len -= n;
	memmove(b->s, b->s + n, b->len);
	b->s[b->len] = '\0';
}

char *buf_detach(struct buf *b, size_t *ret_len)
{
	char *s = b->len ? b->s : NULL;

	if (ret_len)
		*ret_len = b->len;
	if (!s)
		free(b->s);
	buf_init(b, b->max);
	return s;
}
