/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * What changed since the last run.
 */
#include "indexer/plan.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "indexer/source.h"

/* How many files are hashed between two calls of the progress function. */
#define PROGRESS_STEP 32

void plan_release(struct plan *p)
{
	files_release(&p->now);
	files_release(&p->old);
	free(p->items);
	free(p->gone);
	*p = (struct plan){ 0 };
}

/* Everything of `from` but the path. */
static void copy_known(struct file *f, const struct file *from)
{
	size_t at = f->path_at, len = f->path_len;

	*f = *from;
	f->path_at = at;
	f->path_len = len;
}

void plan_fail(struct plan *p, size_t i)
{
	struct plan_item *item = &p->items[i];
	struct file *f = &p->now.v[i];
	int error = f->error ? f->error : EIO;

	if (item->old && item->action != PLAN_MOVE)
		copy_known(f, item->old);
	else
		item->old = NULL;
	f->error = error;
	item->action = PLAN_FAIL;
}

/* ----------------------------------------------------- unreadable directories */

/* The first entry of the sorted table whose path is not before `path`. */
static size_t lower_bound(const struct files *fs, const char *path)
{
	size_t from = 0, to = fs->n;

	while (from < to) {
		size_t mid = from + (to - from) / 2;

		if (strcmp(files_path(fs, &fs->v[mid]), path) < 0)
			from = mid + 1;
		else
			to = mid;
	}
	return from;
}

/* What is known of the files below a directory that cannot be read now. */
static int carry_below(struct plan *p, const char *dir)
{
	struct buf prefix = BUF_INIT;
	int r = buf_addf(&prefix, "%s/", dir);
	size_t i;

	for (i = r ? p->old.n : lower_bound(&p->old, prefix.s);
	     !r && i < p->old.n; i++) {
		const struct file *f = &p->old.v[i];
		const char *path = files_path(&p->old, f);

		if (strncmp(path, prefix.s, prefix.len))
			break;
		r = files_add(&p->now, path, f->path_len, f, NULL);
	}
	buf_release(&prefix);
	return r;
}

static int carry(struct plan *p)
{
	size_t n = p->now.n;
	int r = 0;

	for (size_t i = 0; !r && i < n; i++) {
		char *dir;

		if (p->now.v[i].status != FILE_FAILED)
			continue;
		/* A copy: what is added moves the paths. */
		dir = strdup(files_path(&p->now, &p->now.v[i]));
		r = dir ? carry_below(p, dir) : E_NOMEM;
		free(dir);
	}
	return r;
}

/* ------------------------------------------------------------------- matching */

/* Skipped, and there is another filter for it than there was. */
static bool wants_another_try(const struct plan *p, const struct file *old)
{
	return p->converters && old->status == FILE_SKIPPED &&
	       format_is_external(old->format) &&
	       old->filter != converters_id(p->converters, old->format);
}

static bool looks_unchanged(const struct file *now, const struct file *old)
{
	return now->size == old->size && now->mtime_ns == old->mtime_ns &&
	       now->inode == old->inode && now->rule == old->rule &&
	       (old->status == FILE_INDEXED || old->status == FILE_SKIPPED);
}

static void match_one(struct plan *p, size_t i, const struct file *old)
{
	struct plan_item *item = &p->items[i];
	struct file *f = &p->now.v[i];

	item->old = old;
	if (f->status == FILE_FAILED) {
		plan_fail(p, i);
	} else if (f->status != FILE_SEEN) {
		item->action = PLAN_KEEP; /* carried */
	} else if (old && looks_unchanged(f, old) &&
		   !wants_another_try(p, old)) {
		item->action = PLAN_KEEP;
		copy_known(f, old);
	} else {
		item->action = PLAN_READ;
	}
}

/* Both tables are sorted: side by side. */
static void match(struct plan *p)
{
	size_t o = 0;

	for (size_t i = 0; i < p->now.n; i++) {
		const char *path = files_path(&p->now, &p->now.v[i]);
		const struct file *old = NULL;

		for (; o < p->old.n; o++) {
			int c = strcmp(files_path(&p->old, &p->old.v[o]), path);

			if (!c)
				old = &p->old.v[o];
			if (c >= 0)
				break;
			p->gone[o] = true;
		}
		if (old)
			o++;
		match_one(p, i, old);
	}
	for (; o < p->old.n; o++)
		p->gone[o] = true;
}

/* ---------------------------------------------------------------------- moves */

/* The documents whose file is gone, by size and hash. */
struct lost {
	const struct file **v;
	size_t n;
};

static int compare_content(const struct file *a, const struct file *b)
{
	if (a->size != b->size)
		return a->size < b->size ? -1 : 1;
	return strcmp(a->hash, b->hash);
}

static int compare_lost(const void *a, const void *b)
{
	const struct file *const *fa = a, *const *fb = b;
	int c = compare_content(*fa, *fb);

	/* Among equal ones by path, so that a run can be repeated. */
	return c ? c : (*fa > *fb) - (*fa < *fb);
}

static int find_lost(const struct plan *p, struct lost *ret)
{
	ret->n = 0;
	ret->v = calloc(p->old.n + 1, sizeof(*ret->v));
	if (!ret->v)
		return E_NOMEM;
	for (size_t i = 0; i < p->old.n; i++)
		if (p->gone[i] && p->old.v[i].status == FILE_INDEXED &&
		    p->old.v[i].hash[0])
			ret->v[ret->n++] = &p->old.v[i];
	qsort(ret->v, ret->n, sizeof(*ret->v), compare_lost);
	return 0;
}

/* The first lost file not before `f` in size and hash. */
static size_t lost_bound(const struct lost *lost, const struct file *f)
{
	size_t from = 0, to = lost->n;

	while (from < to) {
		size_t mid = from + (to - from) / 2;

		if (compare_content(lost->v[mid], f) < 0)
			from = mid + 1;
		else
			to = mid;
	}
	return from;
}

static bool size_was_lost(const struct lost *lost, uint64_t size)
{
	struct file f = { .size = size };
	size_t i = lost_bound(lost, &f);

	return i < lost->n && lost->v[i]->size == size;
}

/* The same bytes are another document where their name tells the format. */
static bool same_format(const struct plan *p, const struct file *now,
			const struct file *old)
{
	return format_of_name(files_path(&p->now, now)) ==
	       format_of_name(files_path(&p->old, old));
}

static void match_moved(struct plan *p, const struct lost *lost, size_t i)
{
	struct file *f = &p->now.v[i];

	for (size_t k = lost_bound(lost, f);
	     k < lost->n && !compare_content(lost->v[k], f); k++) {
		size_t o = (size_t)(lost->v[k] - p->old.v);
		struct file seen = *f;

		if (!p->gone[o] || !same_format(p, f, lost->v[k]) ||
		    f->rule != lost->v[k]->rule)
			continue;
		p->gone[o] = false;
		p->items[i].action = PLAN_MOVE;
		p->items[i].old = lost->v[k];
		copy_known(f, lost->v[k]);
		f->mtime_ns = seen.mtime_ns;
		f->inode = seen.inode;
		return;
	}
}

/* -------------------------------------------------------------------- hashing */

/* A file that was read: touched, moved, really changed, or not readable. */
static void judge(struct plan *p, const struct lost *lost, size_t i, bool read)
{
	struct plan_item *item = &p->items[i];
	struct file *f = &p->now.v[i];
	struct file seen = *f;

	if (f->status == FILE_FAILED) {
		plan_fail(p, i);
	} else if (!read) {
		return; /* skipped: the run reads it again and says why */
	} else if (!item->old) {
		match_moved(p, lost, i);
	} else if (!strcmp(f->hash, item->old->hash) &&
		   item->old->status != FILE_FAILED &&
		   f->rule == item->old->rule &&
		   !wants_another_try(p, item->old)) {
		item->action = PLAN_KEEP;
		copy_known(f, item->old);
		f->mtime_ns = seen.mtime_ns;
		f->inode = seen.inode;
	}
}

static bool wants_hash(const struct plan *p, const struct lost *lost, size_t i)
{
	if (p->items[i].action != PLAN_READ)
		return false;
	return p->items[i].old || size_was_lost(lost, p->now.v[i].size);
}

static int hash_candidates(struct plan *p, plan_progress *progress, void *arg)
{
	struct buf raw = BUF_INIT;
	struct lost lost;
	size_t done = 0, of = 0;
	int r = find_lost(p, &lost);

	for (size_t i = 0; !r && i < p->now.n; i++)
		of += wants_hash(p, &lost, i);
	for (size_t i = 0; !r && i < p->now.n; i++) {
		struct file *f = &p->now.v[i];

		if (!wants_hash(p, &lost, i))
			continue;
		judge(p, &lost, i, source_read(files_path(&p->now, f), &raw, f));
		if (progress && ++done % PROGRESS_STEP == 0)
			progress(arg, done, of);
	}
	free(lost.v);
	buf_release(&raw);
	return r;
}

int plan_make(struct plan *p, plan_progress *progress, void *arg,
	      struct err *e)
{
	int r = carry(p);

	if (r)
		return err_nomem(e);
	files_sort(&p->now);
	p->items = calloc(p->now.n + 1, sizeof(*p->items));
	p->gone = calloc(p->old.n + 1, sizeof(*p->gone));
	if (!p->items || !p->gone)
		return err_nomem(e);
	match(p);
	if (hash_candidates(p, progress, arg))
		return err_nomem(e);
	return 0;
}

void plan_stamp(struct plan *p, bool all, uint64_t generation, int64_t time)
{
	for (size_t i = 0; i < p->now.n; i++) {
		const struct plan_item *item = &p->items[i];
		struct file *f = &p->now.v[i];

		if (item->action == PLAN_FAIL)
			continue;
		if (item->action == PLAN_MOVE)
			f->moved_from = files_path(&p->old, item->old);
		if (item->action != PLAN_READ && !all)
			continue;
		f->generation = generation;
		f->time = time;
	}
}

/* ------------------------------------------------------------------- counting */

static bool newly_skipped(const struct plan_item *item, const struct file *f)
{
	return f->status == FILE_SKIPPED && f->reason != FILE_VANISHED &&
	       (!item->old || item->old->status != FILE_SKIPPED ||
		item->old->reason != f->reason ||
		item->old->filter != f->filter);
}

bool plan_is_news(const struct plan *p, size_t i)
{
	const struct plan_item *item = &p->items[i];
	const struct file *f = &p->now.v[i];

	return f->error || newly_skipped(item, f) ||
	       (item->action == PLAN_READ && f->status == FILE_INDEXED &&
		f->reason != FILE_OK);
}

static void count_one(struct plan_counts *c, const struct plan_item *item,
		      const struct file *f)
{
	/* Before the run what was not read yet counts as what it may become. */
	bool is = f->status == FILE_INDEXED || f->status == FILE_SEEN;
	bool was = item->old && item->old->status == FILE_INDEXED;

	c->failed += f->error != 0;
	c->documents += is;
	c->text_bytes += is ? f->text_bytes : 0;
	if (was && !is)
		c->removed++;
	else if (is && item->action == PLAN_MOVE)
		c->moved++;
	else if (is && item->action == PLAN_KEEP)
		c->unchanged++;
	else if (is && item->action == PLAN_READ) {
		c->added += !was;
		c->changed += was;
		c->bytes += f->text_bytes;
	}
	c->skipped += f->status == FILE_SKIPPED;
	c->skipped_new += newly_skipped(item, f);
}

void plan_count(const struct plan *p, struct plan_counts *ret)
{
	struct plan_counts c = { 0 };

	for (size_t i = 0; i < p->now.n; i++)
		count_one(&c, &p->items[i], &p->now.v[i]);
	for (size_t i = 0; i < p->old.n; i++)
		c.removed += p->gone[i] && p->old.v[i].status == FILE_INDEXED;
	*ret = c;
}
