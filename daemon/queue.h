/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * queue - whose work is next, and whose is turned away.  Pure: no thread, no
 * clock, no loop; work.h runs what it names.
 *
 * Work belongs to a client, whose items keep their order.
 *
 * TURNS.  A client that waits has a turn, which is a time; the earliest is next.
 * It is the time when the client came; when one of its items was begun it stands
 * behind all that wait; and when that item ran for n ns, the next turn is not
 * before n ns later.  So
 *	- ten thousand items of one client delay the one of another by one item;
 *	- a client waits as long as it made others wait: with slow items it does
 *	  not get more than half of a worker while anybody else wants it;
 *	- none starves, as the clock reaches every turn.  Items have deadlines, so
 *	  the n ns are bounded: what ran to its deadline must not cost the next one
 *	  all of its time, too;
 *	- who wants it alone gets all, since a turn may be taken early.
 *
 * PARKING.  An item may wait for another thing than a worker.  Then it takes no
 * place and has no turn; only its deadline is looked at.
 *
 * PLACES.  A bounded number of items waits.  A client may hold as many places as
 * are free: one alone half of them, two a third each, and so on.  However many
 * fill the queue, there is mostly a place for who has none.
 */
#ifndef TRACUU_DAEMON_QUEUE_H
#define TRACUU_DAEMON_QUEUE_H

#include <stdint.h>
#include <sys/queue.h>

struct queue_item {
	/* Set by the owner. */
	struct queue_client *client;
	uint64_t deadline_ns;
	/* Private, but to be read. */
	enum queue_state {
		QUEUE_OUT, /* not in the queue */
		QUEUE_IN_LINE,
		QUEUE_PARKED,
	} state;
	TAILQ_ENTRY(queue_item) link, age_link;
};
TAILQ_HEAD(queue_items, queue_item);

/* One who has work.  It must stay as long as an item names it. */
struct queue_client {
	unsigned waiting; /* in line */
	/* Private. */
	uint64_t turn_ns;
	struct queue_items items; /* those */
	TAILQ_ENTRY(queue_client) link;
};
TAILQ_HEAD(queue_clients, queue_client);

struct queue {
	uint64_t places;
	uint64_t max_put_off_ns;
	unsigned waiting; /* in line */
	/* Private. */
	struct queue_clients clients; /* with items, by turn */
	struct queue_items by_age;    /* all items, parked ones too, by deadline */
};

/* `max_put_off_ns`: how long an item may put off the next one of its client; well
 * below the time that items have. */
void queue_init(struct queue *q, uint64_t places, uint64_t max_put_off_ns);
void queue_client_init(struct queue_client *c);

/* Times are all of one clock.  E_LIMIT: there is no place for it. */
int queue_add(struct queue *q, struct queue_item *it, uint64_t now_ns);
/* Whether it was in line, out or parked: it is parked. */
void queue_park(struct queue *q, struct queue_item *it);
/* Take one out. */
void queue_remove(struct queue *q, struct queue_item *it);
/* The one whose turn it is, and the one, in line or parked, whose deadline is
 * first.  It stays in the queue; NULL: there is none. */
struct queue_item *queue_next(const struct queue *q);
struct queue_item *queue_oldest(const struct queue *q);
/* An item of the client, which does not wait (any more), was begun now; it ended
 * now and ran for so long. */
void queue_begun(struct queue *q, struct queue_client *c, uint64_t now_ns);
void queue_ended(struct queue *q, struct queue_client *c, uint64_t now_ns,
		 uint64_t ran_ns);

#endif
