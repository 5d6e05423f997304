/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * tasks - how many processes and threads a user has, which is what RLIMIT_NPROC
 * counts.  Inside of indexer/child/ only.
 */
#ifndef TRACUU_INDEXER_CHILD_TASKS_H
#define TRACUU_INDEXER_CHILD_TASKS_H

/* As /proc has it now; 0 when it cannot be read. */
unsigned long tasks_of(unsigned uid);

#endif
