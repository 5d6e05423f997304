/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/words.h"

int words_key(struct text_analyzer *a, const char *s, size_t n,
	      struct buf *ret, struct err *e)
{
	struct text_token t;
	int r;

	buf_clear(ret);
	text_begin(a, s, n, 0);
	while ((r = text_next(a, &t, e)) > 0) {
		if (t.kind == TEXT_NUMBER)
			buf_addc(ret, '#');
		else
			buf_add(ret, t.term, t.term_len);
		if (buf_addc(ret, ' '))
			return err_nomem(e);
	}
	return r;
}
