/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "daemon/round.h"

#include <stdlib.h>
#include <string.h>

static int copy_parts(struct reload_round *x, const struct reload *r)
{
	x->n_parts = r->config->n_collections;
	x->parts = calloc(x->n_parts, sizeof(*x->parts));
	x->bad = calloc(x->n_parts, sizeof(*x->bad));
	x->found = calloc(x->n_parts, sizeof(*x->found));
	if (!x->parts || !x->bad || !x->found)
		return E_NOMEM;
	for (size_t i = 0; i < x->n_parts; i++) {
		const struct snapshot_part *from = &r->parts[i];

		x->parts[i] = *from;
		x->parts[i].path = from->path ? strdup(from->path) : NULL;
		if (from->path && !x->parts[i].path)
			return E_NOMEM;
	}
	return 0;
}

struct reload_round *round_new(const struct reload *r)
{
	struct reload_round *x = calloc(1, sizeof(*x));
	const struct reload_set *set;

	if (!x)
		return NULL;
	x->sets = calloc(r->n_sets, sizeof(*x->sets));
	if (!x->sets || copy_parts(x, r)) {
		round_free(x, r->loop);
		return NULL;
	}
	TAILQ_FOREACH(set, &r->sets, link) {
		x->sets[x->n_sets++] = (struct round_set){
			.mask = set->mask,
			.old = set->snapshot,
		};
		/* The set may let it go meanwhile: reload_close(). */
		if (set->snapshot)
			snapshot_ref(set->snapshot);
	}
	return x;
}

void round_free(struct reload_round *x, uv_loop_t *loop)
{
	if (!x)
		return;
	for (size_t i = 0; x->parts && i < x->n_parts; i++)
		snapshot_part_release(&x->parts[i]);
	for (size_t i = 0; i < x->n_sets; i++) {
		snapshot_unref(x->sets[i].old, loop);
		snapshot_unref(x->sets[i].new, loop);
	}
	free(x->parts);
	free(x->bad);
	free(x->found);
	free(x->sets);
	free(x);
}

/* ------------------------------------------------------------------- collections */

/* A named one that is gone was dropped; the index itself may come again, as a file
 * system that is mounted later. */
static void lose(struct snapshot_part *part)
{
	if (*part->name)
		snapshot_part_release(part);
}

static void look_at(const char *dir, struct snapshot_part *part,
		    struct snapshot_id *ret_found, struct err *bad)
{
	struct snapshot_part found = { .name = part->name };
	int r = snapshot_look(dir, &found, bad);

	*ret_found = found.id;
	if (r == E_NODB)
		lose(part);
	if (!r && !snapshot_id_same(&found.id, &part->id))
		r = snapshot_check(&found, bad);
	else if (!r)
		found.documents = part->documents;
	if (r) {
		snapshot_part_release(&found);
		return;
	}
	snapshot_part_release(part);
	*part = found;
	bad->code = 0;
}

/* -------------------------------------------------------------------------- sets */

static int open_set(const struct reload *r, const struct snapshot_part *parts,
		    size_t n, struct round_set *set)
{
	const struct search_settings settings = {
		.limits = r->limits,
		.abbreviations = r->table.text.s,
		.abbreviations_len = r->table.text.len,
	};

	return snapshot_open(parts, n, &settings, r->jobs, &set->new, &set->bad);
}

static void make_set(const struct reload *r, struct round_set *set)
{
	const struct reload_round *x = r->round;
	struct snapshot_part *parts = calloc(x->n_parts, sizeof(*parts));
	size_t n = 0;

	if (!parts) {
		err_nomem(&set->bad);
		return;
	}
	for (size_t i = 0; i < x->n_parts; i++)
		if (set->mask >> i & 1 && x->parts[i].path)
			parts[n++] = x->parts[i];
	set->empty = !n;
	if (n && (!set->old || r->table_is_new ||
		  !snapshot_is_of(set->old, parts, n)) &&
	    !open_set(r, parts, n, set))
		set->bad.code = 0;
	free(parts);
}

void round_run(struct reload *r)
{
	struct reload_round *x = r->round;
	bool all = true;

	r->table_is_new |= abbrev_file_read(&r->table);
	for (size_t i = 0; i < x->n_parts; i++)
		look_at(r->config->collections[i].dir, &x->parts[i],
			&x->found[i], &x->bad[i]);
	for (size_t i = 0; i < x->n_sets; i++) {
		make_set(r, &x->sets[i]);
		all &= !x->sets[i].bad.code;
	}
	if (all)
		r->table_is_new = false;
}
