/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Bytes to the text of a document.
 */
#include "indexer/extract.h"

#include <stdlib.h>

#include "indexer/convert.h"
#include "indexer/reflow.h"

struct extractor {
	struct buf scratch; /* of decode() */
	const struct converters *converters;
	struct convert *convert;
	struct buf converted; /* what a filter wrote */
};

int extractor_open(const struct converters *cs, struct extractor **ret,
		   struct err *e)
{
	struct extractor *x = calloc(1, sizeof(*x));
	int r = x ? convert_open(cs, &x->convert, e) : err_nomem(e);

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
	buf_release(&x->converted);
	convert_close(x->convert);
	free(x);
}

static int refuse(enum file_reason reason, enum file_reason *ret)
{
	*ret = reason;
	return 0;
}

/* Text of whatever format. */
static int read_text(struct extractor *x, const char *path, struct buf *raw,
		     struct extracted *ret, enum file_reason *ret_reason,
		     struct err *e)
{
	switch (decode(raw, &x->scratch, &ret->text)) {
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
	return 1;
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
	if (!x->converted.len)
		return refuse(FILE_EMPTY, ret_reason);
	if (format == FORMAT_PDF)
		reflow(x->converted.s, x->converted.len);
	r = read_text(x, "", &x->converted, ret, ret_reason, e);
	ret->format = format;
	ret->text.extracted = true;
	return r;
}

int extract(struct extractor *x, const char *path, struct buf *raw,
	    struct extracted *ret, enum file_reason *ret_reason, struct err *e)
{
	*ret = (struct extracted){
		.format = format_of_bytes(raw->s, raw->len),
	};
	if (format_is_external(ret->format))
		return read_external(x, raw, ret, ret_reason, e);
	return read_text(x, path, raw, ret, ret_reason, e);
}
