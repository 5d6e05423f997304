/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "daemon/flight.h"

#include <search.h>
#include <stdlib.h>
#include <string.h>

#include "base/err.h"

static int compare(const void *a, const void *b)
{
	const struct flight *x = a, *y = b;

	if (x->key_len != y->key_len)
		return x->key_len < y->key_len ? -1 : 1;
	return memcmp(x->key, y->key, x->key_len);
}

static struct flight *make(const char *key, size_t len)
{
	struct flight *x = malloc(sizeof(*x) + len);

	if (!x)
		return NULL;
	TAILQ_INIT(&x->members);
	x->runner = NULL;
	x->key_len = len;
	memcpy(x->key, key, len);
	return x;
}

int flight_join(struct flights *f, struct flight_member *m, const char *key,
		size_t len)
{
	struct flight *x = make(key, len);
	void *node = x ? tsearch(x, &f->root, compare) : NULL;

	if (!node) {
		free(x);
		return E_NOMEM;
	}
	m->flight = *(struct flight **)node;
	if (m->flight != x) /* there is one */
		free(x);
	TAILQ_INSERT_TAIL(&m->flight->members, m, link);
	return 0;
}

struct flight *flight_leave(struct flights *f, struct flight_member *m)
{
	struct flight *x = m->flight;

	if (!x)
		return NULL;
	m->flight = NULL;
	TAILQ_REMOVE(&x->members, m, link);
	if (x->runner == m)
		x->runner = NULL;
	if (!TAILQ_EMPTY(&x->members))
		return x;
	tdelete(x, &f->root, compare);
	free(x);
	return NULL;
}
