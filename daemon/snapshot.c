/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "daemon/snapshot.h"

#include <assert.h>
#include <errno.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

bool snapshot_id_same(const struct snapshot_id *a, const struct snapshot_id *b)
{
	return a->number == b->number && a->device == b->device &&
	       a->inode == b->inode &&
	       a->changed.tv_sec == b->changed.tv_sec &&
	       a->changed.tv_nsec == b->changed.tv_nsec;
}

/* ---------------------------------------------------------------------- one part */

int snapshot_look(const char *dir, struct snapshot_part *ret, struct err *e)
{
	uint64_t number;
	struct stat st;
	char *path;
	int r;

	r = search_current(dir, &path, &number, e);
	if (r)
		return r;
	if (stat(path, &st)) {
		r = err_sys(e, errno, "%s", path);
		if (r == E_NOTFOUND) /* pruned since: there is a newer one */
			r = err_set(e, E_NODB, "%s: is gone", path);
		free(path);
		return r;
	}
	ret->id = (struct snapshot_id){
		.number = number,
		.device = st.st_dev,
		.inode = st.st_ino,
		.changed = st.st_mtim,
	};
	free(ret->path);
	ret->path = path;
	return 0;
}

int snapshot_check(struct snapshot_part *part, struct err *e)
{
	return search_check_generation(part->path, &part->documents, e);
}

void snapshot_part_release(struct snapshot_part *part)
{
	free(part->path);
	*part = (struct snapshot_part){ .name = part->name };
}

/* -------------------------------------------------------------------- a snapshot */

static void close_searches(struct snapshot *s)
{
	while (s->n_idle)
		search_close(s->idle[--s->n_idle]);
	search_index_close(s->index);
	s->index = NULL;
}

static void release(struct snapshot *s)
{
	for (size_t i = 0; i < s->n_parts; i++)
		snapshot_part_release(&s->parts[i]);
	free(s->parts);
	free(s->idle);
	free(s);
}

static int open_searches(struct snapshot *s,
			 const struct search_settings *settings, struct err *e)
{
	const char **paths = calloc(s->n_parts, sizeof(*paths));
	int r = paths ? 0 : err_nomem(e);

	for (size_t i = 0; !r && i < s->n_parts; i++)
		paths[i] = s->parts[i].path;
	if (!r)
		r = search_index_open_generations(paths, s->n_parts, settings,
						  &s->index, e);
	while (!r && s->n_idle < s->jobs) {
		r = search_open(s->index, &s->idle[s->n_idle], e);
		if (!r)
			s->n_idle++;
	}
	if (!r)
		search_stats(s->idle[0], &s->stats);
	if (r)
		close_searches(s);
	free(paths);
	return r;
}

static bool is_later(const struct timespec *a, const struct timespec *b)
{
	return a->tv_sec != b->tv_sec ? a->tv_sec > b->tv_sec :
					a->tv_nsec > b->tv_nsec;
}

/* Of one part its number is that of all. */
static int copy_parts(struct snapshot *s, const struct snapshot_part *parts,
		      size_t n, struct err *e)
{
	s->parts = calloc(n, sizeof(*s->parts));
	if (!s->parts)
		return err_nomem(e);
	for (size_t i = 0; i < n; i++) {
		s->parts[i] = parts[i];
		s->parts[i].path = strdup(parts[i].path);
		s->n_parts++;
		if (!s->parts[i].path)
			return err_nomem(e);
		s->number += parts[i].id.number;
		if (is_later(&parts[i].id.changed, &s->changed))
			s->changed = parts[i].id.changed;
	}
	return 0;
}

static atomic_uint_least64_t last_serial;

int snapshot_open(const struct snapshot_part *parts, size_t n,
		  const struct search_settings *settings, unsigned jobs,
		  struct snapshot **ret, struct err *e)
{
	struct snapshot *s = calloc(1, sizeof(*s));
	int r;

	if (!s)
		return err_nomem(e);
	s->serial = 1 + atomic_fetch_add(&last_serial, 1);
	s->jobs = jobs;
	s->refs = 1;
	s->idle = calloc(jobs, sizeof(struct search *));
	r = s->idle ? copy_parts(s, parts, n, e) : err_nomem(e);
	if (!r)
		r = open_searches(s, settings, e);
	if (r)
		release(s);
	else
		*ret = s;
	return r;
}

bool snapshot_is_of(const struct snapshot *s, const struct snapshot_part *parts,
		    size_t n)
{
	if (s->n_parts != n)
		return false;
	for (size_t i = 0; i < n; i++)
		if (strcmp(s->parts[i].name, parts[i].name) != 0 ||
		    !snapshot_id_same(&s->parts[i].id, &parts[i].id))
			return false;
	return true;
}

bool snapshot_is_named(const struct snapshot *s)
{
	return s->n_parts > 1 || *s->parts[0].name;
}

void snapshot_ref(struct snapshot *s)
{
	s->refs++;
}

static void run_close(uv_work_t *req)
{
	close_searches(req->data);
}

static void after_close(uv_work_t *req, int status)
{
	(void)status;
	release(req->data);
}

void snapshot_unref(struct snapshot *s, uv_loop_t *loop)
{
	int r;

	if (!s || --s->refs)
		return;
	s->closing.data = s;
	r = uv_queue_work(loop, &s->closing, run_close, after_close);
	assert(!r); /* fails for a missing function only */
	(void)r;
}

struct search *snapshot_borrow(struct snapshot *s)
{
	assert(s->n_idle);
	return s->idle[--s->n_idle];
}

void snapshot_return(struct snapshot *s, struct search *search)
{
	assert(s->n_idle < s->jobs);
	s->idle[s->n_idle++] = search;
}
