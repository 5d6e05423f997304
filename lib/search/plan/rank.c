/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "search/plan/rank.h"

#include <string.h>

#include "store/store.h"
#include "text/syllable.h"

/*
 * A pair either stands in a report or not: how often says less than it does of
 * a word, so its frequency saturates sooner.
 */
const struct store_bm25 rank_bm25 = { .k1 = 1.2, .k1_pair = 0.4, .b = 0.7 };

/*
 * A Vietnamese word is mostly two syllables: it counts as these and as their
 * pair.  What is no Vietnamese syllable, a name, an abbreviation, a foreign
 * word, is a word by itself and has no pair to count.
 */
#define WHOLE_WORD 1.8

/* gì and nào ask, and say nothing of what is asked for; reports have them
 * seldom, so that they would count for much. */
#define ASKING 0.3
static const char *const asking[] = { "gi:2", "nao:2" };

/* A short number says little by itself, every report has some; behind its word it
 * is one thing with it, khóa 13, Điều 5. */
#define NUMBERED 3

static bool is_asking(const struct query_word *w)
{
	for (size_t i = 0; i < sizeof(asking) / sizeof(*asking); i++)
		if (text_covers(w->term, w->term_len, asking[i],
				strlen(asking[i])))
			return true;
	return false;
}

static bool is_whole(const struct query_word *w)
{
	if (w->prefix)
		return false;
	return w->kind == TEXT_OTHER ||
	       (w->kind == TEXT_SYLLABLE && !text_possible(w->term, w->base_len));
}

static bool is_short_number(const struct query_word *w)
{
	return w->kind == TEXT_NUMBER && w->base_len <= 2;
}

double rank_word(const struct query_word *w)
{
	if (is_asking(w))
		return ASKING;
	return is_whole(w) ? WHOLE_WORD : 1;
}

double rank_pair(const struct query_word *first, const struct query_word *second)
{
	if (is_asking(first) || is_asking(second))
		return ASKING;
	return is_short_number(second) ? NUMBERED : 1;
}
