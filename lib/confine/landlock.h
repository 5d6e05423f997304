/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * landlock - which files this process may touch from now on: none but those of a
 * ruleset.  What is open stays open.  Only system calls are made, so that it may
 * be used between fork and exec; threads that exist are not restricted.
 */
#ifndef TRACUU_CONFINE_LANDLOCK_H
#define TRACUU_CONFINE_LANDLOCK_H

enum landlock_access {
	LANDLOCK_READ = 1 << 0,	   /* files and directories */
	LANDLOCK_EXECUTE = 1 << 1,
	LANDLOCK_WRITE = 1 << 2,   /* files that are there */
	LANDLOCK_MAKE = 1 << 3,	   /* files; to write to them, too */
	LANDLOCK_REMOVE = 1 << 4,  /* files */
	LANDLOCK_ALL = 1 << 5,	   /* everything */
};

/* The version of the kernel's Landlock, 0 if there is none. */
int landlock_abi(void);
/* A descriptor of a ruleset that allows nothing, as far as the kernel can forbid
 * it: files, TCP, and, with `scope`, abstract sockets and signals to others.
 * -1 with errno. */
int landlock_open(int scope);
/* Allow this below `path`, if there is such a thing now.  0, or -1 with errno. */
int landlock_allow(int ruleset, const char *path, unsigned access);
/* Restrict this thread and all that it will make, and close the ruleset.
 * PR_SET_NO_NEW_PRIVS must be set.  0, or -1 with errno. */
int landlock_enter(int ruleset);

#endif
