/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * break_rules: run while building, writes the compiled break rules on standard
 * output, as the C that lib/text/break.c includes.
 */
#include <inttypes.h>
#include <stdio.h>

#include "text/break_compile.h"

static void print(const struct buf *b)
{
	char icu[U_MAX_VERSION_STRING_LENGTH];

	break_icu(icu);
	printf("#include <stdint.h>\n\n#define BREAK_BUILT_ICU \"%s\"\n\n"
	       "static const _Alignas(16) uint8_t break_built[] = {", icu);
	for (size_t i = 0; i < b->len; i++)
		printf("%s%u,", i % 16 ? "" : "\n\t", (unsigned char)b->s[i]);
	printf("\n};\n");
}

int main(void)
{
	UBreakIterator *it = NULL;
	struct buf b = BUF_INIT;
	struct err e = { 0 };
	int r = break_compile(&it, &e);

	if (!r)
		r = break_binary(it, &b, &e);
	if (r)
		fprintf(stderr, "break_rules: %s\n", e.msg);
	else
		print(&b);
	if (it)
		ubrk_close(it);
	buf_release(&b);
	return r || fflush(stdout) ? 1 : 0;
}
