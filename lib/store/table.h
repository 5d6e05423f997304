/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * table - a hash table from things to their numbers 0, 1, 2 ...  The things
 * themselves are the caller's, in an array of its own; the table keeps 8 bytes
 * for each.  Open addressing, at most half full.
 *
 * It is emptied once per document, so emptying shrinks the part in use: after
 * one large document the small ones must not pay for clearing its megabytes.
 */
#ifndef TRACUU_STORE_TABLE_H
#define TRACUU_STORE_TABLE_H

#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/err.h"

#define TABLE_SIZE_MIN 4096u /* slots */

struct table_slot {
	uint32_t hash;
	uint32_t number; /* + 1; 0: free */
};

struct table {
	struct table_slot *slots;
	uint32_t allocated; /* slots */
	uint32_t size;	    /* slots in use, a power of two */
	uint32_t n;	    /* things */
};

static inline void table_release(struct table *t)
{
	free(t->slots);
	*t = (struct table){ 0 };
}

/* Forget everything and make room for `expected` things (at most 2^30).  Comes
 * before the first use; after E_NOMEM it must be done again. */
static inline int table_empty(struct table *t, uint32_t expected)
{
	uint32_t size = TABLE_SIZE_MIN;

	while (size / 2 < expected)
		size *= 2;
	t->n = 0;
	t->size = 0;
	if (size > t->allocated) {
		table_release(t);
		t->slots = malloc(size * sizeof(*t->slots));
		if (!t->slots)
			return E_NOMEM;
		t->allocated = size;
	}
	t->size = size;
	memset(t->slots, 0, size * sizeof(*t->slots));
	return 0;
}

static inline void table_put(struct table *t, struct table_slot slot)
{
	uint32_t mask = t->size - 1, i = slot.hash & mask;

	while (t->slots[i].number)
		i = (i + 1) & mask;
	t->slots[i] = slot;
}

static inline int table_grow(struct table *t)
{
	struct table old = *t;

	t->slots = calloc(old.size * 2, sizeof(*t->slots));
	if (!t->slots) {
		*t = old;
		return E_NOMEM;
	}
	t->size = t->allocated = old.size * 2;
	for (uint32_t i = 0; i < old.size; i++)
		if (old.slots[i].number)
			table_put(t, old.slots[i]);
	free(old.slots);
	return 0;
}

/* Whether thing `number` is the one looked for. */
typedef bool table_same(const void *things, uint32_t number, const void *key);

/*
 * The number of `key`; one that is not there gets the next number, which was
 * t->n before the call, and the caller then stores the thing.  E_NOMEM.
 */
static inline int table_number(struct table *t, uint32_t hash,
			       table_same *same, const void *things,
			       const void *key, uint32_t *ret)
{
	uint32_t mask = t->size - 1;

	for (uint32_t i = hash & mask; t->slots[i].number; i = (i + 1) & mask) {
		uint32_t number = t->slots[i].number - 1;

		if (t->slots[i].hash == hash && same(things, number, key)) {
			*ret = number;
			return 0;
		}
	}
	if (t->n >= t->size / 2 && table_grow(t))
		return E_NOMEM;
	*ret = t->n++;
	table_put(t, (struct table_slot){ hash, t->n });
	return 0;
}

#endif
