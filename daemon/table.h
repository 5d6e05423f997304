/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * table - the user's own table of abbreviations: the text of the file that the
 * configuration names, as it was when it was last right.
 *
 * One thread at a time.
 */
#ifndef TRACUU_DAEMON_TABLE_H
#define TRACUU_DAEMON_TABLE_H

#include <stdbool.h>
#include <sys/stat.h>

#include "base/buf.h"
#include "base/err.h"

#define TABLE_BYTES_MAX (1u << 20)

struct table {
	const char *path; /* NULL: there is none */
	struct buf text;
	struct err bad; /* why the file as it is now is not `text`; code 0 */
	/* Private. */
	struct stat seen;
};

void table_init(struct table *t, const char *path);
void table_release(struct table *t);

/*
 * Look at the file, and read it if it is not the one that was seen last.
 * Returns whether `text` changed.  t->bad is E_INVAL with "FILE:LINE: why" for
 * a line that says nothing; E_NOTFOUND, E_IO, E_NOMEM.
 */
bool table_read(struct table *t);

#endif
