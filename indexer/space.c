/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/space.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/fs.h>
#include <linux/quota.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <sys/statvfs.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "base/path.h"
#include "indexer/report.h"

/* Below it the blocks that every database has say nothing of a file's share. */
#define KNOWN_BYTES 1000000
/* Bytes of a database for one of a file: reports have 1.4, more is the empty
 * space of many updates. */
#define RATIO_MAX 3

/* What the quota of a user or group leaves; UINT64_MAX when there is none. */
static uint64_t quota_left(int fd, int type, unsigned id)
{
	const unsigned command = QCMD((unsigned)Q_GETQUOTA, type);
	struct if_dqblk q = { 0 };
	uint64_t limit;

	if (syscall(SYS_quotactl_fd, fd, command, id, &q) ||
	    !(q.dqb_valid & QIF_BLIMITS) || !(q.dqb_valid & QIF_SPACE) ||
	    !q.dqb_bhardlimit)
		return UINT64_MAX;
	limit = q.dqb_bhardlimit * QIF_DQBLKSIZE;
	return q.dqb_curspace < limit ? limit - q.dqb_curspace : 0;
}

/* What is free, and what that is called. */
struct room {
	uint64_t bytes;
	const char *what;
};

static void add_quota(struct room *room, int fd, int type, unsigned id)
{
	uint64_t left = quota_left(fd, type, id);

	if (left < room->bytes)
		*room = (struct room){ left, type == USRQUOTA ?
						     "left of the user's quota" :
						     "left of the group's quota" };
}

static int find_room(const char *dir, struct room *ret, struct err *e)
{
	int fd = open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	struct statvfs st;
	int r = 0;

	if (fd < 0 || fstatvfs(fd, &st)) {
		r = err_sys(e, errno, "%s: cannot be looked at", dir);
	} else {
		*ret = (struct room){ (uint64_t)st.f_bavail * st.f_frsize,
				      "free" };
		if (geteuid()) { /* root is above quotas */
			add_quota(ret, fd, USRQUOTA, geteuid());
			add_quota(ret, fd, GRPQUOTA, getegid());
		}
	}
	if (fd >= 0)
		close(fd);
	return r;
}

/* Whether files of the old generation can be shared with the new one. */
static bool can_share(const char *from, const char *dir)
{
	char *path = path_join(dir, "share");
	int in = open(from, O_RDONLY | O_CLOEXEC);
	int out = path ? open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC,
			      0666) : -1;
	bool ok = in >= 0 && out >= 0 && !ioctl(out, FICLONE, in);

	if (out >= 0) {
		close(out);
		unlink(path);
	}
	if (in >= 0)
		close(in);
	free(path);
	return ok;
}

static uint64_t bytes_of(const struct files *fs, enum file_status status)
{
	uint64_t bytes = 0;

	for (size_t i = 0; i < fs->n; i++)
		if (fs->v[i].status == status)
			bytes += fs->v[i].size;
	return bytes;
}

static uint64_t bytes_to_read(const struct space *s)
{
	const struct plan *p = s->plan;
	uint64_t bytes = 0;

	for (size_t i = 0; i < p->now.n; i++)
		if (p->items[i].action == PLAN_READ ||
		    (s->full && p->items[i].action != PLAN_FAIL &&
		     p->now.v[i].status != FILE_SKIPPED))
			bytes += p->now.v[i].size;
	return bytes;
}

/* What the database is expected to take, in bytes; 0 when that is not known. */
static uint64_t estimate(const struct space *s, const char *old_db,
			 uint64_t old_bytes)
{
	uint64_t known = bytes_of(&s->plan->old, FILE_INDEXED);
	double ratio = 0;
	uint64_t grows;
	char *table = path_join(old_db, "iamglass");

	if (known >= KNOWN_BYTES)
		ratio = (double)old_bytes / (double)known;
	if (ratio > RATIO_MAX)
		ratio = RATIO_MAX;
	grows = (uint64_t)(ratio * (double)bytes_to_read(s));
	if (s->full)
		grows *= 2;
	else if (table && !can_share(table, s->new_dir))
		grows += old_bytes;
	free(table);
	return grows;
}

static int check_estimate(const struct space *s, const struct room *room,
			  struct err *e)
{
	char *db = path_join(s->old_dir, "db"), needs[32], has[32];
	uint64_t bytes = 0, need = 0;
	int r = db ? path_tree_bytes(db, &bytes, e) : err_nomem(e);

	if (!r)
		need = estimate(s, db, bytes);
	free(db);
	if (r || need <= room->bytes)
		return r;
	format_bytes(need, needs, sizeof(needs));
	format_bytes(room->bytes, has, sizeof(has));
	return err_set(e, E_FULL, "it will take about %s, and %s is %s", needs,
		       has, room->what);
}

int space_check(const struct space *s, struct err *e)
{
	char files[32], has[32];
	struct room room = { 0 };
	uint64_t bytes;
	int r = find_room(s->new_dir, &room, e);

	if (r)
		return r;
	if (s->old_dir)
		return check_estimate(s, &room, e);
	bytes = bytes_to_read(s);
	if (bytes > room.bytes) {
		format_bytes(bytes, files, sizeof(files));
		format_bytes(room.bytes, has, sizeof(has));
		say("%s: %s is %s, the files to be indexed have %s: there "
		    "may be too little room", s->new_dir, has, room.what,
		    files);
	}
	return 0;
}

int space_explain(const char *index_dir, int code, struct err *e)
{
	struct err why = *e;

	if (code != E_FULL)
		return code;
	return err_set(e, code, "%s: no room for a new generation, nothing is "
		       "published: free some, or keep fewer older generations "
		       "(tracuu-index prune --keep 0): %s", index_dir,
		       why.msg);
}
