/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * daemon/queue: whose turn it is.  Times are small numbers.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/err.h"
#include "daemon/queue.h"

#define ITEMS 64
#define PUT_OFF 1000 /* the most */

struct desk { /* what a test waits at */
	struct queue q;
	struct queue_client a, b, c;
	struct queue_item items[ITEMS];
	size_t n;
};

static void open_desk(struct desk *d, uint64_t places)
{
	memset(d, 0, sizeof(*d));
	queue_init(&d->q, places, PUT_OFF);
	queue_client_init(&d->a);
	queue_client_init(&d->b);
	queue_client_init(&d->c);
}

static int add(struct desk *d, struct queue_client *c, uint64_t now,
	       uint64_t deadline)
{
	struct queue_item *it = &d->items[d->n++];

	assert_true(d->n <= ITEMS);
	it->client = c;
	it->deadline_ns = deadline;
	return queue_add(&d->q, it, now);
}

static void add_many(struct desk *d, struct queue_client *c, size_t n,
		     uint64_t now)
{
	while (n--)
		assert_int_equal(add(d, c, now, now + 1000), 0);
}

/* The next one begins and, at once for this queue, ends after `ran`. */
static struct queue_client *serve(struct desk *d, uint64_t *now, uint64_t ran)
{
	struct queue_item *it = queue_next(&d->q);

	assert_non_null(it);
	queue_remove(&d->q, it);
	queue_begun(&d->q, it->client, *now);
	*now += ran;
	queue_ended(&d->q, it->client, *now, ran);
	return it->client;
}

static void test_items_of_a_client_keep_their_order(void **state)
{
	struct desk d;
	uint64_t now = 10;

	(void)state;
	open_desk(&d, 100);
	assert_null(queue_next(&d.q));
	add_many(&d, &d.a, 5, now);
	for (size_t i = 0; i < 5; i++) {
		assert_ptr_equal(queue_next(&d.q), &d.items[i]);
		assert_ptr_equal(serve(&d, &now, 7), &d.a);
	}
	assert_null(queue_next(&d.q));
	assert_int_equal(d.q.waiting, 0);
	assert_int_equal(d.a.waiting, 0);
}

static void test_clients_take_turns(void **state)
{
	struct desk d;
	uint64_t now = 10;

	(void)state;
	open_desk(&d, 100);
	add_many(&d, &d.a, 6, 1);
	add_many(&d, &d.b, 3, 2);
	add_many(&d, &d.c, 3, 3);
	for (int round = 0; round < 3; round++) {
		assert_ptr_equal(serve(&d, &now, 5), &d.a);
		assert_ptr_equal(serve(&d, &now, 5), &d.b);
		assert_ptr_equal(serve(&d, &now, 5), &d.c);
	}
	assert_ptr_equal(serve(&d, &now, 5), &d.a);
}

/* However many wait of one client, and though it came first. */
static void test_one_of_another_is_next(void **state)
{
	struct desk d;
	uint64_t now = 10;

	(void)state;
	open_desk(&d, 100);
	add_many(&d, &d.a, 40, now);
	assert_ptr_equal(serve(&d, &now, 5), &d.a);
	add_many(&d, &d.b, 1, now + 2); /* behind the turn that a has taken */
	assert_ptr_equal(serve(&d, &now, 5), &d.b);
	assert_ptr_equal(serve(&d, &now, 5), &d.a);
}

/* Two workers: a's second item began while its first still ran. */
static void test_what_runs_counts_before_it_ends(void **state)
{
	struct desk d;

	(void)state;
	open_desk(&d, 100);
	add_many(&d, &d.a, 3, 10);
	add_many(&d, &d.b, 1, 12);
	for (int i = 0; i < 2; i++) {
		struct queue_item *it = queue_next(&d.q);

		assert_ptr_equal(it->client, i ? &d.b : &d.a);
		queue_remove(&d.q, it);
		queue_begun(&d.q, it->client, 15);
	}
}

static void test_the_slow_get_half_of_the_time(void **state)
{
	struct desk d;
	uint64_t now = 10, slow = 0, quick = 0;

	(void)state;
	open_desk(&d, 100);
	add_many(&d, &d.b, 1, now);
	add_many(&d, &d.a, 20, now);
	while (d.a.waiting) {
		if (serve(&d, &now, queue_next(&d.q)->client == &d.a ? 100 : 10)
		    == &d.a) {
			slow += 100;
		} else { /* there is always another one */
			quick += 10;
			queue_add(&d.q, &d.items[0], now);
		}
	}
	assert_int_equal(slow, 2000);
	assert_true(quick >= 1600 && quick <= 2400);
}

static void test_who_is_alone_does_not_wait(void **state)
{
	struct desk d;
	uint64_t now = 10;

	(void)state;
	open_desk(&d, 100);
	add_many(&d, &d.a, 3, now);
	serve(&d, &now, 1000000);
	assert_non_null(queue_next(&d.q));
	serve(&d, &now, 1000000);
	/* Nor is a turn that is still to come in the way of one that is. */
	add_many(&d, &d.b, 1, now);
	add_many(&d, &d.c, 1, now);
	assert_ptr_equal(serve(&d, &now, 1), &d.b);
	assert_ptr_equal(serve(&d, &now, 1), &d.c);
	assert_ptr_equal(serve(&d, &now, 1), &d.a);
}

static void test_places_are_shared(void **state)
{
	struct desk d;

	(void)state;
	open_desk(&d, 12);
	add_many(&d, &d.a, 6, 1);
	assert_int_equal(add(&d, &d.a, 1, 9), E_LIMIT);
	assert_int_equal(d.q.waiting, 6);
	add_many(&d, &d.b, 3, 1);
	assert_int_equal(add(&d, &d.b, 1, 9), E_LIMIT);
	add_many(&d, &d.c, 2, 1);
	assert_int_equal(add(&d, &d.c, 1, 9), E_LIMIT);
	assert_int_equal(d.q.waiting, 11);
	queue_remove(&d.q, queue_next(&d.q));
	assert_int_equal(add(&d, &d.b, 1, 9), E_LIMIT);
	queue_remove(&d.q, queue_next(&d.q));
	add_many(&d, &d.c, 1, 1);
	assert_int_equal(d.q.waiting, 10);
}

static void test_the_last_place_is_for_who_has_none(void **state)
{
	struct desk d;

	(void)state;
	open_desk(&d, 2);
	add_many(&d, &d.a, 1, 1);
	assert_int_equal(add(&d, &d.a, 1, 9), E_LIMIT);
	add_many(&d, &d.b, 1, 1);
	assert_int_equal(add(&d, &d.c, 1, 9), E_LIMIT);
	open_desk(&d, 0);
	assert_int_equal(add(&d, &d.a, 1, 9), E_LIMIT);
}

static void test_oldest_is_by_deadline(void **state)
{
	struct desk d;

	(void)state;
	open_desk(&d, 100);
	assert_null(queue_oldest(&d.q));
	add(&d, &d.a, 1, 30);
	add(&d, &d.b, 1, 10);
	add(&d, &d.c, 1, 20);
	assert_ptr_equal(queue_oldest(&d.q), &d.items[1]);
	queue_remove(&d.q, &d.items[1]);
	assert_ptr_equal(queue_oldest(&d.q), &d.items[2]);
	queue_remove(&d.q, &d.items[0]);
	assert_ptr_equal(queue_oldest(&d.q), &d.items[2]);
	assert_ptr_equal(queue_next(&d.q), &d.items[2]);
}

static void test_who_is_parked_has_a_deadline_only(void **state)
{
	struct desk d;
	uint64_t now = 10;

	(void)state;
	open_desk(&d, 4);
	add(&d, &d.a, now, 30);
	add(&d, &d.a, now, 20);
	add(&d, &d.b, now, 40);
	queue_park(&d.q, &d.items[1]);
	queue_park(&d.q, &d.items[1]); /* again */
	assert_int_equal(d.q.waiting, 2);
	assert_int_equal(d.a.waiting, 1);
	assert_ptr_equal(queue_oldest(&d.q), &d.items[1]);
	assert_ptr_equal(serve(&d, &now, 1), &d.a);
	assert_ptr_equal(serve(&d, &now, 1), &d.b);
	assert_null(queue_next(&d.q));
	assert_ptr_equal(queue_oldest(&d.q), &d.items[1]);
	queue_remove(&d.q, &d.items[1]);
	assert_null(queue_oldest(&d.q));
	/* One that was never in line. */
	queue_park(&d.q, &d.items[0]);
	assert_ptr_equal(queue_oldest(&d.q), &d.items[0]);
	assert_int_equal(d.q.waiting, 0);
}

/* What ran to its deadline does not cost its client the next item. */
static void test_a_very_slow_one_is_put_off_for_a_while(void **state)
{
	struct desk d;
	uint64_t now = 10, ended;

	(void)state;
	open_desk(&d, 64);
	assert_int_equal(add(&d, &d.a, now, now + 4 * PUT_OFF), 0);
	assert_ptr_equal(serve(&d, &now, 4 * PUT_OFF), &d.a);
	ended = now;
	assert_int_equal(add(&d, &d.a, now, now + 4 * PUT_OFF), 0);
	assert_int_equal(add(&d, &d.b, now, now + 4 * PUT_OFF), 0);
	while (serve(&d, &now, 100) != &d.a)
		assert_int_equal(add(&d, &d.b, now, now + 4 * PUT_OFF), 0);
	assert_in_range(now - ended, PUT_OFF, 2 * PUT_OFF);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_items_of_a_client_keep_their_order),
		cmocka_unit_test(test_clients_take_turns),
		cmocka_unit_test(test_one_of_another_is_next),
		cmocka_unit_test(test_what_runs_counts_before_it_ends),
		cmocka_unit_test(test_the_slow_get_half_of_the_time),
		cmocka_unit_test(test_a_very_slow_one_is_put_off_for_a_while),
		cmocka_unit_test(test_who_is_alone_does_not_wait),
		cmocka_unit_test(test_places_are_shared),
		cmocka_unit_test(test_the_last_place_is_for_who_has_none),
		cmocka_unit_test(test_oldest_is_by_deadline),
		cmocka_unit_test(test_who_is_parked_has_a_deadline_only),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
