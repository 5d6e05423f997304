/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "daemon/cache.h"

#include <search.h>
#include <stdlib.h>
#include <string.h>

#include "base/hash.h"

#define SHARE_MAX 16
/* What malloc() and the node of the tree take beside an entry. */
#define OVERHEAD 64

/* What the tree is ordered by. */
struct key {
	uint64_t hash;
	const char *s;
	size_t n;
};

struct cache_entry {
	struct key key; /* first: the tree holds pointers to it */
	struct cache_answer answer;
	TAILQ_ENTRY(cache_entry) link;
	char data[]; /* the key, then the json */
};

/* An order of no meaning, in which bytes are seldom looked at. */
static int compare(const void *a, const void *b)
{
	const struct key *x = a, *y = b;

	if (x->hash != y->hash)
		return x->hash < y->hash ? -1 : 1;
	if (x->n != y->n)
		return x->n < y->n ? -1 : 1;
	return memcmp(x->s, y->s, x->n);
}

static uint64_t size_of(size_t key_len, size_t answer_len)
{
	return sizeof(struct cache_entry) + OVERHEAD + key_len + answer_len;
}

void cache_init(struct cache *c, uint64_t max_bytes)
{
	*c = (struct cache){ .max_bytes = max_bytes };
	TAILQ_INIT(&c->by_use);
}

static struct cache_entry *find(const struct cache *c, const struct key *k)
{
	void *node = tfind(k, &c->root, compare);

	return node ? *(struct cache_entry **)node : NULL;
}

static void drop(struct cache *c, struct cache_entry *x)
{
	tdelete(&x->key, &c->root, compare);
	TAILQ_REMOVE(&c->by_use, x, link);
	c->counts.entries--;
	c->counts.bytes -= size_of(x->key.n, x->answer.len);
	free(x);
}

void cache_clear(struct cache *c)
{
	while (!TAILQ_EMPTY(&c->by_use))
		drop(c, TAILQ_FIRST(&c->by_use));
}

struct cache_answer cache_find(struct cache *c, const char *key, size_t len)
{
	struct key k = { hash_64(key, len), key, len };
	struct cache_entry *x = find(c, &k);

	if (!x) {
		c->counts.misses++;
		return (struct cache_answer){ 0 };
	}
	c->counts.hits++;
	TAILQ_REMOVE(&c->by_use, x, link);
	TAILQ_INSERT_HEAD(&c->by_use, x, link);
	return x->answer;
}

static struct cache_entry *make(const struct key *k,
				const struct cache_answer *a)
{
	struct cache_entry *x = malloc(sizeof(*x) + k->n + a->len);

	if (!x)
		return NULL;
	memcpy(x->data, k->s, k->n);
	memcpy(x->data + k->n, a->json, a->len);
	x->key = (struct key){ k->hash, x->data, k->n };
	x->answer = *a;
	x->answer.json = x->data + k->n;
	return x;
}

void cache_keep(struct cache *c, const char *key, size_t len,
		const struct cache_answer *a)
{
	struct key k = { hash_64(key, len), key, len };
	uint64_t size = size_of(len, a->len);
	struct cache_entry *x = find(c, &k);

	if (x)
		drop(c, x);
	if (size > c->max_bytes / SHARE_MAX)
		return;
	while (c->counts.bytes + size > c->max_bytes)
		drop(c, TAILQ_LAST(&c->by_use, cache_entries));
	x = make(&k, a);
	if (!x)
		return;
	if (!tsearch(&x->key, &c->root, compare)) {
		free(x);
		return;
	}
	TAILQ_INSERT_HEAD(&c->by_use, x, link);
	c->counts.entries++;
	c->counts.bytes += size;
}
