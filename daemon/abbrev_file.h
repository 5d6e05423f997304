/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * abbrev_file - the user's own table of abbreviations: the text of the file that the
 * configuration names, as it was when it was last right.
 *
 * One thread at a time.
 */
#ifndef TRACUU_DAEMON_ABBREV_FILE_H
#define TRACUU_DAEMON_ABBREV_FILE_H

#include <stdbool.h>
#include <sys/stat.h>

#include "base/buf.h"
#include "base/err.h"

#define ABBREV_FILE_MAX (1u << 20)

struct abbrev_file {
	const char *path; /* NULL: there is none */
	struct buf text;
	struct err bad; /* why the file as it is now is not `text`; code 0 */
	/* Private. */
	struct stat seen;
};

void abbrev_file_init(struct abbrev_file *t, const char *path);
void abbrev_file_release(struct abbrev_file *t);

/*
 * Look at the file, and read it if it is not the one that was read last, rightly
 * or for a line that says nothing.
 * Returns whether `text` changed.  t->bad is E_INVAL with "FILE:LINE: why" for
 * a line that says nothing; E_NOTFOUND, E_IO, E_NOMEM.
 */
bool abbrev_file_read(struct abbrev_file *t);

#endif
