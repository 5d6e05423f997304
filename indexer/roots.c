/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/roots.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

void roots_release(struct roots *r)
{
	for (size_t i = 0; i < r->n; i++)
		free(r->v[i]);
	free(r->v);
	*r = (struct roots){ 0 };
}

bool roots_holds(const char *root, const char *path)
{
	size_t n = strlen(root);

	if (n && root[n - 1] == '/') /* "/" itself */
		n--;
	return !strncmp(root, path, n) && (!path[n] || path[n] == '/');
}

static int resolve(const char *path, char **ret, struct err *e)
{
	char *real = realpath(path, NULL);
	struct stat st;

	if (!real || stat(real, &st)) {
		int r = err_sys(e, errno, "%s: this root cannot be read", path);

		free(real);
		return r;
	}
	if (!S_ISDIR(st.st_mode)) {
		free(real);
		return err_set(e, E_INVAL, "%s: a root must be a directory",
			       path);
	}
	*ret = real;
	return 0;
}

static int compare(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

/* A root inside another would name its files twice. */
static void drop_nested(struct roots *r)
{
	size_t n = 0;

	for (size_t i = 0; i < r->n; i++) {
		bool nested = false;

		for (size_t k = 0; k < n && !nested; k++)
			nested = roots_holds(r->v[k], r->v[i]);
		if (nested)
			free(r->v[i]);
		else
			r->v[n++] = r->v[i];
	}
	r->n = n;
}

int roots_resolve(const char *const *paths, size_t n, struct roots *ret,
		  struct err *e)
{
	struct roots roots = { .v = calloc(n + 1, sizeof(*roots.v)) };
	int r = roots.v ? 0 : err_nomem(e);

	for (size_t i = 0; !r && i < n; i++) {
		r = resolve(paths[i], &roots.v[i], e);
		if (!r)
			roots.n++;
	}
	if (r) {
		roots_release(&roots);
		return r;
	}
	qsort(roots.v, roots.n, sizeof(*roots.v), compare);
	drop_nested(&roots);
	*ret = roots;
	return 0;
}
