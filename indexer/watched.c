/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/watched.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/cancel.h"
#include "base/path.h"
#include "indexer/report.h"
#include "indexer/roots.h"
#include "indexer/state.h"
#include "indexer/watches.h"

/* Which directory a name was when it was watched; zeroes: none. */
struct identity {
	dev_t dev;
	ino_t ino;
};

struct target {
	const struct collection *collection;
	struct run_scope *scope;
	struct state last;
	const char *const *names; /* of the roots, n of them */
	struct identity *identities;
	size_t n;
	struct roots roots;
	struct watch_root *watch_roots; /* of `roots` */
};

struct watched {
	const struct options *o;
	struct target *targets;
	size_t n;
	struct watches *watches; /* NULL: there can be none */
	bool misses_some, told;
	bool lost; /* while events are read */
};

/* ---------------------------------------------------------------------- opening */

int watched_open(const struct options *o, const struct collections *cs,
		 struct run_scope *scopes, struct watched **ret, struct err *e)
{
	const struct collection *c = NULL;
	struct watched *w;
	/* So that it is known, if it is to be below a root. */
	int r = path_mkdirs(o->index, e);

	if (r)
		return r;
	w = calloc(1, sizeof(*w));
	if (!w)
		return err_nomem(e);
	w->o = o;
	w->targets = calloc(cs->n_chosen, sizeof(*w->targets));
	if (!w->targets) {
		free(w);
		return err_nomem(e);
	}
	while ((c = collections_next(cs, c))) {
		w->targets[w->n].collection = c;
		w->targets[w->n++].scope = &scopes[c - cs->v];
	}
	*ret = w;
	return 0;
}

static void forget(struct target *t)
{
	free(t->identities);
	free(t->watch_roots);
	roots_release(&t->roots);
	state_release(&t->last);
	t->identities = NULL;
	t->watch_roots = NULL;
	t->n = 0;
}

void watched_close(struct watched *w)
{
	if (!w)
		return;
	watches_close(w->watches);
	for (size_t i = 0; i < w->n; i++)
		forget(&w->targets[i]);
	free(w->targets);
	free(w);
}

/* --------------------------------------------------------------------- watching */

static struct identity identify(const char *name)
{
	struct identity id = { 0 };
	struct stat st;

	if (!stat(name, &st))
		id = (struct identity){ st.st_dev, st.st_ino };
	return id;
}

static int find_roots(struct watched *w, struct target *t, struct err *e)
{
	struct err ignored;
	int r;

	/* What is wrong with the index the run says. */
	state_load(t->collection->dir, &t->last, &ignored);
	r = run_root_names(w->o, t->collection, &t->last.manifest, &t->names,
			   &t->n, e);
	if (r)
		return r;
	t->identities = calloc(t->n, sizeof(*t->identities));
	if (!t->identities)
		return err_nomem(e);
	for (size_t i = 0; i < t->n; i++)
		t->identities[i] = identify(t->names[i]);
	return roots_resolve(t->names, t->n, &t->roots, e);
}

static int watch_roots(struct watched *w, struct target *t, struct err *e)
{
	struct stat st = { 0 };
	int r = 0;

	t->watch_roots = calloc(t->roots.n, sizeof(*t->watch_roots));
	if (!t->watch_roots)
		return err_nomem(e);
	if (stat(w->o->index, &st))
		return err_sys(e, errno, "%s", w->o->index);
	for (size_t i = 0; !r && i < t->roots.n; i++) {
		t->watch_roots[i] = (struct watch_root){
			.path = t->roots.v[i],
			.rules = {
				.filter = &t->collection->filter,
				.index_dev = st.st_dev,
				.index_inode = st.st_ino,
			},
			.owner = t,
		};
		if (w->watches)
			r = watches_add(w->watches, &t->watch_roots[i], e);
	}
	return r;
}

static void tell(struct watched *w, const char *why)
{
	w->misses_some = true;
	if (!w->told)
		say("%s; what is not watched is scanned every %u s "
		    "([watch] scan_seconds)", why, w->o->watch.scan_seconds);
	w->told = true;
}

static void check_missing(struct watched *w)
{
	int missing = w->watches ? watches_missing(w->watches) : 0;
	struct err why;

	if (!missing)
		return;
	if (missing == ENOSPC || missing == ENOMEM)
		err_set(&why, E_LIMIT, "not every folder can be watched; raise "
			"fs.inotify.max_user_watches (sysctl)");
	else
		err_sys(&why, missing, "not every folder can be watched");
	tell(w, why.msg);
}

int watched_renew(struct watched *w, struct err *e)
{
	struct err why;
	int worst = 0;

	watches_close(w->watches);
	w->watches = NULL;
	w->misses_some = false;
	if (watches_open(&w->watches, &why))
		tell(w, why.msg);
	for (size_t i = 0; i < w->n; i++) {
		struct target *t = &w->targets[i];
		int r;

		forget(t);
		if (!t->collection->chosen)
			continue;
		scope_set_all(&t->scope->changed);
		r = find_roots(w, t, &why);
		if (!r)
			r = watch_roots(w, t, &why);
		if (r && !worst) {
			worst = r;
			*e = why;
		}
	}
	check_missing(w);
	return worst;
}

bool watched_is_outdated(const struct watched *w)
{
	for (size_t i = 0; i < w->n; i++)
		for (size_t k = 0; k < w->targets[i].n; k++) {
			const struct target *t = &w->targets[i];
			struct identity now = identify(t->names[k]);

			if (now.dev != t->identities[k].dev ||
			    now.ino != t->identities[k].ino)
				return true;
		}
	return false;
}

bool watched_misses_some(const struct watched *w)
{
	return w->misses_some;
}

/* ----------------------------------------------------------------------- reading */

int watched_fd(const struct watched *w)
{
	return w->watches ? watches_fd(w->watches) : -1;
}

static void changed(void *arg, enum watch_change what,
		    const struct watch_root *root, const char *path)
{
	struct watched *w = arg;
	const struct target *t = root ? root->owner : NULL;

	if (t)
		scope_add(&t->scope->changed, path, what == WATCH_WRITTEN,
			  clock_now_ns());
	else
		w->lost = true;
}

void watched_read(struct watched *w, bool *ret_lost)
{
	struct err e;

	w->lost = false;
	if (watches_read(w->watches, changed, w, &e)) {
		say("%s", e.msg);
		w->lost = true;
	}
	check_missing(w);
	*ret_lost = w->lost;
}
