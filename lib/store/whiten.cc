/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "store/whiten.h"

#include <endian.h>
#include <stdint.h>
#include <string.h>

/* SplitMix64: Steele, Lea and Flood, Fast Splittable Pseudorandom Number
 * Generators, 2014, figure 17. */
static uint64_t next(uint64_t *state) noexcept
{
	uint64_t z = *state += 0x9e3779b97f4a7c15u;

	z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
	z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
	return z ^ (z >> 31);
}

void whiten(char *s, size_t n) noexcept
{
	uint64_t state = 0, word;

	for (size_t i = 0; i < n; i += sizeof(word)) {
		size_t len = n - i < sizeof(word) ? n - i : sizeof(word);

		word = 0;
		memcpy(&word, s + i, len);
		word ^= htole64(next(&state));
		memcpy(s + i, &word, len);
	}
}
