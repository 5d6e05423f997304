/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The incremental update.
 */
#include "indexer/update.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>

#include "base/path.h"
#include "indexer/feed.h"
#include "indexer/intake.h"
#include "store/store.h"

static int copy_entry(const char *from_dir, const char *to_dir,
		      const char *name, struct err *e)
{
	char *from = path_join(from_dir, name), *to = path_join(to_dir, name);
	int r = from && to ? path_copy_file(from, to, e) : err_nomem(e);

	free(from);
	free(to);
	return r;
}

/* A Xapian database is a directory of plain files. */
static int copy_db(const char *from, const char *to, struct err *e)
{
	DIR *d = opendir(from);
	struct dirent *entry;
	int r;

	if (!d)
		return err_sys(e, errno, "%s: cannot be listed", from);
	r = path_mkdirs(to, e);
	while (!r && (errno = 0, entry = readdir(d)))
		if (entry->d_name[0] != '.')
			r = copy_entry(from, to, entry->d_name, e);
	if (!r && errno)
		r = err_sys(e, errno, "%s: cannot be listed", from);
	closedir(d);
	return r;
}

/* The database lacks a document that the table of files has. */
static int explain(int r, const char *path, struct err *e)
{
	if (r != E_NOTFOUND)
		return r;
	return err_set(e, E_CORRUPT, "%s: the index has no such document, "
		       "though its table says so; run tracuu-index rebuild",
		       path);
}

static int delete(const char *path, struct store_writer *w, struct err *e)
{
	return w ? explain(feed_delete(path, w, e), path, e) : 0;
}

static int move(struct plan *p, struct intake *t, size_t i,
		struct store_writer *w, struct err *e)
{
	const char *from = files_path(&p->old, p->items[i].old);
	const char *to = files_path(&p->now, &p->now.v[i]);

	return w ? explain(feed_move(t->feed, from, to, w, e), from, e) : 0;
}

static int read_one(struct plan *p, struct intake *t, size_t i,
		    struct store_writer *w, struct err *e)
{
	const struct plan_item *item = &p->items[i];
	struct file *f = &p->now.v[i];
	const char *path = files_path(&p->now, f);
	bool was = item->old && item->old->status == FILE_INDEXED;
	int r = intake_file(t, path, false, f, w, e);

	if (r || f->status == FILE_INDEXED)
		return r;
	if (f->status == FILE_FAILED)
		plan_fail(p, i);
	else if (was)
		r = delete(path, w, e);
	return r;
}

static int apply(struct plan *p, struct intake *t, struct store_writer *w,
		 struct progress *progress, struct err *e)
{
	size_t of = 0, done = 0;
	int r = 0;

	for (size_t i = 0; i < p->now.n; i++)
		of += p->items[i].action == PLAN_READ;
	progress_begin(progress, "indexing", of, 0);
	for (size_t i = 0; !r && i < p->old.n; i++)
		if (p->gone[i] && p->old.v[i].status == FILE_INDEXED)
			r = delete(files_path(&p->old, &p->old.v[i]), w, e);
	for (size_t i = 0; !r && i < p->now.n; i++) {
		if (p->items[i].action == PLAN_MOVE)
			r = move(p, t, i, w, e);
		if (p->items[i].action != PLAN_READ)
			continue;
		r = read_one(p, t, i, w, e);
		progress_set(progress, ++done, 0);
	}
	progress_end(progress);
	return r;
}

static int apply_to_db(struct plan *p, struct intake *t, const char *old_dir,
		       const char *new_dir, struct progress *progress,
		       struct err *e)
{
	char *from = path_join(old_dir, "db"), *to = path_join(new_dir, "db");
	struct store_writer *w = NULL;
	int r = from && to ? copy_db(from, to, e) : err_nomem(e);

	if (!r)
		r = store_writer_open(to, &w, e);
	if (!r)
		r = apply(p, t, w, progress, e);
	if (!r)
		r = store_commit(w, e);
	store_writer_close(w);
	free(from);
	free(to);
	return r;
}

int update_apply(struct plan *p, const char *old_dir, const char *new_dir,
		 const struct intake_rules *rules, struct progress *progress,
		 struct err *e)
{
	struct intake t;
	int r = intake_open(&t, rules, e);

	if (r)
		return r;
	if (new_dir)
		r = apply_to_db(p, &t, old_dir, new_dir, progress, e);
	else
		r = apply(p, &t, NULL, progress, e);
	intake_close(&t);
	return r;
}
