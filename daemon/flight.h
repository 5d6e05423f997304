/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * flight - those who ask the same at the same time, so that it is computed once.
 *
 * A flight is all who have one key and were not answered.  One of them may be
 * its runner, who computes what all get.  Which of them runs, and what becomes of
 * the others when he fails, is the caller's to say.  One thread; pure.
 */
#ifndef TRACUU_DAEMON_FLIGHT_H
#define TRACUU_DAEMON_FLIGHT_H

#include <stddef.h>
#include <stdint.h>
#include <sys/queue.h>

struct flight;

struct flight_member {
	struct flight *flight; /* NULL: in none */
	TAILQ_ENTRY(flight_member) link;
};
TAILQ_HEAD(flight_members, flight_member);

struct flight {
	struct flight_members members; /* in the order in which they came */
	struct flight_member *runner;  /* one of them; NULL: nobody runs */
	/* Private. */
	size_t key_len;
	char key[];
};

struct flights {
	void *root; /* of tsearch(3) */
};

/* Enter the flight of this key, which is made if there is none.  E_NOMEM. */
int flight_join(struct flights *f, struct flight_member *m, const char *key,
		size_t len);
/* Leave it (a runner, too): returns it with those who stay.  NULL: it is gone with
 * its last member, or m was in none. */
struct flight *flight_leave(struct flights *f, struct flight_member *m);

#endif
