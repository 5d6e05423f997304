/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/report.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/utf8.h"

#define NOTES_MAX 10 /* lines without --verbose */

void say(const char *fmt, ...)
{
	char line[8192];
	va_list ap;
	int n;

	va_start(ap, fmt);
	n = vsnprintf(line, sizeof(line), fmt, ap);
	va_end(ap);
	if (n < 0)
		return;
	if ((size_t)n >= sizeof(line))
		n = sizeof(line) - 1;
	fprintf(stderr, "tracuu-index: %.*s\n",
		(int)utf8_make_printable(line, (size_t)n, '?'), line);
}

void format_bytes(uint64_t bytes, char *s, size_t size)
{
	if (bytes < 1000)
		snprintf(s, size, "%" PRIu64 " B", bytes);
	else if (bytes < 1000000)
		snprintf(s, size, "%.0f kB", (double)bytes / 1e3);
	else if (bytes < 1000000000)
		snprintf(s, size, "%.1f MB", (double)bytes / 1e6);
	else
		snprintf(s, size, "%.1f GB", (double)bytes / 1e9);
}

void format_time(int64_t seconds, char s[TIME_SIZE])
{
	time_t t = (time_t)seconds;
	struct tm tm;

	strftime(s, TIME_SIZE, "%Y-%m-%dT%H:%M:%S%z", localtime_r(&t, &tm));
}

/* "12 pdf files need pdftotext: apt install poppler-utils" */
static void missing_filters(const struct files *fs)
{
	const struct file *first[FORMATS] = { NULL };
	size_t n[FORMATS] = { 0 };

	for (size_t i = 0; i < fs->n; i++) {
		const struct file *f = &fs->v[i];

		if (f->reason != FILE_NO_FILTER)
			continue;
		if (!n[f->format]++)
			first[f->format] = f;
	}
	for (int f = 0; f < FORMATS; f++)
		if (n[f])
			printf("%zu %s file%s need%s %s\n", n[f],
			       format_name((enum format)f), n[f] > 1 ? "s" : "",
			       n[f] > 1 ? "" : "s", first[f]->detail);
}

void report_summary(const struct report *r)
{
	const struct plan_counts *c = &r->counts;
	char bytes[32];

	format_bytes(c->bytes, bytes, sizeof(bytes));
	if (*r->collection)
		printf("%s: ", r->collection);
	if (r->dry_run)
		printf("dry run: ");
	else
		printf("generation %" PRIu64 ": ", r->generation);
	printf("%zu documents (%zu added, %zu changed, %zu unchanged, "
	       "%zu moved, %zu removed, %zu failed), %s in %.2f s\n",
	       c->documents, c->added, c->changed, c->unchanged, c->moved,
	       c->removed, c->failed, bytes, r->seconds);
	missing_filters(&r->plan->now);
}

static void note(const char *path, const struct file *f)
{
	struct buf reason = BUF_INIT;

	if (f->error)
		say("%s: failed: %s: %s", path,
		    file_reason_text(FILE_UNREADABLE), strerror(f->error));
	else if (!files_add_reason(&reason, f))
		say("%s: %s%s", path,
		    f->status == FILE_INDEXED ? "" : "skipped: ", reason.s);
	buf_release(&reason);
}

/* What all files of a format lack is told once, by report_summary(). */
static bool told_elsewhere(const struct file *f)
{
	return f->reason == FILE_NO_FILTER && !f->error;
}

/* `watch` tries again many times a day what failed. */
static bool told_before(const struct plan *p, size_t i,
			const struct options *o)
{
	const struct file *old = p->items[i].old;

	return o->verb == VERB_WATCH && p->now.v[i].error && old &&
	       old->status == FILE_FAILED;
}

void report_notes(const struct report *r, const struct options *o)
{
	const struct plan *p = r->plan;
	size_t left_out = 0, told = 0;

	for (size_t i = 0; i < p->now.n; i++) {
		const struct file *f = &p->now.v[i];

		if (!plan_is_news(p, i) || told_before(p, i, o) ||
		    (o->quiet && !f->error) ||
		    (told_elsewhere(f) && !o->verbose))
			continue;
		if (told < NOTES_MAX || o->verbose) {
			note(files_path(&p->now, f), f);
			told++;
		} else {
			left_out++;
		}
	}
	if (left_out)
		say("and %zu more; --verbose names all", left_out);
}
