/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * report - what a run says: a line for people, JSON for programs, and a line on
 * stderr for each file that needs a look.
 */
#ifndef TRACUU_INDEXER_REPORT_H
#define TRACUU_INDEXER_REPORT_H

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"
#include "indexer/options.h"
#include "indexer/plan.h"

/* "tracuu-index: " and a sentence on stderr, as one line made printable. */
void say(const char *fmt, ...) __attribute__((format(printf, 1, 2)));

/* "38 kB", "20.1 MB" into s. */
void format_bytes(uint64_t bytes, char *s, size_t size);

/* "2026-11-29T17:54:45+0000" of seconds since 1970, in local time. */
#define TIME_SIZE 32
void format_time(int64_t seconds, char s[TIME_SIZE]);

struct report {
	const char *collection; /* its name, "" if it has none */
	uint64_t generation; /* the current one, after the run */
	const struct plan *plan;
	struct plan_counts counts;
	double seconds;
	bool dry_run;
};

/* The summary on stdout; with it the filters that are missing, and for how many
 * files. */
void report_summary(const struct report *r);
/* Files that were read in this run and not indexed; the first few, unless
 * --verbose; with --quiet only those that failed. */
void report_notes(const struct report *r, const struct options *o);
/* The same and more as JSON, for report_file.h to read.  E_IO, E_NOMEM. */
int report_dump(const struct report *r, int fd, struct err *e);

#endif
