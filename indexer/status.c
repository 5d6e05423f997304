/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * status: what each collection has.
 */
#include "indexer/inspect.h"

#include <inttypes.h>
#include <stdio.h>
#include <time.h>

#include "indexer/looking.h"
#include "indexer/report.h"

struct status {
	const struct options *o;
	const struct collections *cs;
	json_t *json; /* a collection each; NULL: text */
	size_t told;
};

/* -------------------------------------------------------------------------- JSON */

static json_t *roots_json(const struct manifest *m)
{
	json_t *json = json_array();

	for (size_t i = 0; json && i < m->n_roots; i++)
		json_array_append_new(json, json_string(m->roots[i]));
	return json;
}

static json_t *state_json(const struct state *s, const char *published)
{
	const struct manifest *m = &s->manifest;

	return json_pack(
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
		"roots", roots_json(m));
}

/* Of one that has no generation yet. */
static json_t *nothing_json(void)
{
	return json_pack("{s:i, s:i}", "generation", 0, "documents", 0);
}

static int add_json(struct status *a, const struct collection *c, json_t *json,
		    struct err *e)
{
	json = inspect_named(json, c);
	if (json && *c->name && json_object_set_new(json, "configured",
					json_boolean(c->configured))) {
		json_decref(json);
		json = NULL;
	}
	return json && !json_array_append_new(a->json, json) ? 0 : err_nomem(e);
}

/* -------------------------------------------------------------------------- text */

static void state_text(const struct state *s, const char *published)
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

static void format_time(int64_t seconds, char *s, size_t size)
{
	time_t t = (time_t)seconds;
	struct tm tm;

	strftime(s, size, "%Y-%m-%dT%H:%M:%S%z", localtime_r(&t, &tm));
}

static int status_one(const struct collection *c, void *arg, struct err *e)
{
	struct status *a = arg;
	struct state s;
	char published[64];
	int r = inspect_load(c, &s, e);
	bool none = r == E_NODB && !collections_plain(a->cs);

	if (!r)
		format_time(s.manifest.time, published, sizeof(published));
	if (a->json && (!r || none)) {
		r = add_json(a, c, none ? nothing_json() :
					  state_json(&s, published), e);
	} else if (!r || none) {
		title_text(a, c);
		if (none)
			puts("generation  none was published yet");
		else
			state_text(&s, published);
		r = 0;
	}
	state_release(&s);
	return r;
}

int inspect_status(const struct options *o, const struct collections *cs,
		   struct err *e)
{
	struct status a = { o, cs, o->json ? json_array() : NULL, 0 };
	json_t *all;
	int r;

	if (o->json && !a.json)
		return err_nomem(e);
	r = collections_each(cs, status_one, &a, e);
	if (!a.json)
		return r;
	if (!collections_plain(cs)) {
		struct err why;

		all = json_pack("{s:O}", "collections", a.json);
		if (inspect_print(all, &why) && !r) {
			*e = why;
			r = e->code;
		}
	} else if (!r) {
		all = json_incref(json_array_get(a.json, 0));
		r = inspect_print(all, e);
	}
	json_decref(a.json);
	return r;
}
