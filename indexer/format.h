/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * format - what kind of file bytes are: by what they begin with and hold, since
 * names lie (.doc files of old archives are HTML, RTF or plain text as often as
 * Word).  A name only decides where bytes cannot: Markdown is text like other,
 * and a page may lack everything that pages begin with.
 *
 *	gzip	1f 8b 08
 *	pdf	"%PDF-", behind white space
 *	docx	a zip archive with an entry word/document.xml
 *	odt	a zip archive whose first entry, mimetype, is that of ODF text
 *	doc	an OLE2 compound file with a stream WordDocument
 *	html	behind white space, comments and <?xml ...?> the first tag is
 *		<!doctype html>, html, head, body, title or meta; or the name
 *		ends in .html, .htm, .xhtml, .shtml and there is a tag at all
 *	markdown text whose name ends in .md or .markdown
 *	text	all other text
 *
 * Any thread.
 */
#ifndef TRACUU_INDEXER_FORMAT_H
#define TRACUU_INDEXER_FORMAT_H

#include <stdbool.h>
#include <stddef.h>

/* Stored in the table of files: add at the end only. */
enum format {
	FORMAT_NONE, /* none that is known */
	FORMAT_TEXT,
	FORMAT_MARKDOWN,
	FORMAT_HTML,
	FORMAT_GZIP, /* around another; of a file whose inside was not read */
	FORMAT_PDF,
	FORMAT_DOCX,
	FORMAT_ODT,
	FORMAT_DOC,
	FORMATS,
};
const char *format_name(enum format f); /* "html", ...; "unknown" */
/* Whether another program must make text of it. */
bool format_is_external(enum format f);

/*
 * The format of bytes that say so by themselves; FORMAT_NONE for all others,
 * text among them.  Of what is inside a zip archive or a compound file all of
 * it must be there to be known.
 */
enum format format_of_bytes(const char *s, size_t n);
/* Whether the first bytes of a file rule out every format that is read, without
 * reading the rest. */
bool format_is_hopeless(const char *s, size_t n);
/* The format that a name decides for, where the bytes do not: HTML, Markdown, or
 * FORMAT_NONE. */
enum format format_of_name(const char *path);
/* The format of decoded text, in the file `path`; a ".gz" behind the name is
 * passed over. */
enum format format_of_text(const char *s, size_t n, const char *path);

#endif
