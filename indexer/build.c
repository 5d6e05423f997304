/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The full build.
 */
#include "indexer/build.h"

#include <errno.h>
#include <malloc.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/path.h"
#include "indexer/feed.h"
#include "indexer/gunzip.h"
#include "indexer/intake.h"
#include "indexer/source.h"
#include "indexer/supervise.h"
#include "indexer/turn.h"
#include "store/store.h"

/* Text of a segment: with 5 MB a build takes a tenth longer, with 20 a third,
 * since a writer's memory tree becomes slower as it grows. */
#define SEGMENT_BYTES (2u << 20)
#define SEGMENT_FILES 1000
/* Merging opens all segments at once, each with so many files. */
#define SEGMENT_FDS 6
/* A segment above LARGE_BYTES, which has a large file, takes some eight times its
 * size of memory, any other some 20 MB: of large ones only so many bytes are in
 * hand at a time, but always one. */
#define LARGE_BYTES (4u << 20)
#define LARGE_IN_HAND (48u << 20)
/* Words of heavy documents, see feed.h. */
#define HEAVY_IN_HAND (1u << 20)
#define POLL_NS 20000000 /* between looks at the progress of the workers */

/* What the workers and their parent share. */
struct shared {
	atomic_size_t next;  /* segment that nobody took yet */
	atomic_size_t files; /* done */
	atomic_ullong bytes; /* done */
	struct turn large;   /* bytes of large segments */
	struct turn heavy;   /* words of heavy documents */
	atomic_bool stop;    /* one failed: all end */
	atomic_bool told;    /* `error` is taken */
	struct err error;
	struct file results[]; /* of plan->now.v */
};

struct segment {
	size_t from, to; /* of todo */
	uint64_t bytes;
};

struct build {
	struct plan *plan;
	const struct build_options *o;
	size_t *todo; /* indices of plan->now.v */
	uint64_t *cost; /* of each */
	size_t n_todo;
	uint64_t bytes;
	struct segment *segments;
	size_t n_segments;
	char *segments_dir;
	struct shared *shared;
	size_t shared_size;
};

/* ------------------------------------------------------------------- dividing */

/* What it takes to read a file: its bytes, as they are unpacked. */
static uint64_t cost_of(const char *path, const struct file *f)
{
	size_t n = strlen(path), unpacked = 0;

	if (f->size >= SOURCE_MAX)
		return 0;
	if (n > 3 && !strcasecmp(path + n - 3, ".gz"))
		unpacked = gunzip_size(path);
	return unpacked > f->size && unpacked <= SOURCE_MAX ? unpacked :
							      f->size;
}

static int list_todo(struct build *b)
{
	struct plan *p = b->plan;

	b->todo = calloc(p->now.n + 1, sizeof(*b->todo));
	b->cost = calloc(p->now.n + 1, sizeof(*b->cost));
	if (!b->todo || !b->cost)
		return E_NOMEM;
	for (size_t i = 0; i < p->now.n; i++) {
		if (p->items[i].action == PLAN_FAIL) {
			/* A document that was kept is not in this database. */
			p->now.v[i].status = FILE_FAILED;
			continue;
		}
		b->todo[b->n_todo] = i;
		b->cost[b->n_todo] = cost_of(files_path(&p->now, &p->now.v[i]),
					     &p->now.v[i]);
		b->bytes += b->cost[b->n_todo++];
	}
	return 0;
}

/* How many segments can be merged, after asking the system for all it gives. */
static uint64_t max_segments(void)
{
	struct rlimit limit;
	rlim_t n;

	if (getrlimit(RLIMIT_NOFILE, &limit))
		return 1;
	limit.rlim_cur = limit.rlim_max;
	setrlimit(RLIMIT_NOFILE, &limit);
	if (getrlimit(RLIMIT_NOFILE, &limit))
		return 1;
	n = limit.rlim_cur / SEGMENT_FDS / 2; /* half for everything else */
	return n < 1 ? 1 : n;
}

/* Slices of the list in its order. */
static int divide(struct build *b)
{
	uint64_t max = max_segments();
	uint64_t bytes_min = b->bytes / max, files_min = b->n_todo / max;
	uint64_t want = bytes_min > SEGMENT_BYTES ? bytes_min : SEGMENT_BYTES;
	size_t files = files_min > SEGMENT_FILES ? files_min : SEGMENT_FILES;
	size_t from = 0;

	b->segments = calloc(b->n_todo + 1, sizeof(*b->segments));
	if (!b->segments)
		return E_NOMEM;
	while (from < b->n_todo) {
		uint64_t bytes = 0;
		size_t to = from;

		while (to < b->n_todo && to - from < files && bytes < want)
			bytes += b->cost[to++];
		b->segments[b->n_segments++] = (struct segment){ from, to,
							       bytes };
		from = to;
	}
	return 0;
}

static int share(struct build *b, struct err *e)
{
	const struct files *now = &b->plan->now;

	b->shared_size = sizeof(*b->shared) +
			 now->n * sizeof(b->shared->results[0]);
	b->shared = mmap(NULL, b->shared_size, PROT_READ | PROT_WRITE,
			 MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (b->shared == MAP_FAILED) {
		b->shared = NULL;
		return err_sys(e, errno, "memory for the workers");
	}
	b->shared->large.most = LARGE_IN_HAND;
	b->shared->heavy.most = HEAVY_IN_HAND;
	b->shared->large.stop = b->shared->heavy.stop = &b->shared->stop;
	if (now->n)
		memcpy(b->shared->results, now->v, now->n * sizeof(now->v[0]));
	return 0;
}

/* Where segment i is made; for free(). */
static char *segment_dir(const struct build *b, size_t i)
{
	char name[32];

	snprintf(name, sizeof(name), "%06zu", i);
	return path_join(b->segments_dir, name);
}

/* -------------------------------------------------------------------- workers */

static int index_files(struct build *b, struct intake *t,
		       const struct segment *seg, struct store_writer *w,
		       struct err *e)
{
	const struct files *now = &b->plan->now;
	int r = 0;

	for (size_t k = seg->from; !r && k < seg->to; k++) {
		size_t i = b->todo[k];

		if (atomic_load(&b->shared->stop))
			return E_CANCELLED;
		r = intake_file(t, files_path(now, &now->v[i]), true,
				&b->shared->results[i], w, e);
		atomic_fetch_add(&b->shared->files, 1);
		atomic_fetch_add(&b->shared->bytes, b->cost[k]);
	}
	return r;
}

static int make_segment(struct build *b, struct intake *t, size_t i,
			struct err *e)
{
	char *dir = segment_dir(b, i);
	struct store_writer *w = NULL;
	int r = dir ? store_writer_create(dir, &w, e) : err_nomem(e);

	if (!r)
		r = feed_meta(w, e);
	if (!r)
		r = index_files(b, t, &b->segments[i], w, e);
	if (!r)
		r = store_commit(w, e);
	store_writer_close(w);
	free(dir);
	return r;
}

static int open_intake(struct build *b, struct intake *ret, struct err *e)
{
	struct intake_rules rules = *b->o->rules;

	rules.turn = &b->shared->heavy;
	return intake_open(ret, &rules, e);
}

/* Afterwards the memory is given back, that of malloc(3), too. */
static int make_large(struct build *b, struct intake *t, size_t i,
		      struct err *e)
{
	uint64_t bytes = b->segments[i].bytes;
	int r = turn_take(&b->shared->large, bytes);

	if (r)
		return r;
	r = make_segment(b, t, i, e);
	intake_close(t);
	malloc_trim(0);
	turn_give(&b->shared->large, bytes);
	return r ? r : open_intake(b, t, e);
}

static int work(struct build *b, struct err *e)
{
	struct intake t;
	int r = open_intake(b, &t, e);

	while (!r) {
		size_t i = atomic_fetch_add(&b->shared->next, 1);

		if (i >= b->n_segments)
			break;
		if (b->segments[i].bytes > LARGE_BYTES)
			r = make_large(b, &t, i, e);
		else
			r = make_segment(b, &t, i, e);
	}
	intake_close(&t);
	return r;
}

/* All workers end; the first to fail says why. */
static void give_up(struct build *b, int code, const struct err *e)
{
	atomic_store(&b->shared->stop, true);
	if (code != E_CANCELLED && !atomic_exchange(&b->shared->told, true))
		b->shared->error = *e;
}

/* The life of a worker process. */
static _Noreturn void worker(struct build *b)
{
	struct err e = { 0 };
	int r = work(b, &e);

	if (r)
		give_up(b, r, &e);
	_exit(r ? 1 : 0);
}

/* --------------------------------------------------------------------- parent */

static size_t start_workers(struct build *b)
{
	size_t n = b->o->jobs < b->n_segments ? b->o->jobs : b->n_segments;
	struct err e = { 0 };
	pid_t pid;

	/* A killed parent takes its workers along. Until they are gone they
	 * hold the index lock, inherited from it, so that no other run clears
	 * away the directory that they write into. */
	for (size_t i = 0; i < n; i++) {
		int r = supervise_fork(&pid, &e);

		if (r) {
			give_up(b, r, &e);
			return i;
		}
		if (!pid)
			worker(b);
	}
	return n;
}

/* Wait for any worker; meanwhile show how far all of them are. */
static int wait_any(struct build *b, int *ret_status)
{
	const struct timespec pause = { .tv_nsec = POLL_NS };
	struct progress *p = b->o->progress;

	for (;;) {
		pid_t done = waitpid(-1, ret_status, p->on ? WNOHANG : 0);

		if (done > 0)
			return 0;
		if (done < 0 && errno != EINTR)
			return -1;
		progress_set(p, atomic_load(&b->shared->files),
			     atomic_load(&b->shared->bytes));
		nanosleep(&pause, NULL);
	}
}

static int explain_death(int status, struct err *e)
{
	if (WIFSIGNALED(status))
		return supervise_death("a worker process", WTERMSIG(status), e);
	return err_set(e, E_INTERNAL, "a worker process ended and did not say "
		       "why (status %d)", WEXITSTATUS(status));
}

static int wait_workers(struct build *b, size_t n, struct err *e)
{
	int death = 0;

	for (size_t i = 0; i < n; i++) {
		int status = 0;

		if (wait_any(b, &status))
			return err_sys(e, errno, "waiting for a worker");
		if (status) {
			atomic_store(&b->shared->stop, true);
			/* One that was told to stop says less than the first */
			if (!death || WIFSIGNALED(status))
				death = status;
		}
	}
	if (atomic_load(&b->shared->told)) {
		*e = b->shared->error;
		return e->code;
	}
	return death ? explain_death(death, e) : 0;
}

static int run_workers(struct build *b, struct err *e)
{
	int r;

	progress_begin(b->o->progress, "indexing", b->n_todo, b->bytes);
	r = wait_workers(b, start_workers(b), e);
	progress_end(b->o->progress);
	return r;
}

static int merge(const struct build *b, const char *db, struct err *e)
{
	char **dirs = calloc(b->n_segments, sizeof(*dirs));
	int r = dirs ? 0 : err_nomem(e);

	for (size_t i = 0; !r && i < b->n_segments; i++) {
		dirs[i] = segment_dir(b, i);
		r = dirs[i] ? 0 : err_nomem(e);
	}
	progress_begin(b->o->progress, "merging", 0, 0);
	if (!r)
		r = store_merge((const char *const *)dirs, b->n_segments, db,
				e);
	progress_end(b->o->progress);
	for (size_t i = 0; dirs && i < b->n_segments; i++)
		free(dirs[i]);
	free(dirs);
	return r;
}

static int make_empty(const char *db, struct err *e)
{
	struct store_writer *w = NULL;
	int r = store_writer_create(db, &w, e);

	if (!r)
		r = feed_meta(w, e);
	if (!r)
		r = store_commit(w, e);
	store_writer_close(w);
	return r;
}

static int make_db(struct build *b, struct err *e)
{
	char *db = path_join(b->o->dir, "db");
	int r = db ? 0 : err_nomem(e);

	if (!r && !b->n_segments) {
		r = make_empty(db, e);
		goto out;
	}
	if (!r)
		r = path_mkdirs(b->segments_dir, e);
	if (!r)
		r = share(b, e);
	if (!r)
		r = run_workers(b, e);
	if (!r)
		r = merge(b, db, e);
	if (!r)
		r = path_remove_tree(b->segments_dir, e);
	if (!r)
		memcpy(b->plan->now.v, b->shared->results,
		       b->plan->now.n * sizeof(b->plan->now.v[0]));
out:
	free(db);
	return r;
}

int build_full(struct plan *p, const struct build_options *o, struct err *e)
{
	struct build b = { .plan = p, .o = o };
	int r = list_todo(&b);

	if (!r)
		r = divide(&b);
	b.segments_dir = path_join(o->dir, "segments");
	if (r || !b.segments_dir)
		r = err_nomem(e);
	if (!r)
		r = make_db(&b, e);
	if (b.shared)
		munmap(b.shared, b.shared_size);
	free(b.segments_dir);
	free(b.segments);
	free(b.todo);
	free(b.cost);
	return r;
}
