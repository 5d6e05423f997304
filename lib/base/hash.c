/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base/hash.h"

#include <stdio.h>
#include <xxhash.h>

void hash_hex(const void *s, size_t n, char ret_hex[HASH_HEX_LEN + 1])
{
	XXH128_hash_t h = XXH3_128bits(s, n);

	snprintf(ret_hex, HASH_HEX_LEN + 1, "%016llx%016llx",
		 (unsigned long long)h.high64, (unsigned long long)h.low64);
}

uint64_t hash_64(const void *s, size_t n)
{
	return XXH3_64bits(s, n);
}
