/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Any bytes through the analyzer: what it hands out is always a token as text.h
 * promises it, and a second time the same.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "text/text.h"

#define NEAR_WORDS 16 /* more than a unit has */

#undef NDEBUG /* the asserts are the test */
#include <assert.h>

/* A character of the text, or an ill-formed part of it, starts at `at`. */
static bool on_border(const char *s, size_t n, size_t *walked, size_t at)
{
	while (*walked < at) {
		uint32_t c;

		*walked += utf8_next(s + *walked, n - *walked, &c, NULL);
	}
	return *walked == at;
}

static void check_marks(const struct text_token *t)
{
	const char *marks = t->term + t->base_len + 1;
	size_t n = t->term_len - t->base_len - 1;

	assert(t->kind == TEXT_SYLLABLE || n == 0);
	for (size_t i = 0; i < n; i++) {
		assert(memchr("ABCDEFGHIJKLMNOPabcdefghijklmnop12345",
			      marks[i], 37));
		assert(i == 0 || marks[i - 1] != marks[i]);
	}
}

static void check_token(const struct text_token *t)
{
	assert(t->base_len > 0 && t->base_len < t->term_len);
	assert(t->term_len <= TEXT_TERM_MAX);
	assert(memchr(t->term, ':', t->term_len) == t->term + t->base_len);
	assert(!memchr(t->term, 0, t->term_len));
	assert(utf8_valid_len(t->term, t->term_len) == t->term_len);
	assert(text_covers(t->term, t->term_len, t->term, t->term_len));
	check_marks(t);
}

static uint64_t add_token(uint64_t sum, const struct text_token *t)
{
	for (size_t i = 0; i < t->term_len; i++)
		sum = sum * 31 + (unsigned char)t->term[i];
	return sum * 31 + t->begin;
}

/* Returns a sum over the tokens. */
static uint64_t walk(struct text_analyzer *a, const char *s, size_t n)
{
	struct text_token t;
	size_t end = 0, walked = 0;
	uint32_t pos = 7;
	uint64_t sum = 0;
	int r;

	text_begin(a, s, n, pos);
	while ((r = text_next(a, &t, NULL)) > 0) {
		assert(t.begin >= end && t.begin < t.end && t.end <= n);
		assert(on_border(s, n, &walked, t.begin));
		assert(on_border(s, n, &walked, t.end));
		assert(t.pos == pos + t.after_break);
		check_token(&t);
		end = t.end;
		pos = t.pos + 1;
		assert(text_pos(a) == pos);
		sum = add_token(sum, &t);
	}
	assert(r == 0);
	return sum;
}

/* A unit comes behind the last of its words and begins with one of those that
 * are near. */
static void check_unit(const struct text_token *t, const size_t *begins,
		       size_t end, uint32_t pos)
{
	bool found = false;

	assert(t->begin < t->end && t->end == end);
	assert(t->n_pos > 0 && t->pos + t->n_pos == pos);
	for (size_t i = 0; i < NEAR_WORDS; i++)
		found |= begins[i] == t->begin;
	assert(found);
	assert(t->base_len > 0 && t->base_len < t->term_len);
	assert(t->term_len <= TEXT_TERM_MAX);
	assert(utf8_valid_len(t->term, t->term_len) == t->term_len);
	assert(text_covers(t->term, t->term_len, t->term, t->term_len));
}

/* With units among them the words are the same. */
static void walk_units(struct text_analyzer *a, const char *s, size_t n,
		       uint64_t words)
{
	size_t begins[NEAR_WORDS], n_words = 0, end = 0;
	struct text_token t;
	uint32_t pos = 7;
	uint64_t sum = 0;
	int r;

	memset(begins, 0xff, sizeof(begins));
	text_begin(a, s, n, pos);
	while ((r = text_read(a, &t, NULL)) > 0) {
		if (text_is_unit(t.kind)) {
			check_unit(&t, begins, end, pos);
			continue;
		}
		begins[n_words++ % NEAR_WORDS] = t.begin;
		end = t.end;
		pos = t.pos + 1;
		sum = add_token(sum, &t);
	}
	assert(r == 0 && sum == words);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct text_analyzer *a;
	uint64_t sum;

	if (!a && text_analyzer_open(&a, NULL))
		abort();
	sum = walk(a, (const char *)data, size);
	assert(sum == walk(a, (const char *)data, size));
	walk_units(a, (const char *)data, size, sum);
	return 0;
}
