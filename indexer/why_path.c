/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * why: what became of a path, in which collection.
 */
#include "indexer/inspect.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/utf8.h"
#include "indexer/looking.h"
#include "indexer/report.h"
#include "indexer/roots.h"
#include "indexer/why.h"

/* How much a collection can say of a path. */
enum knowledge {
	NOTHING,
	HAS_ROOT, /* the path is below a root of it, as configured or as indexed */
	HAS_FILE, /* its table has the path */
};

/* The collection that can say most, and its state. */
struct answer {
	const struct collections *cs;
	const char *path;
	enum knowledge knows;
	const struct collection *collection;
	struct state state; /* dir is NULL where nothing was published yet */
};

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
			const char *reason, const char *collection,
			const char *from, const struct file *f)
{
	char time[TIME_SIZE];
	json_t *json = json_pack("{s:s, s:s, s:s}", "path", path,
				 "status", status, "reason", reason);
	int r = 0;

	if (*collection)
		r |= json_object_set_new(json, "collection",
					 json_string(collection));
	if (f && f->format != FORMAT_NONE)
		r |= json_object_set_new(json, "format", json_string(
					 format_name(f->format)));
	if (f && f->generation) {
		format_time(f->time, time);
		r |= json_object_set_new(json, "generation",
					 json_integer((json_int_t)f->generation));
		r |= json_object_set_new(json, "time", json_string(time));
	}
	if (from)
		r |= json_object_set_new(json, "moved_from", json_string(from));
	if (f && f->detail[0])
		r |= json_object_set_new(json, "detail",
					 json_string(f->detail));
	if (f && f->encoding != ENCODING_NONE) {
		r |= json_object_set_new(json, "encoding", json_string(
					 encoding_name(f->encoding)));
		r |= json_object_set_new(json, "confidence",
					 json_real(f->confidence));
		r |= json_object_set_new(json, "by_rule",
					 json_boolean(file_is_by_rule(f)));
	}
	if (!r)
		return json;
	json_decref(json);
	return NULL;
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

/* "        read for generation 7, 2026-11-29T17:54:45+0000; moved from /x/1.txt" */
static void print_since(const struct file *f, const char *from)
{
	char time[TIME_SIZE];

	if (!f || !f->generation)
		return;
	format_time(f->time, time);
	printf("\tread for generation %" PRIu64 ", %s%s%s\n", f->generation,
	       time, from ? "; moved from " : "", from ? from : "");
}

static int print_why(const struct options *o, const struct answer *a,
		     const char *status, const struct buf *reason,
		     const struct file *f, struct err *e)
{
	const char *name = a->knows == NOTHING ? "" : a->collection->name;
	const char *from = f ? f->moved_from : NULL;
	struct buf shown = BUF_INIT, why = BUF_INIT, moved = BUF_INIT;
	int r = utf8_add_clean(&shown, a->path, strlen(a->path), NULL);

	if (!r)
		r = utf8_add_clean(&why, reason->s, reason->len, NULL);
	if (!r && from)
		r = utf8_add_clean(&moved, from, strlen(from), NULL);
	if (r)
		r = err_nomem(e);
	else if (o->json)
		r = inspect_print(why_json(shown.s, status, why.s, name,
					   moved.s, f), e);
	else
		printf("%s: %s%s%s: %s", shown.s, status,
		       *name ? " in collection " : "", name, why.s);
	if (!r && !o->json) {
		print_kind(f);
		print_since(f, moved.s);
	}
	buf_release(&moved);
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

static enum knowledge look(const struct collection *c, const struct state *s,
			   const char *path)
{
	if (s->dir && files_find(&s->files, path))
		return HAS_FILE;
	if (s->dir && why_below_root(s, path))
		return HAS_ROOT;
	for (size_t i = 0; i < c->n_roots; i++)
		if (roots_holds(c->roots[i], path))
			return HAS_ROOT;
	return NOTHING;
}

static int ask(const struct collection *c, void *arg, struct err *e)
{
	struct answer *a = arg;
	struct state s;
	int r = inspect_load(c, &s, e);
	enum knowledge knows;

	/* Of several there may be one that was not made yet. */
	if (r == E_NODB && !collections_plain(a->cs))
		r = 0;
	knows = r ? NOTHING : look(c, &s, a->path);
	if (r || (a->collection && knows <= a->knows)) {
		state_release(&s);
		return r;
	}
	state_release(&a->state);
	a->state = s;
	a->collection = c;
	a->knows = knows;
	return 0;
}

static int unknown(const struct answer *a, struct buf *ret)
{
	if (a->knows == NOTHING)
		return buf_adds(ret, "outside of every root of the index");
	if (!a->state.dir)
		return buf_adds(ret, "its collection was not indexed yet");
	return why_unknown(&a->state, &a->collection->filter, a->path, ret);
}

static int tell_why(const struct options *o, const struct answer *a,
		    struct err *e)
{
	const struct file *f = a->knows == HAS_FILE ?
				       files_find(&a->state.files, a->path) :
				       NULL;
	struct buf reason = BUF_INIT;
	int r = f ? add_known(o, a->path, f, &reason) : unknown(a, &reason);

	if (r)
		r = err_nomem(e);
	else
		r = print_why(o, a, f ? file_status_name(f->status) :
					"not known", &reason, f, e);
	buf_release(&reason);
	return r;
}

int inspect_why(const struct options *o, const struct collections *cs,
		struct err *e)
{
	char *path = real_name(o->args[0]);
	struct answer a = { .cs = cs, .path = path };
	int r = path ? collections_each(cs, ask, &a, e) : err_nomem(e);
	struct err why;

	if (a.collection && tell_why(o, &a, &why) && !r) {
		*e = why;
		r = e->code;
	}
	state_release(&a.state);
	free(path);
	return r;
}
