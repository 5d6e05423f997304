/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * hash - content hashes: XXH3 over xxhash.  Not cryptographic: it tells a
 * changed file from an unchanged one, not a forger from a friend.
 */
#ifndef TRACUU_BASE_HASH_H
#define TRACUU_BASE_HASH_H

#include <stddef.h>
#include <stdint.h>

#define HASH_HEX_LEN 32 /* hexadecimal digits, without the NUL */

/* Hash n bytes to 128 bits; writes HASH_HEX_LEN lower-case digits and a NUL.
 * Any thread. */
void hash_hex(const void *s, size_t n, char ret_hex[HASH_HEX_LEN + 1]);
/* Hash n bytes to 64 bits, the same on every machine.  Any thread. */
uint64_t hash_64(const void *s, size_t n);

#endif
