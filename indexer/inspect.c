/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * status, check, why and filters.
 */
#include "indexer/inspect.h"

#include <errno.h>
#include <inttypes.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

#include "base/utf8.h"
#include "indexer/child/child.h"
#include "indexer/converters.h"
#include "indexer/report.h"
#include "indexer/state.h"
#include "indexer/verify.h"
#include "indexer/why.h"
#include "text/text.h"

static int print_json(json_t *json, struct err *e)
{
	char *s = json ? json_dumps(json, JSON_INDENT(1) |
				  JSON_REAL_PRECISION(6)) : NULL;

	json_decref(json);
	if (!s)
		return err_nomem(e);
	puts(s);
	free(s);
	return 0;
}

/* ---------------------------------------------------------------------- status */

static json_t *roots_json(const struct manifest *m)
{
	json_t *json = json_array();

	for (size_t i = 0; json && i < m->n_roots; i++)
		json_array_append_new(json, json_string(m->roots[i]));
	return json;
}

static int status_json(const struct state *s, const char *published,
		       struct err *e)
{
	const struct manifest *m = &s->manifest;

	return print_json(json_pack(
		"{s:I, s:I, s:I, s:I, s:I, s:s, s:I, s:s, s:b, s:o}",
		"generation", (json_int_t)s->number,
		"documents", (json_int_t)m->documents,
		"skipped", (json_int_t)files_count(&s->files, FILE_SKIPPED),
		"failed", (json_int_t)files_count(&s->files, FILE_FAILED),
		"text_bytes", (json_int_t)m->text_bytes,
		"published", published,
		"schema", (json_int_t)m->schema,
		"analyzer", m->analyzer,
		"outdated", s->outdated,
		"roots", roots_json(m)), e);
}

static void status_text(const struct state *s, const char *published)
{
	const struct manifest *m = &s->manifest;
	char bytes[32];

	format_bytes(m->text_bytes, bytes, sizeof(bytes));
	printf("generation  %" PRIu64 ", published %s\n", s->number, published);
	printf("documents   %" PRIu64 ", %s of text\n", m->documents, bytes);
	printf("skipped     %zu files\n",
	       files_count(&s->files, FILE_SKIPPED));
	printf("failed      %zu files\n", files_count(&s->files, FILE_FAILED));
	printf("made with   schema %u, analyzer %s%s\n", m->schema, m->analyzer,
	       s->outdated ? " (outdated: the next update makes it again)" : "");
	for (size_t i = 0; i < m->n_roots; i++)
		printf("root        %s\n", m->roots[i]);
}

static void format_time(int64_t seconds, char *s, size_t size)
{
	time_t t = (time_t)seconds;
	struct tm tm;

	strftime(s, size, "%Y-%m-%dT%H:%M:%S%z", localtime_r(&t, &tm));
}

/* An index of another schema is one that `status` can say nothing of. */
static int load(const char *index_dir, struct state *s, struct err *e)
{
	int r = state_load(index_dir, s, e);

	if (!r && !s->manifest.schema)
		return manifest_read(s->dir, &s->manifest, e);
	return r;
}

int inspect_status(const struct options *o, const char *index_dir,
		   struct err *e)
{
	struct state s;
	char published[64];
	int r = load(index_dir, &s, e);

	if (!r) {
		format_time(s.manifest.time, published, sizeof(published));
		if (o->json)
			r = status_json(&s, published, e);
		else
			status_text(&s, published);
	}
	state_release(&s);
	return r;
}

/* ----------------------------------------------------------------------- check */

static int check_counts(const struct state *s, struct err *e)
{
	uint64_t documents = files_count(&s->files, FILE_INDEXED), bytes = 0;

	if (s->manifest.generation != s->number)
		return err_set(e, E_CORRUPT, "the manifest is that of "
			       "generation %" PRIu64 ", the directory that of %"
			       PRIu64, s->manifest.generation, s->number);
	if (s->manifest.documents != documents)
		return err_set(e, E_CORRUPT, "the manifest has %" PRIu64
			       " documents, the table of files %" PRIu64,
			       s->manifest.documents, documents);
	for (size_t i = 0; i < s->files.n; i++)
		if (s->files.v[i].status == FILE_INDEXED)
			bytes += s->files.v[i].text_bytes;
	if (s->manifest.text_bytes != bytes)
		return err_set(e, E_CORRUPT, "the manifest has %" PRIu64
			       " bytes of text, the table of files %" PRIu64,
			       s->manifest.text_bytes, bytes);
	return 0;
}

int inspect_check(const struct options *o, const char *index_dir,
		  struct err *e)
{
	struct state s;
	int r = load(index_dir, &s, e);

	if (!r)
		r = check_counts(&s, e);
	if (!r)
		r = verify_all(s.dir, &s.files, &s.manifest, e);
	if (r == E_CORRUPT && o->json)
		print_json(json_pack("{s:b, s:s}", "ok", 0, "problem", e->msg),
			   NULL);
	else if (!r && o->json)
		r = print_json(json_pack("{s:b, s:I, s:I}", "ok", 1,
					 "generation", (json_int_t)s.number,
					 "documents",
					 (json_int_t)s.manifest.documents), e);
	else if (!r && !o->quiet)
		printf("generation %" PRIu64 ": %" PRIu64
		       " documents, nothing wrong\n", s.number,
		       s.manifest.documents);
	state_release(&s);
	return r;
}

/* ------------------------------------------------------------------------- why */

/* The path as the table has it: its directory resolved, its name as given. */
static char *real_name(const char *path)
{
	const char *slash = strrchr(path, '/');
	char *real = realpath(path, NULL), *dir, *resolved = NULL;
	struct stat st;

	if (real && !lstat(path, &st) && !S_ISLNK(st.st_mode))
		return real;
	free(real);
	dir = slash ? strndup(path, (size_t)(slash - path + 1)) : strdup(".");
	if (dir && (real = realpath(dir, NULL))) {
		if (asprintf(&resolved, "%s/%s", strcmp(real, "/") ? real : "",
			     slash ? slash + 1 : path) < 0)
			resolved = NULL;
		free(real);
	}
	free(dir);
	return resolved ? resolved : strdup(path);
}

/* f: NULL when the table does not have it. */
static json_t *why_json(const char *path, const char *status,
			const char *reason, const struct file *f)
{
	json_t *json = json_pack("{s:s, s:s, s:s}", "path", path,
				 "status", status, "reason", reason);

	if (json && f && f->format != FORMAT_NONE &&
	    json_object_set_new(json, "format",
				json_string(format_name(f->format)))) {
		json_decref(json);
		return NULL;
	}
	if (json && f && f->detail[0] &&
	    json_object_set_new(json, "detail", json_string(f->detail))) {
		json_decref(json);
		return NULL;
	}
	if (json && f && f->encoding != ENCODING_NONE &&
	    (json_object_set_new(json, "encoding",
				 json_string(encoding_name(f->encoding))) ||
	     json_object_set_new(json, "confidence",
				 json_real(f->confidence)) ||
	     json_object_set_new(json, "by_rule",
				 json_boolean(file_is_by_rule(f))))) {
		json_decref(json);
		return NULL;
	}
	return json;
}

/* " (html, taken for tcvn3, confidence 0.99)" */
static void print_kind(const struct file *f)
{
	if (f && f->format != FORMAT_NONE)
		printf(" (%s", format_name(f->format));
	if (f && file_is_by_rule(f))
		printf(", %s, set by rule", encoding_name(f->encoding));
	else if (f && encoding_is_guessed(f->encoding))
		printf(", taken for %s, confidence %.2f",
		       encoding_name(f->encoding), f->confidence);
	puts(f && f->format != FORMAT_NONE ? ")" : "");
}

static int print_why(const struct options *o, const char *path,
		     const char *status, const struct buf *reason,
		     const struct file *f, struct err *e)
{
	struct buf shown = BUF_INIT, why = BUF_INIT;
	int r = utf8_add_clean(&shown, path, strlen(path), NULL);

	if (!r)
		r = utf8_add_clean(&why, reason->s, reason->len, NULL);
	if (r)
		r = err_nomem(e);
	else if (o->json)
		r = print_json(why_json(shown.s, status, why.s, f), e);
	else
		printf("%s: %s: %s", shown.s, status, why.s);
	if (!r && !o->json)
		print_kind(f);
	buf_release(&shown);
	buf_release(&why);
	return r;
}

/* What JSON has as a member of its own is no part of its reason. */
static int add_known(const struct options *o, const char *path,
		     const struct file *f, struct buf *reason)
{
	int r = o->json ? buf_adds(reason, file_reason_text(f->reason)) :
			  files_add_reason(reason, f);

	return r ? r : why_changed(path, f, reason);
}

static int tell_why(const struct options *o, const struct state *s,
		    const char *path, struct err *e)
{
	const struct file *f = files_find(&s->files, path);
	struct buf reason = BUF_INIT;
	int r = f ? add_known(o, path, f, &reason) :
		    why_unknown(s, &o->filter, path, &reason);

	if (r)
		r = err_nomem(e);
	else
		r = print_why(o, path, f ? file_status_name(f->status) :
					   "not known", &reason, f, e);
	buf_release(&reason);
	return r;
}

int inspect_why(const struct options *o, const char *index_dir, struct err *e)
{
	char *path = real_name(o->args[0]);
	struct state s = { 0 };
	int r = path ? load(index_dir, &s, e) : err_nomem(e);

	if (!r)
		r = tell_why(o, &s, path, e);
	state_release(&s);
	free(path);
	return r;
}

/* --------------------------------------------------------------------- filters */

/* The words of a command, or what is missing for want of one. */
static int describe(const struct converters *cs, enum format f, struct buf *b)
{
	const char *const *argv = converters_argv(cs, f);
	int r = 0;

	buf_clear(b);
	if (!argv)
		return converters_add_missing(cs, f, b);
	for (size_t i = 0; !r && argv[i]; i++)
		r = buf_addf(b, "%s%s", i ? " " : "", argv[i]);
	return r;
}

static int filters_text(const struct converters *cs, unsigned layers)
{
	struct buf b = BUF_INIT;
	int r = 0;

	for (int f = 0; !r && f < FORMATS; f++) {
		if (!format_is_external((enum format)f))
			continue;
		r = describe(cs, (enum format)f, &b);
		if (!r)
			printf("%-11s %s%s\n", format_name((enum format)f),
			       converters_id(cs, (enum format)f) ? "" :
								   "missing: ",
			       b.s);
	}
	for (unsigned bit = 1; !r && bit < CHILD_ALL_LAYERS; bit <<= 1)
		printf("%-11s %s: %s\n",
		       child_layer_name((enum child_layer)bit),
		       layers & bit ? "yes" : "no",
		       child_layer_text((enum child_layer)bit));
	buf_release(&b);
	return r;
}

static json_t *filters_json(const struct converters *cs, unsigned layers)
{
	json_t *filters = json_object(), *confined = json_object();
	struct buf b = BUF_INIT;
	int r = 0;

	for (int f = 0; !r && f < FORMATS; f++) {
		if (!format_is_external((enum format)f))
			continue;
		r = describe(cs, (enum format)f, &b);
		if (!r)
			r = json_object_set_new(
				filters, format_name((enum format)f),
				json_pack("{s:s}",
					  converters_id(cs, (enum format)f) ?
						  "command" : "missing",
					  b.s));
	}
	for (unsigned bit = 1; !r && bit < CHILD_ALL_LAYERS; bit <<= 1)
		r = json_object_set_new(confined,
					child_layer_name((enum child_layer)bit),
					json_boolean(layers & bit));
	buf_release(&b);
	if (!r)
		return json_pack("{s:o, s:o}", "filters", filters, "confined",
				 confined);
	json_decref(filters);
	json_decref(confined);
	return NULL;
}

int inspect_filters(const struct options *o, struct err *e)
{
	struct converters *cs = NULL;
	struct child_box *box = NULL;
	int r = converters_open(&o->converters, &cs, e);

	if (!r)
		r = child_box_open(CHILD_ALL_LAYERS, &box, e);
	if (!r && o->json)
		r = print_json(filters_json(cs, child_box_layers(box)), e);
	else if (!r && filters_text(cs, child_box_layers(box)))
		r = err_nomem(e);
	child_box_close(box);
	converters_close(cs);
	return r;
}
