/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "daemon/snapshot.h"

#include <assert.h>
#include <errno.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <sys/stat.h>

int snapshot_id_same(const struct snapshot_id *a, const struct snapshot_id *b)
{
	return a->number == b->number && a->device == b->device &&
	       a->inode == b->inode &&
	       a->changed.tv_sec == b->changed.tv_sec &&
	       a->changed.tv_nsec == b->changed.tv_nsec;
}

/* Where `current` points, and what is there. */
static int look(const char *index_dir, char **ret_path,
		struct snapshot_id *ret_id, struct err *e)
{
	uint64_t number;
	struct stat st;
	char *path;
	int r;

	r = search_current(index_dir, &path, &number, e);
	if (r)
		return r;
	if (stat(path, &st)) {
		r = err_sys(e, errno, "%s", path);
		free(path);
		/* Pruned since: there is a newer one. */
		return r == E_NOTFOUND ? E_NODB : r;
	}
	*ret_id = (struct snapshot_id){
		.number = number,
		.device = st.st_dev,
		.inode = st.st_ino,
		.changed = st.st_mtim,
	};
	*ret_path = path;
	return 0;
}

static void close_searches(struct snapshot *s)
{
	while (s->n_idle)
		search_close(s->idle[--s->n_idle]);
	search_index_close(s->index);
	s->index = NULL;
}

static void release(struct snapshot *s)
{
	free(s->idle);
	free(s);
}

static int open_searches(struct snapshot *s, const char *path,
			 const struct search_settings *settings, struct err *e)
{
	int r = search_index_open_generation(path, settings, &s->index, e);

	while (!r && s->n_idle < s->jobs) {
		r = search_open(s->index, &s->idle[s->n_idle], e);
		if (!r)
			s->n_idle++;
	}
	if (!r)
		search_stats(s->idle[0], &s->stats);
	if (r)
		close_searches(s);
	return r;
}

static atomic_uint_least64_t last_serial;

static int open_at(const char *path, const struct snapshot_id *id,
		   const struct search_settings *settings, unsigned jobs,
		   struct snapshot **ret, struct err *e)
{
	struct snapshot *s = calloc(1, sizeof(*s));
	int r;

	if (!s)
		return err_nomem(e);
	s->id = *id;
	s->serial = 1 + atomic_fetch_add(&last_serial, 1);
	s->jobs = jobs;
	s->refs = 1;
	s->idle = calloc(jobs, sizeof(struct search *));
	r = s->idle ? open_searches(s, path, settings, e) : err_nomem(e);
	if (r)
		release(s);
	else
		*ret = s;
	return r;
}

int snapshot_open(const char *index_dir, const struct snapshot_id *known,
		  const struct search_settings *settings, unsigned jobs,
		  struct snapshot **ret, struct snapshot_id *ret_id,
		  struct err *e)
{
	char *path = NULL;
	int r;

	*ret_id = (struct snapshot_id){ 0 };
	r = look(index_dir, &path, ret_id, e);
	if (r)
		return r;
	if (snapshot_id_same(ret_id, known))
		*ret = NULL;
	else
		r = open_at(path, ret_id, settings, jobs, ret, e);
	free(path);
	return r;
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
