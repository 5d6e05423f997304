/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Any bytes as the text of a report that defines abbreviations: what is found
 * is a term that can be stored.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "indexer/define.h"
#include "store/schema.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(const struct define *d)
{
	size_t at = 0, n;
	const char *s;

	while ((s = define_next(d, &at, &n)))
		if (n > SCHEMA_TERM_MAX - strlen(SCHEMA_DEFINITION) ||
		    !memchr(s, ' ', n) || s[0] < 'a' || s[0] > 'z')
			abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct text_analyzer *a;
	static struct define d;
	struct text_token t;
	struct err e;

	if (!a && text_analyzer_open(&a, &e))
		abort();
	define_begin(&d);
	define_text(&d, (const char *)data, size);
	text_begin(a, (const char *)data, size, 0);
	while (text_read(a, &t, &e) > 0)
		if (define_token(&d, &t))
			abort();
	check(&d);
	return 0;
}
