/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "proto/frame.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#define HEADER_MAX 1024 /* bytes of the header lines of one message */

void frame_reader_init(struct frame_reader *f, enum frame_kind kind, size_t max)
{
	*f = (struct frame_reader){ .kind = kind, .body = SIZE_MAX, .max = max };
}

void frame_reader_release(struct frame_reader *f)
{
	if (f)
		buf_release(&f->in);
}

int frame_feed(struct frame_reader *f, const char *s, size_t n)
{
	/* Move what is left only when it is the smaller part: then no byte is
	 * moved more often than another was read. */
	if (f->start > f->in.len / 2) {
		buf_consume(&f->in, f->start);
		f->scanned -= f->start;
		f->start = 0;
	}
	return buf_add(&f->in, s, n);
}

static int broken(struct frame_reader *f, struct err *e)
{
	return err_set(e, f->bad.code, "%s", f->bad.msg);
}

static int too_long(struct frame_reader *f)
{
	return err_set(&f->bad, E_LIMIT,
		       "a message may have at most %zu bytes", f->max);
}

static bool is_space(char c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

static bool skip_space(struct frame_reader *f, size_t *at)
{
	while (*at < f->in.len && is_space(f->in.s[*at]))
		++*at;
	return *at < f->in.len;
}

/* Between messages there may be white space. */
static bool begin_message(struct frame_reader *f)
{
	bool more;

	if (f->scanned != f->start)
		return true;
	more = skip_space(f, &f->start);
	f->scanned = f->start;
	return more;
}

/* '[' alone does not tell Vim's [n, {...}] from a batch [{...}, ...]. */
static int choose_array(struct frame_reader *f)
{
	bool more;

	if (f->scanned == f->start)
		f->scanned++;
	more = skip_space(f, &f->scanned);
	if (f->scanned - f->start > f->max)
		return too_long(f);
	if (!more)
		return 0;
	f->kind = f->in.s[f->scanned] == '{' ? FRAME_LINE : FRAME_VIM;
	f->scanned = f->start;
	return 0;
}

static int choose_kind(struct frame_reader *f)
{
	char c;

	if (!begin_message(f))
		return 0;
	c = f->in.s[f->start];
	switch (c) {
	case '{': f->kind = FRAME_LINE; return 0;
	case 'C':
	case 'c': f->kind = FRAME_HEADER; return 0;
	case '[': return choose_array(f);
	default:
		return err_set(&f->bad, E_INVAL, "a connection begins with {, "
			       "with [ or with Content-Length:, not with byte "
			       "0x%02x", (unsigned char)c);
	}
}

static int hand_out(struct frame_reader *f, size_t n, size_t skip,
		    const char **ret_s, size_t *ret_n)
{
	*ret_s = f->in.s + f->start;
	*ret_n = n;
	f->start += n + skip;
	f->scanned = f->start;
	return 1;
}

static int next_line(struct frame_reader *f, const char **ret_s, size_t *ret_n)
{
	const char *end;

	if (!begin_message(f))
		return 0;
	end = memchr(f->in.s + f->scanned, '\n', f->in.len - f->scanned);
	f->scanned = end ? (size_t)(end - f->in.s) : f->in.len;
	if (f->scanned - f->start > f->max)
		return too_long(f);
	return end ? hand_out(f, f->scanned - f->start, 1, ret_s, ret_n) : 0;
}

static int parse_length(struct frame_reader *f, const char *s, const char *end)
{
	size_t v = 0;

	while (s < end && is_space(*s))
		s++;
	while (end > s && is_space(end[-1]))
		end--;
	if (s == end || f->body != SIZE_MAX)
		goto bad;
	for (; s < end; s++) {
		if (*s < '0' || *s > '9')
			goto bad;
		if (v > f->max)
			return too_long(f);
		v = v * 10 + (size_t)(*s - '0');
	}
	if (v > f->max)
		return too_long(f);
	f->body = v;
	return 0;
bad:
	return err_set(&f->bad, E_INVAL,
		       "Content-Length: must be one number, once");
}

static int parse_header_line(struct frame_reader *f, const char *s,
			     const char *end)
{
	static const char name[] = "Content-Length";
	const char *colon = memchr(s, ':', (size_t)(end - s));

	if (!colon)
		return err_set(&f->bad, E_INVAL,
			       "a header line must be NAME: VALUE");
	if ((size_t)(colon - s) != strlen(name) ||
	    strncasecmp(s, name, strlen(name)))
		return 0; /* Content-Type and the like */
	return parse_length(f, colon + 1, end);
}

static bool is_empty(const char *line)
{
	return line[0] == '\n' || (line[0] == '\r' && line[1] == '\n');
}

/* The header lines are the bytes [start, scanned) of the input. */
static int parse_header(struct frame_reader *f)
{
	const char *s = f->in.s + f->start, *end = f->in.s + f->scanned;
	int r = 0;

	while (!r && !is_empty(s)) { /* the last one is */
		const char *eol = memchr(s, '\n', (size_t)(end - s));

		r = parse_header_line(f, s, eol);
		s = eol + 1;
	}
	if (!r && f->body == SIZE_MAX)
		r = err_set(&f->bad, E_INVAL,
			    "a message needs a Content-Length header");
	f->start = f->scanned;
	return r;
}

/* Whether the line that ends with the '\n' at s[at] is empty. */
static bool ends_header(const struct frame_reader *f, size_t at)
{
	const char *s = f->in.s;

	if (at > f->start && s[at - 1] == '\r')
		at--;
	return at == f->start || s[at - 1] == '\n';
}

/* Look for the empty line behind the header lines; parse them when it came. */
static int next_header(struct frame_reader *f)
{
	bool whole = false;

	while (!whole && f->scanned < f->in.len)
		if (f->in.s[f->scanned++] == '\n')
			whole = ends_header(f, f->scanned - 1);
	if (f->scanned - f->start > HEADER_MAX)
		return err_set(&f->bad, E_INVAL, "header lines may have at "
			       "most %d bytes", HEADER_MAX);
	return whole ? parse_header(f) : 0;
}

static int next_body(struct frame_reader *f, const char **ret_s, size_t *ret_n)
{
	size_t n = f->body;
	int r;

	if (n == SIZE_MAX) {
		if (!begin_message(f))
			return 0;
		r = next_header(f);
		if (r || f->body == SIZE_MAX)
			return r;
		n = f->body;
	}
	if (f->in.len - f->start < n)
		return 0;
	f->body = SIZE_MAX;
	return hand_out(f, n, 0, ret_s, ret_n);
}

int frame_next(struct frame_reader *f, const char **ret_s, size_t *ret_n,
	       struct err *e)
{
	int r = 0;

	if (f->bad.code)
		return broken(f, e);
	if (f->kind == FRAME_UNKNOWN)
		r = choose_kind(f);
	if (!r && f->kind == FRAME_HEADER)
		r = next_body(f, ret_s, ret_n);
	else if (!r && f->kind != FRAME_UNKNOWN)
		r = next_line(f, ret_s, ret_n);
	return r < 0 ? broken(f, e) : r;
}

static void insert_header(struct buf *out, size_t at)
{
	size_t n = out->len - at, h;
	char header[48];

	h = (size_t)snprintf(header, sizeof(header),
			     "Content-Length: %zu\r\n\r\n", n);
	if (buf_add(out, header, h))
		return;
	memmove(out->s + at + h, out->s + at, n);
	memcpy(out->s + at, header, h);
}

int frame_wrap(struct buf *out, enum frame_kind kind, size_t at)
{
	int r;

	if (kind == FRAME_HEADER)
		insert_header(out, at);
	else
		buf_addc(out, '\n');
	r = out->failed;
	if (!r)
		return 0;
	out->failed = 0;
	out->len = at;
	if (out->s)
		out->s[at] = '\0';
	return r;
}

int frame_add(struct buf *out, enum frame_kind kind, const char *s, size_t n)
{
	size_t at = out->len;

	buf_add(out, s, n);
	return frame_wrap(out, kind, at);
}
