/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Any bytes as a query: parsed within its limits, and what was read can be read
 * again with the same meaning.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "search/query/parse.h"
#include "tests/unit/query_tree.h"
#include "text/text.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_words(const struct query *q, size_t size)
{
	for (size_t i = 0; i < q->n_words; i++) {
		const struct query_word *w = &q->words[i];

		/* `ref:29` is the beginning of a term. */
		bool begins = w->kind == TEXT_REF && w->prefix;

		if (w->begin >= w->end || w->end > size ||
		    (!begins && (w->base_len >= w->term_len ||
				 w->term[w->base_len] != ':')))
			abort();
	}
}

/* Whether all of the query can be shown: only that can be read back. */
static bool is_printable(const uint8_t *data, size_t size)
{
	size_t len;

	for (size_t i = 0; i < size; i += len) {
		uint32_t c;
		bool ok;

		len = utf8_next((const char *)data + i, size - i, &c, &ok);
		if (!ok || !utf8_is_printable(c))
			return false;
	}
	return true;
}

static void check_same(struct query *q, struct query *again)
{
	struct buf once = BUF_INIT, twice = BUF_INIT;

	bare_tree_of(q, &once);
	bare_tree_of(again, &twice);
	if (once.len != twice.len || memcmp(once.s, twice.s, once.len)) {
		fprintf(stderr, "read as: %s\nonce:  %.*s\ntwice: %.*s\n",
			q->read_as, (int)once.len, once.s, (int)twice.len,
			twice.s);
		abort();
	}
	buf_release(&once);
	buf_release(&twice);
}

static void read_again(struct text_analyzer *a, struct query *q, bool same)
{
	struct query again;
	struct err e;
	size_t n = strlen(q->read_as);

	/* Reading may add brackets, quotes and signs, so the text may have
	 * become too long; what fits must mean the same. */
	if (utf8_valid_len(q->read_as, n) != n)
		abort();
	if (!query_parse(&again, a, q->read_as, n, &search_limits_default,
			 &e) &&
	    same)
		check_same(q, &again);
	query_release(&again);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct text_analyzer *a;
	struct query q;
	struct err e;

	if (!a && text_analyzer_open(&a, &e))
		abort();
	if (!query_parse(&q, a, (const char *)data, size,
			 &search_limits_default, &e)) {
		check_words(&q, size);
		read_again(a, &q, is_printable(data, size));
	}
	query_release(&q);
	return 0;
}
