/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Any bytes as a stored record: it is refused, or what it says of itself is
 * within its own bounds, and another path can be put in.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "store/record.h"

#undef NDEBUG /* the asserts are the test */
#include <assert.h>

static void check_words(struct record *r)
{
	const struct record_str *terms;
	const uint32_t *v;
	size_t n_terms, n, title_end;

	if (record_terms(r, &terms, &n_terms, NULL))
		return;
	for (size_t i = 0; i < n_terms; i++)
		assert(terms[i].s && terms[i].n);
	if (record_stream(r, &v, &n, &title_end, NULL))
		return;
	assert(n <= RECORD_MAX_POSITIONS && title_end <= n);
	for (size_t i = 0; i < n; i++)
		assert(v[i] == RECORD_BREAK || v[i] < n_terms);
	for (uint32_t pos = 0; pos <= n; pos += 7) {
		struct record_anchor a;

		if (record_anchor(r, pos, &a, NULL))
			return;
		assert(a.pos < n && a.line_begin <= a.byte &&
		       a.byte <= record_text_size(r));
	}
}

static void check_sources(struct record *r)
{
	uint64_t n = record_text_size(r);
	struct record_sources got;

	if (record_sources(r, &got, NULL))
		return;
	assert(got.n <= RECORD_MAX_SOURCES);
	for (size_t i = 0; i < got.n; i++) {
		const struct record_source *s = &got.v[i];

		assert(s->byte <= n && s->line > 0 && s->utf16 <= s->col);
		assert(i ? s->byte >= s[-1].byte && s->line >= s[-1].line :
			   !s->byte);
	}
	assert(!got.n || record_source_at(&got, n) == got.n - 1);
}

/* The text in two halves, the second one first, is what it is as a whole. */
static void check_text(struct record *r)
{
	uint64_t n = record_text_size(r), half = n / 2;
	struct buf a = BUF_INIT, b = BUF_INIT;

	if (n <= 1u << 22 && !record_text(r, half, UINT64_MAX, &a, NULL) &&
	    !record_text(r, 0, half, &b, NULL)) {
		assert(a.len == n - half && b.len == half);
		buf_clear(&b);
		assert(!record_text(r, 0, n, &b, NULL) && b.len == n);
		assert(!a.len || !memcmp(b.s + half, a.s, a.len));
	}
	buf_release(&a);
	buf_release(&b);
}

static void check_fields(const struct record *r)
{
	const struct record_fields *f = record_fields(r);
	const struct record_str all[] = { f->path, f->title, f->section,
					  f->author, f->place, f->refs,
					  f->date, f->type, f->encoding };
	char hex[HASH_HEX_LEN + 1];

	for (size_t i = 0; i < sizeof(all) / sizeof(*all); i++) {
		assert(!all[i].n == !all[i].s);
		if (all[i].n)
			hash_hex(all[i].s, all[i].n, hex); /* reads it */
	}
}

static void check_moved(struct record *r, const char *s, size_t n)
{
	struct buf moved = BUF_INIT;

	assert(!record_set_path(s, n, "/moved", 6, &moved, NULL));
	assert(!record_load(r, moved.s, moved.len, NULL));
	assert(record_fields(r)->path.n == 6);
	buf_release(&moved);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct record *r;
	const char *s = (const char *)data;

	if (!r && record_open(&r, NULL))
		abort();
	if (record_load(r, s, size, NULL))
		return 0;
	check_fields(r);
	check_words(r);
	check_sources(r);
	check_text(r);
	check_moved(r, s, size);
	return 0;
}
