/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * progress - a line on a terminal: how much is done, how fast, how long still.
 * Where stderr is no terminal all of it is silent.
 */
#ifndef TRACUU_INDEXER_PROGRESS_H
#define TRACUU_INDEXER_PROGRESS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct progress {
	bool on;
	const char *label; /* of the step under way; NULL between steps */
	size_t files;	   /* in all; 0: how far it is cannot be told */
	uint64_t bytes;	   /* in all; 0: only files are counted */
	uint64_t begun_ns, drawn_ns;
};

void progress_init(struct progress *p, bool wanted);
/* A step begins.  `label` is kept. */
void progress_begin(struct progress *p, const char *label, size_t files,
		    uint64_t bytes);
/* So much of it is done; drawn a few times a second at the most. */
void progress_set(struct progress *p, size_t files, uint64_t bytes);
/* The step is over: the line is wiped. */
void progress_end(struct progress *p);

#endif
