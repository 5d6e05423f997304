/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * wire_path - file names in JSON.  A path is bytes of the file system, JSON is
 * UTF-8: so results carry it twice, as `path` (cleaned, to be shown) and as
 * `uri` (percent-encoded, exact), and parameters may use either.
 * Private to lib/proto.
 */
#ifndef TRACUU_PROTO_WIRE_PATH_H
#define TRACUU_PROTO_WIRE_PATH_H

#include <jansson.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/err.h"

/* Both members of a result. */
void wire_path_emit(const char *path, size_t n, struct buf *json);
/* Append the exact bytes of a result's path.  E_INVAL, E_NOMEM. */
int wire_path_decode(const json_t *object, struct buf *out, struct err *e);

/* One member of parameters: `path`, or `uri` when JSON cannot carry it. */
void wire_path_emit_param(const char *path, size_t n, struct buf *json);
/*
 * Give parameters with a `uri` the bytes it stands for as their `path`, which
 * may then be no UTF-8; jansson allows that in a string that is never written
 * out.  E_INVAL, E_NOMEM.
 */
int wire_path_take_param(json_t *params, struct err *e);

#endif
