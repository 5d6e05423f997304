/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Any bytes as a file of any name: what comes out is UTF-8 and all that is said
 * of it lies in it.  The first byte chooses the name.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "indexer/extract.h"

#undef NDEBUG /* the asserts are the test */
#include <assert.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_hint(const struct hint *h)
{
	assert(!h->s == !h->n);
	if (!h->s)
		return;
	assert(!memchr(h->s, '\n', h->n));
	assert(utf8_valid_len(h->s, h->n) == h->n);
}

static void check_marks(const struct hints *h)
{
	uint32_t line = 0;

	for (size_t i = 0; i < h->n_marks; i++) {
		assert(h->marks[i].line > line);
		line = h->marks[i].line;
	}
}

static void check_sources(const struct extracted *x)
{
	for (size_t i = 0; i < x->sources.n; i++) {
		const struct record_source *s = &x->sources.v[i];

		assert(s->byte <= x->text.n && s->line > 0);
		assert(s->utf16 <= s->col);
		assert(!i || (s->byte >= s[-1].byte && s->line >= s[-1].line));
	}
	assert(!x->sources.n || x->sources.v[0].byte == 0);
}

static void check(const struct extracted *x, size_t size)
{
	size_t lines = 0;

	assert(utf8_valid_len(x->text.s, x->text.n) == x->text.n);
	assert(x->text.extracted || x->text.n == size);
	for (size_t i = 0; i < x->text.n; i++)
		lines += x->text.s[i] == '\n';
	assert(x->hints.title_line <= lines + 1);
	check_hint(&x->hints.section);
	check_hint(&x->hints.author);
	check_hint(&x->hints.published);
	check_marks(&x->hints);
	check_sources(x);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const char *const names[] = { "/a.txt", "/a.html", "/a.md",
					     "/a.html.gz" };
	static struct extractor *x;
	static const struct converter_rules rules;
	static struct converters *none;
	struct buf raw = BUF_INIT;
	struct extracted out;
	enum file_reason reason;
	struct err e;
	const char *name;

	if (!x && (converters_open(&rules, &none, &e) ||
		   extractor_open(none, &x, &e)))
		abort();
	if (size < 2 || buf_add(&raw, data + 1, size - 1))
		return 0;
	name = names[data[0] % 4];
	if (!format_is_external(format_of_bytes(raw.s, raw.len)) &&
	    extract(x, name, ENCODING_NONE, &raw, &out, &reason, &e) > 0)
		check(&out, size - 1);
	buf_release(&raw);
	return 0;
}
