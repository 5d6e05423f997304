/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * options - the command line of tracuu-index.
 */
#ifndef TRACUU_INDEXER_OPTIONS_H
#define TRACUU_INDEXER_OPTIONS_H

#include <stdbool.h>
#include <stddef.h>

#include "indexer/converters.h"
#include "indexer/filter.h"

enum verb {
	VERB_UPDATE,
	VERB_REBUILD,
	VERB_STATUS,
	VERB_CHECK,
	VERB_ROLLBACK,
	VERB_FILTERS,
	VERB_PRUNE,
	VERB_WHY,
	VERB_ANALYZE,
	VERBS,
};

struct options {
	enum verb verb;
	const char *index; /* NULL: the default, see path_default_index() */
	const char **args; /* ROOT..., PATH or FILE */
	size_t n_args;
	unsigned jobs;	      /* worker processes */
	unsigned max_removed; /* per cent of the documents */
	unsigned keep;	      /* older generations */
	bool dry_run, quiet, verbose, json;
	const char *report; /* NULL: none */
	struct filter filter;
	struct converter_rules converters;
	const char **furniture; /* files of rules */
	size_t n_furniture;
};

/* Parse; --help, --version and mistakes end the program (0, 0, 1),
 * and so does want of memory (2). */
void options_parse(struct options *o, int argc, char **argv);
void options_release(struct options *o);

#endif
