/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Which files a program may touch.
 */
#include "confine/landlock.h"
#include "indexer/child/setup.h"

#include <unistd.h>

static const struct {
	const char *path;
	unsigned access;
} allowed[] = {
	{ "/usr", LANDLOCK_READ | LANDLOCK_EXECUTE },
	/* A link to /usr/lib, or not. */
	{ "/lib", LANDLOCK_READ | LANDLOCK_EXECUTE },
	{ "/lib64", LANDLOCK_READ | LANDLOCK_EXECUTE },
	{ "/bin", LANDLOCK_READ | LANDLOCK_EXECUTE },
	{ "/sbin", LANDLOCK_READ | LANDLOCK_EXECUTE },
	{ "/etc", LANDLOCK_READ },
	{ "/dev/null", LANDLOCK_READ | LANDLOCK_WRITE },
	{ "/dev/zero", LANDLOCK_READ },
	{ "/dev/urandom", LANDLOCK_READ },
	{ "/dev/random", LANDLOCK_READ },
};

int files_restrict(const struct setup *s)
{
	int ruleset = landlock_open(1), r = 0;

	if (ruleset < 0)
		return -1;
	for (size_t i = 0; !r && i < sizeof(allowed) / sizeof(allowed[0]); i++)
		r = landlock_allow(ruleset, allowed[i].path, allowed[i].access);
	if (!r && s->argv)
		r = landlock_allow(ruleset, s->argv[0],
				   LANDLOCK_READ | LANDLOCK_EXECUTE);
	/* Elsewhere the private directory cannot be written to anyway. */
	if (!r && s->layers & CHILD_NAMESPACES)
		r = landlock_allow(ruleset, s->dir, LANDLOCK_ALL);
	if (!r)
		return landlock_enter(ruleset);
	close(ruleset);
	return r;
}
