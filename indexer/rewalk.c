/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/rewalk.h"

#include <stdlib.h>
#include <string.h>

struct rewalk {
	const struct roots *roots;
	const struct walk_rules *rules;
	const struct files *last;
	struct files *ret;
	struct scope scope;
	uint64_t *inodes; /* of the files in the scope, sorted */
	size_t n_inodes;
};

static int look_at(struct rewalk *w, const char *path, struct err *e)
{
	for (size_t i = 0; i < w->roots->n; i++)
		if (roots_holds(w->roots->v[i], path))
			return walk_below(w->roots->v[i], path, w->rules,
					  w->ret, e);
	return 0;
}

static int look_at_scope(struct rewalk *w, struct err *e)
{
	int r = 0;

	for (size_t i = 0; !r && i < w->scope.n; i++)
		if (!scope_covers_above(&w->scope, w->scope.v[i].s))
			r = look_at(w, w->scope.v[i].s, e);
	return r;
}

/* Tried again by every run. */
static void add_failed(struct rewalk *w)
{
	for (size_t i = 0; i < w->last->n; i++)
		if (w->last->v[i].status == FILE_FAILED)
			scope_add(&w->scope, files_path(w->last, &w->last->v[i]),
				  false, 0);
}

static int compare(const void *a, const void *b)
{
	const uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;

	return (x > y) - (x < y);
}

/* Those found in the scope, and those that were there. */
static int list_inodes(struct rewalk *w, struct err *e)
{
	w->inodes = calloc(w->ret->n + w->last->n + 1, sizeof(*w->inodes));
	if (!w->inodes)
		return err_nomem(e);
	for (size_t i = 0; i < w->ret->n; i++)
		w->inodes[w->n_inodes++] = w->ret->v[i].inode;
	for (size_t i = 0; i < w->last->n; i++) {
		const struct file *f = &w->last->v[i];

		if (scope_covers(&w->scope, files_path(w->last, f)))
			w->inodes[w->n_inodes++] = f->inode;
	}
	qsort(w->inodes, w->n_inodes, sizeof(*w->inodes), compare);
	return 0;
}

/* As a walk would find it if it is as it was. */
static int keep(struct rewalk *w, const struct file *f, struct err *e)
{
	struct file *seen;

	if (files_add(w->ret, files_path(w->last, f), f->path_len, f, &seen))
		return err_nomem(e);
	seen->status = FILE_SEEN;
	return 0;
}

static int take_the_rest(struct rewalk *w, struct err *e)
{
	int r = 0;

	for (size_t i = 0; !r && i < w->last->n; i++) {
		const struct file *f = &w->last->v[i];
		const char *path = files_path(w->last, f);

		if (scope_covers(&w->scope, path))
			continue;
		if (bsearch(&f->inode, w->inodes, w->n_inodes,
			    sizeof(*w->inodes), compare))
			r = look_at(w, path, e);
		else
			r = keep(w, f, e);
	}
	return r;
}

static int walk_all(struct rewalk *w, struct err *e)
{
	int r = 0;

	for (size_t i = 0; !r && i < w->roots->n; i++)
		r = walk_root(w->roots->v[i], w->rules, w->ret, e);
	return r;
}

int rewalk(const struct scope *scope, const struct roots *roots,
	   const struct walk_rules *rules, const struct files *last,
	   struct files *ret, struct err *e)
{
	struct rewalk w = {
		.roots = roots,
		.rules = rules,
		.last = last,
		.ret = ret,
	};
	int r;

	scope_add_scope(&w.scope, scope);
	add_failed(&w);
	if (w.scope.all) {
		r = walk_all(&w, e);
	} else {
		r = look_at_scope(&w, e);
		if (!r)
			r = list_inodes(&w, e);
		if (!r)
			r = take_the_rest(&w, e);
	}
	free(w.inodes);
	scope_clear(&w.scope);
	return r;
}
