/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * What a round of reload.h holds while it runs.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "daemon/config.h"
#include "daemon/round.h"

/* A stop gives up the snapshots of all sets while the thread of a round may
 * still compare them with what it found. */
static void test_a_round_holds_the_snapshots_it_looks_at(void **state)
{
	const struct config c = { .n_collections = 1 };
	struct snapshot_part part = { .name = "" };
	struct snapshot snapshot = { .refs = 1 };
	struct reload_set open = { .snapshot = &snapshot, .mask = 1 };
	struct reload_set none = { .mask = 0 };
	struct reload r = { .config = &c, .parts = &part, .n_sets = 2 };
	struct reload_round *x;

	(void)state;
	TAILQ_INIT(&r.sets);
	TAILQ_INSERT_TAIL(&r.sets, &open, link);
	TAILQ_INSERT_TAIL(&r.sets, &none, link);
	x = round_new(&r);
	assert_non_null(x);
	assert_int_equal(snapshot.refs, 2);
	round_free(x, NULL);
	assert_int_equal(snapshot.refs, 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_a_round_holds_the_snapshots_it_looks_at),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
