/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "proto/wire_path.h"

#include "base/path.h"
#include "base/utf8.h"
#include "proto/emit.h"

static void emit_uri(const char *path, size_t n, struct buf *json)
{
	emit_key(json, "uri");
	buf_addc(json, '"');
	path_add_uri(json, path, n); /* nothing in it needs an escape */
	buf_addc(json, '"');
}

void wire_path_emit(const char *path, size_t n, struct buf *json)
{
	emit_key(json, "path");
	emit_text(json, path, n);
	emit_uri(path, n, json);
}

int wire_path_decode(const json_t *object, struct buf *out, struct err *e)
{
	const json_t *uri = json_object_get(object, "uri");
	int r;

	if (!json_is_string(uri))
		return err_set(e, E_INVAL, "uri: must be a string");
	r = path_add_from_uri(out, json_string_value(uri),
			      json_string_length(uri));
	if (r == E_INVAL)
		return err_set(e, r, "uri: must be a file URI, as in "
			       "file:///srv/reports/001.txt");
	return r ? err_nomem(e) : 0;
}

void wire_path_emit_param(const char *path, size_t n, struct buf *json)
{
	if (utf8_valid_len(path, n) < n) {
		emit_uri(path, n, json);
		return;
	}
	emit_key(json, "path");
	emit_text(json, path, n);
}

int wire_path_take_param(json_t *params, struct err *e)
{
	const json_t *uri = json_object_get(params, "uri");
	struct buf path = BUF_INIT;
	int r;

	if (!uri || json_is_null(uri))
		return 0;
	r = wire_path_decode(params, &path, e);
	if (!r && json_object_set_new_nocheck(
			  params, "path",
			  json_stringn_nocheck(path.s ? path.s : "",
					       path.len)))
		r = err_nomem(e);
	buf_release(&path);
	return r;
}
