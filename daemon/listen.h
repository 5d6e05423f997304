/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * listen - the life of the listening socket: who may have it, what becomes of
 * one that a dead daemon left, and when it goes.
 *
 * SOCKET.lock is locked with flock(2) as long as the daemon lives, and stays
 * behind, empty: to remove it would race with the next daemon.  Whoever has the
 * lock may remove a SOCKET that nobody answers on.  libuv removes SOCKET itself
 * when the handle is closed; the lock is let go after that.
 *
 * While no client can be let in, for want of descriptors or memory, they wait in
 * the backlog and are tried again ten times a second.  (What uv_listen() does
 * instead is to throw them out, or to turn in a circle until there is room.)
 *
 * Until it has the owner and the mode that it is to have nobody can connect: it
 * is made for us alone, and listens later.
 */
#ifndef TRACUU_DAEMON_LISTEN_H
#define TRACUU_DAEMON_LISTEN_H

#include <stdbool.h>
#include <sys/types.h>
#include <uv.h>

#include "base/err.h"

/* Whose a socket is that we make. */
struct socket_owner {
	mode_t mode;
	uid_t uid; /* -1: ours */
	gid_t gid; /* -1: ours */
	bool given; /* somebody asked for it */
};

struct listener {
	int lock_fd; /* -1 for a socket that systemd handed over */
	char name[sizeof("systemd:") + 108]; /* for messages */
	/* Private. */
	uv_pipe_t pipe; /* has the socket and removes it; is not listened on */
	uv_poll_t poll; /* somebody waits there */
	uv_timer_t again;
	int fd; /* of the pipe */
	uint64_t told_ms; /* when it was last said that nobody is let in */
	void (*client)(struct listener *, int fd);
};

/*
 * Bind the socket at `path`, or take the one that systemd opened (LISTEN_FDS,
 * in which case `path` and `owner` are not used, and a warning says so where
 * somebody asked for an owner).  Nobody can connect yet.
 * E_LOCKED (another daemon answers there), E_INVAL (the path is too long or not
 * a socket), E_IO.  On success listener_close() is due and, when the loop has
 * ended, listener_unlock(); on failure neither, but the loop must run once more
 * for the handles to go.
 */
int listener_open(struct listener *l, uv_loop_t *loop, const char *path,
		  const struct socket_owner *owner, struct err *e);
/* Let clients in: each is handed to `client`, whose `fd` is then.  E_IO. */
int listener_start(struct listener *l,
		   void (*client)(struct listener *, int fd), struct err *e);
/* Let nobody in any more; the socket goes. */
void listener_close(struct listener *l);
/* After the loop has ended. */
void listener_unlock(struct listener *l);

#endif
