/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/report.h"

#include <inttypes.h>
#include <jansson.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/path.h"
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

/* What this run made of a file: a failure may have left an old document. */
static enum file_status status_now(const struct file *f)
{
	return f->error ? FILE_FAILED : f->status;
}

static enum file_reason reason_now(const struct file *f)
{
	return f->error ? FILE_UNREADABLE : f->reason;
}

static void note(const char *path, const struct file *f)
{
	struct buf reason = BUF_INIT;

	if (f->error)
		say("%s: failed: %s: %s", path,
		    file_reason_text(reason_now(f)), strerror(f->error));
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

void report_notes(const struct report *r, const struct options *o)
{
	const struct plan *p = r->plan;
	size_t left_out = 0, told = 0;

	for (size_t i = 0; i < p->now.n; i++) {
		const struct file *f = &p->now.v[i];

		if (!plan_is_news(p, i) || (o->quiet && !f->error) ||
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

/* ----------------------------------------------------------------------- JSON */

/* JSON has no bytes: what is not UTF-8 in a path is replaced. */
static json_t *path_json(const struct files *fs, const struct file *f)
{
	struct buf b = BUF_INIT;
	json_t *json = NULL;

	if (!utf8_add_clean(&b, files_path(fs, f), f->path_len, NULL))
		json = json_stringn(b.s, b.len);
	buf_release(&b);
	return json;
}

static json_t *file_json(const struct files *fs, const struct file *f)
{
	json_t *json = json_pack("{s:o, s:s, s:s}",
				 "path", path_json(fs, f),
				 "status", file_status_name(status_now(f)),
				 "reason", file_reason_name(reason_now(f)));
	int r = 0;

	if (json && f->detail[0])
		r |= json_object_set_new(json, "detail",
					 json_string(f->detail));
	if (json && f->encoding != ENCODING_NONE) {
		r |= json_object_set_new(json, "encoding",
					 json_string(encoding_name(f->encoding)));
		r |= json_object_set_new(json, "confidence",
					 json_real(f->confidence));
		r |= json_object_set_new(json, "by_rule",
					 json_boolean(file_is_by_rule(f)));
	}
	if (r) {
		json_decref(json);
		return NULL;
	}
	return json;
}

static json_t *files_json(const struct files *fs)
{
	json_t *json = json_array();

	for (size_t i = 0; json && i < fs->n; i++) {
		const struct file *f = &fs->v[i];

		if (reason_now(f) == FILE_OK &&
		    !encoding_is_guessed(f->encoding) && !file_is_by_rule(f))
			continue;
		if (json_array_append_new(json, file_json(fs, f))) {
			json_decref(json);
			return NULL;
		}
	}
	return json;
}

static json_t *report_json(const struct report *r)
{
	const struct plan_counts *c = &r->counts;

	return json_pack("{s:I, s:I, s:I, s:I, s:I, s:I, s:I, s:I, s:I, s:I, "
			 "s:f, s:b, s:o}",
			 "generation", (json_int_t)r->generation,
			 "documents", (json_int_t)c->documents,
			 "added", (json_int_t)c->added,
			 "changed", (json_int_t)c->changed,
			 "unchanged", (json_int_t)c->unchanged,
			 "moved", (json_int_t)c->moved,
			 "removed", (json_int_t)c->removed,
			 "failed", (json_int_t)c->failed,
			 "skipped", (json_int_t)c->skipped,
			 "bytes", (json_int_t)c->bytes,
			 "seconds", r->seconds,
			 "dry_run", r->dry_run,
			 "files", files_json(&r->plan->now));
}

static int append_json(const char *s, size_t n, void *buf)
{
	return buf_add(buf, s, n);
}

int report_write(const struct report *r, const char *path, struct err *e)
{
	json_t *json = report_json(r);
	struct buf b = BUF_INIT;
	int code = 0;

	if (!json ||
	    json_dump_callback(json, append_json, &b,
			       JSON_INDENT(1) | JSON_REAL_PRECISION(6)) ||
	    buf_addc(&b, '\n'))
		code = err_nomem(e);
	if (!code)
		code = path_write_file(path, b.s, b.len, e);
	buf_release(&b);
	json_decref(json);
	return code;
}
