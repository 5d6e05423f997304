/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Bytes to the text of a document.
 */
#include "indexer/extract.h"

#include <stdlib.h>

#include "indexer/convert.h"
#include "indexer/gunzip.h"
#include "indexer/html/html.h"
#include "indexer/markdown.h"
#include "indexer/reflow.h"

struct extractor {
	struct buf scratch;  /* of decode() */
	struct buf unpacked; /* of gunzip() */
	struct html *html;
	struct markdown markdown;
	const struct converters *converters;
	struct convert *convert;
	struct buf converted; /* what a filter wrote */
};

int extractor_open(const struct converters *cs, struct extractor **ret,
		   struct err *e)
{
	struct extractor *x = calloc(1, sizeof(*x));
	int r = x ? convert_open(cs, &x->convert, e) : err_nomem(e);

	if (!r)
		r = html_open(&x->html, e);
	if (r) {
		extractor_close(x);
		return r;
	}
	x->converters = cs;
	*ret = x;
	return 0;
}

void extractor_close(struct extractor *x)
{
	if (!x)
		return;
	buf_release(&x->scratch);
	buf_release(&x->unpacked);
	buf_release(&x->converted);
	html_close(x->html);
	convert_close(x->convert);
	free(x);
}

uint32_t extracted_line(const struct extracted *x, uint64_t at, uint32_t line)
{
	const struct record_sources *sources = &x->sources;

	return sources->n ? sources->v[record_source_at(sources, at)].line :
			    line;
}

static int refuse(enum file_reason reason, enum file_reason *ret)
{
	*ret = reason;
	return 0;
}

/* A page in s, which is ret->text. */
static int read_html(struct extractor *x, char *s, struct extracted *ret,
		     enum file_reason *ret_reason, struct err *e)
{
	struct html_text page;
	int r = html_read(x->html, s, ret->text.n, &page, e);

	if (r == E_LIMIT)
		return refuse(FILE_TOO_LARGE, ret_reason);
	if (r)
		return r;
	ret->text.s = page.s;
	ret->text.n = page.n;
	ret->text.extracted = true;
	ret->hints = page.hints;
	ret->sources = page.sources;
	if (page.bounded && *ret_reason == FILE_OK)
		*ret_reason = FILE_MALFORMED;
	return 1;
}

/* Text of whatever format. */
static int read_text(struct extractor *x, const char *path, enum encoding rule,
		     struct buf *raw, struct extracted *ret,
		     enum file_reason *ret_reason, struct err *e)
{
	char *s;

	switch (decode(raw, rule, &x->scratch, &ret->text)) {
	case DECODE_OK:
		break;
	case DECODE_BINARY:
		return refuse(FILE_NOT_TEXT, ret_reason);
	case DECODE_ENCODING:
		return refuse(FILE_ENCODING, ret_reason);
	case DECODE_NOMEM:
		return err_nomem(e);
	}
	ret->format = format_of_text(ret->text.s, ret->text.n, path);
	*ret_reason = ret->text.replaced ? FILE_ILL_FORMED : FILE_OK;
	/* The text is in one of the two, which may be changed. */
	s = ret->text.s == raw->s ? raw->s : x->scratch.s;
	if (ret->format == FORMAT_HTML)
		return read_html(x, s, ret, ret_reason, e);
	if (ret->format == FORMAT_MARKDOWN)
		markdown_read(&x->markdown, s, ret->text.n, &ret->hints);
	return 1;
}

/* Pages, of which no other one is behind the last. */
static void read_pages(struct buf *b)
{
	reflow(b->s, b->len);
	while (b->len && b->s[b->len - 1] == '\f')
		b->len--;
}

/* The text or web page that a filter makes of it. */
static int read_external(struct extractor *x, const struct buf *raw,
			 struct extracted *ret, enum file_reason *ret_reason,
			 struct err *e)
{
	enum format format = ret->format;
	int r;

	ret->filter = converters_id(x->converters, format);
	r = convert(x->convert, format, raw, &x->converted, ret_reason,
		    ret->detail, e);
	if (r <= 0)
		return r;
	if (format == FORMAT_PDF)
		read_pages(&x->converted);
	if (!x->converted.len)
		return refuse(FILE_EMPTY, ret_reason);
	r = read_text(x, "", ENCODING_NONE, &x->converted, ret, ret_reason, e);
	ret->format = format;
	ret->text.extracted = true;
	/* Lines of what the filter wrote are no one's. */
	ret->sources.n = 0;
	/* Office documents begin their chapters with such headings. */
	if (ret->hints.title_is_heading)
		ret->hints.title_line = 0;
	ret->hints.section.line = ret->hints.author.line = 0;
	ret->hints.published.line = 0;
	return r;
}

/* What is in a gzip file, up to where it is damaged; the reason says that. */
static int unpack(struct extractor *x, struct buf **raw, struct extracted *ret,
		  enum file_reason *ret_reason, struct err *e)
{
	switch (gunzip((*raw)->s, (*raw)->len, &x->unpacked)) {
	case GUNZIP_OK:
		*ret_reason = FILE_OK;
		break;
	case GUNZIP_DAMAGED:
		*ret_reason = FILE_DAMAGED;
		break;
	case GUNZIP_BOMB:
		return refuse(FILE_BOMB, ret_reason);
	case GUNZIP_NOMEM:
		return err_nomem(e);
	}
	if (!x->unpacked.len)
		return refuse(*ret_reason ? *ret_reason : FILE_EMPTY,
			      ret_reason);
	*raw = &x->unpacked;
	ret->gzip = true;
	ret->format = format_of_bytes((*raw)->s, (*raw)->len);
	if (ret->format == FORMAT_GZIP)
		return refuse(FILE_NOT_TEXT, ret_reason);
	return 1;
}

int extract(struct extractor *x, const char *path, enum encoding rule,
	    struct buf *raw, struct extracted *ret,
	    enum file_reason *ret_reason, struct err *e)
{
	enum file_reason damage = FILE_OK;
	int r;

	*ret = (struct extracted){
		.format = format_of_bytes(raw->s, raw->len),
	};
	if (ret->format == FORMAT_GZIP) {
		r = unpack(x, &raw, ret, &damage, e);
		if (r <= 0)
			return r ? r : refuse(damage, ret_reason);
	}
	if (format_is_external(ret->format))
		r = read_external(x, raw, ret, ret_reason, e);
	else
		r = read_text(x, path, rule, raw, ret, ret_reason, e);
	ret->text.extracted |= ret->gzip;
	if (r > 0 && damage)
		*ret_reason = damage;
	return r;
}
