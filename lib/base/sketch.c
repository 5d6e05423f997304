/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base/sketch.h"

#include <assert.h>
#include <string.h>

#include "base/hash.h"

#define BIN_BITS 6
#define VALUES 255 /* of a byte, but for 0 */

static_assert(1 << BIN_BITS == SKETCH_BYTES, "a byte a bin");

void sketch_begin(struct sketcher *s)
{
	s->words = 0;
	memset(s->least, 0xff, sizeof(s->least));
}

/* One hash of the last words in their order, the multiplier being 2^64 over the
 * golden ratio; then every bit of it depends on all (Stafford's mix 13). */
static uint64_t hash_shingle(const struct sketcher *s)
{
	uint64_t h = 0;

	for (size_t i = 0; i < SKETCH_SHINGLE; i++)
		h = h * 0x9e3779b97f4a7c15u +
		    s->last[(s->words + i) % SKETCH_SHINGLE];
	h = (h ^ (h >> 30)) * 0xbf58476d1ce4e5b9u;
	h = (h ^ (h >> 27)) * 0x94d049bb133111ebu;
	return h ^ (h >> 31);
}

void sketch_word(struct sketcher *s, const char *word, size_t n)
{
	uint64_t h, *least;

	s->last[s->words++ % SKETCH_SHINGLE] = hash_64(word, n);
	if (s->words < SKETCH_SHINGLE)
		return;
	h = hash_shingle(s);
	least = &s->least[h >> (64 - BIN_BITS)];
	if (h < *least)
		*least = h;
}

bool sketch_end(const struct sketcher *s, struct sketch *ret)
{
	if (s->words < SKETCH_MIN_WORDS)
		return false;
	for (size_t i = 0; i < SKETCH_BYTES; i++)
		ret->bins[i] = s->least[i] == UINT64_MAX
				       ? 0
				       : (unsigned char)(1 + s->least[i] %
								     VALUES);
	return true;
}

double sketch_resemblance(const struct sketch *a, const struct sketch *b)
{
	const double chance = 1.0 / VALUES;
	unsigned alike = 0, filled = 0;
	double m;

	for (size_t i = 0; i < SKETCH_BYTES; i++) {
		filled += (a->bins[i] | b->bins[i]) != 0;
		alike += a->bins[i] == b->bins[i] && a->bins[i];
	}
	m = filled ? (double)alike / filled : 0;
	return m > chance ? (m - chance) / (1 - chance) : 0;
}
