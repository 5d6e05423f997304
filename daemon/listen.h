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
	uv_pipe_t pipe;
	int lock_fd; /* -1 for a socket that systemd handed over */
	char name[sizeof("systemd:") + 108]; /* for messages */
};

/*
 * Bind the socket at `path`, or take the one that systemd opened (LISTEN_FDS,
 * in which case `path` and `owner` are not used, and a warning says so where
 * somebody asked for an owner).  Nobody can connect yet.
 * E_LOCKED (another daemon answers there), E_INVAL (the path is too long or not
 * a socket), E_IO.  On success the pipe is the caller's to uv_close(), and then
 * listener_unlock() is due; on failure neither, but the loop must run once more
 * for the handle to go.
 */
int listener_open(struct listener *l, uv_loop_t *loop, const char *path,
		  const struct socket_owner *owner, struct err *e);
/* Let clients in. E_IO. */
int listener_start(struct listener *l, uv_connection_cb cb, struct err *e);
/* After the loop has ended. */
void listener_unlock(struct listener *l);

#endif
