/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "daemon/method.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>

int failure_told(struct failure *f)
{
	f->kind = proto_kind_of(f->e.code);
	return -1;
}

int failure_param(struct failure *f, const char *param)
{
	failure_told(f);
	if (param)
		f->data = json_pack("{s:s}", "param", param);
	return -1;
}

int failure_set(struct failure *f, enum proto_kind kind, const char *fmt, ...)
{
	char msg[sizeof(f->e.msg)];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(msg, sizeof(msg), fmt, ap);
	va_end(ap);
	f->kind = kind;
	err_set(&f->e, E_INVAL, "%s", msg);
	return -1;
}

int failure_limit(struct failure *f, const char *limit, uint64_t value)
{
	failure_set(f, PROTO_E_TOO_LARGE, "%s is above its limit of %" PRIu64,
		    limit, value);
	f->data = json_pack("{s:s, s:I}", "limit", limit, "value",
			    (json_int_t)value);
	return -1;
}
