/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * child - run one program of somebody else over bytes of somebody else, and get
 * what it writes.  Such a program is taken to be in the hands of whoever made
 * the bytes: it may hang, fork, fill disks, listen, daemonize or crash, and
 * nothing of that outlives child_run() or reaches the indexer.
 *
 * What always holds:
 *	its own session and process group; no descriptor of ours but 0, 1, 2
 *	environment: PATH, LANG=C.UTF-8, HOME and TMPDIR (the private directory)
 *	limits on time, address space, open files, processes, what it writes;
 *	no core dump; a new privilege is never gained
 *	a keeper process between us and it, which takes in the orphans among
 *	its descendants, and ends them all when the program has ended, when the
 *	time is over or when we die
 * What is used where the kernel has it: enum child_layer.
 *
 * One thread or process at a time for a box; the caller has no other children
 * that it waits for by waitpid(-1).
 */
#ifndef TRACUU_INDEXER_CHILD_H
#define TRACUU_INDEXER_CHILD_H

#include <stddef.h>

#include "base/buf.h"
#include "base/err.h"

enum child_layer {
	/* Namespaces (user, process, network, IPC, mount) of its own: no
	 * network, no other process to see, all that is mounted read-only, and
	 * a tmpfs as private directory.  Without it no file can be written at
	 * all, and processes are counted with all others of the user. */
	CHILD_NAMESPACES = 1 << 0,
	/* Landlock: reads /usr, /lib, /bin, /etc and the program only, writes
	 * to the private directory only. */
	CHILD_LANDLOCK = 1 << 1,
	/* seccomp: no socket, no mount, no tracing, no signal to others, no
	 * namespace, no keyring, no BPF, no io_uring. */
	CHILD_SECCOMP = 1 << 2,
	/* Root gives up being root: it is run as nobody (65534).  Others do
	 * not need it: for them the layer is there. */
	CHILD_NOT_ROOT = 1 << 3,
	CHILD_ALL_LAYERS = (1 << 4) - 1,
};
/* "namespaces", "landlock" ..., NULL for none of them; and what it is good for. */
const char *child_layer_name(enum child_layer layer);
const char *child_layer_text(enum child_layer layer);

/* What is made once for many runs: the rules. */
struct child_box;
/*
 * `layers` are those that may be used (tests use fewer); each is tried once, and
 * is left out where it does not work.  E_IO, E_NOMEM.
 */
int child_box_open(unsigned layers, struct child_box **ret, struct err *e);
/* NULL is fine. */
void child_box_close(struct child_box *b);
/* The layers that work here. */
unsigned child_box_layers(const struct child_box *b);

struct child_limits {
	unsigned ms;	    /* by the clock; each process's CPU time too, in
			       whole seconds */
	size_t memory;	    /* bytes of address space of each process */
	size_t output;	    /* bytes of stdout */
	size_t scratch;	    /* bytes in the private directory */
	unsigned files;	    /* open files of each process */
	unsigned processes; /* processes and threads at a time */
};

enum child_end {
	CHILD_EXITED,	  /* value: its exit status */
	CHILD_KILLED,	  /* value: the signal that it died of */
	CHILD_TIMEOUT,	  /* ended by us */
	CHILD_TOO_LARGE,  /* wrote more than limits.output: ended by us */
	CHILD_NOT_STARTED, /* value: errno of execve(2) */
};

#define CHILD_MESSAGE_MAX 200 /* bytes, with the NUL */

struct child_result {
	enum child_end end;
	int value;
	/* The first line that it wrote to stderr, printable, "" if none. */
	char message[CHILD_MESSAGE_MAX];
};

/*
 * Run argv[0], an absolute path, to its end.  in_fd is its stdin; -1: empty.
 * What it writes to stdout is appended to `out` (whose max is not looked at), at
 * most limits.output bytes; all of it is there only when it EXITED.  Meanwhile
 * there is an empty directory in $TMPDIR or /tmp (of root in /tmp) to mount on.
 *
 * Takes at most limits.ms and about two seconds more.  Returns 0 with
 * *ret filled in; E_IO when the system lets no process be made or set up, E_NOMEM.
 */
int child_run(struct child_box *b, const char *const *argv, int in_fd,
	      const struct child_limits *limits, struct buf *out,
	      struct child_result *ret, struct err *e);

#endif
