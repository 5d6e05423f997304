/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Any bytes as the user's own table of abbreviations: refused with the line, or
 * read so that each pair is found from both its sides.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "search/plan/abbrev.h"
#include "text/text.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_run(const struct word_run *run)
{
	if (!run->n || run->n > ABBREV_WORDS_MAX)
		abort();
	for (size_t i = 0; i < run->n; i++)
		if (run->v[i].base_len >= run->v[i].n ||
		    run->v[i].term[run->v[i].base_len] != ':')
			abort();
}

static void check_way(const struct abbrev *t, const struct abbrev_way *way)
{
	const struct abbrev_way *found;
	size_t n = abbrev_find(t, run_base(&way->from, 0),
			       run_base(&way->from, 1), &found);

	check_run(&way->from);
	check_run(&way->to);
	if (way < found || way >= found + n)
		abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct text_analyzer *a;
	const char *s = (const char *)data;
	struct abbrev t;
	struct err e;
	int r, bad;

	if (!a && text_analyzer_open(&a, &e))
		abort();
	bad = abbrev_check(a, "own", s, size, &e);
	if (bad && strncmp(e.msg, "own:", 4) != 0)
		abort();
	r = abbrev_open(&t, a, s, size, NULL, &e);
	if (!r != !bad)
		abort();
	for (size_t i = 0; !r && i < t.n_ways; i++)
		if (t.ways[i].pair->source == ABBREV_YOURS)
			check_way(&t, &t.ways[i]);
	abbrev_release(&t);
	return 0;
}
