/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * converters - which program makes text of which format: the "filters" of the
 * manual.  Of each external format (format.h) there is one or none: the command
 * of the configuration, or else the first of these that is installed:
 *
 *	pdf	pdftotext
 *	docx	pandoc, docx2txt
 *	odt	pandoc, odt2txt
 *	doc	antiword, catdoc
 *
 * A command is words apart by spaces, run without a shell: a program, looked for
 * in $PATH, and its arguments, of which %f becomes /dev/stdin, where the
 * document is.  It writes text in UTF-8 or a web page to stdout.
 *
 * Not changed after it was opened: for any number of threads and forks.
 */
#ifndef TRACUU_INDEXER_CONVERTERS_H
#define TRACUU_INDEXER_CONVERTERS_H

#include <stdint.h>

#include "base/buf.h"
#include "base/err.h"
#include "indexer/format.h"

#define CONVERTER_WORDS_MAX 31 /* of a command */

/* What may be configured; all 0 for the defaults. */
struct converter_rules {
	/* For each format; NULL: the first of the table, "": none. */
	const char *commands[FORMATS];
	unsigned seconds; /* for one document; 0: CONVERTER_SECONDS */
	unsigned memory;  /* MiB of address space of a process; 0:
			     CONVERTER_MEMORY */
};
#define CONVERTER_SECONDS 60
#define CONVERTER_MEMORY 1024

struct converters;
/* E_INVAL (a command of more words than CONVERTER_WORDS_MAX), E_NOMEM. */
int converters_open(const struct converter_rules *rules, struct converters **ret,
		    struct err *e);
void converters_close(struct converters *c); /* NULL is fine */

/* Both as configured: milliseconds and bytes. */
unsigned converters_ms(const struct converters *c);
size_t converters_memory(const struct converters *c);
/* The words of its command, argv[0] an absolute path; NULL: it is missing. */
const char *const *converters_argv(const struct converters *c, enum format f);
/*
 * A number for command and program file, another one as soon as either changes;
 * 0 where it is missing.  A file that could not be read by one filter is tried
 * again when there is another.
 */
uint64_t converters_id(const struct converters *c, enum format f);

/* Append what is missing for a format and how to get it: "pdftotext: apt install
 * poppler-utils".  E_NOMEM. */
int converters_add_missing(const struct converters *c, enum format f,
			   struct buf *b);

#endif
