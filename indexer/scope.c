/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/scope.h"

#include <stdlib.h>
#include <string.h>

#include "base/room.h"

static void drop_paths(struct scope *s)
{
	for (size_t i = 0; i < s->n; i++)
		free(s->v[i].s);
	free(s->v);
	s->v = NULL;
	s->n = s->cap = 0;
}

void scope_set_all(struct scope *s)
{
	drop_paths(s);
	s->all = true;
}

void scope_clear(struct scope *s)
{
	drop_paths(s);
	s->all = false;
}

/* Compares the first n bytes of a path, as if they were all of it. */
static int compare(const char *s, const char *path, size_t n)
{
	int c = strncmp(s, path, n);

	return c ? c : s[n] != '\0';
}

/* The first entry that is not before the n bytes of a path; *ret_same: it is. */
static size_t find(const struct scope *s, const char *path, size_t n,
		   bool *ret_same)
{
	size_t from = 0, to = s->n;

	*ret_same = false;
	while (from < to) {
		size_t mid = from + (to - from) / 2;
		int c = compare(s->v[mid].s, path, n);

		if (!c)
			*ret_same = true;
		if (c < 0)
			from = mid + 1;
		else
			to = mid;
	}
	return from;
}

static bool insert(struct scope *s, size_t at, const struct scope_path *p)
{
	struct scope_path *v;
	char *path;

	if (s->n == SCOPE_PATHS_MAX)
		return false;
	path = strdup(p->s);
	v = path ? room(s->v, s->n + 1, &s->cap, sizeof(*v)) : NULL;
	if (!v) {
		free(path);
		return false;
	}
	s->v = v;
	memmove(v + at + 1, v + at, (s->n - at) * sizeof(*v));
	v[at] = *p;
	v[at].s = path;
	s->n++;
	return true;
}

static void add(struct scope *s, const struct scope_path *p)
{
	bool same;
	size_t at;

	if (s->all)
		return;
	at = find(s, p->s, strlen(p->s), &same);
	if (!same) {
		if (!insert(s, at, p))
			scope_set_all(s);
		return;
	}
	if (p->since_ns < s->v[at].since_ns)
		s->v[at].since_ns = p->since_ns;
	if (p->last_ns >= s->v[at].last_ns) {
		s->v[at].last_ns = p->last_ns;
		s->v[at].busy = p->busy;
	}
}

void scope_add(struct scope *s, const char *path, bool busy, uint64_t now_ns)
{
	/* add() makes a copy of the path. */
	const struct scope_path p = { (char *)path, now_ns, now_ns, busy };

	add(s, &p);
}

void scope_add_scope(struct scope *s, const struct scope *from)
{
	if (from->all)
		scope_set_all(s);
	for (size_t i = 0; i < from->n; i++)
		add(s, &from->v[i]);
}

/* ----------------------------------------------------------------------- asking */

static bool has(const struct scope *s, const char *path, size_t n)
{
	bool same;

	find(s, path, n, &same);
	return same;
}

bool scope_covers_above(const struct scope *s, const char *path)
{
	if (s->all || has(s, "/", 1))
		return true;
	for (const char *slash = path + 1; *path && (slash = strchr(slash, '/'));
	     slash++)
		if (has(s, path, (size_t)(slash - path)))
			return true;
	return false;
}

bool scope_covers(const struct scope *s, const char *path)
{
	return s->all || has(s, path, strlen(path)) ||
	       scope_covers_above(s, path);
}

/* ------------------------------------------------------------------------- pace */

static uint64_t min(uint64_t a, uint64_t b)
{
	return a < b ? a : b;
}

static uint64_t path_due(const struct scope_path *p,
			 const struct scope_pace *pace)
{
	return min(p->since_ns + pace->wait_ns,
		   p->last_ns + (p->busy ? pace->busy_ns : pace->quiet_ns));
}

/* Those that nobody writes are due together, when all of them are quiet or the
 * first has waited long enough; of the others each for itself. */
uint64_t scope_due(const struct scope *s, const struct scope_pace *pace)
{
	uint64_t due = UINT64_MAX, quiet = 0, longest = UINT64_MAX;

	if (s->all)
		return 0;
	for (size_t i = 0; i < s->n; i++) {
		const struct scope_path *p = &s->v[i];

		if (p->busy) {
			due = min(due, path_due(p, pace));
			continue;
		}
		longest = min(longest, p->since_ns + pace->wait_ns);
		if (p->last_ns + pace->quiet_ns > quiet)
			quiet = p->last_ns + pace->quiet_ns;
	}
	return quiet ? min(due, min(quiet, longest)) : due;
}

void scope_take(struct scope *s, const struct scope_pace *pace,
		uint64_t now_ns, struct scope *ret)
{
	size_t n = 0;

	if (s->all) {
		scope_set_all(ret);
		s->all = false;
		return;
	}
	for (size_t i = 0; i < s->n; i++) {
		struct scope_path *p = &s->v[i];

		if (p->busy && path_due(p, pace) > now_ns) {
			s->v[n++] = *p;
			continue;
		}
		add(ret, p);
		free(p->s);
	}
	s->n = n;
}
