/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * analyze [--require MB] FILE...: how fast the analyzer goes through the files,
 * each read before the clock starts; the best of five rounds.  Exits 1 when that
 * is below so many megabytes a second.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/cancel.h"
#include "base/path.h"
#include "text/text.h"

#define ROUNDS 5

struct totals {
	size_t bytes, tokens, breaks;
};

static int analyze(struct text_analyzer *a, const struct buf *b,
		   struct totals *sum, struct err *e)
{
	struct text_token t;
	int r;

	text_begin(a, b->s, b->len, 0);
	while ((r = text_read(a, &t, e)) > 0) {
		sum->tokens++;
		sum->breaks += t.after_break;
	}
	sum->bytes += b->len;
	return r;
}

static int one_round(struct text_analyzer *a, const struct buf *texts, int n,
		     struct totals *sum, struct err *e)
{
	int err = 0;

	*sum = (struct totals){ 0 };
	for (int i = 0; i < n && !err; i++)
		err = analyze(a, &texts[i], sum, e);
	return err;
}

/* The best of the rounds, in nanoseconds. */
static int best_of(struct text_analyzer *a, const struct buf *texts, int n,
		   struct totals *sum, uint64_t *ret, struct err *e)
{
	int err = 0;

	*ret = UINT64_MAX;
	for (int i = 0; i < ROUNDS && !err; i++) {
		uint64_t start = clock_now_ns(), took;

		err = one_round(a, texts, n, sum, e);
		took = clock_now_ns() - start;
		*ret = took < *ret ? took : *ret;
	}
	return err;
}

/* Megabytes a second. */
static double mb_per_s(const struct totals *sum, uint64_t ns)
{
	return (double)sum->bytes * 1e3 / (double)ns;
}

static int run(const struct buf *texts, int n, double least, struct err *e)
{
	struct totals sum = { 0 };
	struct text_analyzer *a;
	uint64_t best, start = clock_now_ns(), opened;
	int err = text_analyzer_open(&a, e);

	opened = clock_now_ns() - start;
	if (err)
		return err;
	err = best_of(a, texts, n, &sum, &best, e);
	text_analyzer_close(a);
	if (err)
		return err;
	printf("analyzer %s, opened in %.1f ms\n", text_analyzer_id(),
	       (double)opened / 1e6);
	printf("%d files, %.1f MB, %zu tokens, %zu breaks, %.1f MB/s\n", n,
	       (double)sum.bytes / 1e6, sum.tokens, sum.breaks,
	       mb_per_s(&sum, best));
	if (mb_per_s(&sum, best) < least)
		return err_set(e, E_LIMIT, "below %.1f MB/s", least);
	return 0;
}

int main(int argc, char **argv)
{
	bool required = argc > 2 && !strcmp(argv[1], "--require");
	double least = required ? strtod(argv[2], NULL) : 0;
	char **paths = argv + (required ? 3 : 1);
	int n = argc - (int)(paths - argv), err = 0;
	struct buf *texts = calloc((size_t)n + 1, sizeof(*texts));
	struct err e = { 0 };

	if (!texts)
		err = err_nomem(&e);
	for (int i = 0; i < n && !err; i++)
		err = path_read_file(paths[i], &texts[i], &e);
	if (!err)
		err = run(texts, n, least, &e);
	if (err)
		fprintf(stderr, "analyze: %s\n", e.msg);
	for (int i = 0; texts && i < n; i++)
		buf_release(&texts[i]);
	free(texts);
	return err ? 1 : 0;
}
