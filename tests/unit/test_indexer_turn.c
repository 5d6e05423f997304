/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Who waits for whose memory.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <pthread.h>

#include "base/err.h"
#include "indexer/turn.h"

static atomic_bool stop;
static struct turn turn = { .most = 10, .stop = &stop };

static void *take_four(void *ret)
{
	*(int *)ret = turn_take(&turn, 4);
	return NULL;
}

static void so_much_is_in_hand(void **state)
{
	pthread_t thread;
	int r = -1;

	(void)state;
	assert_int_equal(turn_take(&turn, 6), 0);
	assert_int_equal(turn_take(&turn, 4), 0);
	/* No room for four more until six are given back. */
	assert_int_equal(pthread_create(&thread, NULL, take_four, &r), 0);
	turn_give(&turn, 6);
	pthread_join(thread, NULL);
	assert_int_equal(r, 0);
	assert_int_equal(turn.in_hand, 8);
	turn_give(&turn, 4);
	turn_give(&turn, 4);
}

static void one_alone_has_what_it_needs(void **state)
{
	(void)state;
	assert_int_equal(turn_take(&turn, 1000), 0);
	turn_give(&turn, 1000);
	assert_int_equal(turn.in_hand, 0);
}

static void nobody_waits_for_the_end(void **state)
{
	pthread_t thread;
	int r = 0;

	(void)state;
	assert_int_equal(turn_take(&turn, 1000), 0);
	assert_int_equal(pthread_create(&thread, NULL, take_four, &r), 0);
	atomic_store(&stop, true);
	pthread_join(thread, NULL);
	assert_int_equal(r, E_CANCELLED);
	assert_int_equal(turn.in_hand, 1000);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(so_much_is_in_hand),
		cmocka_unit_test(one_alone_has_what_it_needs),
		cmocka_unit_test(nobody_waits_for_the_end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
