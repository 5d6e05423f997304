/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/reflow.h"

#include <stdbool.h>
#include <string.h>

/* Of the longest line: letters are not all as wide. */
#define FULL 3 / 4
/* Of one that ends a sentence, with the next word: an author's name may stand
 * below it, and where a sentence ends a paragraph may do so without harm. */
#define FULL_SENTENCE 9 / 10

/* Characters of UTF-8. */
static size_t width(const char *s, size_t n)
{
	size_t w = 0;

	for (size_t i = 0; i < n; i++)
		w += ((unsigned char)s[i] & 0xc0) != 0x80;
	return w;
}

static size_t line_len(const char *s, size_t n)
{
	const char *nl = memchr(s, '\n', n);

	return nl ? (size_t)(nl - s) : n;
}

static size_t longest_line(const char *s, size_t n)
{
	size_t longest = 0;

	for (size_t at = 0; at < n;) {
		size_t len = line_len(s + at, n - at);
		size_t w = width(s + at, len);

		longest = w > longest ? w : longest;
		at += len + 1;
	}
	return longest;
}

static bool is_blank(const char *s, size_t n)
{
	while (n && (*s == ' ' || *s == '\t' || *s == '\r'))
		s++, n--;
	return !n;
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* "- ", "• ", "12. ", "a) ": so begin the items of a list. */
static bool begins_item(const char *s, size_t n)
{
	static const char *const bullets[] = { "- ", "+ ", "* ", "– ", "• " };
	size_t i = 0;

	for (size_t k = 0; k < sizeof(bullets) / sizeof(*bullets); k++)
		if (n > strlen(bullets[k]) &&
		    !memcmp(s, bullets[k], strlen(bullets[k])))
			return true;
	while (i < 2 && i < n && is_digit(s[i]))
		i++;
	if (!i && n && ((*s | 0x20) >= 'a' && (*s | 0x20) <= 'z'))
		i = 1;
	return i && i + 2 < n && (s[i] == '.' || s[i] == ')') &&
	       s[i + 1] == ' ';
}

/* The items of a list are no paragraph, however long they are.  Only behind a
 * sign: a dash or a number may stand at the start of any line. */
static bool is_item(const char *s, size_t len, size_t next, size_t n)
{
	while (len && s[len - 1] == ' ')
		len--;
	return len && strchr(".;:,", s[len - 1]) &&
	       begins_item(s + next, n - next);
}

static bool ends_sentence(const char *s, size_t n)
{
	while (n && s[n - 1] == ' ')
		n--;
	return n && strchr(".!?", s[n - 1]);
}

/* Whether the line at s ends because it is full.  `next`: the one behind it. */
static bool is_full(const char *s, size_t len, const char *next, size_t next_n,
		    size_t longest)
{
	size_t w = width(s, len), word = 0;

	while (word < next_n && next[word] != ' ' && next[word] != '\n')
		word++;
	return w >= longest * FULL &&
	       (!ends_sentence(s, len) ||
		w + 1 + width(next, word) >= longest * FULL_SENTENCE);
}

static void reflow_page(char *s, size_t n)
{
	size_t longest = longest_line(s, n);

	for (size_t at = 0; at < n;) {
		size_t len = line_len(s + at, n - at), next = at + len + 1;

		if (next < n && is_full(s + at, len, s + next, n - next, longest) &&
		    !is_blank(s + at, len) &&
		    !is_blank(s + next, line_len(s + next, n - next)) &&
		    !is_item(s + at, len, next - at, n - at))
			s[at + len] = ' ';
		at = next;
	}
}

void reflow(char *s, size_t n)
{
	while (n) {
		char *end = memchr(s, '\f', n);
		size_t len = end ? (size_t)(end - s) : n;

		reflow_page(s, len);
		len += end != NULL;
		s += len;
		n -= len;
	}
}
