/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * setup - what happens between fork and exec.  Inside of indexer/child/ only.
 *
 * The forked process is a copy of an indexer in the middle of its work: from
 * fork on only system calls are made, nothing is allocated, no lock is taken.
 * Whatever needs more is in this struct before.
 *
 *	child_run()  --clone-->  keeper_main()  --fork-->  setup_exec()
 *	  the indexer		  waits, kills		    the program
 */
#ifndef TRACUU_INDEXER_CHILD_SETUP_H
#define TRACUU_INDEXER_CHILD_SETUP_H

#include <linux/filter.h>
#include <stdbool.h>
#include <sys/types.h>

#include "indexer/child/child.h"

#define SETUP_NOBODY 65534

/* The descriptors of the keeper; the program has the first three. */
enum setup_fd {
	SETUP_IN,
	SETUP_OUT,
	SETUP_ERR,
	/* The keeper writes one struct setup_note and closes it by dying. */
	SETUP_STATUS,
	/* A socket.  The keeper begins when a byte comes, and ends everything
	 * when it is closed: by the parent, or by the parent's death. */
	SETUP_LEASH,
	SETUP_FDS,
};

struct setup {
	unsigned layers;
	bool root; /* are we: in its namespace nobody can tell */
	const char *const *argv; /* NULL: only try whether the layers work */
	const char *const *envp;
	const char *dir;	 /* the private directory */
	const char *dir_options; /* of its tmpfs */
	int fds[SETUP_FDS];	 /* in the parent's numbers */
	const struct sock_fprog *seccomp;
	struct child_limits limits;
	unsigned long processes; /* for RLIMIT_NPROC */
};

enum setup_end {
	SETUP_EXITED,
	SETUP_KILLED,
	SETUP_NOT_STARTED, /* value: errno of execve */
	SETUP_FAILED,	   /* value: errno of what `step` names */
	SETUP_CANCELLED,   /* the leash was dropped */
};

struct setup_note {
	enum setup_end end;
	int value;
	char step[32];
};

/* Say why on SETUP_STATUS, and exit. */
_Noreturn void setup_fail(enum setup_end end, const char *step, int error);

/* The keeper's life. */
_Noreturn void keeper_main(const struct setup *s);
/* Become nobody, where root; own mounts, where there are namespaces.  In the
 * keeper, before the program is forked. */
void setup_keeper(const struct setup *s);
/* The program's process up to execve(2). */
_Noreturn void setup_exec(const struct setup *s);

/* Restrict this process to some files.  0, or -1 with errno. */
int files_restrict(const struct setup *s);
/* The system calls that these layers leave, as BPF in *ret (free ret->filter). */
int calls_make(unsigned layers, struct sock_fprog *ret, struct err *e);

#endif
