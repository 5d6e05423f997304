/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * linear: whether what strangers write is read in time that grows as it does.
 * Texts and queries that are made to be slow, a short one and one 16 times as
 * long, each by its best of five rounds; where time is in proportion to the
 * length, both have the same speed.  Exits 1 when one takes more than four
 * times its share: what grows with the square takes 16 times.
 */
#include <stdio.h>
#include <stdlib.h>

#include "base/buf.h"
#include "base/cancel.h"
#include "search/query/parse.h"
#include "text/text.h"

enum { LONGER = 16, ROUNDS = 5, SHARE = 4 };

/* Each is repeated: no space, nothing but what may go on, or the beginning of
 * something that never ends. */
static const char *const parts[] = {
	" ",	   "a",	      "a ",	   "-",	       "--x ",
	"- ",	   "=",	      "\"",	   "(",	       ")",
	"\n",	   ".",	      "1",	   "1.",       "1,1",
	"0 ",	   "01 ",     "1/",	   "1-1/1",    "05-CT/",
	"-CT/TW",  "T.",      "a.a",	   "a.",       "a'",
	"a-",	   "A&",      "a@",	   "a@b.c",    "www.a",
	"ê\u0323", "\u0301",  "a\u0301",   "\u200d",   "\u00ad",
	"\u00a0",  "\u200b",  "\x80",	   "\xf0\x9f", "\xff",
	"กขค",	   "中文",    "title:",	   "-title:",  "NOT ",
	"AND ",	   "NEAR/5 ", "date:..",   "*",	       "a*",
	"5 -a/b",  "«",	      "ngày 1/1 ", "5/ct/",    "Chỉ thị số 05 ",
	"ref:a ",  "ref:-",   "date:(",	   "ref:chỉ ", "date:\"",
};
enum { N_PARTS = sizeof(parts) / sizeof(*parts) };

struct kind {
	const char *name;
	size_t bytes; /* of the short one */
	int (*read)(struct text_analyzer *a, const char *s, size_t n,
		    struct err *e);
};

static int read_text(struct text_analyzer *a, const char *s, size_t n,
		     struct err *e)
{
	struct text_token t;
	int r;

	text_begin(a, s, n, 0);
	while ((r = text_read(a, &t, e)) > 0)
		;
	return r;
}

/* One that is refused for its number of words was read up to there. */
static int read_query(struct text_analyzer *a, const char *s, size_t n,
		      struct err *e)
{
	struct search_limits limits = search_limits_default;
	struct query q;
	int r;

	limits.query_bytes = UINT32_MAX;
	r = query_parse(&q, a, s, n, &limits, e);
	query_release(&q);
	return r == E_LIMIT ? 0 : r;
}

static const struct kind kinds[] = {
	{ "text", 250000, read_text },
	{ "query", 2500, read_query },
};

/* The best of the rounds, in nanoseconds. */
static int best_of(const struct kind *k, struct text_analyzer *a,
		   const struct buf *b, size_t n, uint64_t *ret, struct err *e)
{
	int r = 0;

	*ret = UINT64_MAX;
	for (int i = 0; i < ROUNDS && !r; i++) {
		uint64_t start = clock_now_ns(), took;

		r = k->read(a, b->s, n, e);
		took = clock_now_ns() - start;
		*ret = took < *ret ? took : *ret;
	}
	return r;
}

static void show(const char *part, char *ret, size_t size)
{
	size_t at = 0;

	for (; *part && at + 5 < size; part++) {
		unsigned char c = (unsigned char)*part;

		if (c > ' ' && c < 0x7f)
			ret[at++] = (char)c;
		else
			at += (size_t)snprintf(ret + at, 5, "\\x%02x", c);
	}
	ret[at] = '\0';
}

static int measure(const struct kind *k, struct text_analyzer *a,
		   const char *part, bool *is_linear, struct err *e)
{
	struct buf b = BUF_INIT;
	uint64_t once, longer;
	char shown[64];
	size_t n;
	int r = 0;

	while (b.len < k->bytes * LONGER && !r)
		r = buf_adds(&b, part) ? err_nomem(e) : 0;
	n = b.len / LONGER;
	if (!r)
		r = best_of(k, a, &b, n, &once, e);
	if (!r)
		r = best_of(k, a, &b, b.len, &longer, e);
	if (!r) {
		double share = (double)longer / (double)once / LONGER;

		/* What takes next to no time has no shape. */
		*is_linear = share <= SHARE || longer < 1000000;
		show(part, shown, sizeof(shown));
		printf("%-5s %8.2f MB/s, %d times as long %8.2f MB/s%s  %s\n",
		       k->name, (double)n * 1e3 / (double)once, LONGER,
		       (double)b.len * 1e3 / (double)longer,
		       *is_linear ? "" : "  NOT LINEAR", shown);
	}
	buf_release(&b);
	return r;
}

int main(void)
{
	struct text_analyzer *a;
	struct err e = { 0 };
	size_t bent = 0;
	int r = text_analyzer_open(&a, &e);

	for (size_t i = 0; i < 2 * N_PARTS && !r; i++) {
		bool is_linear = true;

		r = measure(&kinds[i / N_PARTS], a, parts[i % N_PARTS],
			    &is_linear, &e);
		bent += !is_linear;
	}
	if (r)
		fprintf(stderr, "linear: %s\n", e.msg);
	else
		text_analyzer_close(a);
	return r || bent ? 1 : 0;
}
