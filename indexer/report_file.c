/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/report_file.h"

#include <errno.h>
#include <fcntl.h>
#include <jansson.h>
#include <string.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>

#include "base/path.h"
#include "base/utf8.h"
#include "indexer/report.h"

#define FORMAT (JSON_INDENT(1) | JSON_REAL_PRECISION(6))

/* -------------------------------------------------------------- of a collection */

/* What this run made of a file: a failure may have left an old document. */
static enum file_status status_now(const struct file *f)
{
	return f->error ? FILE_FAILED : f->status;
}

static enum file_reason reason_now(const struct file *f)
{
	return f->error ? FILE_UNREADABLE : f->reason;
}

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

int report_dump(const struct report *r, int fd, struct err *e)
{
	json_t *json = report_json(r);
	int code = json ? 0 : err_nomem(e);

	if (json && json_dumpfd(json, fd, FORMAT))
		code = err_sys(e, errno ? errno : ENOMEM,
			       "the report cannot be written");
	json_decref(json);
	return code;
}

/* ------------------------------------------------------------------ of all of them */

int report_part_open(struct report_part *p, struct err *e)
{
	p->fd = memfd_create("report", MFD_CLOEXEC);
	return p->fd < 0 ? err_sys(e, errno, "memory for the report") : 0;
}

void report_part_close(struct report_part *p)
{
	if (p->fd >= 0)
		close(p->fd);
	p->fd = -1;
}

/* The object of a collection; NULL when there is no memory, or none was written. */
static json_t *part_json(const struct report_part *p)
{
	json_error_t ignored;
	json_t *json;

	if (p->error[0])
		return json_pack("{s:s}", "error", p->error);
	if (lseek(p->fd, 0, SEEK_SET))
		return NULL;
	json = json_loadfd(p->fd, 0, &ignored);
	return json;
}

/* The numbers of all collections, added up. */
static int add_numbers(json_t *to, const json_t *from)
{
	static const char *const names[] = {
		"documents", "added",  "changed", "unchanged", "moved",
		"removed",   "failed", "skipped", "bytes",     "seconds",
	};
	int r = 0;

	for (size_t i = 0; !r && i < sizeof(names) / sizeof(*names); i++) {
		const json_t *a = json_object_get(to, names[i]);
		const json_t *b = json_object_get(from, names[i]);

		if (!b) /* nothing was published */
			continue;
		if (json_is_real(b))
			r = json_object_set_new(to, names[i], json_real(
				json_number_value(a) + json_real_value(b)));
		else
			r = json_object_set_new(to, names[i], json_integer(
				json_integer_value(a) + json_integer_value(b)));
	}
	return r;
}

static json_t *all_json(const struct report_part *v, size_t n, bool dry_run)
{
	json_t *list = json_array(), *all;
	int r = 0;

	all = json_pack("{s:b, s:o}", "dry_run", dry_run, "collections", list);
	for (size_t i = 0; all && !r && i < n; i++) {
		json_t *one = part_json(&v[i]);

		r = one ? add_numbers(all, one) : -1;
		if (!r)
			r = json_object_set_new(one, "collection",
						json_string(v[i].collection));
		if (!r)
			r = json_array_append(list, one);
		json_decref(one);
	}
	if (!r)
		return all;
	json_decref(all);
	return NULL;
}

static int append_json(const char *s, size_t n, void *buf)
{
	return buf_add(buf, s, n);
}

int report_write(const struct report_part *v, size_t n, bool plain,
		 bool dry_run, const char *path, struct err *e)
{
	json_t *json = plain ? part_json(&v[0]) : all_json(v, n, dry_run);
	struct buf b = BUF_INIT;
	char now[TIME_SIZE];
	int code = 0;

	format_time(time(NULL), now);
	if (!json || json_object_set_new(json, "ended", json_string(now)) ||
	    json_dump_callback(json, append_json, &b, FORMAT) ||
	    buf_addc(&b, '\n'))
		code = err_nomem(e);
	if (!code)
		code = path_write_file(path, b.s, b.len, e);
	buf_release(&b);
	json_decref(json);
	return code;
}
