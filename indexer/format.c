/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/format.h"

#include <string.h>
#include <strings.h>

#include "indexer/decode.h"

/* Bytes that may stand before the first tag of a page. */
#define HEAD_BYTES 8192

static const char *const names[FORMATS] = {
	[FORMAT_NONE] = "unknown", [FORMAT_TEXT] = "text",
	[FORMAT_MARKDOWN] = "markdown", [FORMAT_HTML] = "html",
	[FORMAT_GZIP] = "gzip", [FORMAT_PDF] = "pdf",
	[FORMAT_DOCX] = "docx", [FORMAT_ODT] = "odt",
	[FORMAT_DOC] = "doc",
};

const char *format_name(enum format f)
{
	return names[f];
}

bool format_is_external(enum format f)
{
	return f == FORMAT_PDF || f == FORMAT_DOCX || f == FORMAT_ODT ||
	       f == FORMAT_DOC;
}

/* A string literal, of which NULs are a part. */
#define BEGINS(s, n, lit) \
	((n) >= sizeof(lit) - 1 && !memcmp(s, lit, sizeof(lit) - 1))
#define HOLDS(s, n, lit) (memmem(s, n, lit, sizeof(lit) - 1) != NULL)

/* ----------------------------------------------------------------------- bytes */

#define ZIP "PK\3\4"
#define OLE "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
#define ZIP_NAME 30 /* where the name of a zip archive's first entry begins */
#define ODT_ENTRY "mimetypeapplication/vnd.oasis.opendocument.text"

static bool is_space(char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

static bool is_pdf(const char *s, size_t n)
{
	size_t i = 0;

	while (i < n && is_space(s[i]))
		i++;
	return BEGINS(s + i, n - i, "%PDF-");
}

static enum format format_of_zip(const char *s, size_t n)
{
	if (n > ZIP_NAME && BEGINS(s + ZIP_NAME, n - ZIP_NAME, ODT_ENTRY))
		return FORMAT_ODT;
	return HOLDS(s, n, "word/document.xml") ? FORMAT_DOCX : FORMAT_NONE;
}

enum format format_of_bytes(const char *s, size_t n)
{
	if (BEGINS(s, n, "\x1f\x8b\x08"))
		return FORMAT_GZIP;
	if (BEGINS(s, n, ZIP))
		return format_of_zip(s, n);
	if (BEGINS(s, n, OLE))
		return HOLDS(s, n, "W\0o\0r\0d\0D\0o\0c\0u\0m\0e\0n\0t\0") ?
			       FORMAT_DOC :
			       FORMAT_NONE;
	return is_pdf(s, n) ? FORMAT_PDF : FORMAT_NONE;
}

bool format_is_hopeless(const char *s, size_t n)
{
	return decode_is_binary(s, n) && !BEGINS(s, n, ZIP) &&
	       !BEGINS(s, n, OLE) && format_of_bytes(s, n) == FORMAT_NONE;
}

/* ------------------------------------------------------------------------ text */

/* Whether s begins with that, in capitals or not. */
static bool begins(const char *s, size_t n, const char *what)
{
	return n >= strlen(what) && !strncasecmp(s, what, strlen(what));
}

/* What may stand before the first tag: spaces, a BOM, comments, <?xml ...?>. */
static size_t before_tag(const char *s, size_t n)
{
	size_t i = BEGINS(s, n, "\xef\xbb\xbf") ? 3 : 0;

	for (;;) {
		const char *end;

		while (i < n && is_space(s[i]))
			i++;
		if (BEGINS(s + i, n - i, "<!--"))
			end = memmem(s + i, n - i, "-->", 3);
		else if (BEGINS(s + i, n - i, "<?"))
			end = memmem(s + i, n - i, "?>", 2);
		else
			return i;
		if (!end)
			return n;
		i = (size_t)(end - s) + (*end == '-' ? 3 : 2);
	}
}

static bool begins_as_page(const char *s, size_t n)
{
	static const char *const tags[] = { "<!doctype html", "<html", "<head",
					    "<body", "<title", "<meta" };
	size_t i = before_tag(s, n);

	for (size_t t = 0; t < sizeof(tags) / sizeof(*tags); t++) {
		size_t end = i + strlen(tags[t]);

		if (begins(s + i, n - i, tags[t]) &&
		    (end >= n || is_space(s[end]) || s[end] == '>' ||
		     s[end] == '/'))
			return true;
	}
	return false;
}

static bool ends_in(const char *path, size_t n, const char *end)
{
	size_t k = strlen(end);

	return n > k && !strncasecmp(path + n - k, end, k);
}

/* Whether the name ends in one of those, up to NULL. */
static bool is_named(const char *path, const char *const *ends)
{
	size_t n = strlen(path);

	if (ends_in(path, n, ".gz"))
		n -= 3;
	for (; *ends; ends++)
		if (ends_in(path, n, *ends))
			return true;
	return false;
}

enum format format_of_name(const char *path)
{
	static const char *const pages[] = { ".html", ".htm", ".xhtml",
					     ".shtml", NULL };
	static const char *const markdown[] = { ".md", ".markdown", NULL };

	if (is_named(path, pages))
		return FORMAT_HTML;
	return is_named(path, markdown) ? FORMAT_MARKDOWN : FORMAT_NONE;
}

static bool has_tag(const char *s, size_t n)
{
	for (size_t i = 0; i + 1 < n; i++)
		if (s[i] == '<' && ((s[i + 1] | 0x20) >= 'a' &&
				    (s[i + 1] | 0x20) <= 'z'))
			return true;
	return false;
}

enum format format_of_text(const char *s, size_t n, const char *path)
{
	size_t head = n < HEAD_BYTES ? n : HEAD_BYTES;
	enum format named = format_of_name(path);

	if (begins_as_page(s, head) ||
	    (named == FORMAT_HTML && has_tag(s, head)))
		return FORMAT_HTML;
	return named == FORMAT_MARKDOWN ? FORMAT_MARKDOWN : FORMAT_TEXT;
}
