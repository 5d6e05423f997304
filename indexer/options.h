/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * options - the command line of tracuu-index.
 */
#ifndef TRACUU_INDEXER_OPTIONS_H
#define TRACUU_INDEXER_OPTIONS_H

#include <stdbool.h>
#include <stddef.h>

#include "indexer/converters.h"
#include "indexer/encodings.h"
#include "indexer/filter.h"

enum verb {
	VERB_UPDATE,
	VERB_REBUILD,
	VERB_WATCH,
	VERB_STATUS,
	VERB_CHECK,
	VERB_ROLLBACK,
	VERB_FILTERS,
	VERB_PRUNE,
	VERB_WHY,
	VERB_DROP,
	VERB_ANALYZE,
	VERBS,
};

/* An option as given; its argument, or NULL. */
struct given {
	int key;
	const char *arg;
};

/* What stands on the command line, and, once config_load() has been there too,
 * the settings in effect. */
struct options {
	enum verb verb;
	const char **args; /* ROOT..., PATH or FILE */
	size_t n_args;
	struct given *given; /* in their order */
	size_t n_given;
	const char *config; /* NULL: the usual files */
	bool check_config;
	/* The settings; strings of the configuration. */
	const char *index;
	const char **roots; /* those of the configuration */
	size_t n_roots;
	unsigned jobs;	      /* worker processes */
	unsigned max_removed; /* per cent of the documents */
	unsigned keep;	      /* older generations */
	unsigned wait;	      /* seconds, for a lock that another run has */
	const char *hooks; /* their directory; NULL: INDEX/hooks */
	unsigned hook_seconds;
	struct watch_settings {
		unsigned quiet_ms; /* without a change before a run */
		unsigned wait_ms;  /* at most, after the first change */
		unsigned rest; /* times as long as a run took, until the next */
		unsigned scan_seconds; /* between scans of what is not watched */
	} watch;
	int ready_fd; /* -1: none */
	bool dry_run, quiet, verbose, json;
	const char *report; /* NULL: none */
	struct filter filter;
	const struct encodings *encodings; /* none: those of the last run */
	struct converter_rules converters;
	const char **furniture; /* files of rules */
	size_t n_furniture;
};

/* Options that are no settings fill in their field, all others are `given`. */
enum option_key {
	OPTION_INDEX = 256, /* above every character: they lack a short name */
	OPTION_CONFIG,
	OPTION_CHECK_CONFIG,
	OPTION_REPORT,
	OPTION_MAX_REMOVED,
	OPTION_KEEP,
	OPTION_WAIT,
	OPTION_INCLUDE,
	OPTION_EXCLUDE,
	OPTION_ENCODING,
	OPTION_FORMAT,
	OPTION_COLLECTION,
	OPTION_FURNITURE,
	OPTION_READY_FD,
	OPTION_JOBS = 'j',
	OPTION_DRY_RUN = 'n',
	OPTION_QUIET = 'q',
	OPTION_VERBOSE = 'v',
};

/* "jobs" */
const char *option_name(int key);

/* Parse; --help, --version and mistakes end the program (0, 0, 1),
 * and so does want of memory (2). */
void options_parse(struct options *o, int argc, char **argv);
void options_release(struct options *o);

#endif
