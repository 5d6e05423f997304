/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * box - what child_run() needs and is made once.  Inside of indexer/child/ only.
 */
#ifndef TRACUU_INDEXER_CHILD_BOX_H
#define TRACUU_INDEXER_CHILD_BOX_H

#include <limits.h>

#include "indexer/child/setup.h"

#define BOX_ENV_MAX (PATH_MAX + 16)

struct child_box {
	unsigned layers;
	char dir[PATH_MAX]; /* nothing can be made in it: a place to mount on */
	char home[BOX_ENV_MAX], tmpdir[BOX_ENV_MAX];
	const char *env[5];
	struct sock_fprog seccomp;
};

/* Make the directory for one run, and remove it: who is killed between two of
 * them leaves nothing behind.  E_IO. */
int box_make_dir(struct child_box *b, struct err *e);
void box_remove_dir(struct child_box *b);

/* Whether a process can be set up with these layers.  0, E_IO, E_NOMEM. */
int child_try(struct child_box *b, unsigned layers, struct err *e);

#endif
