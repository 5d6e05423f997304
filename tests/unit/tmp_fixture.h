/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * An empty directory for each test, as cmocka's setup and teardown; *state is
 * its path.  Included once, behind cmocka.h.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/path.h"

static char tmp[64];

static int enter(void **state)
{
	strcpy(tmp, "/tmp/tracuu-unit-XXXXXX");
	*state = mkdtemp(tmp);
	return *state ? 0 : -1;
}

static int leave(void **state)
{
	(void)state;
	return path_remove_tree(tmp, NULL);
}

#define IN_DIR(test) cmocka_unit_test_setup_teardown(test, enter, leave)

/* The path of a name in it: one of four in turn. */
static inline const char *in_tmp(const char *name)
{
	static char paths[4][128];
	static unsigned next;
	char *path = paths[next++ % 4];

	snprintf(path, sizeof(paths[0]), "%s/%s", tmp, name);
	return path;
}
