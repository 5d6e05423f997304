/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "daemon/method.h"

#include <stdarg.h>
#include <stdio.h>

int failure_told(struct failure *f)
{
	f->kind = proto_kind_of(f->e.code);
	if (f->e.limit)
		f->data = json_pack("{s:s, s:I}", "limit", f->e.limit, "value",
				    (json_int_t)f->e.value);
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
