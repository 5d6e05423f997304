/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * hash - content hashes: XXH3, 128 bits, over xxhash.  Not cryptographic: it
 * tells a changed file from an unchanged one, not a forger from a friend.
 */
#ifndef TRACUU_BASE_HASH_H
#define TRACUU_BASE_HASH_H

#include <stddef.h>

#define HASH_HEX_LEN 32 /* hexadecimal digits, without the NUL */

/* Hash n bytes; writes HASH_HEX_LEN lower-case digits and a NUL.  Any thread. */
void hash_hex(const void *s, size_t n, char ret_hex[HASH_HEX_LEN + 1]);

#endif
