/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/markdown.h"

#include <stdbool.h>
#include <string.h>
#include <strings.h>

#include "indexer/lines.h"

struct reading {
	struct markdown *m;
	struct hints *hints;
	uint32_t line; /* of the file, from 1 */
	bool front;    /* in the front matter */
	bool fenced;   /* in a block of code */
	char fence;    /* '`' or '~': how it began */
	uint32_t text_line; /* the last line of text; 0 behind an empty one */
};

static void blank(char *s, size_t n)
{
	memset(s, ' ', n);
}

/* Bytes of the mark c at s. */
static size_t run_of(const char *s, size_t n, char c)
{
	size_t i = 0;

	while (i < n && s[i] == c)
		i++;
	return i;
}

static bool only(const char *s, size_t n, char c)
{
	size_t i = run_of(s, n, c);

	return i && space_before(s + i, n - i) == n - i;
}

/* ---------------------------------------------------------------- front matter */

static struct hint *hint_of(struct hints *h, const char *key, size_t n)
{
	static const struct {
		const char *key;
		size_t at;
	} keys[] = {
		{ "date", offsetof(struct hints, published) },
		{ "author", offsetof(struct hints, author) },
		{ "section", offsetof(struct hints, section) },
		{ "category", offsetof(struct hints, section) },
	};

	for (size_t i = 0; i < sizeof(keys) / sizeof(*keys); i++)
		if (strlen(keys[i].key) == n &&
		    !strncasecmp(keys[i].key, key, n))
			return (struct hint *)((char *)h + keys[i].at);
	return NULL;
}

/* The value of a key, without the quotes around it, which are blanked. */
static size_t value_of(char *s, size_t n, char **ret)
{
	size_t space = space_before(s, n);

	s += space;
	n -= space;
	n -= space_behind(s, n);
	if (n >= 2 && (*s == '"' || *s == '\'') && s[n - 1] == *s) {
		s[0] = s[n - 1] = ' ';
		s++;
		n -= 2;
	}
	*ret = s;
	return n;
}

static void begin_front(struct reading *r, char *s, size_t n)
{
	blank(s, n);
	r->front = true;
}

static void front_line(struct reading *r, char *s, size_t n)
{
	char *colon = memchr(s, ':', n), *value;
	size_t key = colon ? (size_t)(colon - s) : 0, len;
	struct hint *hint;

	if (only(s, n, '-')) {
		blank(s, n);
		r->front = false;
		return;
	}
	if (!key)
		return;
	hint = hint_of(r->hints, s, key);
	len = value_of(colon + 1, n - key - 1, &value);
	if (key == 5 && !strncasecmp(s, "title", key) && len)
		r->hints->title_line = r->line;
	blank(s, key + 1);
	if (hint == &r->hints->published) {
		len = iso_date(value, len, r->m->published);
		value = r->m->published;
	}
	if (hint && len && !hint->s)
		*hint = (struct hint){ value, len, r->line };
}

/* ----------------------------------------------------------------------- marks */

static bool is_word(char c)
{
	return (unsigned char)c > 0x7f || (c >= '0' && c <= '9') ||
	       ((c | 0x20) >= 'a' && (c | 0x20) <= 'z');
}

/* "](target)" at s: its bytes; 0 when it is none. */
static size_t target_len(const char *s, size_t n)
{
	const char *end;

	if (n < 3 || s[0] != ']' || s[1] != '(')
		return 0;
	end = memchr(s, ')', n);
	return end ? (size_t)(end + 1 - s) : 0;
}

/* Emphasis stands beside a word on one side; 2 * 3 and a_b stay. */
static bool is_emphasis(const char *s, size_t n, size_t i, size_t len)
{
	bool before = i && s[i - 1] != ' ';
	bool behind = i + len < n && s[i + len] != ' ';
	bool inside = i && is_word(s[i - 1]) && i + len < n &&
		      is_word(s[i + len]);

	return (before || behind) && (s[i] != '_' || !inside);
}

/* Emphasis, code and links within a line. */
static void blank_inline(char *s, size_t n)
{
	for (size_t i = 0, len; i < n; i += len) {
		len = 1;
		if (s[i] == '*' || s[i] == '_' || s[i] == '`') {
			len = run_of(s + i, n - i, s[i]);
			if (s[i] == '`' || is_emphasis(s, n, i, len))
				blank(s + i, len);
		} else if ((len = target_len(s + i, n - i))) {
			blank(s + i, len);
		} else {
			len = 1;
			if (s[i] == '[' && memmem(s + i, n - i, "](", 2))
				s[i] = ' ';
			if (s[i] == '!' && i + 1 < n && s[i + 1] == '[')
				s[i] = ' ';
		}
	}
}

static bool is_fence(struct reading *r, const char *s, size_t n)
{
	char c = n ? *s : 0;

	if ((c != '`' && c != '~') || run_of(s, n, c) < 3 ||
	    (r->fenced && c != r->fence))
		return false;
	r->fenced = !r->fenced;
	r->fence = c;
	return true;
}

static void note_heading(struct reading *r, uint32_t line)
{
	if (!r->hints->title_line)
		r->hints->title_line = line;
}

/* The line without the spaces around it. */
static void text_line(struct reading *r, char *s, size_t n)
{
	size_t marks = run_of(s, n, '#');

	if (is_fence(r, s, n)) {
		blank(s, n);
		return;
	}
	if (r->fenced)
		return;
	while (n && *s == '>') {
		size_t skip = 1 + space_before(s + 1, n - 1);

		blank(s, 1);
		s += skip;
		n -= skip;
	}
	if (r->text_line && (only(s, n, '=') || only(s, n, '-'))) {
		note_heading(r, r->text_line);
		blank(s, n);
		r->text_line = 0;
		return;
	}
	if (marks && marks <= 6 && marks < n && s[marks] == ' ') {
		note_heading(r, r->line);
		blank(s, marks);
	}
	blank_inline(s, n);
	r->text_line = n && !marks ? r->line : 0;
}

void markdown_read(struct markdown *m, char *s, size_t n, struct hints *ret)
{
	struct reading r = { .m = m, .hints = ret };

	for (size_t at = 0; at < n;) {
		char *nl = memchr(s + at, '\n', n - at);
		size_t end = nl ? (size_t)(nl - s) : n;
		size_t begin = at + space_before(s + at, end - at);
		size_t len = end > begin ?
				     end - begin - space_behind(s + begin,
								end - begin) :
				     0;

		r.line++;
		if (r.front)
			front_line(&r, s + begin, len);
		else if (r.line == 1 && only(s + begin, len, '-') &&
			 memmem(s + end, n - end, "\n---", 4))
			begin_front(&r, s + begin, len);
		else
			text_line(&r, s + begin, len);
		at = end + 1;
	}
}
