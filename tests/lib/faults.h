/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * faults - a library for LD_PRELOAD that counts the calls of a program and of
 * the processes it forks which change something on disk or ask for memory, and
 * makes one of them fail, or kills the process there.
 *
 * $FAULTS names a file that holds a struct faults, written by the test and
 * shared by all processes of the run; without it nothing is counted.  $FAULTS_LOG
 * names a file that gets a line a call: its number, its kind, the path or
 * paths, separated by tabs.  Allocations are counted where faults-alloc.so is
 * loaded, too, and are not logged.
 */
#ifndef TRACUU_TESTS_FAULTS_H
#define TRACUU_TESTS_FAULTS_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

enum faults_kind {
	FAULTS_OPEN = 1 << 0,	/* open(2) for writing */
	FAULTS_WRITE = 1 << 1,
	FAULTS_RENAME = 1 << 2,
	FAULTS_SYNC = 1 << 3,
	FAULTS_TRUNCATE = 1 << 4,
	FAULTS_REMOVE = 1 << 5,	/* unlink(2), rmdir(2) */
	FAULTS_MKDIR = 1 << 6,
	FAULTS_SYMLINK = 1 << 7,
	FAULTS_COPY = 1 << 8,	/* FICLONE, copy_file_range(2) */
	FAULTS_FORK = 1 << 9,
	FAULTS_MMAP = 1 << 10,
	FAULTS_LOCK = 1 << 11,	/* flock(2) */
	FAULTS_ALLOC = 1 << 12,	/* malloc(3) and its like */
};

/* Not an errno. */
#define FAULTS_KILL (-1)
#define FAULTS_SHORT (-2) /* write(2) writes half of it; others are as ever */

/* tests/lib/faults.py has the same. */
struct faults {
	atomic_ullong calls; /* so far, of these kinds */
	uint64_t at;	     /* the call that fails, from 1; 0: none */
	uint32_t kinds;	     /* that are counted */
	uint32_t lasting;    /* of these kinds all after it fail, too */
	int32_t action;	     /* errno, FAULTS_KILL or FAULTS_SHORT */
	uint32_t fired;	     /* how often one failed */
};

/* Count a call: false when it has to fail, with errno set; does not return
 * where the process is to be killed.  *ret_short may be NULL. */
bool faults_pass(enum faults_kind kind, bool *ret_short);

#endif
