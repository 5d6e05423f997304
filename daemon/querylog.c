/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "daemon/querylog.h"

#include <errno.h>
#include <fcntl.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/log.h"

static int open_file(const char *path, struct err *e)
{
	int fd = open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0600);

	return fd < 0 ? err_sys(e, errno, "query log %s", path) : fd;
}

int querylog_open(struct querylog *q, const char *path, struct err *e)
{
	int fd = -1;

	if (path && (fd = open_file(path, e)) < 0)
		return E_IO;
	q->path = path;
	q->fd = fd;
	return 0;
}

int querylog_reopen(struct querylog *q, struct err *e)
{
	int fd, r = 0;

	if (!q->path)
		return 0;
	fd = open_file(q->path, e);
	if (fd < 0)
		return E_IO;
	/* Workers may be writing: the number stays, what is behind it changes
	 * at once. */
	if (dup3(fd, q->fd, O_CLOEXEC) < 0)
		r = err_sys(e, errno, "query log %s", q->path);
	atomic_store(&q->said, false);
	close(fd);
	return r;
}

void querylog_close(struct querylog *q)
{
	if (q->fd >= 0)
		close(q->fd);
	q->fd = -1;
}

/* 2026-11-22T14:05:09.123Z */
static void format_time(char *s, size_t size)
{
	struct timespec t;
	struct tm tm;
	size_t n;

	clock_gettime(CLOCK_REALTIME, &t);
	gmtime_r(&t.tv_sec, &tm);
	n = strftime(s, size, "%Y-%m-%dT%H:%M:%S", &tm);
	snprintf(s + n, size - n, ".%03dZ", (int)(t.tv_nsec / 1000000));
}

static void add_text(json_t *o, const char *name, const char *s, size_t n)
{
	if (s)
		json_object_set_new(o, name, json_stringn(s, n));
}

static void add_slow(json_t *o, const struct querylog_slow *x)
{
	json_t *more = json_pack("{s:I, s:I, s:I}", "generation",
				 (json_int_t)x->generation, "wait_us",
				 (json_int_t)x->wait_us, "run_us",
				 (json_int_t)x->run_us);

	json_object_update(o, more);
	json_decref(more);
	add_text(o, "plan", x->plan, x->plan_len);
}

static int add_line(struct buf *b, const struct querylog_entry *x)
{
	char time[40];
	char *s;
	json_t *o;
	int r;

	format_time(time, sizeof(time));
	o = json_pack("{s:s, s:I, s:I, s:s, s:I, s:I, s:s*, s:s*}", "time", time,
		      "pid", (json_int_t)x->pid, "uid", (json_int_t)x->uid,
		      "method", x->method, "hits", (json_int_t)x->hits, "us",
		      (json_int_t)x->us, "error", x->error, "from", x->from);
	if (o) {
		add_text(o, "query", x->query, x->query_len);
		add_text(o, "read_as", x->read_as, x->read_as_len);
	}
	if (o && x->slow)
		add_slow(o, x->slow);
	s = o ? json_dumps(o, JSON_COMPACT) : NULL;
	json_decref(o);
	if (!s)
		return E_NOMEM;
	r = buf_adds(b, s);
	free(s);
	return r ? r : buf_addc(b, '\n');
}

/* A full disk must not stop the answers. */
static void drop(struct querylog *q, int errnum)
{
	char why[128];

	atomic_fetch_add(&q->dropped, 1);
	if (!atomic_exchange(&q->said, true))
		log_error("query log %s: lines are dropped: %s", q->path,
			  errnum ? strerror_r(errnum, why, sizeof(why)) :
				   "written in part");
}

void querylog_write(struct querylog *q, const struct querylog_entry *x)
{
	struct buf b = BUF_INIT;
	bool torn;
	ssize_t n;

	if (q->fd < 0)
		return;
	torn = atomic_exchange(&q->torn, false);
	if (torn) /* end that line */
		buf_addc(&b, '\n');
	if (add_line(&b, x)) {
		n = -1;
		errno = ENOMEM;
	} else {
		n = write(q->fd, b.s, b.len);
	}
	if (n < 0 || n < (ssize_t)b.len) {
		drop(q, n < 0 ? errno : 0);
		if (torn || n > 0)
			atomic_store(&q->torn, true);
	}
	buf_release(&b);
}

uint64_t querylog_dropped(const struct querylog *q)
{
	return atomic_load(&q->dropped);
}
