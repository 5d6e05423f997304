/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * hooks - programs of the administrator that a run starts: pre-update, to mount
 * or fetch the archive, and post-update, to tell or copy what was published.
 *
 * A hook is an executable file of that name in the directory of hooks; one that
 * is not there is nothing.  It runs as we do, in a process group of its own, with
 * empty stdin, and with stdout going to our stderr, whose own stdout is the
 * summary.  The run holds the lock meanwhile.
 */
#ifndef TRACUU_INDEXER_HOOKS_H
#define TRACUU_INDEXER_HOOKS_H

#include <stddef.h>

#include "base/err.h"

#define HOOK_PRE "pre-update"
#define HOOK_POST "post-update"

struct hook_variable {
	const char *name, *value;
};

struct hook {
	const char *name; /* HOOK_PRE, HOOK_POST */
	const char *dir;  /* of the hooks; NULL: INDEX/hooks */
	const char *index_dir;
	unsigned seconds; /* it may take; then it is ended */
	/* In its environment, besides ours, TRACUU_HOOK and TRACUU_INDEX. */
	const struct hook_variable *variables;
	size_t n_variables;
};

/*
 * Run the hook, if there is one, to its end.  E_CANCELLED: it failed, was killed
 * or took too long; E_INVAL: it belongs to somebody else, or others may write to
 * it; E_IO, E_NOMEM.
 */
int hook_run(const struct hook *h, struct err *e);

#endif
