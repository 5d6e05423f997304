/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * status: what each collection has, how it came to it, and what the last run did.
 */
#include "indexer/inspect.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "indexer/looking.h"
#include "indexer/report.h"

struct status {
	const struct options *o;
	const struct collections *cs;
	json_t *report; /* that of the last run; NULL: there is none */
	json_t *json; /* a collection each; NULL: text */
	size_t told;
};

/* What is told of one collection that has a generation. */
struct info {
	struct state state;
	char published[TIME_SIZE];
	uint64_t current_bytes, older_bytes;
	size_t older;
	const json_t *last; /* its part of the report; NULL: not known */
};

/* ---------------------------------------------------------------------- last run */

/* The file of --report, where the configuration has one; a run that only looked is
 * none. */
static json_t *load_report(const struct options *o)
{
	json_error_t ignored;
	json_t *json = o->report ? json_load_file(o->report, 0, &ignored) : NULL;

	if (!json || json_is_false(json_object_get(json, "dry_run")) ||
	    json_object_get(json, "error"))
		return json;
	json_decref(json);
	return NULL;
}

static const json_t *find_last(const struct status *a,
			       const struct collection *c)
{
	const json_t *list = json_object_get(a->report, "collections");
	const json_t *one;
	size_t i;

	if (!list)
		return *c->name ? NULL : a->report;
	json_array_foreach(list, i, one) {
		const char *name = json_string_value(
			json_object_get(one, "collection"));

		if (name && !strcmp(name, c->name))
			return one;
	}
	return NULL;
}

static const char *last_ended(const struct status *a)
{
	const char *s = json_string_value(json_object_get(a->report, "ended"));

	return s ? s : "";
}

static const char *last_error(const json_t *last)
{
	return json_string_value(json_object_get(last, "error"));
}

/* -------------------------------------------------------------------------- JSON */

/* NULL where one of them is, as json_pack() takes it. */
static json_t *merge(json_t *to, json_t *more)
{
	int r = to && more ? json_object_update(to, more) : -1;

	json_decref(more);
	if (!r)
		return to;
	json_decref(to);
	return NULL;
}

/* The numbers of the report, without its files. */
static json_t *last_json(const struct status *a, const json_t *last)
{
	json_t *json = json_copy((json_t *)last);

	json_object_del(json, "files");
	json_object_del(json, "collection");
	return merge(json, json_pack("{s:s}", "ended", last_ended(a)));
}

static json_t *info_json(const struct status *a, const struct info *x)
{
	const struct state *s = &x->state;
	const struct manifest *m = &s->manifest;
	json_t *json = json_pack(
		"{s:I, s:I, s:I, s:I, s:I, s:s, s:I, s:s, s:b, s:o, s:o, "
		"s:{s:I, s:I, s:I}}",
		"generation", (json_int_t)s->number,
		"documents", (json_int_t)m->documents,
		"skipped", (json_int_t)files_count(&s->files, FILE_SKIPPED),
		"failed", (json_int_t)files_count(&s->files, FILE_FAILED),
		"text_bytes", (json_int_t)m->text_bytes,
		"published", x->published,
		"schema", (json_int_t)m->schema,
		"analyzer", m->analyzer,
		"outdated", s->outdated,
		"roots", manifest_roots_json(m),
		"published_run", manifest_run_json(m),
		"disk", "current", (json_int_t)x->current_bytes,
		"older", (json_int_t)x->older_bytes,
		"older_generations", (json_int_t)x->older);

	return x->last ? merge(json, json_pack("{s:o}", "last_run",
					       last_json(a, x->last))) : json;
}

/* x: NULL of one that has no generation yet. */
static int add_json(struct status *a, const struct collection *c,
		    const struct info *x, struct err *e)
{
	json_t *json = x ? info_json(a, x) :
			   json_pack("{s:i, s:i}", "generation", 0, "documents",
				     0);

	json = inspect_named(json, c);
	if (*c->name)
		json = merge(json, json_pack("{s:b}", "configured",
					     c->configured));
	return json && !json_array_append_new(a->json, json) ? 0 : err_nomem(e);
}

/* -------------------------------------------------------------------------- text */

static void disk_text(const struct info *x)
{
	char current[32], older[32];

	format_bytes(x->current_bytes, current, sizeof(current));
	format_bytes(x->older_bytes, older, sizeof(older));
	printf("disk        %s", current);
	if (x->older)
		printf(", and %s of %zu older generation%s", older, x->older,
		       x->older > 1 ? "s" : "");
	putchar('\n');
}

static long long number(const json_t *last, const char *name)
{
	return (long long)json_integer_value(json_object_get(last, name));
}

static void last_text(const struct status *a, const json_t *last)
{
	const char *error = last_error(last);

	printf("last run    %s: ", last_ended(a));
	if (error)
		printf("nothing was published: %s\n", error);
	else
		printf("%lld added, %lld changed, %lld moved, %lld removed, "
		       "%lld failed\n", number(last, "added"),
		       number(last, "changed"), number(last, "moved"),
		       number(last, "removed"), number(last, "failed"));
}

static void info_text(const struct status *a, const struct info *x)
{
	const struct state *s = &x->state;
	const struct manifest *m = &s->manifest;
	char bytes[32];

	format_bytes(m->text_bytes, bytes, sizeof(bytes));
	printf("generation  %" PRIu64 ", published %s\n", s->number,
	       x->published);
	printf("by          %" PRIu64 " added, %" PRIu64 " changed, %" PRIu64
	       " moved, %" PRIu64 " removed, %" PRIu64 " failed, in %.2f s\n",
	       m->run.added, m->run.changed, m->run.moved, m->run.removed,
	       m->run.failed, m->run.seconds);
	printf("documents   %" PRIu64 ", %s of text\n", m->documents, bytes);
	printf("skipped     %zu files\n",
	       files_count(&s->files, FILE_SKIPPED));
	printf("failed      %zu files\n", files_count(&s->files, FILE_FAILED));
	printf("made with   schema %u, analyzer %s%s\n", m->schema, m->analyzer,
	       s->outdated ? " (outdated: the next update makes it again)" : "");
	disk_text(x);
	if (x->last)
		last_text(a, x->last);
	for (size_t i = 0; i < m->n_roots; i++)
		printf("root        %s\n", m->roots[i]);
}

/* What stands above each where there are several. */
static void title_text(struct status *a, const struct collection *c)
{
	if (collections_plain(a->cs))
		return;
	printf("%scollection  %s%s\n", a->told++ ? "\n" : "",
	       *c->name ? c->name : "(without a name)",
	       c->configured ? "" : ", which is not in the configuration: it "
				    "is not updated; tracuu-index drop "
				    "removes it");
}

/* -------------------------------------------------------------------------- each */

static int find_info(const struct status *a, const struct collection *c,
		     struct info *x, struct err *e)
{
	int r = inspect_load(c, &x->state, e);

	if (!r)
		r = generation_bytes(c->dir, &x->current_bytes, &x->older_bytes,
				     &x->older, e);
	if (r)
		return r;
	format_time(x->state.manifest.time, x->published);
	x->last = find_last(a, c);
	return 0;
}

static int status_one(const struct collection *c, void *arg, struct err *e)
{
	struct status *a = arg;
	struct info x = { .older = 0 };
	int r = find_info(a, c, &x, e);
	bool none = r == E_NODB && !collections_plain(a->cs);

	if (a->json && (!r || none)) {
		r = add_json(a, c, none ? NULL : &x, e);
	} else if (!r || none) {
		title_text(a, c);
		if (none)
			puts("generation  none was published yet");
		else
			info_text(a, &x);
		r = 0;
	}
	state_release(&x.state);
	return r;
}

static int print_all(const struct status *a, int r, struct err *e)
{
	json_t *all = collections_plain(a->cs) ?
			      json_incref(json_array_get(a->json, 0)) :
			      json_pack("{s:O}", "collections", a->json);
	struct err why;

	if (r && collections_plain(a->cs)) {
		json_decref(all);
		return r;
	}
	if (!inspect_print(all, &why) || r)
		return r;
	*e = why;
	return e->code;
}

int inspect_status(const struct options *o, const struct collections *cs,
		   struct err *e)
{
	struct status a = { .o = o, .cs = cs };
	int r;

	a.json = o->json ? json_array() : NULL;
	if (o->json && !a.json)
		return err_nomem(e);
	a.report = load_report(o);
	r = collections_each(cs, status_one, &a, e);
	if (a.json)
		r = print_all(&a, r, e);
	json_decref(a.json);
	json_decref(a.report);
	return r;
}
