/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * process - what this process takes of the machine, as /proc tells.
 */
#ifndef TRACUU_DAEMON_PROCESS_H
#define TRACUU_DAEMON_PROCESS_H

#include <stdint.h>

struct process {
	uint64_t resident; /* bytes of memory */
	uint64_t share;	   /* the same, what is shared counts in part */
	uint64_t files, files_max; /* open */
};

/* What cannot be found out is 0. */
void process_measure(struct process *ret);

#endif
