/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <string.h>

#include "base/hash.h"
#include "store/schema.h"

/* A longer path is named by its hash, since a term is bounded and a path is
 * not. */
#define PLAIN_PATH_MAX 200

size_t schema_id(const char *path, size_t n, char ret_id[SCHEMA_TERM_MAX])
{
	char hex[HASH_HEX_LEN + 1];
	size_t at = strlen(SCHEMA_ID);

	memcpy(ret_id, SCHEMA_ID, at);
	if (n <= PLAIN_PATH_MAX) {
		memcpy(ret_id + at, path, n);
		return at + n;
	}
	hash_hex(path, n, hex);
	ret_id[at++] = '\1';
	memcpy(ret_id + at, hex, HASH_HEX_LEN);
	return at + HASH_HEX_LEN;
}

size_t schema_base(const char *term, size_t n)
{
	const char *colon = n ? memrchr(term, ':', n) : NULL;

	return colon ? (size_t)(colon - term) : n;
}

size_t schema_pair(const char *first, size_t first_n, const char *second,
		   size_t second_n, char ret_pair[SCHEMA_TERM_MAX])
{
	if (first_n + 1 + second_n > SCHEMA_TERM_MAX)
		return 0;
	memcpy(ret_pair, first, first_n);
	ret_pair[first_n] = ' ';
	memcpy(ret_pair + first_n + 1, second, second_n);
	return first_n + 1 + second_n;
}

/* Words of an ordinary title, and how much its length counts. */
#define TITLE_WORDS 12
#define TITLE_B 0.75

uint32_t schema_title_wdf(uint32_t count, uint32_t words)
{
	double spread = 1 - TITLE_B + TITLE_B * words / TITLE_WORDS;
	double wdf = SCHEMA_TITLE_UNIT * count / spread + 0.5;

	return wdf < 1 ? 1 : (uint32_t)wdf;
}
