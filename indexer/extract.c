/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Bytes to the text of a document.
 */
#include "indexer/extract.h"

#include <stdlib.h>

struct extractor {
	struct buf scratch; /* of decode() */
};

int extractor_open(struct extractor **ret, struct err *e)
{
	struct extractor *x = calloc(1, sizeof(*x));

	if (!x)
		return err_nomem(e);
	*ret = x;
	return 0;
}

void extractor_close(struct extractor *x)
{
	if (!x)
		return;
	buf_release(&x->scratch);
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

int extract(struct extractor *x, const char *path, struct buf *raw,
	    struct extracted *ret, enum file_reason *ret_reason, struct err *e)
{
	*ret = (struct extracted){
		.format = format_of_bytes(raw->s, raw->len),
	};
	if (format_is_external(ret->format))
		return refuse(FILE_NO_FILTER, ret_reason);
	return read_text(x, path, raw, ret, ret_reason, e);
}
