/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * No exception of lib/store reaches C: its sources are counted.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <dirent.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

/* What a body of an entry point may rest on: the guard, a function of the same
 * file that is nothing but one, or destructors. */
static bool is_guard(const char *line)
{
	static const char *const ways[] = {
		"store_guard(", "open_writer(", " put(w", " merge(dirs",
		"node([", "delete ", "doc.reset()",
	};

	for (size_t i = 0; i < sizeof(ways) / sizeof(*ways); i++)
		if (strstr(line, ways[i]))
			return true;
	return false;
}

/* Count the functions of a C++ file that are `noexcept`, and the unguarded.  A
 * file without store.h has no entry points. */
static void count_entries(const char *path, unsigned *entries, unsigned *bare)
{
	FILE *f = fopen(path, "r");
	bool inside = false, safe = false, api = false;
	char line[256];

	assert_non_null(f);
	while (fgets(line, sizeof(line), f)) {
		api = api || !strcmp(line, "#include \"store/store.h\"\n");
		if (api && !inside && strstr(line, " noexcept\n")) {
			inside = true;
			safe = false;
			++*entries;
		}
		safe = safe || is_guard(line);
		if (inside && line[0] == '}') {
			inside = false;
			*bare += !safe;
		}
	}
	fclose(f);
}

static unsigned count_prototypes(const char *path)
{
	FILE *f = fopen(path, "r");
	unsigned n = 0;
	char line[256];

	assert_non_null(f);
	while (fgets(line, sizeof(line), f))
		n += strstr(line, "STORE_NOEXCEPT;") != NULL;
	fclose(f);
	return n;
}

static void every_entry_is_guarded(void **state)
{
	unsigned entries = 0, bare = 0, prototypes;
	DIR *dir = opendir("lib/store");
	struct dirent *d;
	char path[512];

	(void)state;
	if (!dir)
		skip(); /* not run in the top folder */
	while ((d = readdir(dir))) {
		size_t n = strlen(d->d_name);

		if (n < 4 || strcmp(d->d_name + n - 3, ".cc") != 0)
			continue;
		snprintf(path, sizeof(path), "lib/store/%s", d->d_name);
		count_entries(path, &entries, &bare);
	}
	closedir(dir);
	prototypes = count_prototypes("lib/store/store.h");
	assert_in_range(prototypes, 30, 100);
	assert_in_range(entries, prototypes, 2 * prototypes);
	assert_int_equal(bare, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_entry_is_guarded),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
