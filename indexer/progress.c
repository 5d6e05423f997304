/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/progress.h"

#include <stdio.h>
#include <unistd.h>

#include "base/cancel.h"

#define DRAW_EVERY_NS 100000000
#define BAR 24 /* columns */

void progress_init(struct progress *p, bool wanted)
{
	*p = (struct progress){ .on = wanted && isatty(STDERR_FILENO) };
}

void progress_begin(struct progress *p, const char *label, size_t files,
		    uint64_t bytes)
{
	p->label = label;
	p->files = files;
	p->bytes = bytes;
	p->begun_ns = clock_now_ns();
	p->drawn_ns = 0;
	progress_set(p, 0, 0);
}

static void draw_bar(const struct progress *p, size_t files, uint64_t bytes,
		     double seconds)
{
	double share = p->bytes ? (double)bytes / (double)p->bytes :
				  (double)files / (double)p->files;
	int full = (int)(share * BAR);

	fputs(" [", stderr);
	for (int i = 0; i < BAR; i++)
		fputc(i < full ? '#' : ' ', stderr);
	fprintf(stderr, "] %3.0f %%  %zu of %zu files", share * 100, files,
		p->files);
	if (p->bytes && seconds > 0)
		fprintf(stderr, "  %.1f MB/s", (double)bytes / 1e6 / seconds);
	/* In its first second a step says little about the rest. */
	if (share > 0 && seconds > 1)
		fprintf(stderr, "  %.0f s left", seconds / share - seconds);
}

void progress_set(struct progress *p, size_t files, uint64_t bytes)
{
	uint64_t now;

	if (!p->on || !p->label)
		return;
	now = clock_now_ns();
	if (p->drawn_ns && now - p->drawn_ns < DRAW_EVERY_NS)
		return;
	p->drawn_ns = now;
	fprintf(stderr, "\r%-8s", p->label);
	if (p->files)
		draw_bar(p, files < p->files ? files : p->files,
			 bytes < p->bytes ? bytes : p->bytes,
			 (double)(now - p->begun_ns) / 1e9);
	fputs("\033[K", stderr);
	fflush(stderr);
}

void progress_end(struct progress *p)
{
	if (p->on && p->label) {
		fputs("\r\033[K", stderr);
		fflush(stderr);
	}
	p->label = NULL;
}
