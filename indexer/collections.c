/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/collections.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/collection.h"
#include "base/path.h"
#include "indexer/report.h"
#include "indexer/roots.h"
#include "store/generation.h"

#define SECTION "collection"

void collections_release(struct collections *cs)
{
	free(cs->v);
	arena_release(&cs->arena);
	*cs = (struct collections){ 0 };
}

/* ------------------------------------------------------------- configured ones */

/* The values of a list; *ret_origins (may be NULL) says where each is from. */
static int take_list(struct collections *cs, const struct conf *c,
		     const char *label, const char *name, const char ***ret,
		     const struct conf_value ***ret_origins, size_t *ret_n)
{
	const struct conf_value *v = NULL, **origins;
	const char **list;
	size_t n = 0;

	while ((v = conf_next(c, SECTION, label, name, v)))
		n++;
	list = arena_alloc(&cs->arena, (n + 1) * sizeof(*list));
	origins = arena_alloc(&cs->arena, (n + 1) * sizeof(*origins));
	if (!list || !origins)
		return E_NOMEM;
	for (*ret_n = 0; (v = conf_next(c, SECTION, label, name, v));) {
		origins[*ret_n] = v;
		list[(*ret_n)++] = v->value;
	}
	*ret = list;
	if (ret_origins)
		*ret_origins = origins;
	return 0;
}

/* Whether the section says anything of a list, if only that it is empty. */
static bool has(const struct conf *c, const char *label, const char *name)
{
	for (size_t i = 0; i < c->n; i++)
		if (!strcmp(c->v[i].key->section, SECTION) &&
		    !strcmp(c->v[i].label, label) &&
		    !strcmp(c->v[i].name, name))
			return true;
	return false;
}

static int take_section(struct collections *cs, struct collection *to,
			const struct conf *c)
{
	int r = take_list(cs, c, to->name, "root", &to->roots, &to->origins,
			  &to->n_roots);

	if (!r && has(c, to->name, "include"))
		r = take_list(cs, c, to->name, "include", &to->filter.include,
			      NULL, &to->filter.n_include);
	if (!r && has(c, to->name, "exclude"))
		r = take_list(cs, c, to->name, "exclude", &to->filter.exclude,
			      NULL, &to->filter.n_exclude);
	return r;
}

/* The unnamed one has the roots of [indexer]. */
static int take_indexer(struct collections *cs, struct collection *to,
			const struct conf *c, const struct options *o)
{
	const struct conf_value *v = NULL;
	size_t i = 0;

	to->roots = o->roots;
	to->n_roots = o->n_roots;
	to->origins = arena_alloc(&cs->arena,
				  (o->n_roots + 1) * sizeof(*to->origins));
	if (!to->origins)
		return E_NOMEM;
	while (i < o->n_roots && (v = conf_next(c, "indexer", "", "root", v)))
		to->origins[i++] = v;
	return 0;
}

struct collection *collections_find(const struct collections *cs,
				    const char *name)
{
	for (size_t i = 0; i < cs->n; i++)
		if (!strcmp(cs->v[i].name, name))
			return &cs->v[i];
	return NULL;
}

/* Another one, of a name that there is not yet. */
static int add(struct collections *cs, const char *name, const struct options *o,
	       struct collection **ret)
{
	struct collection *v = realloc(cs->v, (cs->n + 1) * sizeof(*v));
	char *dir = v ? collection_dir(o->index, name) : NULL;

	if (v)
		cs->v = v;
	if (!dir)
		return E_NOMEM;
	v += cs->n;
	*v = (struct collection){
		.name = arena_dup(&cs->arena, name, strlen(name)),
		.dir = arena_dup(&cs->arena, dir, strlen(dir)),
		.filter = o->filter,
	};
	free(dir);
	if (!v->name || !v->dir)
		return E_NOMEM;
	cs->n++;
	*ret = v;
	return 0;
}

static int add_configured(struct collections *cs, const struct conf *c,
			  const struct options *o)
{
	struct collection *to;
	int r = add(cs, "", o, &to);

	if (!r)
		r = take_indexer(cs, to, c, o);
	if (!r)
		to->configured = true;
	for (size_t i = 0; !r && i < c->n_labels; i++) {
		if (strcmp(c->labels[i].section, SECTION) != 0)
			continue;
		r = add(cs, c->labels[i].label, o, &to);
		if (!r)
			r = take_section(cs, to, c);
		if (!r)
			to->configured = true;
	}
	return r;
}

/* ------------------------------------------------------------------ on the disk */

static int add_entries(struct collections *cs, const struct options *o, DIR *d,
		       const char *parent, struct err *e)
{
	struct collection *to;
	struct dirent *entry;
	int r = 0;

	while (!r && (errno = 0, entry = readdir(d))) {
		const char *name = entry->d_name;

		if (collection_name_ok(name, strlen(name)) &&
		    !collections_find(cs, name))
			r = add(cs, name, o, &to);
	}
	if (r)
		return err_nomem(e);
	return errno ? err_sys(e, errno, "%s: cannot be listed", parent) : 0;
}

static int add_found(struct collections *cs, const struct options *o,
		     struct err *e)
{
	char *parent = path_join(o->index, COLLECTIONS_DIR);
	DIR *d = parent ? opendir(parent) : NULL;
	int r;

	if (!parent)
		r = err_nomem(e);
	else if (d)
		r = add_entries(cs, o, d, parent, e);
	else
		r = errno == ENOENT || errno == ENOTDIR ?
			    0 : err_sys(e, errno, "%s: cannot be listed",
					parent);
	if (d)
		closedir(d);
	free(parent);
	return r;
}

/* ------------------------------------------------------------------------- roots */

static const char *shown_name(const struct collection *c)
{
	return *c->name ? c->name : "[indexer]";
}

/* As it is on the disk, or written without a '/' at its end where it is not. */
static char *normal(const char *root)
{
	char *real = realpath(root, NULL);
	size_t n = strlen(root);

	while (!real && n > 1 && root[n - 1] == '/')
		n--;
	return real ? real : strndup(root, n);
}

static bool overlap(const char *a, const char *b)
{
	return roots_holds(a, b) || roots_holds(b, a);
}

int collections_check_roots(const struct collections *cs,
			    const struct collection *c, char *const *roots,
			    size_t n, struct err *e)
{
	for (size_t i = 0; i < cs->n; i++) {
		const struct collection *other = &cs->v[i];

		for (size_t k = 0; other != c && k < other->n_roots; k++) {
			char *root = normal(other->roots[k]);
			size_t at = 0;

			if (!root)
				return err_nomem(e);
			while (at < n && !overlap(root, roots[at]))
				at++;
			free(root);
			if (at == n)
				continue;
			return err_set(e, E_INVAL, "%s: this root and %s of "
				       "collection %s (%s) have files in "
				       "common: a file belongs to one "
				       "collection", roots[at],
				       other->roots[k], shown_name(other),
				       other->origins[k]->origin);
		}
	}
	return 0;
}

/* No file is in two collections, as far as the configuration can say; of two the
 * later one is blamed. */
static int check_configured(const struct collections *cs, struct err *e)
{
	struct err why;
	int r = 0;

	for (size_t i = cs->n; !r && i-- > 1;) {
		const struct collection *c = &cs->v[i];

		for (size_t k = 0; !r && k < c->n_roots; k++) {
			char *root = normal(c->roots[k]);

			r = root ? collections_check_roots(cs, c, &root, 1,
							   &why) : E_NOMEM;
			free(root);
			if (r == E_INVAL)
				conf_refuse(c->origins[k], e, "%s", why.msg);
			else if (r)
				err_nomem(e);
		}
	}
	return r;
}

static int compare(const void *a, const void *b)
{
	return strcmp(((const struct collection *)a)->name,
		      ((const struct collection *)b)->name);
}

int collections_load(struct collections *cs, const struct conf *c,
		     const struct options *o, struct err *e)
{
	int r;

	*cs = (struct collections){ 0 };
	if (add_configured(cs, c, o))
		return err_nomem(e);
	r = check_configured(cs, e);
	if (!r)
		r = add_found(cs, o, e);
	if (!r)
		qsort(cs->v, cs->n, sizeof(*cs->v), compare);
	return r;
}

/* ---------------------------------------------------------------------- choosing */

static bool is_run(const struct options *o)
{
	return o->verb == VERB_UPDATE || o->verb == VERB_REBUILD ||
	       o->verb == VERB_WATCH;
}

bool collection_is_published(const struct collection *c)
{
	struct err ignored;
	char *path = NULL;
	uint64_t number;
	int r = generation_current(c->dir, &path, &number, &ignored);

	free(path);
	return r != E_NODB;
}

static int choose_named(struct collections *cs, const struct options *o,
			const char *arg, struct err *e)
{
	const char *name = strcmp(arg, COLLECTION_UNNAMED) ? arg : "";
	struct collection *c = collections_find(cs, name);

	if (!c && !collection_name_ok(name, strlen(name)))
		return err_set(e, E_INVAL, "--collection: \"%s\" is no name: a "
			       "name is %s; %s is the collection without one",
			       arg, COLLECTION_NAME_RULE, COLLECTION_UNNAMED);
	if (!c && is_run(o) && o->n_args) {
		if (add(cs, name, o, &c))
			return err_nomem(e);
	} else if (!c) {
		return err_set(e, E_INVAL, "--collection: there is no [%s %s] "
			       "in the configuration, and none in %s", SECTION,
			       name, o->index);
	}
	c->chosen = true;
	return 0;
}

static void choose_all(struct collections *cs, const struct options *o)
{
	struct collection *unnamed = &cs->v[0];
	bool others = false;

	for (size_t i = 1; i < cs->n; i++) {
		cs->v[i].chosen = !is_run(o) || cs->v[i].configured;
		others |= cs->v[i].chosen;
	}
	unnamed->chosen = !others || collection_is_published(unnamed) ||
			  (is_run(o) && unnamed->n_roots);
}

/* What the configuration has no more is told, not taken along. */
static void warn_of_left(const struct collections *cs, const struct options *o)
{
	for (size_t i = 1; i < cs->n; i++)
		if (!cs->v[i].configured && !o->quiet)
			say("collection %s is not in the configuration any "
			    "more: it is left as it is; to remove it: "
			    "tracuu-index drop %s", cs->v[i].name,
			    cs->v[i].name);
}

int collections_choose(struct collections *cs, const struct options *o,
		       struct err *e)
{
	bool named = false;
	int r = 0;

	for (size_t i = 0; !r && i < o->n_given; i++) {
		if (o->given[i].key != OPTION_COLLECTION)
			continue;
		named = true;
		r = choose_named(cs, o, o->given[i].arg, e);
	}
	if (r)
		return r;
	if (!named && is_run(o) && o->n_args)
		cs->v[0].chosen = true;
	else if (!named)
		choose_all(cs, o);
	cs->n_chosen = 0;
	for (size_t i = 0; i < cs->n; i++)
		cs->n_chosen += cs->v[i].chosen;
	if (cs->n_chosen > 1 && is_run(o) && o->n_args)
		return err_set(e, E_INVAL, "a ROOT is for one collection: name "
			       "one with --collection");
	if (cs->n_chosen > 1 && o->verb == VERB_ROLLBACK)
		return err_set(e, E_INVAL, "collections are rolled back one at "
			       "a time: --collection NAME; %s is the one "
			       "without a name", COLLECTION_UNNAMED);
	if (!named && is_run(o) && !o->n_args)
		warn_of_left(cs, o);
	return 0;
}

const struct collection *collections_next(const struct collections *cs,
					  const struct collection *after)
{
	for (size_t i = after ? (size_t)(after - cs->v) + 1 : 0; i < cs->n; i++)
		if (cs->v[i].chosen)
			return &cs->v[i];
	return NULL;
}

bool collections_plain(const struct collections *cs)
{
	return cs->n_chosen == 1 && cs->v[0].chosen;
}

/* All failures are one, but for the two that have an exit status of their own. */
int collections_worse(int a, int b)
{
	const int results[] = { a, b };
	int worst = 0;

	for (size_t i = 0; i < 2; i++) {
		if (results[i] && results[i] != E_INVAL &&
		    results[i] != E_LOCKED)
			return E_CANCELLED;
		if (results[i] && worst != E_INVAL)
			worst = results[i];
	}
	return worst;
}

int collections_each(const struct collections *cs, collection_fn *fn, void *arg,
		     struct err *e)
{
	const struct collection *c = NULL;
	int worst = 0;

	while ((c = collections_next(cs, c))) {
		struct err why = { 0 };
		int r = fn(c, arg, &why);

		if (r && collections_plain(cs)) {
			*e = why;
			return r;
		}
		if (r)
			collection_say(c, why.msg);
		worst = collections_worse(worst, r);
	}
	if (worst)
		*e = (struct err){ .code = worst };
	return worst;
}

void collection_say(const struct collection *c, const char *sentence)
{
	if (*c->name)
		say("collection %s: %s", c->name, sentence);
	else
		say("%s", sentence);
}
