/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * report_file - the file of --report.  Each collection is indexed in a process of
 * its own, which leaves its part in a file of memory (report_dump()); the parts
 * make one object, of which tracuu-index(1) has the members.
 */
#ifndef TRACUU_INDEXER_REPORT_FILE_H
#define TRACUU_INDEXER_REPORT_FILE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"

struct report_part {
	const char *collection; /* "": the unnamed one */
	const char *error; /* why nothing was published; "": it went well */
	int fd;		   /* the file of memory; -1: none */
};
int report_part_open(struct report_part *p, struct err *e);
void report_part_close(struct report_part *p);

/*
 * Write the report of n collections to `path`.  plain: of the one that there is,
 * as it is; else of all, with their numbers added up.  E_IO, E_NOMEM.
 */
int report_write(const struct report_part *v, size_t n, bool plain,
		 bool dry_run, const char *path, struct err *e);

#endif
