/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "daemon/queue.h"

#include <stddef.h>

#include "base/err.h"

void queue_init(struct queue *q, uint64_t places, uint64_t max_put_off_ns)
{
	*q = (struct queue){ .places = places,
			     .max_put_off_ns = max_put_off_ns };
	TAILQ_INIT(&q->clients);
	TAILQ_INIT(&q->by_age);
}

void queue_client_init(struct queue_client *c)
{
	*c = (struct queue_client){ 0 };
	TAILQ_INIT(&c->items);
}

/*
 * Into the order of turns.  From its end: those that have to be passed over are
 * the few whose turn is still to come, since the last items of all clients ran on
 * a few workers one after the other.
 */
static void line_up(struct queue *q, struct queue_client *c)
{
	struct queue_client *before = TAILQ_LAST(&q->clients, queue_clients);

	while (before && before->turn_ns > c->turn_ns)
		before = TAILQ_PREV(before, queue_clients, link);
	if (before)
		TAILQ_INSERT_AFTER(&q->clients, before, c, link);
	else
		TAILQ_INSERT_HEAD(&q->clients, c, link);
}

/* Its turn is not before `ns`, and behind those that have it then. */
static void put_off(struct queue *q, struct queue_client *c, uint64_t ns)
{
	if (c->turn_ns > ns)
		return;
	c->turn_ns = ns;
	if (c->waiting) {
		TAILQ_REMOVE(&q->clients, c, link);
		line_up(q, c);
	}
}

/* By deadline; nearly always at the end, as all have the same time. */
static void add_by_age(struct queue *q, struct queue_item *it)
{
	struct queue_item *before = TAILQ_LAST(&q->by_age, queue_items);

	while (before && before->deadline_ns > it->deadline_ns)
		before = TAILQ_PREV(before, queue_items, age_link);
	if (before)
		TAILQ_INSERT_AFTER(&q->by_age, before, it, age_link);
	else
		TAILQ_INSERT_HEAD(&q->by_age, it, age_link);
}

int queue_add(struct queue *q, struct queue_item *it, uint64_t now_ns)
{
	struct queue_client *c = it->client;

	if (c->waiting >= q->places - q->waiting)
		return E_LIMIT;
	if (!c->waiting) {
		put_off(q, c, now_ns);
		line_up(q, c);
	}
	c->waiting++;
	TAILQ_INSERT_TAIL(&c->items, it, link);
	add_by_age(q, it);
	q->waiting++;
	it->state = QUEUE_IN_LINE;
	return 0;
}

static void leave_line(struct queue *q, struct queue_item *it)
{
	struct queue_client *c = it->client;

	TAILQ_REMOVE(&c->items, it, link);
	if (!--c->waiting)
		TAILQ_REMOVE(&q->clients, c, link);
	q->waiting--;
}

void queue_park(struct queue *q, struct queue_item *it)
{
	if (it->state == QUEUE_IN_LINE)
		leave_line(q, it);
	else if (it->state == QUEUE_OUT)
		add_by_age(q, it);
	it->state = QUEUE_PARKED;
}

void queue_remove(struct queue *q, struct queue_item *it)
{
	if (it->state == QUEUE_IN_LINE)
		leave_line(q, it);
	TAILQ_REMOVE(&q->by_age, it, age_link);
	it->state = QUEUE_OUT;
}

struct queue_item *queue_next(const struct queue *q)
{
	struct queue_client *c = TAILQ_FIRST(&q->clients);

	return c ? TAILQ_FIRST(&c->items) : NULL;
}

struct queue_item *queue_oldest(const struct queue *q)
{
	return TAILQ_FIRST(&q->by_age);
}

void queue_begun(struct queue *q, struct queue_client *c, uint64_t now_ns)
{
	put_off(q, c, now_ns);
}

void queue_ended(struct queue *q, struct queue_client *c, uint64_t now_ns,
		 uint64_t ran_ns)
{
	if (ran_ns > q->max_put_off_ns)
		ran_ns = q->max_put_off_ns;
	put_off(q, c, now_ns + ran_ns);
}
