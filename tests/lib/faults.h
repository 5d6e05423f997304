/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * faults - a library for LD_PRELOAD that counts the calls of a program and of
 * the processes it forks which change something on disk, ask for memory or serve
 * clients, and makes one of them fail, or kills the process there.
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
	/* What a daemon lives on (faults_serve.c): */
	FAULTS_READ = 1 << 13,	/* read(2), pread(2), readv(2) */
	FAULTS_LOOK = 1 << 14,	/* open(2) for reading, stat(2), readlink(2) */
	FAULTS_ACCEPT = 1 << 15,
	FAULTS_SOCKET = 1 << 16, /* socket(2), bind(2), listen(2), connect(2) */
	FAULTS_SEND = 1 << 17,	/* sendmsg(2), writev(2) */
	FAULTS_WAIT = 1 << 18,	/* epoll_wait(2), poll(2) */
	FAULTS_EVENT = 1 << 19, /* epoll_create(2), eventfd(2), pipe2(2), inotify(7) */
	FAULTS_THREAD = 1 << 20, /* pthread_create(3), which returns the errno */
	FAULTS_WATCH = 1 << 21, /* epoll_ctl(2) */
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

/* An eventfd(2), a pipe or the like, which cannot fail as a file does. */
bool faults_is_event(int fd);

/* Count a call: false when it has to fail, with errno set; does not return
 * where the process is to be killed.  *ret_short may be NULL. */
bool faults_pass(enum faults_kind kind, bool *ret_short);

#endif
