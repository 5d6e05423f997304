/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base/err.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/utf8.h"

/* Room beyond the message, so that a character that does not fit is whole when
 * the cut is made before it. */
#define SLACK 4

static void set_text(struct err *e, char *text, size_t n)
{
	e->limit = NULL;
	e->value = 0;
	n = utf8_floor(text, n, n < sizeof(e->msg) ? n : sizeof(e->msg) - 1);
	n = utf8_make_printable(text, n, '?');
	memcpy(e->msg, text, n);
	e->msg[n] = '\0';
}

static size_t format(char *text, size_t size, const char *fmt, va_list ap)
	__attribute__((format(printf, 3, 0)));

/* The length of what was written, which may be cut. */
static size_t format(char *text, size_t size, const char *fmt, va_list ap)
{
	int n = vsnprintf(text, size, fmt, ap);

	if (n < 0)
		n = 0;
	return (size_t)n < size ? (size_t)n : size - 1;
}

static int set(struct err *e, int code, const char *fmt, va_list ap)
	__attribute__((format(printf, 3, 0)));

static int set(struct err *e, int code, const char *fmt, va_list ap)
{
	char text[sizeof(e->msg) + SLACK];

	if (!e)
		return code;
	set_text(e, text, format(text, sizeof(text), fmt, ap));
	e->code = code;
	return code;
}

int err_set(struct err *e, int code, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	set(e, code, fmt, ap);
	va_end(ap);
	return code;
}

int err_limit(struct err *e, const char *limit, unsigned long long value,
	      const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	set(e, E_LIMIT, fmt, ap);
	va_end(ap);
	if (e) {
		e->limit = limit;
		e->value = value;
	}
	return E_LIMIT;
}

static int code_of(int errnum)
{
	switch (errnum) {
	case ENOMEM: return E_NOMEM;
	case ENOENT: return E_NOTFOUND;
	case ENOSPC:
	case EDQUOT:
	case EFBIG: return E_FULL;
	default: return E_IO;
	}
}

int err_sys(struct err *e, int errnum, const char *fmt, ...)
{
	int code = code_of(errnum);
	char text[sizeof(e->msg) + SLACK], why[128];
	size_t n;
	va_list ap;

	if (!e)
		return code;
	va_start(ap, fmt);
	n = format(text, sizeof(text), fmt, ap);
	va_end(ap);
	n += (size_t)snprintf(text + n, sizeof(text) - n, ": %s",
			      strerror_r(errnum, why, sizeof(why)));
	set_text(e, text, n < sizeof(text) ? n : sizeof(text) - 1);
	e->code = code;
	return code;
}

int err_nomem(struct err *e)
{
	return err_set(e, E_NOMEM, "out of memory");
}
