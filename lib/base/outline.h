/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * outline - what the lines of a report are, as far as they are more than text: a
 * line of its own for each item, "role from to" or "role line", such as
 *	title 3
 *	caption 11
 *	furniture 31 42
 * in the order of the report.  Roles are words of the letters a to z: title,
 * section, dateline, author, photo, lead, caption, heading, form, furniture,
 * doubled.
 */
#ifndef TRACUU_BASE_OUTLINE_H
#define TRACUU_BASE_OUTLINE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"

#define OUTLINE_MAX 4096 /* items of a report; further ones are passed over */

struct outline_item {
	const char *role; /* role_n bytes */
	size_t role_n;
	uint32_t from, to; /* lines, from 1, inclusive */
};

int outline_add(struct buf *b, const struct outline_item *item); /* E_NOMEM */
/* The item at *s, which moves behind it; false at `end`, and where the bytes are
 * no item: an outline may come from a damaged index. */
bool outline_next(const char **s, const char *end, struct outline_item *ret);

#endif
