/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * check and filters, and what the verbs that look have in common.
 */
#include "indexer/inspect.h"

#include <inttypes.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "indexer/child/child.h"
#include "indexer/converters.h"
#include "indexer/looking.h"
#include "indexer/state.h"
#include "indexer/verify.h"

int inspect_print(json_t *json, struct err *e)
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

json_t *inspect_named(json_t *json, const struct collection *c)
{
	if (!json || !*c->name ||
	    !json_object_set_new(json, "collection", json_string(c->name)))
		return json;
	json_decref(json);
	return NULL;
}

int inspect_load(const struct collection *c, struct state *s, struct err *e)
{
	int r = state_load(c->dir, s, e);

	if (!r && !s->manifest.schema)
		return manifest_read(s->dir, &s->manifest, e);
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

struct checking {
	const struct options *o;
	const struct collections *cs;
	json_t *json; /* what was found, a collection each; NULL: text */
};

/* What is said of one; what is missing is no memory. */
static json_t *check_json(const struct collection *c, const struct state *s,
			  int r, const struct err *e)
{
	json_t *json = r ? json_pack("{s:b, s:s}", "ok", 0, "problem", e->msg) :
			   json_pack("{s:b, s:I, s:I}", "ok", 1, "generation",
				     (json_int_t)s->number, "documents",
				     (json_int_t)s->manifest.documents);

	return inspect_named(json, c);
}

static void check_text(const struct collection *c, const struct state *s)
{
	printf("%s%sgeneration %" PRIu64 ": %" PRIu64
	       " documents, nothing wrong\n", c->name, *c->name ? ": " : "",
	       s->number, s->manifest.documents);
}

static int check_one(const struct collection *c, void *arg, struct err *e)
{
	struct checking *a = arg;
	struct state s;
	int r = inspect_load(c, &s, e);

	if (!r)
		r = check_counts(&s, e);
	if (!r)
		r = verify_all(s.dir, &s.files, &s.manifest, e);
	/* Of several there may be one that was not made yet. */
	if (r == E_NODB && a->cs->n_chosen > 1)
		r = 0;
	else if (a->json && (!r || r == E_CORRUPT))
		json_array_append_new(a->json, check_json(c, &s, r, e));
	else if (!r && !a->o->quiet)
		check_text(c, &s);
	state_release(&s);
	return r;
}

int inspect_check(const struct options *o, const struct collections *cs,
		  struct err *e)
{
	struct checking a = { o, cs, o->json ? json_array() : NULL };
	struct err why;
	json_t *all;
	int r;

	if (o->json && !a.json)
		return err_nomem(e);
	r = collections_each(cs, check_one, &a, e);
	if (!a.json)
		return r;
	all = collections_plain(cs) ?
		      json_incref(json_array_get(a.json, 0)) :
		      json_pack("{s:b, s:O}", "ok", !r, "collections", a.json);
	json_decref(a.json);
	if (inspect_print(all, &why) && !r) {
		*e = why;
		return e->code;
	}
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

/* Where it is told: in these, or where they are NULL, on standard output. */
struct listing {
	json_t *filters, *confined;
};

static int tell_filter(const struct listing *l, const char *name, bool there,
		       const char *what)
{
	if (l->filters)
		return json_object_set_new(
			l->filters, name,
			json_pack("{s:s}", there ? "command" : "missing",
				  what));
	printf("%-11s %s%s\n", name, there ? "" : "missing: ", what);
	return 0;
}

static int tell_layer(const struct listing *l, enum child_layer layer, bool on)
{
	const char *name = child_layer_name(layer);

	if (l->confined)
		return json_object_set_new(l->confined, name, json_boolean(on));
	printf("%-11s %s: %s\n", name, on ? "yes" : "no",
	       child_layer_text(layer));
	return 0;
}

/* The filters, and what they are kept from. */
static int tell_all(const struct converters *cs, unsigned layers,
		    const struct listing *l)
{
	struct buf b = BUF_INIT;
	int r = 0;

	for (enum format f = 0; !r && f < FORMATS; f++) {
		if (!format_is_external(f))
			continue;
		r = describe(cs, f, &b);
		if (!r)
			r = tell_filter(l, format_name(f),
					converters_id(cs, f), b.s);
	}
	for (unsigned bit = 1; !r && bit < CHILD_ALL_LAYERS; bit <<= 1)
		r = tell_layer(l, (enum child_layer)bit, layers & bit);
	buf_release(&b);
	return r;
}

static int print_filters(const struct converters *cs, unsigned layers,
			 bool json, struct err *e)
{
	struct listing l = { 0 };
	int r;

	if (json)
		l = (struct listing){ json_object(), json_object() };
	r = tell_all(cs, layers, &l);
	if (!r && json)
		return inspect_print(json_pack("{s:o, s:o}", "filters",
					       l.filters, "confined",
					       l.confined), e);
	json_decref(l.filters);
	json_decref(l.confined);
	return r ? err_nomem(e) : 0;
}

int inspect_filters(const struct options *o, struct err *e)
{
	struct converters *cs = NULL;
	struct child_box *box = NULL;
	int r = converters_open(&o->converters, &cs, e);

	if (!r)
		r = child_box_open(CHILD_ALL_LAYERS, &box, e);
	if (!r)
		r = print_filters(cs, child_box_layers(box), o->json, e);
	child_box_close(box);
	converters_close(cs);
	return r;
}
