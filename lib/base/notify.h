/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * notify - tell whoever started the program how far it is: a line on a file
 * descriptor for scripts, sd_notify(3) for systemd.  That nobody could be told goes
 * to the log, and is no error.
 */
#ifndef TRACUU_BASE_NOTIFY_H
#define TRACUU_BASE_NOTIFY_H

/* Write "ready\n" to fd and close it; -1: nobody waits. */
void notify_ready_fd(int fd);

/* Send `state` ("READY=1") to $NOTIFY_SOCKET; nothing when it is not set.  The
 * protocol is one datagram, so libsystemd is not needed for it. */
void notify_systemd(const char *state);

#endif
